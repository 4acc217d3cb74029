package company_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/company"
	"beside.example/internal/desktop/desktoptest"
	"beside.example/internal/framebuffer"
	"beside.example/internal/session"
	"beside.example/internal/share"
	"beside.example/protocol"
	"beside.example/protocol/transport/transporttest"
)

// settle is the virtual time that tests wait for messages to arrive: no time limit is as short.
const settle = 300 * time.Millisecond

// all are the permissions that the customer's fake desktop can put to use.
const all = protocol.PermissionSee | protocol.PermissionControl

// desk is the customer's machine: every session has hands of its own.
type desk struct {
	mu    sync.Mutex // guards the following
	hands []*hands
}

func (d *desk) desktop() session.Desktop {
	h := &hands{hand: make(chan bool)}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.hands = append(d.hands, h)
	return session.Desktop{Screens: screens{}, Hands: h}
}

// screens is two displays on which nothing changes.
type screens struct{}

func (screens) Displays() ([]framebuffer.Display, error) {
	return []framebuffer.Display{
		{ID: 7, Bounds: image.Rect(0, 0, 128, 96), Primary: true}, {ID: 9, Bounds: image.Rect(128, 0, 256, 96)},
	}, nil
}

func (screens) WaitArrangement(ctx context.Context, _ []framebuffer.Display) error {
	<-ctx.Done()
	return ctx.Err()
}

func (screens) Source(uint32) (share.Source, error) { return desktoptest.NewSource(128, 96), nil }

func (screens) Cursor() (session.CursorSource, error) { return desktoptest.NewCursorSource(), nil }

// hands inject what one agent does.
type hands struct {
	injector desktoptest.Injector
	hand     chan bool // the person's own; true is the panic key
}

func (h *hands) Injector() (session.Injector, error) { return &h.injector, nil }

func (h *hands) Watcher() (session.Watcher, error) { return watcher{h.hand}, nil }

type watcher struct{ hand chan bool }

func (w watcher) Next(ctx context.Context) (bool, error) {
	select {
	case <-ctx.Done():
		return false, ctx.Err()
	case panicKey := <-w.hand:
		return panicKey, nil
	}
}

func (watcher) Close() error { return nil }

// agent is an agent's session, running.
type agent struct {
	*session.Session
	ended chan struct{}
}

// world is a customer's company with its agents.
type world struct {
	t *testing.T
	*company.Company
	desk    *desk
	agents  []*agent
	ended   chan struct{}
	end     session.End
	meeting func(m protocol.Introduce) error // nil lets everybody be met
	refused error                            // what Verify says of the next agent
	vouched func()                           // called when the next agent's app has said who it is, unless it is nil
	keeps   protocol.Keeps                   // what the organisation's policy is
	silent  chan struct{}                    // the next agent's app says nothing until it is closed, unless it is nil
	manager bool                             // the next one only watches
	acts    bool                             // and has an app that does not know it
	// believed is what the agents' apps believe the policy to be; zero for what it is
	believed protocol.Keeps
	// withheld is what is withheld from each agent; nothing from those after the last
	withheld []session.Withheld
}

// name is that of the agent with a number, from 0.
func name(i int) string { return [...]string{"Claire Moreau", "Ben Okafor", "Zoé Lang"}[i] }

// vouch vouches for any key, in a way that tests can break.
func vouch(i int) *session.Aside {
	return &session.Aside{
		Vouch: func([protocol.AgentKeyLength]byte) (credential, statement []byte) {
			return []byte(name(i)), []byte("word")
		},
		Verify: func(m protocol.AgentKey) (string, error) {
			if string(m.Statement) != "word" {
				return "", errors.New("forged")
			}
			return string(m.Credential), nil
		},
	}
}

// config returns both sides of a session with the next agent, of which the agent's runs already.
func (w *world) config() session.Config {
	i := len(w.agents)
	agentConn, customerConn := transporttest.Pair(w.t)
	a := &agent{ended: make(chan struct{}), Session: session.New(session.Config{
		Role: protocol.RoleAgent, Conn: agentConn, Language: "en", Aside: vouch(i), Keeps: cmp.Or(w.believed, w.keeps), Monitors: w.manager && !w.acts,
		Identity: protocol.Identity{Credential: []byte(name(i)), Statement: []byte("word")},
	})}
	silent := w.silent
	go func() {
		defer close(a.ended)
		if silent != nil {
			<-silent
		}
		a.Run(context.Background())
	}()
	w.agents = append(w.agents, a)
	w.t.Cleanup(a.Close)
	refused, keeps, vouched := w.refused, w.keeps, w.vouched
	var peer session.Peer
	if i < len(w.withheld) {
		peer.Withheld = w.withheld[i]
	}
	return session.Config{
		Role: protocol.RoleCustomer, Peer: peer, Conn: customerConn, Desktop: w.desk.desktop(), Language: "fr",
		Verify: func(m protocol.Identity) (session.Verified, error) {
			if vouched != nil {
				vouched()
			}
			return session.Verified{Name: string(m.Credential), Organisation: "Northfield", Keeps: keeps}, refused
		},
	}
}

// in runs a test in a company whose first agent may do what is granted, in virtual time.
func in(t *testing.T, granted protocol.Permission, test func(w *world)) {
	t.Helper()
	begin(t, granted, &world{}, test)
}

// inWithheld is in with agents from whom something is withheld, where the customer says Yes to everything.
func inWithheld(t *testing.T, withheld []session.Withheld, test func(w *world)) {
	t.Helper()
	begin(t, all, &world{withheld: withheld}, test)
}

func begin(t *testing.T, granted protocol.Permission, w *world, test func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w.t, w.desk, w.ended = t, &desk{}, make(chan struct{})
		w.Company = company.New(company.Config{First: w.config(), Meet: w.meet})
		ctx, quit := context.WithCancel(context.Background())
		go func() { defer close(w.ended); w.end = w.Run(ctx) }()
		wait(protocol.ArmAfter + time.Second)
		if !w.Start(granted) {
			t.Fatal("Start was refused")
		}
		wait(settle)
		test(w)
		quit()
		<-w.ended
	})
}

func (w *world) meet(_ context.Context, m protocol.Introduce) (session.Config, error) {
	if w.meeting != nil {
		if err := w.meeting(m); err != nil {
			return session.Config{}, err
		}
	}
	return w.config(), nil
}

// wait lets virtual time pass.
func wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// introduce has an agent introduce the next one, and the customer say Yes.
func (w *world) introduce(by int, kind protocol.IntroductionKind, rights protocol.Permission) {
	w.t.Helper()
	next := len(w.agents)
	id := uint64(next)
	w.agents[by].Introduce(protocol.Introduce{ID: id, Kind: kind, Code: "K7MWQ2RT", Name: name(next), Rights: rights})
	wait(protocol.ArmAfter + settle)
	w.AnswerIntroduction(id, true)
	wait(settle)
	if len(w.agents) == next || w.agents[next].Snapshot().Phase != session.PhaseLive {
		w.t.Fatalf("agent %d is not here", next)
	}
}

// results writes what became of an agent's introductions.
func (w *world) results(i int) string {
	out := ""
	for _, r := range w.agents[i].Snapshot().Introductions {
		out += fmt.Sprintf("%d %t %s;", r.ID, r.Answered, r.Result)
	}
	return out
}

// log writes a side's log: messages as they are, status lines by their kind, private ones in brackets.
func log(s session.Snapshot) string {
	out := ""
	for _, e := range s.Chat {
		switch {
		case e.IsStatus():
			out += e.Status.String() + ";"
		case e.Private:
			out += "[" + e.Text + "];"
		default:
			out += e.Text + ";"
		}
	}
	return out
}
