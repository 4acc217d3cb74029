package support

import (
	"crypto/ed25519"
	"time"
)

// TicketKey signs the tickets of the relay leg. The newest one signs; the forwarding part accepts all that are kept.
type TicketKey struct {
	Key     ed25519.PrivateKey
	Created time.Time
}
