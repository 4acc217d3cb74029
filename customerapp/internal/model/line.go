package model

import (
	"context"

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
	// Join redeems a nine-digit code. It returns when the session can be run, or with an error that says why it cannot. Progress is told
	// each stage.
	Join(ctx context.Context, typed code.Code, progress func(Stage)) (Session, error)
	// JoinPortal is Join for a portal code.
	JoinPortal(ctx context.Context, typed code.PortalCode, progress func(Stage)) (Session, error)
}

// Stage is how far a join is.
type Stage uint8

// The stages, in their order.
const (
	StageRelay      Stage = iota // asking the relay for the code
	StageChecking                // proving the code to the agent's app
	StageConnecting              // opening the sealed connection, until the agent's app has said who helps
)
