package store_test

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// childStore is the environment variable that makes the test's program a relay that works on a store until it is killed.
const childStore = "BESIDE_TEST_STORE"

func TestMain(m *testing.M) {
	if dsn := os.Getenv(childStore); dsn != "" {
		if err := work(context.Background(), dsn); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// work takes requests, lets an agent accept them and customers talk, and writes a line about everything that it acknowledged.
func work(ctx context.Context, dsn string) error {
	s, err := store.Open(ctx, dsn)
	if err != nil {
		return err
	}
	portal, err := s.Portal(ctx, killPortal)
	if err != nil {
		return err
	}
	agents, err := s.PortalAgents(ctx, portal.ID)
	if err != nil {
		return err
	}
	who := support.SignedIn{
		Agent: agents[0], Organisation: support.Organisation{ID: portal.Organisation}, Portals: []support.Portal{portal},
	}
	o := office{requests: support.NewRequests(s, fastSettings()), portal: portal}
	var mu sync.Mutex // guards standard output
	acknowledge := func(what string, id support.RequestID) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Println(what, hex.EncodeToString(id[:])) // whoever reads may be gone: then so is this program soon
	}
	const customers = 4
	failed := make(chan error)
	for range customers {
		go func() {
			for {
				id, err := o.post(ctx)
				if err == nil {
					acknowledge("posted", id)
					_, err = o.requests.Accept(ctx, who, id)
				}
				if err == nil {
					acknowledge("accepted", id)
					_, err = o.requests.Say(ctx, id, support.ByCustomer(), "Hello")
				}
				if err != nil {
					failed <- err
					return
				}
				acknowledge("said", id)
			}
		}()
	}
	return <-failed
}

// killPortal is the number of the portal that newOffice makes in a fixture: the second one.
const killPortal = 2

// testKill kills a relay in the middle of its work, three times, and looks for everything that it had acknowledged.
func testKill(t *testing.T, f *fixture) {
	newOffice(t, f, 1)
	acknowledged := map[string]map[string]bool{"posted": {}, "accepted": {}, "said": {}}
	for _, lines := range []int{10, 37, 90} {
		for line := range killed(t, f.dsn, lines) {
			what, id, _ := strings.Cut(line, " ")
			acknowledged[what][id] = true
		}
	}
	for what, kind := range map[string]support.EventKind{"posted": support.EventPosted, "accepted": support.EventAccepted, "said": support.EventSaid} {
		for id := range acknowledged[what] {
			if !f.has(t, id, kind) {
				t.Errorf("request %s was %s, and that is lost", id, what)
			}
		}
	}
	last, err := f.LastEvent(t.Context())
	must(t, err)
	all := followAll(t, f.Store)
	if uint64(len(all)) != last {
		t.Errorf("%d events are there of %d", len(all), last)
	}
	t.Logf("%d posted, %d accepted, %d said, %d events", len(acknowledged["posted"]), len(acknowledged["accepted"]), len(acknowledged["said"]), last)
}

// followAll reads all events.
func followAll(t *testing.T, s *store.Store) []support.Event {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return followEvents(ctx, t, s)
}

// has reports whether an event of a kind is kept and the request says the same.
func (f *fixture) has(t *testing.T, hexID string, kind support.EventKind) bool {
	t.Helper()
	var id support.RequestID
	_, err := hex.Decode(id[:], []byte(hexID))
	must(t, err)
	r, err := f.Request(t.Context(), id)
	must(t, err)
	events, err := f.Events(t.Context(), id, 0, support.MaxEvents)
	must(t, err)
	there := false
	for _, e := range events {
		there = there || e.Kind == kind
	}
	switch kind {
	case support.EventAccepted:
		return there && r.Agent != 0
	case support.EventSaid:
		return there && r.Lines == 1
	}
	return there && !r.Posted.IsZero()
}

// killed runs a relay on a store, kills it when it has acknowledged so many things, and returns all that it had.
func killed(t *testing.T, dsn string, lines int) map[string]bool {
	t.Helper()
	program, err := os.Executable()
	must(t, err)
	child := exec.CommandContext(t.Context(), program)
	child.Env = append(os.Environ(), childStore+"="+dsn)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	told := map[string]bool{}
	scanner := bufio.NewScanner(out)
	for scanner.Scan() {
		told[scanner.Text()] = true
		if len(told) == lines {
			must(t, child.Process.Kill())
		}
	}
	var exit *exec.ExitError
	if err := child.Wait(); !errors.As(err, &exit) || len(told) < lines {
		t.Fatalf("the relay ended by itself after %d things: %v", len(told), err)
	}
	return told
}
