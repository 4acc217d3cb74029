package support

import (
	"crypto/ed25519"
	"time"
)

// OrganisationID names an organisation within one relay. The zero value names none.
type OrganisationID uint64

// Organisation is a body whose agents help its customers. Its key vouches for its agents: the relay signs every agent's
// credential with it.
type Organisation struct {
	ID      OrganisationID
	Name    string
	Key     ed25519.PrivateKey
	Created time.Time
}

// PublicKey returns the half of the organisation's key that customers' apps check credentials with.
func (o Organisation) PublicKey() ed25519.PublicKey { return o.Key.Public().(ed25519.PublicKey) }
