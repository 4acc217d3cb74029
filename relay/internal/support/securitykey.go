package support

import "time"

// SecurityKeyID names a security key within one relay. The zero value names none.
type SecurityKeyID uint64

// SecurityKey is a key by WebAuthn with which an agent signs in after the password: a stick, a telephone or the computer itself.
type SecurityKey struct {
	ID         SecurityKeyID
	Agent      AgentID
	Name       string   // the agent's own for it
	Credential []byte   // by which the key knows it
	PublicKey  []byte   // COSE
	Transports []string // how browsers reach it
	Synced     bool     // its maker may copy it to other devices of the same person
	Count      uint32   // signatures, as the key said last; 0 for those that do not count
	Created    time.Time
	Used       time.Time // zero until the first sign-in
}

// Bounds of security keys.
const (
	// MaxSecurityKeys is how many an agent may have: a few, with spares.
	MaxSecurityKeys = 10
	// MaxCredential and MaxPublicKey are in bytes: what WebAuthn allows, and room for keys of every algorithm in it.
	MaxCredential = 1023
	MaxPublicKey  = 4096
)

// KeyPurpose is what a security key is asked for. The numbers stand in the store.
type KeyPurpose uint8

// The purposes.
const (
	KeyToRegister KeyPurpose = iota + 1
	KeyToSignIn
)

// KeyChallenge is what a security key is to sign, once.
type KeyChallenge struct {
	Challenge SecretHash
	Agent     AgentID
	Purpose   KeyPurpose
	Expires   time.Time
}
