package handin

import (
	"beside.example/protocol"
	"beside.example/protocol/wire"
)

// Said is a line of the session's chat.
//
//	who u8, name string16, private bool, text string16
type Said struct {
	Who     protocol.AttendeeID
	Name    string
	Private bool // among agents alone
	Text    string
}

// Kind implements Fact.
func (Said) Kind() Kind { return KindSaid }

func (f Said) append(b []byte) []byte {
	b = wire.AppendString16(wire.AppendU8(b, uint8(f.Who)), wire.Cut(f.Name, maxName))
	return wire.AppendString16(wire.AppendBool(b, f.Private), wire.Cut(f.Text, protocol.MaxChatBytes))
}

func readSaid(r *wire.Reader) Said {
	f := Said{Who: protocol.AttendeeID(r.U8()), Name: r.String16(maxName)}
	f.Private, f.Text = r.Bool(), r.String16(protocol.MaxChatBytes)
	return f
}

// Notes are what the agent wrote about the session, for colleagues, and how it ended.
//
//	outcome u8, text string16
type Notes struct {
	// Outcome is signalling's.
	Outcome uint8
	Text    string
}

// Kind implements Fact.
func (Notes) Kind() Kind { return KindNotes }

func (f Notes) append(b []byte) []byte {
	return wire.AppendString16(wire.AppendU8(b, f.Outcome), wire.Cut(f.Text, protocol.MaxChatBytes))
}

func readNotes(r *wire.Reader) Notes {
	return Notes{Outcome: r.U8(), Text: r.String16(protocol.MaxChatBytes)}
}
