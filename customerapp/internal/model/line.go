package model

import (
	"context"

	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
)

// A Line is the way to one relay.
type Line interface {
	// Run keeps the line open until ctx ends, or until the relay refuses for good.
	Run(ctx context.Context) error
	// State returns how the line is.
	State() signalling.State
	// Changed returns a channel that is closed at the next change of State; it is taken before reading that.
	Changed() <-chan struct{}
	// Join redeems a code, which lasts until the session is there or an error says why it is not. Progress is told each stage.
	Join(ctx context.Context, typed code.Code, progress func(Stage)) (Session, error)
}

// Stage is how far a join is.
type Stage uint8

// The stages, in their order.
const (
	StageRelay      Stage = iota // asking the relay for the code
	StageChecking                // proving the code to the agent's app
	StageConnecting              // opening the sealed connection
)

// Session is what the app uses of a *session.Session.
type Session interface {
	Run(ctx context.Context) session.End
	Close()
	Snapshot() session.Snapshot
	Watch() (changes <-chan struct{}, stop func())
	View() *session.View

	Start(granted protocol.Permission) bool
	Decline()
	Allow(p protocol.Permission)
	Refuse(p protocol.Permission)
	Revoke(p protocol.Permission)
	Panic()
	PauseMine()
	ResumeMine()
	OpenView()
	CloseView()
	SendChat(text string, private bool) bool
	SetTyping(active bool)
	End()
}

var _ Session = (*session.Session)(nil)
