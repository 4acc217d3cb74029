package protocol

import (
	"time"

	"beside.example/protocol/wire"
)

const (
	// MaxEarlierLines is how many lines of before one side may hand over in a session: more is no talk but an archive.
	MaxEarlierLines = 200
	// maxEarlierMessage is how long one message of them is, in bytes: room for the longest line twice.
	maxEarlierMessage = 2*(minEarlierLine+MaxNameBytes+MaxChatBytes) + small
	minEarlierLine    = 1 + 4 + 2 + 2
)

// EarlierLine is one line that was said before.
type EarlierLine struct {
	// From is who said it: CustomerID, or an agent, who need not be here any more.
	From AttendeeID
	// Age is how long ago it was said, in whole seconds.
	Age time.Duration
	// Name is that person's; empty for a customer without one.
	Name string
	// Text is what was said.
	Text string
}

// Earlier hands lines over that were said before the session, or before the reader came into it: the agent's side those of the
// portal's page, which were not sealed, the customer's side those of the session so far to an agent who comes later. Readers clean them
// and drop what exceeds MaxEarlierLines.
//
//	u8 count, then each: u8 from, u32 age in seconds, string16 name, string16 text
type Earlier struct {
	// Lines are in the order in which they were said.
	Lines []EarlierLine
}

// PackEarlier returns the last MaxEarlierLines of lines in as few messages as hold them.
func PackEarlier(lines []EarlierLine) []Earlier {
	lines = lines[max(0, len(lines)-MaxEarlierLines):]
	var all []Earlier
	size := maxEarlierMessage // more than any message has room for
	for _, l := range lines {
		n := len(l.append(nil))
		if size += n; size > maxEarlierMessage-small {
			all, size = append(all, Earlier{}), n
		}
		last := &all[len(all)-1]
		last.Lines = append(last.Lines, l)
	}
	return all
}

// Type returns TypeEarlier.
func (Earlier) Type() MessageType { return TypeEarlier }

// Append appends the payload; texts that are too long are cut. PackEarlier makes messages that are not too long.
func (m Earlier) Append(b []byte) []byte {
	lines := m.Lines[:min(len(m.Lines), MaxEarlierLines)]
	b = wire.AppendU8(b, uint8(len(lines)))
	for _, l := range lines {
		b = l.append(b)
	}
	return b
}

func (l EarlierLine) append(b []byte) []byte {
	b = wire.AppendU8(b, uint8(l.From))
	b = wire.AppendU32(b, seconds(l.Age))
	b = wire.AppendString16(b, wire.Cut(l.Name, MaxNameBytes))
	return wire.AppendString16(b, wire.Cut(l.Text, MaxChatBytes))
}

// seconds returns a span as the wire has it; what does not fit is as long as fits.
func seconds(d time.Duration) uint32 {
	const most = 1<<32 - 1
	return uint32(min(max(0, int64(d/time.Second)), most))
}

// ParseEarlier reads an Earlier's payload.
func ParseEarlier(payload []byte) (Earlier, error) {
	r := wire.NewReader(payload)
	var m Earlier
	for range r.Count(int(r.U8()), MaxEarlierLines, minEarlierLine) {
		l := EarlierLine{From: AttendeeID(r.U8()), Age: time.Duration(r.U32()) * time.Second}
		l.Name, l.Text = r.String16(MaxNameBytes), r.String16(MaxChatBytes)
		m.Lines = append(m.Lines, l)
	}
	return result(m, r.Err())
}
