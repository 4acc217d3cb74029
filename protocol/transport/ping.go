package transport

import (
	"encoding/binary"
	"io"
)

// pingSize is the size of a ping on its stream: sequence u32, echo u32, flags u8.
const pingSize = 9

// The flags of a ping; others are ignored.
const (
	// flagLively is set by a side that shows or is shown a screen.
	flagLively = 1 << 0
	// flagAnswer asks for a ping in return at once.
	flagAnswer = 1 << 1
)

// ping is what both sides send on the ping stream.
type ping struct {
	sequence uint32 // counts this side's pings, from 1
	echo     uint32 // the peer's highest sequence received
	lively   bool
	answer   bool
}

func (p ping) append(b []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, p.sequence)
	b = binary.BigEndian.AppendUint32(b, p.echo)
	var flags byte
	if p.lively {
		flags |= flagLively
	}
	if p.answer {
		flags |= flagAnswer
	}
	return append(b, flags)
}

// readPing reads exactly one ping.
func readPing(r io.Reader) (ping, error) {
	var b [pingSize]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return ping{}, err
	}
	return ping{
		sequence: binary.BigEndian.Uint32(b[0:]),
		echo:     binary.BigEndian.Uint32(b[4:]),
		lively:   b[8]&flagLively != 0,
		answer:   b[8]&flagAnswer != 0,
	}, nil
}
