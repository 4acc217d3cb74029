package model

import (
	"context"

	"beside.example/internal/framebuffer"
	"beside.example/internal/session"
	"beside.example/internal/view"
	"beside.example/protocol"
)

// Session is a support session. The model runs it and shows its snapshots; the rest is for the windows, which say what the
// customer does in it. None but Run waits for the network, and after the end they do nothing.
type Session interface {
	// Run runs the session until it is over, or until ctx ends, which ends it.
	Run(ctx context.Context) session.End
	// Snapshot returns the present state; after Run it is the last one, with session.PhaseEnded.
	Snapshot() session.Snapshot
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
	Allow(p protocol.Permission)
	Refuse(p protocol.Permission)
	Revoke(p protocol.Permission)
}

// Screens are the customer's, which is shown, and the agent's, which the customer may see.
type Screens interface {
	PauseMine()
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
