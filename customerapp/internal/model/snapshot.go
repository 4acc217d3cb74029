package model

import (
	"beside.example/internal/company"
	"beside.example/protocol"
)

// Page is what the app's first window shows.
type Page uint8

// The pages, in the order in which a customer meets them.
const (
	PageRelay   Page = iota // which relay, and may the app talk to it
	PageCode                // the code
	PageConsent             // what the agent may do
	PageSession             // chat box and banner; the first window is closed
	PageEnded               // what happened
)

// Snapshot is all that the windows show. It is plain data.
type Snapshot struct {
	Page Page
	// Relay is HOST[:PORT]; empty while the app knows none.
	Relay string
	// Fingerprint is of a relay's certificate for which nobody vouches; empty where somebody does.
	Fingerprint string
	// Checking tells that the relay has not answered yet, Ready that a code can be redeemed.
	Checking, Ready bool
	// Code is what a link brought of a code, or empty.
	Code string
	// Joining tells that a code is being redeemed, and Stage how far that is.
	Joining bool
	Stage   Stage
	// Fault is what went wrong last; 0 where nothing did.
	Fault protocol.Fault
	// Fidelity is what the person chose for the picture of the screen: it counts for one session after the other, and is forgotten with
	// the app, which leaves nothing behind.
	Fidelity protocol.Fidelity
	// Session is the session's own state, from PageConsent on.
	Session company.Snapshot
	// Receipt is what has happened in it so far.
	Receipt Receipt
}
