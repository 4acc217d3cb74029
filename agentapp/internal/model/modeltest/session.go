package modeltest

import (
	"context"
	"slices"
	"sync"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/framebuffer"
	"beside.example/internal/session"
	"beside.example/protocol"
)

var _ model.Session = (*Session)(nil)

// Session is a session with a customer that a test is. It remembers what the agent did.
type Session struct {
	// Refuses is how long the customer is not asked again to open a page.
	Refuses time.Duration

	changes chan struct{}
	ended   chan protocol.CloseCode
	view    *session.View

	mu       sync.Mutex // guards the following
	snapshot session.Snapshot
	displays []framebuffer.Display
	acts     []string
	ran      bool
}

// NewSession returns a live session.
func NewSession() *Session {
	return &Session{
		changes: make(chan struct{}, 1), ended: make(chan protocol.CloseCode, 1),
		view:     session.New(session.Config{Role: protocol.RoleAgent}).View(),
		snapshot: session.Snapshot{Phase: session.PhaseLive, Started: time.Now(), Role: protocol.RoleAgent},
	}
}

// Run implements model.Session.
func (s *Session) Run(ctx context.Context) session.End {
	end := session.End{Reason: protocol.CloseGone}
	select {
	case <-ctx.Done():
	case end.Reason = <-s.ended:
	}
	end.At = time.Now()
	s.Change(func(snapshot *session.Snapshot) { snapshot.Phase, snapshot.Ended = session.PhaseEnded, &end })
	s.mu.Lock()
	s.ran = true
	s.mu.Unlock()
	return end
}

// Ran reports whether Run has returned.
func (s *Session) Ran() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ran
}

// Finish ends the session as the customer's side does.
func (s *Session) Finish(reason protocol.CloseCode) {
	select {
	case s.ended <- reason:
	default: // it ends already
	}
}

// Change changes the snapshot.
func (s *Session) Change(f func(snapshot *session.Snapshot)) {
	s.mu.Lock()
	f(&s.snapshot)
	s.mu.Unlock()
	select {
	case s.changes <- struct{}{}:
	default:
	}
}

// SetDisplays sets this machine's displays.
func (s *Session) SetDisplays(displays ...framebuffer.Display) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.displays = displays
}

// Acts returns what the agent did, in order.
func (s *Session) Acts() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.acts)
}

func (s *Session) act(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.acts = append(s.acts, name)
}

// Snapshot implements model.Session.
func (s *Session) Snapshot() session.Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.snapshot
}

// Watch implements model.Session.
func (s *Session) Watch() (<-chan struct{}, func()) { return s.changes, func() {} }

// View implements model.Session; no picture ever arrives.
func (s *Session) View() *session.View { return s.view }

// Displays implements model.Session.
func (s *Session) Displays() ([]framebuffer.Display, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.displays, nil
}

// Ask implements model.Session.
func (s *Session) Ask(p protocol.Permission) { s.act("ask " + p.String()) }

// RefreshDetails implements model.Session.
func (s *Session) RefreshDetails() { s.act("refresh details") }

// ShareMine implements model.Session.
func (s *Session) ShareMine(uint32) { s.act("share mine") }

// StopMine implements model.Session.
func (s *Session) StopMine() { s.act("stop mine") }

// OpenView implements model.Session.
func (s *Session) OpenView() { s.act("open view") }

// CloseView implements model.Session.
func (s *Session) CloseView() { s.act("close view") }

// SelectDisplay implements model.Session.
func (s *Session) SelectDisplay(uint32) { s.act("select display") }

// SendChat implements model.Session.
func (s *Session) SendChat(text string, _ bool) bool {
	s.act("say " + text)
	return true
}

// SetTyping implements model.Session.
func (s *Session) SetTyping(active bool) {
	if active {
		s.act("typing")
	} else {
		s.act("not typing")
	}
}

// Introduce implements model.Session.
func (s *Session) Introduce(m protocol.Introduce) { s.act("introduce " + m.Name) }

// PushURL implements model.Session.
func (s *Session) PushURL(address string) (wait time.Duration, ok bool) {
	if s.Refuses > 0 {
		return s.Refuses, true
	}
	s.act("push " + address)
	return 0, true
}

// End implements model.Session.
func (s *Session) End() {
	s.act("end")
	s.Finish(protocol.CloseByAgent)
}
