package support

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"
)

// DeviceID names one signed-in app of an agent. The zero value names none.
type DeviceID uint64

// Device is an agent's app that was signed in once and stays so by a token until it is revoked. The store keeps only the
// token's hash.
type Device struct {
	ID        DeviceID
	Agent     AgentID
	Name      string
	TokenHash SecretHash
	Created   time.Time
	Seen      time.Time
	Revoked   bool
}

// SecretSize is the size of device tokens and session secrets in bytes: too many to guess, so a plain hash keeps them.
const SecretSize = 32

// Secret is a random value that one side holds and the relay knows only by its hash.
type Secret [SecretSize]byte

// SecretHash is what the store keeps of a Secret.
type SecretHash [sha256.Size]byte

// NewSecret draws a secret.
func NewSecret() Secret {
	var s Secret
	rand.Read(s[:]) // never fails: crypto/rand ends the program rather than return weak bytes
	return s
}

// Hash returns what is kept of the secret.
func (s Secret) Hash() SecretHash { return sha256.Sum256(s[:]) }

// Token writes the secret as text, the form in which an agent's app keeps its device token.
func (s Secret) Token() string { return base64.RawURLEncoding.EncodeToString(s[:]) }

// ParseToken reads what Token wrote; ok is false for anything else.
func ParseToken(token string) (s Secret, ok bool) {
	if len(token) != base64.RawURLEncoding.EncodedLen(SecretSize) {
		return Secret{}, false
	}
	n, err := base64.RawURLEncoding.Strict().Decode(s[:], []byte(token))
	return s, err == nil && n == SecretSize
}

// SignedIn is who stands behind a valid device token.
type SignedIn struct {
	Device       Device
	Agent        Agent
	Team         Team
	Organisation Organisation
	Portals      []Portal
	Teams        []TeamID // the own team and every one above it
	Managed      []TeamID // with RoleTeamManager: the own team and every one below it
	Features     Features // what the team and every team above it allow
}
