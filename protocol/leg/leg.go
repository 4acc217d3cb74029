package leg

import (
	"encoding/hex"
	"fmt"
)

// Path is where a relay answers for TLS legs: a WebSocket whose binary messages are the packets of a UDP leg.
const Path = "/leg"

// What both ends must agree on.
const (
	version = 1 // of control packets and tickets

	// CookieSize is how many bytes of the relay's MAC a CHALLENGE carries: too many to guess in the minutes it lives.
	CookieSize = 16

	// MaxPacket is the largest packet that a leg carries, the full size of an Ethernet frame; QUIC stays at about 1200.
	MaxPacket = 1500
)

// Side says which of a session's two sides a leg belongs to.
type Side uint8

// The two sides of a session.
const (
	SideAgent    Side = 0
	SideCustomer Side = 1

	// Sides is how many sides a session has.
	Sides = 2
)

// Valid reports whether s is one of the two sides.
func (s Side) Valid() bool { return s < Sides }

// Other returns the opposite side.
func (s Side) Other() Side { return s ^ 1 }

// String returns the side's name for logs.
func (s Side) String() string {
	switch s {
	case SideAgent:
		return "agent"
	case SideCustomer:
		return "customer"
	}
	return fmt.Sprintf("side %d", uint8(s))
}

// SessionID names a session at its relay. It is random, and no secret.
type SessionID [16]byte

// String returns the first half of the ID in hex, enough to find a session in a log.
func (id SessionID) String() string { return hex.EncodeToString(id[:8]) }

// Grant is what signalling hands to one side so that it can bind its leg.
type Grant struct {
	Ticket  []byte // signed by the relay; opaque to the app
	Address string // HOST:PORT of the relay, UDP and TLS alike
}

// Cookie is the relay's proof that the bearer receives at an address.
type Cookie [CookieSize]byte

// The first byte of a packet tells a control packet from a forwarded one.
const (
	kindMask    = 0xc0 // the first two bits
	kindControl = 0x00
	quicBit     = 0x40 // set in every QUIC packet (RFC 9000, section 17)
)

// IsControl reports whether the packet is for the leg itself. Neither this nor [IsForwarded] holds for an empty packet.
func IsControl(packet []byte) bool { return len(packet) > 0 && packet[0]&kindMask == kindControl }

// IsForwarded reports whether the packet is for the other side.
func IsForwarded(packet []byte) bool { return len(packet) > 0 && packet[0]&quicBit != 0 }
