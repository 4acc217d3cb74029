package model

import (
	"context"

	"beside.example/internal/company"
	"beside.example/internal/framebuffer"
	"beside.example/internal/session"
	"beside.example/internal/view"
	"beside.example/protocol"
)

// Session is a support session with one agent or several. The model runs it and shows its snapshots; the rest is for the windows,
// which say what the customer does in it. None but Run waits for the network, and after the end they do nothing.
type Session interface {
	// Run runs the session until it is over, or until ctx ends, which ends it.
	Run(ctx context.Context) session.End
	// Snapshot returns the present state; after Run it is the last one, with session.PhaseEnded.
	Snapshot() company.Snapshot
	// Watch returns a channel that has a value at once and after changes of the snapshot; stop ends it.
	Watch() (changes <-chan struct{}, stop func())
	Decisions
	Screens
	Talk
}

// Decisions are what the customer allows.
type Decisions interface {
	// Start is the Yes to the session, with what is allowed at once; it does nothing while the answer is not armed.
	Start(granted protocol.Permission) bool
	// Decline is the No to it.
	Decline()
	// Allow and Refuse are the answers to one agent; RevokeFrom takes back from one, Revoke from all.
	Allow(agent protocol.AttendeeID, p protocol.Permission)
	Refuse(agent protocol.AttendeeID, p protocol.Permission)
	RevokeFrom(agent protocol.AttendeeID, p protocol.Permission)
	Revoke(p protocol.Permission)
	// EndMonitoring ends the watching of every manager, for the whole session.
	EndMonitoring()
	// AnswerIntroduction is the word about another agent, who comes in with a Yes.
	AnswerIntroduction(id uint64, yes bool)
	// AnswerPush is the word about the web address that an agent would like opened; it returns the address to open, or nothing.
	AnswerPush(agent protocol.AttendeeID, shown string, yes bool) (open string)
}

// Screens are the customer's, which is shown, and the agent's, which the customer may see.
type Screens interface {
	PauseMine()
	// SetFidelity chooses how near the picture of the customer's screen is to it, for every agent; it may be called before Run.
	SetFidelity(f protocol.Fidelity)
	ResumeMine()
	OpenView()
	CloseView()
	View() View
}

// View is the agent's screen as it is shown here.
type View interface {
	// Listen makes l the listener for the picture; nil removes it.
	Listen(l view.Listener)
	// Read calls f with the picture, which is nil before the first update.
	Read(f func(fb *framebuffer.Framebuffer))
}

// Talk is the chat, and the end of it.
type Talk interface {
	SendChat(text string, private bool) bool
	SetTyping(active bool)
	End()
}
