package signalling

import (
	"crypto/ed25519"

	"beside.example/protocol/leg"
	"beside.example/protocol/wire"
)

// TicketRequest asks for a ticket of one side of a session; TicketGranted answers it, as often as asked while the session lasts,
// on any connection.
//
//	session [16], side u8, secret [32], leg key [32]
type TicketRequest struct {
	Session leg.SessionID
	Side    leg.Side
	Secret  Secret
	// LegKey is the public key of the leg, which the ticket will name.
	LegKey ed25519.PublicKey
}

// Type returns TypeTicketRequest.
func (TicketRequest) Type() MessageType { return TypeTicketRequest }

func (m TicketRequest) append(b []byte) []byte {
	b = append(b, m.Session[:]...)
	b = wire.AppendU8(b, uint8(m.Side))
	b = append(b, m.Secret[:]...)
	return appendKey(b, m.LegKey)
}

func readTicketRequest(r *wire.Reader) TicketRequest {
	var m TicketRequest
	r.Into(m.Session[:])
	m.Side = readSide(r)
	r.Into(m.Secret[:])
	m.LegKey = readKey(r)
	return m
}
