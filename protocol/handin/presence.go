package handin

import (
	"beside.example/protocol"
	"beside.example/protocol/wire"
)

const maxName = protocol.MaxNameBytes

// Began tells that the customer agreed to the session, or to this agent's coming.
//
//	granted u16
type Began struct {
	// Granted was allowed from the start.
	Granted protocol.Permission
}

// Kind implements Fact.
func (Began) Kind() Kind { return KindBegan }

func (f Began) append(b []byte) []byte {
	return wire.AppendU16(b, uint16(f.Granted))
}

func readBegan(r *wire.Reader) Began {
	return Began{Granted: protocol.Permission(r.U16())}
}

// Grants tells that an agent is there, and what that one is allowed from now on.
//
//	who u8, name string16, granted u16
type Grants struct {
	Who     protocol.AttendeeID
	Name    string
	Granted protocol.Permission
}

// Kind implements Fact.
func (Grants) Kind() Kind { return KindGrants }

func (f Grants) append(b []byte) []byte {
	b = wire.AppendString16(wire.AppendU8(b, uint8(f.Who)), wire.Cut(f.Name, maxName))
	return wire.AppendU16(b, uint16(f.Granted))
}

func readGrants(r *wire.Reader) Grants {
	return Grants{Who: protocol.AttendeeID(r.U8()), Name: r.String16(maxName), Granted: protocol.Permission(r.U16())}
}

// Gone tells that an agent left.
//
//	who u8, name string16
type Gone struct {
	Who  protocol.AttendeeID
	Name string
}

// Kind implements Fact.
func (Gone) Kind() Kind { return KindGone }

func (f Gone) append(b []byte) []byte {
	return wire.AppendString16(wire.AppendU8(b, uint8(f.Who)), wire.Cut(f.Name, maxName))
}

func readGone(r *wire.Reader) Gone {
	return Gone{Who: protocol.AttendeeID(r.U8()), Name: r.String16(maxName)}
}

// Seeing tells that whoever reports sees the customer's screen from now on, or not any more.
//
//	on bool
type Seeing struct{ On bool }

// Kind implements Fact.
func (Seeing) Kind() Kind { return KindSeeing }

func (f Seeing) append(b []byte) []byte { return wire.AppendBool(b, f.On) }

// Showing tells that whoever reports shows the own screen from now on, or not any more.
//
//	on bool
type Showing struct{ On bool }

// Kind implements Fact.
func (Showing) Kind() Kind { return KindShowing }

func (f Showing) append(b []byte) []byte { return wire.AppendBool(b, f.On) }

// Link tells that the connection to the customer was lost, or is back.
//
//	up bool
type Link struct{ Up bool }

// Kind implements Fact.
func (Link) Kind() Kind { return KindLink }

func (f Link) append(b []byte) []byte { return wire.AppendBool(b, f.Up) }
