package protocol

import "beside.example/protocol/wire"

const maxChat = 1 + 4 + 1 + 2 + MaxChatBytes + small

// Chat is one message that a person wrote. Readers clean the text before they show it.
//
//	u8 from, u32 number, bool private, string16 text
type Chat struct {
	// From is who wrote it.
	From AttendeeID
	// Number counts the writer's messages from 1: after a lost connection they are sent again, and known ones are dropped.
	Number uint32
	// Private hides the message from the customer; only agents may send it.
	Private bool
	// Text is what was written.
	Text string
}

// Type returns TypeChat.
func (Chat) Type() MessageType { return TypeChat }

// Append appends the payload; a text that is too long is cut.
func (m Chat) Append(b []byte) []byte {
	b = wire.AppendU8(b, uint8(m.From))
	b = wire.AppendU32(b, m.Number)
	b = wire.AppendBool(b, m.Private)
	return wire.AppendString16(b, wire.Cut(m.Text, MaxChatBytes))
}

// ParseChat reads a Chat's payload.
func ParseChat(payload []byte) (Chat, error) {
	r := wire.NewReader(payload)
	m := Chat{From: AttendeeID(r.U8()), Number: r.U32(), Private: r.Bool(), Text: r.String16(MaxChatBytes)}
	return result(m, r.Err())
}
