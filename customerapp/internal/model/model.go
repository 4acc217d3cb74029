package model

import (
	"context"
	"log/slog"
	"sync"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// Config is what a Model is made of.
type Config struct {
	// Dial returns the line to a relay, not yet open. Pin is nil where certificate authorities are asked.
	Dial func(relay string, pin *signalling.Fingerprint) (Line, error)
	// Relay is what the app's file name or a link named, or empty; the person is asked before anything else goes on.
	Relay string
	// Code is what a link brought of the code, or empty: it waits in the field until the person goes on.
	Code string
	// Fidelity is how near the picture of the customer's screen is to it, until SetFidelity changes that.
	Fidelity protocol.Fidelity
	// Logger takes what is worth knowing, never a digit of a code; nil discards it.
	Logger *slog.Logger
}

// Model is the state of the customer's app. Its methods may be called from any goroutine once Run runs; none waits for the
// network.
type Model struct {
	cfg     Config
	changes chan struct{}
	acts    chan func(ctx context.Context)
	work    sync.WaitGroup // the goroutines of lines, joins and sessions

	mu sync.Mutex // guards the following
	// snapshot is what the windows see, but for its Session.
	snapshot Snapshot
	line     Line
	hangUp   context.CancelFunc // ends the line; nil without one
	attempt  *attempt           // the join under way, then its session; nil without one
	session  Session            // nil without one; kept when it is over, until Again
	tally    tally
}

// New returns a model that shows which relay it would talk to and has not talked to it.
func New(cfg Config) *Model {
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	const fewActs = 16 // a person's clicks between two turns of Run
	m := &Model{
		cfg: cfg, changes: make(chan struct{}, 1), acts: make(chan func(context.Context), fewActs),
		snapshot: Snapshot{Page: PageRelay, Relay: cfg.Relay, Code: cfg.Code, Checking: cfg.Relay != "", Fidelity: cfg.Fidelity},
	}
	return m
}

// Run serves the model until ctx ends; then line and session are closed and everything it started has stopped.
func (m *Model) Run(ctx context.Context) {
	if m.cfg.Relay != "" {
		m.dial(ctx, m.cfg.Relay, nil)
	}
	for {
		select {
		case <-ctx.Done():
			m.work.Wait()
			return
		case act := <-m.acts:
			act(ctx)
		}
	}
}

// Changes has a value after the snapshot changed; changes that nobody has seen yet become one.
func (m *Model) Changes() <-chan struct{} { return m.changes }

// Snapshot returns the present state.
func (m *Model) Snapshot() Snapshot {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.snapshot
	if m.session != nil {
		s.Session, s.Receipt = m.session.Snapshot(), m.tally.receipt
	}
	return s
}

// Session returns the session, for the acts of a person in it, or nil without one.
func (m *Model) Session() Session {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.session
}

// do hands an act to Run; an act that comes after Run has ended is lost with the app.
func (m *Model) do(act func(ctx context.Context)) {
	select {
	case m.acts <- act:
	default:
		m.cfg.Logger.Warn("more acts than a person does were dropped")
	}
}

// change changes the snapshot and says so.
func (m *Model) change(f func(s *Snapshot)) {
	m.mu.Lock()
	f(&m.snapshot)
	m.mu.Unlock()
	m.tell()
}

func (m *Model) tell() {
	select {
	case m.changes <- struct{}{}:
	default:
	}
}
