package identity

import (
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"

	"beside.example/protocol/wire"
)

// Ends are the keys, as hashes of their SubjectPublicKeyInfo, that the key exchange pinned for the two ends of a session.
type Ends struct {
	Agent, Customer [sha256.Size]byte
}

// State returns a device's word that it is the agent's end of the session. It is worth nothing in any other session.
func State(device ed25519.PrivateKey, e Ends) []byte {
	statement := wire.AppendU8(nil, version)
	return append(statement, ed25519.Sign(device, e.signed())...)
}

func (e Ends) signed() []byte {
	body := append([]byte{version}, e.Agent[:]...)
	return toSign("statement", append(body, e.Customer[:]...))
}

// VerifyStatement reports whether the device of a credential vouches for this session: ErrMalformed, ErrForged or nil.
func VerifyStatement(statement []byte, device DeviceKey, e Ends) error {
	r := wire.NewReader(statement)
	v := r.U8()
	signature := r.Fixed(ed25519.SignatureSize)
	switch {
	case r.Done() != nil || v != version:
		return fmt.Errorf("verify statement: %w", ErrMalformed)
	case !ed25519.Verify(device[:], e.signed(), signature):
		return fmt.Errorf("verify statement: %w", ErrForged)
	}
	return nil
}
