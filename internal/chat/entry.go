package chat

import (
	"time"

	"beside.example/protocol"
)

// Entry is one line of the log: a message that a person wrote, or a status line. It is never changed once added.
type Entry struct {
	// At is when it was added here, by this machine's clock.
	At time.Time
	// From is who wrote it or whom it is about.
	From protocol.AttendeeID
	// Name is that person's name; empty for a customer without one.
	Name string
	// Mine tells that it is from, or about, the person at this machine.
	Mine bool
	// Private tells that the customer does not see it.
	Private bool
	// Text is what was written; empty in a status line.
	Text string
	// Status is what happened; 0 in a message.
	Status protocol.StatusKind
	// Permission is the one that a status line is about, or 0.
	Permission protocol.Permission
	// Whom is the agent whom it was given to or taken from; empty where there is only one.
	Whom string
	// Earlier tells that it was said before the session, in the portal's page, or before the reader came into it.
	Earlier bool
}

// IsStatus reports whether the entry is a status line.
func (e Entry) IsStatus() bool { return e.Status != 0 }
