package server

import (
	"context"
	"crypto/ed25519"
	"fmt"

	"beside.example/protocol/leg"
	"beside.example/relay/internal/signalhub"
	"beside.example/relay/internal/support"
)

var _ signalhub.Tickets = homeTickets{}

// homeTickets signs the permissions to bind legs at the relay through which a session's packets go: in a fleet perhaps another one
// than this, which takes tickets signed with the same keys.
type homeTickets struct {
	keys *ticketKeys
	// here is where this relay is reached; fleet is nil when it is alone.
	here  string
	fleet *support.Fleet
}

// Grant implements signalhub.Tickets.
func (t homeTickets) Grant(ctx context.Context, session leg.SessionID, side leg.Side, legKey ed25519.PublicKey) (leg.Grant, error) {
	home := t.here
	if t.fleet != nil {
		var err error
		if home, err = t.fleet.Home(ctx, session); err != nil {
			return leg.Grant{}, fmt.Errorf("look for the home of a session: %w", err)
		}
	}
	return tickets{keys: t.keys, hostPort: home}.Grant(session, side, legKey)
}
