package session

import (
	"context"

	"beside.example/internal/framebuffer"
	"beside.example/internal/view"
	"beside.example/protocol"
)

// Session is one support session. Its methods may be called from any goroutine once Run runs; none of them waits for the
// network. After the end they do nothing.
type Session struct{ cfg Config }

// New returns a session that has not said anything yet.
func New(cfg Config) *Session { return &Session{cfg: cfg} }

// Run runs the session until it is over and everything it started has stopped. It closes the conn.
func (s *Session) Run(ctx context.Context) End { return End{} }

// Close ends the session because the app is closed, and waits until Run has returned.
func (s *Session) Close() {}

// Snapshot returns the present state.
func (s *Session) Snapshot() Snapshot { return Snapshot{} }

// Watch returns a channel that gets a value after the snapshot changed; changes that nobody has seen yet become one. Stop
// ends it.
func (s *Session) Watch() (changes <-chan struct{}, stop func()) { return nil, func() {} }

// End ends the session as the act of the person at this machine.
func (s *Session) End() {}

// Start is the customer's Yes, with the permissions given at once. It reports false and does nothing before ArmAfter,
// and once the session has begun.
func (s *Session) Start(granted protocol.Permission) bool { return false }

// Decline is the customer's No to the session.
func (s *Session) Decline() {}

// Allow grants a permission: the customer's Yes to a question, or of the customer's own accord.
func (s *Session) Allow(p protocol.Permission) {}

// Refuse is the customer's No to a question.
func (s *Session) Refuse(p protocol.Permission) {}

// Revoke takes permissions back. When it returns, not one more event is injected and not one more picture grabbed under them.
func (s *Session) Revoke(p protocol.Permission) {}

// Panic takes every permission back, input first, and works with the network dead.
func (s *Session) Panic() {}

// Ask asks the customer for a permission.
func (s *Session) Ask(p protocol.Permission) {}

// RefreshDetails asks for the customer's computer details again.
func (s *Session) RefreshDetails() {}

// ShareMine shows one of this machine's displays to the customer; 0 is the primary one. Only the agent's side needs it: the
// customer's screen is shown as soon as PermissionSee is granted.
func (s *Session) ShareMine(display uint32) {}

// StopMine shows it no longer. On the customer's side it revokes PermissionSee.
func (s *Session) StopMine() {}

// PauseMine shows nothing new until ResumeMine, and refuses input meanwhile.
func (s *Session) PauseMine() {}

// ResumeMine ends a pause.
func (s *Session) ResumeMine() {}

// Displays lists this machine's displays, for the choice before ShareMine.
func (s *Session) Displays() ([]framebuffer.Display, error) { return nil, nil }

// OpenView asks for the peer's screen, which then flows as long as the peer shows it.
func (s *Session) OpenView() {}

// CloseView ends that; where the peer shows its screen it is told that nobody looks.
func (s *Session) CloseView() {}

// SelectDisplay asks the peer to show another of its displays.
func (s *Session) SelectDisplay(id uint32) {}

// SendChat sends a message to everyone, or privately to the agents; private is ignored for a customer.
func (s *Session) SendChat(text string, private bool) {}

// SetTyping tells the peer whether the person here is writing a message.
func (s *Session) SetTyping(active bool) {}

// View returns the peer's screen; it is the same for the session's whole life.
func (s *Session) View() *View { return nil }

// View is the peer's screen as this side sees it.
type View struct{}

// Listen makes l the listener for pictures and cursor, at once told what there is; nil removes it.
func (v *View) Listen(l view.Listener) {}

// Read calls f with the picture, which is nil before the first update. F must neither keep nor change it.
func (v *View) Read(f func(fb *framebuffer.Framebuffer)) {}

// Stats returns the figures of the last second.
func (v *View) Stats() view.Stats { return view.Stats{} }

// Input returns where the local pointer and keys go; what is given without control is dropped.
func (v *View) Input() *view.Input { return nil }
