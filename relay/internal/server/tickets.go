package server

import (
	"crypto/ed25519"
	"fmt"
	"time"

	"beside.example/protocol/leg"
)

// What a ticket allows.
const (
	// bindWithin is how long a ticket may lie before its first use: an app uses it at once.
	bindWithin = 2 * time.Minute
	// lease is how long a leg lives on one ticket, and so how long a ticket is good for: longer than a working day, and signalling
	// gives another.
	lease = 12 * time.Hour
	// legKBits is what one side of a session may send, in kbit/s: far above what a screen takes, far below what a relay has.
	legKBits = 100_000
)

// tickets signs the permissions to bind legs at this relay.
type tickets struct {
	keys     *ticketKeys
	hostPort string
}

// Grant implements signalhub.Tickets.
func (t tickets) Grant(session leg.SessionID, side leg.Side, legKey ed25519.PublicKey) (leg.Grant, error) {
	if len(legKey) != ed25519.PublicKeySize {
		return leg.Grant{}, fmt.Errorf("sign a ticket: leg key has %d bytes", len(legKey))
	}
	now := time.Now()
	signed, err := leg.Ticket{
		Session: session, Side: side, LegKey: [ed25519.PublicKeySize]byte(legKey),
		BindBy: now.Add(bindWithin), LeaseEnd: now.Add(lease), KBits: legKBits, Relay: t.hostPort,
	}.Sign(t.keys.signing(now))
	if err != nil {
		return leg.Grant{}, fmt.Errorf("sign a ticket: %w", err)
	}
	return leg.Grant{Ticket: signed, Address: t.hostPort}, nil
}
