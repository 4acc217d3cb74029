package signalling

import (
	"fmt"
	"time"

	"beside.example/protocol/wire"
)

// ChatLine is one line of a request's chat in the customer's page. The relay reads it: it is not end-to-end encrypted.
//
//	seq u64, from u8, name string16, text string16, age u32 milliseconds
type ChatLine struct {
	// Seq orders the lines; later ones have larger numbers.
	Seq  uint64
	From Speaker
	// Name is who said it; may be empty.
	Name string
	Text string
	// Age is how long ago it was said.
	Age time.Duration
}

// Speaker says on whose side a line was said.
type Speaker uint8

// The speakers.
const (
	SpeakerSystem   Speaker = 0
	SpeakerCustomer Speaker = 1
	SpeakerAgent    Speaker = 2
)

// String returns the speaker's name for logs.
func (s Speaker) String() string {
	switch s {
	case SpeakerSystem:
		return "system"
	case SpeakerCustomer:
		return "customer"
	case SpeakerAgent:
		return "agent"
	}
	return fmt.Sprintf("speaker %d", uint8(s))
}

// minChatLineSize is the size of a line without words.
const minChatLineSize = 8 + 1 + 2 + 2 + 4

func (l ChatLine) append(b []byte) []byte {
	b = wire.AppendU64(b, l.Seq)
	b = wire.AppendU8(b, uint8(l.From))
	b = appendName(b, l.Name)
	b = appendText(b, l.Text, maxSaid)
	return appendSpan(b, l.Age, time.Millisecond)
}

func readChatLine(r *wire.Reader) ChatLine {
	return ChatLine{
		Seq: r.U64(), From: Speaker(r.U8()), Name: r.String16(maxName), Text: r.String16(maxSaid), Age: readSpan(r, time.Millisecond),
	}
}

func appendChatLines(b []byte, lines []ChatLine) []byte {
	lines = lines[:min(len(lines), MaxChatPage)]
	b = wire.AppendU8(b, uint8(len(lines)))
	for _, l := range lines {
		b = l.append(b)
	}
	return b
}

func readChatLines(r *wire.Reader) []ChatLine {
	var lines []ChatLine
	for range r.Count(int(r.U8()), MaxChatPage, minChatLineSize) {
		lines = append(lines, readChatLine(r))
	}
	return lines
}

// FitChatLines returns how many of the first lines fit one message.
func FitChatLines(lines []ChatLine) int {
	size := 0
	for i, l := range lines {
		if size += len(l.append(nil)); size > maxChatBody || i == MaxChatPage {
			return i
		}
	}
	return len(lines)
}
