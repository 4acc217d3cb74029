package model

import (
	"time"

	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// Account is whether somebody is signed in.
type Account uint8

// The states of the account.
const (
	SignedOut Account = iota
	SigningIn         // the browser shows the relay's page
	SignedIn
)

// Snapshot is all that the windows show. It is plain data.
type Snapshot struct {
	Account Account
	// Relay is HOST[:PORT]; empty while none is known.
	Relay string
	// Fingerprint is of a relay for which nobody vouches and that waits for the agent's Yes; empty else.
	Fingerprint string
	// Fault is what went wrong last; 0 where nothing did. CodeFault is what went wrong with the last code.
	Fault, CodeFault protocol.Fault
	// Line is how the way to the relay is, once signed in.
	Line signalling.State
	// Status is whether requests may come; Idle tells that the agent is shown as away because nobody touches the computer.
	Status signalling.Status
	Idle   bool

	Codes   []Code
	Events  []CodeEvent
	Live    []Live
	History History
	Desk    HelpDesk
}

// Agent returns what the relay says about the agent; nothing before the first welcome.
func (s Snapshot) Agent() signalling.SignedIn {
	if s.Line.Welcome == nil || s.Line.Welcome.SignedIn == nil {
		return signalling.SignedIn{}
	}
	return *s.Line.Welcome.SignedIn
}

// Find returns a live session by its number.
func (s Snapshot) Find(id leg.SessionID) (Live, bool) {
	for _, l := range s.Live {
		if l.ID == id {
			return l, true
		}
	}
	return Live{}, false
}

// Code is an active code.
type Code struct {
	ID       signalling.CodeID
	Customer string
	Portal   string
	// Digits are all nine, as "1234 56789"; only the first four where another device of the agent made the code.
	Digits   string
	Lifetime time.Duration
	Ends     time.Time
}

// CodeEvent is what became of a code, for the list of what happened just now.
type CodeEvent struct {
	At       time.Time
	Customer string
	What     CodeEventKind
	// Left is how many attempts are left after one that failed, Fault why it failed.
	Left  int
	Fault protocol.Fault
}

// CodeEventKind is what became of a code.
type CodeEventKind uint8

// What may become of a code.
const (
	CodeUsed      CodeEventKind = iota // the customer is in
	CodeWrong                          // other digits were typed
	CodeFailed                         // an attempt was broken off
	CodeDead                           // that was the last attempt
	CodeLost                           // it was used, but the two apps did not find each other
	CodeRanOut                         // nobody came in time
	CodeWithdrawn                      // by the agent
)

// Live is a session under way, or over and waiting for the agent's word how it ended.
type Live struct {
	ID       leg.SessionID
	Customer string
	Portal   string
	Notes    string
	Session  session.Snapshot
	// Request is what the session came of; zero where the customer typed nine digits. Earlier is the chat in the customer's
	// page before it.
	Request signalling.RequestID
	Earlier []Said
	// Rights are what may be asked for in the session of a colleague who invited this agent; zero for everything.
	Rights protocol.Permission
	// Withheld are the features that the session may not use, as the relay said when it began.
	Withheld signalling.Features
	// Monitors tells that this agent, a manager, watches and does nothing else.
	Monitors bool
}

// FromRequest returns the live session that a request became.
func (s Snapshot) FromRequest(id signalling.RequestID) (Live, bool) {
	for _, l := range s.Live {
		if l.Request == id && id != (signalling.RequestID{}) {
			return l, true
		}
	}
	return Live{}, false
}

// History is past sessions as far as they were asked for, the latest first.
type History struct {
	Entries []Past
	// More tells that older ones can be asked for, Loading that the relay was asked.
	More, Loading bool
	// Version changes with the entries, which are replaced and never changed.
	Version uint64
}

// Past is a past session: what the relay knows, and what this machine kept.
type Past struct {
	signalling.HistoryEntry
	Notes string
	// Lines counts those of the chat.
	Lines int
}
