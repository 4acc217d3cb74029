package model

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// MaxSessions is how many sessions an agent holds at once: more than anyone follows.
const MaxSessions = 8

// Config is what a Model is made of.
type Config struct {
	SignIn  SignIn
	Dial    Dial
	Folder  *Folder
	Secrets Secrets
	// Logger takes what is worth knowing, never a digit of a code; nil discards it.
	Logger *slog.Logger
}

// Model is the state of the agent's app. Its methods may be called from any goroutine, before Run too; none waits for the
// network.
type Model struct {
	cfg     Config
	changes chan struct{}
	wake    chan struct{}  // acts wait for Run
	toTell  chan struct{}  // the relay has to be told of an end
	work    sync.WaitGroup // the goroutines of sign-ins, lines and sessions
	saving  sync.Mutex     // keeps the writes of a file in the order of the changes

	mu   sync.Mutex // guards the following
	acts []func(ctx context.Context)
	// shown is what the windows see, but for what Snapshot adds.
	shown      Snapshot
	settings   Settings
	connection Connection
	hangUp     context.CancelFunc // ends the connection; nil without one
	cancel     context.CancelFunc // ends a sign-in under way; nil without one
	codes      codeBook
	live       []*liveSession
	past       pastBook
	untold     []untoldEnd // ends of sessions of which the relay does not know yet
	desk       deskBook
	relayed    []signalling.Request // the open requests, as the relay said last
	handing    handing
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
	untold, err := cfg.Folder.untold()
	if err != nil {
		cfg.Logger.Error("ends of sessions that the relay does not know were lost", "err", err)
	}
	handing, err := newHanding(cfg.Folder)
	if err != nil {
		return nil, err
	}
	m := &Model{
		cfg: cfg, handing: handing, changes: make(chan struct{}, 1), wake: make(chan struct{}, 1), toTell: make(chan struct{}, 1),
		shown: Snapshot{Relay: settings.Relay, Status: signalling.StatusAvailable}, settings: settings, codes: codeBook{}, untold: untold,
		desk: newDeskBook(),
	}
	m.recover()
	return m, nil
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
			m.work.Wait() // all of it ends with ctx
			m.disconnect()
			return
		case <-m.wake:
			m.mu.Lock()
			acts := m.acts
			m.acts = nil
			m.mu.Unlock()
			for _, act := range acts {
				act(ctx)
			}
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
	m.saving.Lock()
	defer m.saving.Unlock()
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
	s.Events = slices.Clone(s.Events)
	if m.connection.Line != nil {
		s.Line = m.connection.Line.State()
		now := time.Now()
		s.Codes = m.codes.list(m.connection.Line.Codes(), s.Agent().Portals, now)
		s.History = m.past.history(m.untoldAt(s.Relay))
		s.Desk = m.helpDesk(now)
	}
	for _, l := range m.live {
		live := Live{ID: l.id, Customer: l.customer, Portal: l.portal, Notes: l.notes, Request: l.request, Rights: l.rights, Withheld: l.withheld, Monitors: l.monitors, Session: l.session.Snapshot()}
		if known := m.desk.requests[l.request]; known != nil {
			live.Earlier = known.lines
		}
		s.Live = append(s.Live, live)
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
