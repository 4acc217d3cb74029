package protocol

import (
	"slices"

	"beside.example/protocol/wire"
)

const (
	maxAttendeeCount = MaxAgents + 1 // and the customer
	minAttendee      = 1 + 1 + 2 + 2 + 2
	maxAttendees     = 1 + 1 + maxAttendeeCount*(minAttendee+2*MaxNameBytes+1)
)

// Marks are bits that say what is particular about an attendee. Unknown ones are ignored.
type Marks uint8

// MarkWatches marks a manager who watches and does nothing else.
const MarkWatches Marks = 1

// AttendeeID names a person within one session: the customer's app gives them out in the order in which people come.
type AttendeeID uint8

// CustomerID is the customer's own; FirstAgentID is that of the agent with whom the session began.
const (
	CustomerID   AttendeeID = 0
	FirstAgentID AttendeeID = 1
)

// Attendee is a person in the session.
type Attendee struct {
	// ID is what other messages call the person.
	ID AttendeeID
	// Role is the person's part.
	Role Role
	// Name and Organisation are as the credential gave them; empty for a customer.
	Name, Organisation string
	// Granted is what an agent is allowed just now; nothing for a customer.
	Granted Permission
	Marks   Marks
}

// Watches reports whether the person is a manager who watches and does nothing else.
func (a Attendee) Watches() bool { return a.Marks&MarkWatches != 0 }

// Attendees tells who is in the session, nobody hidden. The customer's app sends it at the start and on every change.
//
//	u8 you, u8 count, then each: u8 id, u8 role, string16 name, string16 organisation, u16 granted,
//	then, unless nobody has any, for each: u8 marks
type Attendees struct {
	// You is the reader.
	You AttendeeID
	// People are all who are there.
	People []Attendee
}

// Type returns TypeAttendees.
func (Attendees) Type() MessageType { return TypeAttendees }

// Append appends the payload; people beyond the limit and names beyond theirs are cut.
func (m Attendees) Append(b []byte) []byte {
	people := m.People[:min(len(m.People), maxAttendeeCount)]
	b = wire.AppendU8(b, uint8(m.You))
	b = wire.AppendU8(b, uint8(len(people)))
	for _, p := range people {
		b = wire.AppendU8(b, uint8(p.ID))
		b = wire.AppendU8(b, uint8(p.Role))
		b = wire.AppendString16(b, wire.Cut(p.Name, MaxNameBytes))
		b = wire.AppendString16(b, wire.Cut(p.Organisation, MaxNameBytes))
		b = wire.AppendU16(b, uint16(p.Granted))
	}
	if !slices.ContainsFunc(people, func(p Attendee) bool { return p.Marks != 0 }) {
		return b
	}
	for _, p := range people {
		b = wire.AppendU8(b, uint8(p.Marks))
	}
	return b
}

// ParseAttendees reads an Attendees' payload.
func ParseAttendees(payload []byte) (Attendees, error) {
	r := wire.NewReader(payload)
	m := Attendees{You: AttendeeID(r.U8())}
	for range r.Count(int(r.U8()), maxAttendeeCount, minAttendee) {
		p := Attendee{ID: AttendeeID(r.U8()), Role: Role(r.U8())}
		p.Name, p.Organisation = r.String16(MaxNameBytes), r.String16(MaxNameBytes)
		p.Granted = Permission(r.U16())
		if !p.Role.Valid() {
			r.Fail(wire.ErrValue)
		}
		m.People = append(m.People, p)
	}
	if r.Len() > 0 {
		for i := range m.People {
			m.People[i].Marks = Marks(r.U8())
		}
	}
	return result(m, r.Err())
}
