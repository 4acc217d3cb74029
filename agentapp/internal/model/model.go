package model

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// MaxSessions is how many sessions an agent holds at once: more than anyone follows.
const MaxSessions = 8

// tokenName is the name under which the device token is kept.
const tokenName = "device-token"

// Config is what a Model is made of.
type Config struct {
	SignIn  SignIn
	Dial    Dial
	Folder  *Folder
	Secrets Secrets
	// Logger takes what is worth knowing, never a digit of a code; nil discards it.
	Logger *slog.Logger
}

// Model is the state of the agent's app. Its methods may be called from any goroutine once Run runs; none waits for the
// network.
type Model struct {
	cfg     Config
	changes chan struct{}
	acts    chan func(ctx context.Context)
	work    sync.WaitGroup // the goroutines of sign-ins, lines and sessions

	mu sync.Mutex // guards the following
	// shown is what the windows see, but for codes and sessions, which Snapshot adds.
	shown      Snapshot
	settings   Settings
	connection Connection
	hangUp     context.CancelFunc // ends the connection; nil without one
	cancel     context.CancelFunc // ends a sign-in under way; nil without one
	secrets    map[signalling.CodeID]code.Secret
	known      map[signalling.CodeID]signalling.Code // the active codes at the last look
	live       []*liveSession
}

// New returns a model with what was remembered.
func New(cfg Config) (*Model, error) {
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	settings, err := cfg.Folder.Settings()
	if err != nil {
		return nil, err
	}
	const fewActs = 16 // a person's clicks between two turns of Run
	return &Model{
		cfg: cfg, settings: settings, changes: make(chan struct{}, 1), acts: make(chan func(context.Context), fewActs),
		shown:   Snapshot{Relay: settings.Relay, Available: true},
		secrets: map[signalling.CodeID]code.Secret{}, known: map[signalling.CodeID]signalling.Code{},
	}, nil
}

// Run serves the model until ctx ends; then sessions and line are closed and everything it started has stopped. With a
// device token from before, the agent is signed in at once.
func (m *Model) Run(ctx context.Context) {
	if token, err := m.cfg.Secrets.Get(tokenName); err == nil && m.Settings().Relay != "" {
		m.connect(ctx, token)
	}
	for {
		select {
		case <-ctx.Done():
			m.closeSessions()
			m.disconnect()
			m.work.Wait()
			return
		case act := <-m.acts:
			act(ctx)
		}
	}
}

// Changes has a value after the snapshot changed; changes that nobody has seen yet become one.
func (m *Model) Changes() <-chan struct{} { return m.changes }

// Settings returns what the app remembers.
func (m *Model) Settings() Settings {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.settings
}

// ChangeSettings changes what the app remembers and saves it.
func (m *Model) ChangeSettings(change func(s *Settings)) {
	m.mu.Lock()
	change(&m.settings)
	settings := m.settings
	m.mu.Unlock()
	if err := m.cfg.Folder.SaveSettings(settings); err != nil {
		m.cfg.Logger.Error("the settings were not saved", "err", err)
		m.change(func(s *Snapshot) { s.Fault = protocol.FaultFile })
	}
}

// Snapshot returns the present state.
func (m *Model) Snapshot() Snapshot {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.shown
	s.Events, s.History.Entries = slices.Clone(s.Events), slices.Clone(s.History.Entries)
	if m.connection.Line != nil {
		s.Line = m.connection.Line.State()
		s.Codes = m.activeCodes(s.Agent().Portals, time.Now())
	}
	for _, l := range m.live {
		s.Live = append(s.Live, Live{ID: l.id, Customer: l.customer, Portal: l.portal, Notes: l.notes, Session: l.session.Snapshot()})
	}
	return s
}

// Session returns a live session for the acts of the agent in it, or nil.
func (m *Model) Session(id leg.SessionID) Session {
	if l := m.find(id); l != nil {
		return l.session
	}
	return nil
}

// SetAvailable tells the relay whether requests may come.
func (m *Model) SetAvailable(available bool) {
	m.change(func(s *Snapshot) { s.Available = available })
	m.ask("tell the relay whether the agent is available", func(ctx context.Context, line Line) error {
		return line.SetAvailability(ctx, available)
	})
}

// do hands an act to Run; an act that comes after Run has ended is lost with the app.
func (m *Model) do(act func(ctx context.Context)) {
	select {
	case m.acts <- act:
	default:
		m.cfg.Logger.Warn("more acts than a person does were dropped")
	}
}

// ask asks the relay something in a goroutine of its own; what goes wrong is shown.
func (m *Model) ask(what string, f func(ctx context.Context, line Line) error) {
	m.do(func(ctx context.Context) {
		m.mu.Lock()
		line := m.connection.Line
		m.mu.Unlock()
		if line == nil {
			return
		}
		m.work.Go(func() {
			if err := f(ctx, line); err != nil && !errors.Is(err, context.Canceled) {
				m.cfg.Logger.Warn("the relay did not do what it was asked", "what", what, "err", err)
				m.change(func(s *Snapshot) { s.Fault = signalling.Fault(err) })
			}
		})
	})
}

// change changes the snapshot and says so.
func (m *Model) change(f func(s *Snapshot)) {
	m.mu.Lock()
	f(&m.shown)
	m.mu.Unlock()
	m.tell()
}

func (m *Model) tell() {
	select {
	case m.changes <- struct{}{}:
	default:
	}
}
