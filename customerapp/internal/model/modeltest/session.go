package modeltest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"beside.example/customerapp/internal/model"
	"beside.example/internal/company"
	"beside.example/internal/framebuffer"
	"beside.example/internal/session"
	"beside.example/internal/view"
	"beside.example/protocol"
)

var _ model.Session = (*Session)(nil)

// Session is a session that is as Change says. Its methods may be called from any goroutine.
type Session struct {
	view View
	over chan struct{} // closed at the end

	mu       sync.Mutex // guards the following
	snapshot company.Snapshot
	watchers map[chan struct{}]bool
	acts     []string
	running  bool
}

// NewSession returns a session whose agent has not said yet who it is.
func NewSession() *Session {
	return &Session{over: make(chan struct{}), watchers: map[chan struct{}]bool{}, snapshot: company.Snapshot{Snapshot: session.Snapshot{Role: protocol.RoleCustomer}}}
}

// Change changes how the session is.
func (s *Session) Change(f func(s *company.Snapshot)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(&s.snapshot)
	for w := range s.watchers {
		select {
		case w <- struct{}{}:
		default:
		}
	}
}

// Finish ends the session; remote tells that the other side did.
func (s *Session) Finish(reason protocol.CloseCode, remote bool) {
	s.Change(func(shown *company.Snapshot) {
		if shown.Ended == nil {
			shown.Phase, shown.Ended = session.PhaseEnded, &session.End{Reason: reason, Remote: remote, At: time.Now()}
			close(s.over)
		}
	})
}

// Acts returns what the person did, oldest first, such as "start see+control".
func (s *Session) Acts() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.acts)
}

// Running reports whether Run runs.
func (s *Session) Running() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.running
}

func (s *Session) did(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.acts = append(s.acts, fmt.Sprintf(format, args...))
}

func (s *Session) setRunning(running bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running = running
}

// Run implements model.Session.
func (s *Session) Run(ctx context.Context) session.End {
	s.setRunning(true)
	defer s.setRunning(false)
	select {
	case <-ctx.Done():
		s.Finish(protocol.CloseGone, false)
	case <-s.over:
	}
	return *s.Snapshot().Ended
}

// Snapshot implements model.Session.
func (s *Session) Snapshot() company.Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.snapshot
}

// Watch implements model.Session.
func (s *Session) Watch() (changes <-chan struct{}, stop func()) {
	w := make(chan struct{}, 1)
	w <- struct{}{}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watchers[w] = true
	return w, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.watchers, w)
	}
}

// Start implements model.Session.
func (s *Session) Start(granted protocol.Permission) bool {
	s.did("start %s", granted)
	return true
}

// Decline implements model.Session.
func (s *Session) Decline() {
	s.did("decline")
	s.Finish(protocol.CloseDeclined, false)
}

// Allow implements model.Session.
func (s *Session) Allow(agent protocol.AttendeeID, p protocol.Permission) {
	s.did("allow %d %s", agent, p)
}

// Refuse implements model.Session.
func (s *Session) Refuse(agent protocol.AttendeeID, p protocol.Permission) {
	s.did("refuse %d %s", agent, p)
}

// RevokeFrom implements model.Session.
func (s *Session) RevokeFrom(agent protocol.AttendeeID, p protocol.Permission) {
	s.did("revoke %d %s", agent, p)
}

// EndMonitoring implements model.Session.
func (s *Session) EndMonitoring() { s.did("end monitoring") }

// AnswerIntroduction implements model.Session.
func (s *Session) AnswerIntroduction(id uint64, yes bool) { s.did("introduction %d %t", id, yes) }

// AnswerPush implements model.Session.
func (s *Session) AnswerPush(agent protocol.AttendeeID, shown string, yes bool) (open string) {
	s.did("push %d %t", agent, yes)
	if yes {
		return shown
	}
	return ""
}

// Revoke implements model.Session.
func (s *Session) Revoke(p protocol.Permission) { s.did("revoke %s", p) }

// PauseMine implements model.Session.
func (s *Session) PauseMine() { s.did("pause") }

// SetFidelity implements model.Session.
func (s *Session) SetFidelity(f protocol.Fidelity) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f != s.snapshot.Mine.Fidelity {
		s.acts = append(s.acts, "fidelity "+f.String())
		s.snapshot.Mine.Fidelity = f
	}
}

// ResumeMine implements model.Session.
func (s *Session) ResumeMine() { s.did("resume") }

// OpenView implements model.Session.
func (s *Session) OpenView() { s.did("open view") }

// CloseView implements model.Session.
func (s *Session) CloseView() { s.did("close view") }

// View implements model.Session.
func (s *Session) View() model.View { return &s.view }

// SendChat implements model.Session.
func (s *Session) SendChat(text string, private bool) bool {
	s.did("send %q private=%t", text, private)
	return true
}

// SetTyping implements model.Session.
func (s *Session) SetTyping(active bool) { s.did("typing %t", active) }

// End implements model.Session.
func (s *Session) End() {
	s.did("end")
	s.Finish(protocol.CloseByCustomer, false)
}

var _ model.View = (*View)(nil)

// View is a screen of which no picture has come.
type View struct {
	mu       sync.Mutex // guards the following
	listener view.Listener
}

// Listen implements model.View.
func (v *View) Listen(l view.Listener) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.listener = l
}

// Read implements model.View.
func (v *View) Read(f func(fb *framebuffer.Framebuffer)) { f(nil) }
