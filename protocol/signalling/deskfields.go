package signalling

import (
	"encoding/hex"

	"beside.example/protocol/code"
	"beside.example/protocol/wire"
)

// RequestID names a customer's call for help through a portal; it is random, and the zero value names none.
type RequestID [16]byte

// String returns the name in hexadecimal, for logs.
func (id RequestID) String() string { return hex.EncodeToString(id[:]) }

// IntroductionID names a transfer to a colleague or an invitation of one; 0 names none.
type IntroductionID uint64

// appendPortalCode appends c as its characters, or zero bytes that no peer accepts when c is no portal code.
func appendPortalCode(b []byte, c code.PortalCode) []byte {
	var characters [code.PortalCodeLength]byte
	if c.Valid() {
		copy(characters[:], c.Canonical())
	}
	return append(b, characters[:]...)
}

func readPortalCode(r *wire.Reader) code.PortalCode {
	c := code.PortalCode(r.Fixed(code.PortalCodeLength))
	if !c.Valid() {
		r.Fail(wire.ErrValue)
		return ""
	}
	return c
}

// readPortals reads a list that appendPortals wrote.
func readPortals(r *wire.Reader) []PortalID {
	var portals []PortalID
	for range r.Count(int(r.U8()), MaxPortals, portalIDSize) {
		portals = append(portals, PortalID(r.U64()))
	}
	return portals
}

const portalIDSize = 8

func appendPortals(b []byte, portals []PortalID) []byte {
	portals = portals[:min(len(portals), MaxPortals)]
	b = wire.AppendU8(b, uint8(len(portals)))
	for _, p := range portals {
		b = wire.AppendU64(b, uint64(p))
	}
	return b
}
