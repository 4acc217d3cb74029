package model

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"beside.example/internal/join"
	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
)

// Config is what a Model is made of.
type Config struct {
	// Dial returns the line to a relay, not yet open. Pin is nil where certificate authorities are asked.
	Dial func(relay string, pin *signalling.Fingerprint) (Line, error)
	// Relay is what the app's file name or a link named, or empty; Link tells that it was a link, which needs no question.
	Relay string
	Link  bool
	// Nameplate is what a link brought of the code, or empty.
	Nameplate string
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
	session  Session
	tally    tally
	line     Line
	hangUp   context.CancelFunc // ends the line; nil without one
	cancel   context.CancelFunc // ends a join under way; nil without one
}

// New returns a model that shows which relay it would talk to and has not talked to it.
func New(cfg Config) *Model {
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	const fewActs = 16 // a person's clicks between two turns of Run
	return &Model{
		cfg: cfg, changes: make(chan struct{}, 1), acts: make(chan func(context.Context), fewActs),
		snapshot: Snapshot{Page: PageRelay, Relay: cfg.Relay, Nameplate: cfg.Nameplate},
	}
}

// Run serves the model until ctx ends; then line and session are closed and everything it started has stopped.
func (m *Model) Run(ctx context.Context) {
	if m.cfg.Relay != "" {
		m.dial(ctx, m.cfg.Relay, nil)
	}
	for {
		select {
		case <-ctx.Done():
			m.stop()
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

// NameRelay is the person's word which relay to talk to. What is no address gets a fault.
func (m *Model) NameRelay(relay string) {
	if _, err := signalling.HostPort(relay); err != nil {
		m.change(func(s *Snapshot) { s.Relay, s.Fault = relay, protocol.FaultRelayUnknown })
		return
	}
	m.do(func(ctx context.Context) { m.dial(ctx, relay, nil) })
}

// TrustRelay is the person's Yes to the relay shown, and to its fingerprint where it has one.
func (m *Model) TrustRelay() {
	m.do(func(ctx context.Context) {
		s := m.Snapshot()
		if s.Fingerprint == "" {
			m.change(func(s *Snapshot) { s.Page = PageCode })
			return
		}
		pin, err := signalling.ParseFingerprint(s.Fingerprint)
		if err != nil {
			m.change(func(s *Snapshot) { s.Fault = protocol.FaultRelayUntrusted })
			return
		}
		m.dial(ctx, s.Relay, &pin)
		m.change(func(s *Snapshot) { s.Page = PageCode })
	})
}

// ForgetRelay is the person's No to the relay shown: the app hangs up and asks for another one.
func (m *Model) ForgetRelay() {
	m.do(func(context.Context) {
		m.stop()
		m.change(func(s *Snapshot) { *s = Snapshot{Page: PageRelay} })
	})
}

// Submit redeems a code. What is not nine digits gets a fault.
func (m *Model) Submit(digits string) {
	typed, err := code.Parse(digits)
	if err != nil {
		m.change(func(s *Snapshot) { s.Fault = protocol.FaultCodeShape })
		return
	}
	m.do(func(ctx context.Context) { m.join(ctx, typed) })
}

// Cancel gives a join up.
func (m *Model) Cancel() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.cancel != nil {
		m.cancel()
	}
}

// Again returns from the end of a session to the code page.
func (m *Model) Again() {
	m.mu.Lock()
	m.session = nil
	m.mu.Unlock()
	m.change(func(s *Snapshot) { s.Page, s.Fault, s.Nameplate = PageCode, 0, "" })
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

// stop ends the session, the join and the line.
func (m *Model) stop() {
	m.mu.Lock()
	s, hangUp, cancel := m.session, m.hangUp, m.cancel
	m.line, m.hangUp = nil, nil
	m.mu.Unlock()
	if cancel != nil {
		cancel()
	}
	if s != nil {
		s.Close()
	}
	if hangUp != nil {
		hangUp()
	}
}

// dial opens the line to a relay, in place of the present one.
func (m *Model) dial(ctx context.Context, relay string, pin *signalling.Fingerprint) {
	m.stop()
	line, err := m.cfg.Dial(relay, pin)
	if err != nil {
		m.change(func(s *Snapshot) { s.Relay, s.Fault = relay, protocol.FaultRelayUnknown })
		return
	}
	ctx, hangUp := context.WithCancel(ctx)
	m.mu.Lock()
	m.line, m.hangUp = line, hangUp
	m.mu.Unlock()
	m.change(func(s *Snapshot) {
		s.Relay, s.Fault, s.Checking, s.Ready = relay, 0, true, false
		if pin == nil {
			s.Fingerprint = ""
		}
	})
	m.work.Go(func() {
		if err := line.Run(ctx); err != nil && ctx.Err() == nil {
			m.cfg.Logger.Warn("the line to the relay ended", "err", err)
		}
	})
	m.work.Go(func() { m.follow(ctx, line) })
}

// follow brings a line's state to the snapshot until ctx ends.
func (m *Model) follow(ctx context.Context, line Line) {
	for {
		changed := line.Changed()
		m.showLine(line, line.State())
		select {
		case <-ctx.Done():
			return
		case <-changed:
		}
	}
}

func (m *Model) showLine(line Line, state signalling.State) {
	m.mu.Lock()
	current := m.line == line
	m.mu.Unlock()
	if !current {
		return
	}
	m.change(func(s *Snapshot) {
		s.Checking = state.Phase == signalling.PhaseConnecting
		s.Ready = state.Phase == signalling.PhaseConnected
		if s.Ready && m.cfg.Link && s.Page == PageRelay && s.Relay == m.cfg.Relay {
			s.Page = PageCode // a link named this relay, and an authority vouches for it: nothing to ask
		}
		if state.Phase == signalling.PhaseRefused || state.Phase == signalling.PhaseWaiting {
			m.showTrouble(s, state)
		}
	})
}

// showTrouble puts down why the relay cannot be used: one that nobody vouches for is a question, all else a fault.
func (m *Model) showTrouble(s *Snapshot, state signalling.State) {
	var untrusted *signalling.UntrustedError
	if errors.As(state.Err, &untrusted) {
		s.Page, s.Fingerprint, s.Fault = PageRelay, untrusted.Fingerprint.String(), 0
		return
	}
	if s.Page == PageRelay || state.Phase == signalling.PhaseRefused {
		s.Fault = state.Fault
	}
}

// join redeems a code in a goroutine of its own.
func (m *Model) join(ctx context.Context, typed code.Code) {
	ctx, cancel := context.WithCancel(ctx)
	m.mu.Lock()
	line := m.line
	busy := m.cancel != nil || line == nil
	if !busy {
		m.cancel = cancel
	}
	m.mu.Unlock()
	if busy {
		cancel()
		return
	}
	m.change(func(s *Snapshot) { s.Joining, s.Stage, s.Fault = true, StageRelay, 0 })
	m.work.Go(func() {
		joined, err := line.Join(ctx, typed, func(stage Stage) { m.change(func(s *Snapshot) { s.Stage = stage }) })
		cancel()
		m.mu.Lock()
		m.cancel = nil
		m.mu.Unlock()
		if err != nil {
			m.cfg.Logger.Info("a code was not redeemed", "err", err)
			m.change(func(s *Snapshot) { s.Joining, s.Fault = false, join.Fault(err) })
			return
		}
		m.hold(joined)
	})
}

// hold runs a session until it is over. It outlives the context of the join: it ends by its own means, or by stop.
func (m *Model) hold(s Session) {
	m.mu.Lock()
	m.session, m.tally = s, tally{}
	m.mu.Unlock()
	m.change(func(s *Snapshot) { s.Joining, s.Page = false, PageConsent })
	changes, stop := s.Watch()
	defer stop()
	ended := make(chan session.End, 1)
	m.work.Go(func() { ended <- s.Run(context.Background()) })
	for {
		select {
		case <-changes:
			m.showSession(s)
		case end := <-ended:
			m.cfg.Logger.Info("the session ended", "reason", end.Reason.String())
			m.showSession(s)
			m.change(func(shown *Snapshot) { shown.Page = PageEnded })
			return
		}
	}
}

func (m *Model) showSession(s Session) {
	snapshot := s.Snapshot()
	m.mu.Lock()
	m.tally.add(snapshot, time.Now())
	m.mu.Unlock()
	m.change(func(shown *Snapshot) { shown.Page = pageOf(snapshot.Phase) })
}

func pageOf(phase session.Phase) Page {
	switch phase {
	case session.PhaseGreeting, session.PhaseConsent:
		return PageConsent
	case session.PhaseEnded:
		return PageEnded
	}
	return PageSession
}
