package session_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/desktop/desktoptest"
	"beside.example/internal/framebuffer"
	"beside.example/internal/session"
	"beside.example/internal/share"
	"beside.example/protocol"
	"beside.example/protocol/transport"
	"beside.example/protocol/transport/transporttest"
)

// all are the permissions that two complete desktops can put to use.
const all = protocol.PermissionSee | protocol.PermissionControl | protocol.PermissionDiagnostics

// The virtual times that tests wait for the two sides: settle covers messages, pictures and retries, but no time limit.
const settle = 2 * time.Second

// desk is a desktop of fakes that counts what was opened.
type desk struct {
	injector desktoptest.Injector
	cursor   *desktoptest.CursorSource
	hand     chan bool     // true: the panic key
	slow     chan struct{} // holds the injector back until it is closed; nil does not

	noInjector, noWatcher error // why they do not open

	mu        sync.Mutex // guards the following
	displays  []framebuffer.Display
	sources   []*desktoptest.Source
	opened    int // displays, cursors, injectors and watchers
	grabFails bool
	changed   chan struct{}
}

func newDesk() *desk {
	return &desk{cursor: desktoptest.NewCursorSource(), hand: make(chan bool), changed: make(chan struct{}), displays: []framebuffer.Display{
		{ID: 7, Name: "left", Bounds: image.Rect(0, 0, 128, 96), Primary: true},
		{ID: 9, Name: "right", Bounds: image.Rect(128, 0, 320, 96)},
	}}
}

func (d *desk) desktop() session.Desktop {
	return session.Desktop{Screens: d, Hands: d, Computer: d}
}

func (d *desk) Displays() ([]framebuffer.Display, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]framebuffer.Display(nil), d.displays...), nil
}

func (d *desk) WaitArrangement(ctx context.Context, known []framebuffer.Display) error {
	for {
		d.mu.Lock()
		changed, same := d.changed, slices.Equal(d.displays, known)
		d.mu.Unlock()
		if !same {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}

// rearrange gives the desk other displays.
func (d *desk) rearrange(displays ...framebuffer.Display) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.displays = displays
	close(d.changed)
	d.changed = make(chan struct{})
}

func (d *desk) Source(id uint32) (share.Source, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.opened++
	if d.grabFails {
		return nil, errors.New("no permission to record the screen")
	}
	for _, display := range d.displays {
		if display.ID == id {
			s := desktoptest.NewSource(display.Bounds.Dx(), display.Bounds.Dy())
			s.Fill(image.Rect(0, 0, 16, 16), byte(id), 20, 30)
			d.sources = append(d.sources, s)
			return s, nil
		}
	}
	return nil, errors.New("no such display")
}

// grabs counts the grabs of all displays.
func (d *desk) grabs() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := 0
	for _, s := range d.sources {
		n += s.Grabs()
	}
	return n
}

func (d *desk) opens() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.opened
}

func (d *desk) count() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.opened++
}

func (d *desk) Cursor() (session.CursorSource, error) {
	d.count()
	return d.cursor, nil
}

func (d *desk) Injector() (session.Injector, error) {
	d.count()
	if d.slow != nil {
		<-d.slow
	}
	return &d.injector, d.noInjector
}

func (d *desk) Watcher() (session.Watcher, error) {
	d.count()
	return watcher{d.hand}, d.noWatcher
}

func (d *desk) Details(context.Context) (protocol.ComputerDetails, error) {
	d.count()
	return protocol.ComputerDetails{System: "Debian\u202e", Version: "12", Cores: 2}, nil
}

// watcher tells of a hand that the test moves.
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

// side is one of the two sessions with its desk, running.
type side struct {
	*session.Session
	desk   *desk
	ended  chan struct{} // closed when Run has returned
	result session.End
}

// run runs a session; the test ends it.
func run(t *testing.T, cfg session.Config, d *desk) *side {
	t.Helper()
	s := &side{Session: session.New(cfg), desk: d, ended: make(chan struct{})}
	go func() {
		defer close(s.ended)
		s.result = s.Run(context.Background())
	}()
	t.Cleanup(s.Close)
	return s
}

// redial is a new conn for both sides; without one for the agent's the test speaks in its place.
type redial struct{ agent, customer *transport.Conn }

// pair is a session from both sides, over QUIC in memory.
type pair struct {
	t                           *testing.T
	agent, customer             *side
	link                        *transporttest.Link
	agentConfig, customerConfig transport.Config
	redials                     chan redial
}

// connect makes the two conns of a pair.
func (p *pair) connect() (agent, customer *transport.Conn) {
	p.link = transporttest.NewLink(p.t, 1, transporttest.Impairment{Delay: 5 * time.Millisecond})
	a, c := p.agentConfig, p.customerConfig
	a.Carrier, c.Carrier = p.link.Agent(), p.link.Customer()
	return transporttest.Connect(p.t, a, c)
}

// keeps is what the organisation of the tests keeps.
const keeps = protocol.KeepsFacts | protocol.KeepsChat

var errWrongKey = errors.New("signed by nobody")

func checkWords(language string) []string { return []string{language + " one", "two", "three"} }

func agentSide(conn session.Conn, d *desk) session.Config {
	return session.Config{
		Role: protocol.RoleAgent, Conn: conn, Desktop: d.desktop(), Language: "en",
		Peer: session.Peer{Name: "Paul", Relay: "help.example"}, CheckWords: checkWords,
		Identity: protocol.Identity{Credential: []byte("credential"), Statement: []byte("statement")}, Keeps: keeps,
	}
}

func customerSide(conn session.Conn, d *desk) session.Config {
	return session.Config{
		Role: protocol.RoleCustomer, Conn: conn, Desktop: d.desktop(), Language: "fr",
		Peer: session.Peer{Relay: "help.example"}, CheckWords: checkWords,
		Verify: func(m protocol.Identity) (session.Verified, error) {
			if string(m.Credential) != "credential" {
				return session.Verified{}, errWrongKey
			}
			return session.Verified{Name: "Claire\u202e Moreau", Organisation: "Northfield", Key: "ab cd", Keeps: keeps}, nil
		},
	}
}

// newPair connects two sessions up to the consent page.
func newPair(t *testing.T) *pair {
	t.Helper()
	p := &pair{t: t}
	p.agentConfig, p.customerConfig = transporttest.Configs(t)
	a, c := p.connect()
	agentDesk, customerDesk := newDesk(), newDesk()
	p.agent, p.customer = run(t, agentSide(a, agentDesk), agentDesk), run(t, customerSide(c, customerDesk), customerDesk)
	p.wait(settle - protocol.ArmAfter/2)
	return p
}

// agree has the customer say Yes as soon as that may be.
func (p *pair) agree(granted protocol.Permission) {
	p.t.Helper()
	p.wait(protocol.ArmAfter + settle)
	if !p.customer.Start(granted) {
		p.t.Fatal("Start was refused")
	}
	p.wait(settle)
}

// start is newPair with the customer's Yes.
func start(t *testing.T, granted protocol.Permission) *pair {
	t.Helper()
	p := &pair{t: t, redials: make(chan redial, 1)}
	p.agentConfig, p.customerConfig = transporttest.Configs(t)
	a, c := p.connect()
	agentDesk, customerDesk := newDesk(), newDesk()
	agentCfg, customerCfg := agentSide(a, agentDesk), customerSide(c, customerDesk)
	next := make(chan session.Conn, 1)
	agentCfg.Redial = func(ctx context.Context) (session.Conn, error) {
		for {
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case r, more := <-p.redials:
				if !more {
					return nil, fmt.Errorf("the relay says so: %w", session.ErrOver)
				}
				next <- r.customer
				if r.agent != nil {
					return r.agent, nil
				}
			}
		}
	}
	customerCfg.Redial = func(ctx context.Context) (session.Conn, error) {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case conn := <-next:
			return conn, nil
		}
	}
	p.agent, p.customer = run(t, agentCfg, agentDesk), run(t, customerCfg, customerDesk)
	p.agree(granted)
	if p.agent.Snapshot().Phase != session.PhaseLive {
		t.Fatalf("agent's phase is %s", p.agent.Snapshot().Phase)
	}
	return p
}

// elapse lets virtual time pass.
func elapse(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// wait is elapse.
func (p *pair) wait(d time.Duration) { elapse(d) }

// end waits for a session's end and checks why.
func (s *side) end(t *testing.T, want protocol.CloseCode, remote bool) {
	t.Helper()
	elapse(settle)
	select {
	case <-s.ended:
	default:
		t.Fatalf("session has not ended; its phase is %s", s.Snapshot().Phase)
	}
	if s.result.Reason != want || s.result.Remote != remote {
		t.Errorf("ended by %q, remote %v; want %q, %v", s.result.Reason, s.result.Remote, want, remote)
	}
	if got := s.Snapshot(); got.Phase != session.PhaseEnded || got.Ended == nil || got.Ended.Reason != want {
		t.Errorf("snapshot after the end: %+v", got)
	}
}

// bubble runs a test in virtual time.
func bubble(t *testing.T, f func(t *testing.T)) { synctest.Test(t, f) }

// send writes messages on a stream as a hostile or ancient peer would.
func send(t *testing.T, w io.Writer, messages ...protocol.Message) {
	t.Helper()
	var b []byte
	for _, m := range messages {
		b = protocol.AppendFrame(b, m)
	}
	if _, err := w.Write(b); err != nil {
		t.Logf("write: %v", err) // the session may have closed the conn already
	}
}

// fill paints something on every display that is open.
func (d *desk) fill() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, s := range d.sources {
		s.Fill(image.Rect(8, 8, 40, 40), 90, 80, 70)
	}
}
