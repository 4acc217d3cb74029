package leg

import (
	"fmt"

	"beside.example/protocol/wire"
)

// Kind is the first byte of a control packet.
type Kind uint8

// The control packets. Numbers are never given to another packet.
const (
	KindBind      Kind = 0x01
	KindChallenge Kind = 0x02
	KindBound     Kind = 0x03
	KindRefused   Kind = 0x04
)

// KindOf returns the kind of a control packet of this version; ok is false for everything else.
func KindOf(packet []byte) (k Kind, ok bool) {
	if len(packet) < headerSize || packet[1] != version {
		return 0, false
	}
	k = Kind(packet[0])
	return k, k >= KindBind && k <= KindRefused
}

const (
	headerSize = 1 + 1 + 8 // kind, version, sequence

	minBind  = headerSize + CookieSize + signatureSize + 2
	maxReply = headerSize + 16 + 2 + 4 // BOUND, the longest
)

// A relay that answers with more than it was asked with amplifies floods: this does not compile unless every reply is shorter.
const _ = uint(minBind - maxReply - 1)

func appendHeader(b []byte, k Kind, sequence uint64) []byte {
	return wire.AppendU64(append(b, byte(k), version), sequence)
}

// header reads what all control packets start with.
func header(packet []byte, want Kind) (*wire.Reader, uint64, error) {
	if k, ok := KindOf(packet); !ok || k != want || len(packet) > MaxPacket {
		return nil, 0, ErrMalformed
	}
	r := wire.NewReader(packet[2:])
	return r, r.U64(), nil
}

// malformed names the packet that could not be parsed.
func malformed(name string, err error) error { return fmt.Errorf("parse %s: %w", name, err) }
