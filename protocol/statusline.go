package protocol

import (
	"fmt"

	"beside.example/protocol/wire"
)

const maxStatusLine = 1 + 1 + 4 + 2 + 2*(2+MaxNameBytes) + small

// StatusKind is what a status line tells.
type StatusKind uint8

// The status kinds. Numbers are never used twice; a kind that a reader does not know is left out of the log.
const (
	StatusJoined       StatusKind = 1  // Name came
	StatusLeft         StatusKind = 2  // Name left
	StatusAsked        StatusKind = 3  // Name asked for Permission
	StatusGranted      StatusKind = 4  // the customer gave Permission
	StatusRefused      StatusKind = 5  // the customer said No to Permission
	StatusUnanswered   StatusKind = 6  // nobody answered about Permission in time
	StatusRevoked      StatusKind = 7  // the customer took Permission back
	StatusExpired      StatusKind = 8  // Permission ran out
	StatusSharing      StatusKind = 9  // Name shows a screen
	StatusPaused       StatusKind = 10 // Name paused it
	StatusResumed      StatusKind = 11 // Name went on
	StatusStopped      StatusKind = 12 // Name shows it no longer
	StatusLost         StatusKind = 13 // the connection is gone
	StatusBack         StatusKind = 14 // and back
	StatusEnded        StatusKind = 15 // the session is over
	StatusViewDeclined StatusKind = 16 // Name does not want to see the screen that is shown
	StatusPushed       StatusKind = 17 // Name would like the customer to open an address
	StatusOpened       StatusKind = 18 // the customer opened it
	StatusNotOpened    StatusKind = 19 // the customer did not
	StatusUnreached    StatusKind = 20 // Name, who was introduced by From, was not reached
	StatusMissed       StatusKind = 21 // lines of Name's did not reach the reader, whose connection is too slow
	StatusWatching     StatusKind = 22 // Name, a manager, watches from now on
	StatusUnwatched    StatusKind = 23 // Name watches no longer
	StatusNotWatched   StatusKind = 24 // Name, a manager, would like to watch and was not let in
)

// Known reports whether this version has words for the kind.
func (k StatusKind) Known() bool { return k >= StatusJoined && k <= StatusNotWatched }

// String returns the kind's name for logs and for catalogue keys.
func (k StatusKind) String() string {
	names := [...]string{
		"joined", "left", "asked", "granted", "refused", "unanswered", "revoked", "expired", "sharing",
		"paused", "resumed", "stopped", "lost", "back", "ended", "view_declined",
		"pushed", "opened", "not_opened", "unreached", "missed", "watching", "unwatched", "not_watched",
	}
	if !k.Known() {
		return fmt.Sprintf("status kind %d", uint8(k))
	}
	return names[k-StatusJoined]
}

// StatusLine is a line of the log that no person wrote. The customer's app writes them all, so that every log agrees.
//
//	u8 kind, u8 from, u32 number, u16 permission, string16 name, string16 whom
type StatusLine struct {
	// Kind is what happened.
	Kind StatusKind
	// From is whom it is about.
	From AttendeeID
	// Number counts the session's status lines from 1, as Chat's does.
	Number uint32
	// Permission is the one it is about, or 0.
	Permission Permission
	// Name is the person's; empty for the customer.
	Name string
	// Whom is the agent whom Permission is given to or taken from; empty where there is only one.
	Whom string
}

// Type returns TypeStatusLine.
func (StatusLine) Type() MessageType { return TypeStatusLine }

// Append appends the payload; names that are too long are cut.
func (m StatusLine) Append(b []byte) []byte {
	b = wire.AppendU8(b, uint8(m.Kind))
	b = wire.AppendU8(b, uint8(m.From))
	b = wire.AppendU32(b, m.Number)
	b = wire.AppendU16(b, uint16(m.Permission))
	b = wire.AppendString16(b, wire.Cut(m.Name, MaxNameBytes))
	return wire.AppendString16(b, wire.Cut(m.Whom, MaxNameBytes))
}

// ParseStatusLine reads a StatusLine's payload.
func ParseStatusLine(payload []byte) (StatusLine, error) {
	r := wire.NewReader(payload)
	m := StatusLine{
		Kind: StatusKind(r.U8()), From: AttendeeID(r.U8()), Number: r.U32(), Permission: Permission(r.U16()),
		Name: r.String16(MaxNameBytes), Whom: r.String16(MaxNameBytes),
	}
	return result(m, r.Err())
}
