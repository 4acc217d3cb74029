package e2e

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"beside.example/protocol"
)

// TestCrash kills the customer's app while the agent holds a key down: the key comes up, nothing is left, the agent is told.
func TestCrash(t *testing.T) {
	r := rehearse(t)
	r.toSession()
	r.typesThrough("begin")
	r.must("agent holds a key", func(context.Context) error { return r.Desk.Hand.Hold('z', true) })
	r.await("the key to be down on the customer's display", r.Home.KeysDown)
	began := time.Now()
	r.Customer.Kill()
	r.find(r.Agent, Text(r.Texts.T("agent.viewer.reconnecting")))
	const promised = 10 * time.Second
	if took := time.Since(began); took > promised {
		t.Errorf("the agent was told after %v", took)
	}
	r.must("the key comes up", r.keysUp)
	r.must("nothing is left behind", r.cleanEnd)
	r.must("agent lets go", func(context.Context) error { return r.Desk.Hand.Hold('z', false) })
}

// TestAgentCrash kills the agent's app while a key is held: the customer has the keyboard back at once, and is told.
func TestAgentCrash(t *testing.T) {
	r := rehearse(t)
	r.toSession()
	r.typesThrough("begin")
	r.must("agent holds a key", func(context.Context) error { return r.Desk.Hand.Hold('z', true) })
	r.await("the key to be down on the customer's display", r.Home.KeysDown)
	r.Agent.Kill()
	const promised = 2 * time.Second
	r.within(promised, "the key comes up", r.keysUp)
	r.find(r.Customer, Containing(r.Texts.T("customer.chat.reconnecting")))
	r.must("agent lets go", func(context.Context) error { return r.Desk.Hand.Hold('z', false) })
	r.must("customer ends it", func(context.Context) error { return r.Customer.Stop() })
	r.must("nothing is left behind", r.cleanEnd)
}

// keysUp waits until no key is held on the customer's display.
func (r *rehearsal) keysUp(ctx context.Context) error {
	return await(ctx, "the keys to come up", func() (bool, error) {
		down, err := r.Home.KeysDown()
		return !down, err
	})
}

// TestRoot starts the customer's app as root, which it refuses in words, and without a window.
func TestRoot(t *testing.T) {
	if os.Getuid() != 0 {
		t.Log("only root can try this")
		return
	}
	r := rehearse(t)
	process, err := r.Home.Start(r.ctx, r.logs, "root", &Account{Home: t.TempDir()}, r.Binaries.Customer)
	if err != nil {
		t.Fatal(err)
	}
	select {
	case <-process.Done():
	case <-r.ctx.Done():
		t.Fatal("the app runs as root")
	}
	if process.err == nil {
		t.Error("the app ended as if all were well")
	}
	said, err := os.ReadFile(filepath.Join(r.logs, "root.log"))
	if !strings.Contains(string(said), protocol.FaultRoot.String()) {
		t.Errorf("the app says %q, %v", said, err)
	}
}
