package signalling

import (
	"crypto/ed25519"
	"math"
	"time"

	"beside.example/protocol/code"
	"beside.example/protocol/leg"
	"beside.example/protocol/wire"
)

// CodeID names a code at its relay.
type CodeID uint64

// PortalID names a portal at its relay.
type PortalID uint64

// AgentID names an agent at a relay.
type AgentID uint64

// ExchangeID names a key exchange at its relay.
type ExchangeID uint64

// SID is the random value that each side contributes to the name of a key exchange.
type SID [16]byte

// SecretSize is the size of a session's secrets in bytes.
const SecretSize = 32

// Secret is what one side of a session shows to get its tickets. It hides itself from logs.
type Secret [SecretSize]byte

// String returns a word instead of the secret.
func (Secret) String() string { return "(secret)" }

// GoString returns a word instead of the secret.
func (Secret) GoString() string { return "(secret)" }

// nameplateDigits is how many digits a nameplate has; they are written as ASCII.
const nameplateDigits = 4

// appendNameplate appends n, or zero bytes that no peer accepts when n is no nameplate.
func appendNameplate(b []byte, n code.Nameplate) []byte {
	var digits [nameplateDigits]byte
	if n.Valid() {
		copy(digits[:], n)
	}
	return append(b, digits[:]...)
}

func readNameplate(r *wire.Reader) code.Nameplate {
	n := code.Nameplate(r.Fixed(nameplateDigits))
	if !n.Valid() {
		r.Fail(wire.ErrValue)
		return ""
	}
	return n
}

// appendKey appends a public key, or zeros when key has not the size of one.
func appendKey(b []byte, key ed25519.PublicKey) []byte {
	var k [ed25519.PublicKeySize]byte
	if len(key) == len(k) {
		copy(k[:], key)
	}
	return append(b, k[:]...)
}

func readKey(r *wire.Reader) ed25519.PublicKey { return r.Fixed(ed25519.PublicKeySize) }

func readSide(r *wire.Reader) leg.Side {
	side := leg.Side(r.U8())
	if !side.Valid() {
		r.Fail(wire.ErrValue)
	}
	return side
}

// appendSpan appends d as u32 in units; what does not fit becomes the nearest value that does.
func appendSpan(b []byte, d, unit time.Duration) []byte {
	return wire.AppendU32(b, uint32(min(max(d/unit, 0), math.MaxUint32)))
}

func readSpan(r *wire.Reader, unit time.Duration) time.Duration { return time.Duration(r.U32()) * unit }

// appendName appends what a person or an organisation is called.
func appendName(b []byte, s string) []byte { return appendText(b, s, maxName) }

// appendText appends s, cut to what the peer accepts.
func appendText(b []byte, s string, limit int) []byte {
	return wire.AppendString16(b, wire.Cut(s, limit))
}
