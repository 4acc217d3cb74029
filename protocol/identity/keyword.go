package identity

import (
	"crypto/ed25519"
	"fmt"

	"beside.example/protocol"
	"beside.example/protocol/wire"
)

// StateKey returns a device's word for a key to which other agents may seal private messages.
func StateKey(device ed25519.PrivateKey, key [protocol.AgentKeyLength]byte) []byte {
	statement := wire.AppendU8(nil, version)
	return append(statement, ed25519.Sign(device, signedKey(key))...)
}

func signedKey(key [protocol.AgentKeyLength]byte) []byte {
	return toSign("private key", append([]byte{version}, key[:]...))
}

// VerifyKey reports whether the device of a credential vouches for a key: ErrMalformed, ErrForged or nil.
func VerifyKey(statement []byte, device DeviceKey, key [protocol.AgentKeyLength]byte) error {
	r := wire.NewReader(statement)
	v := r.U8()
	signature := r.Fixed(ed25519.SignatureSize)
	switch {
	case r.Done() != nil || v != version:
		return fmt.Errorf("verify a key's statement: %w", ErrMalformed)
	case !ed25519.Verify(device[:], signedKey(key), signature):
		return fmt.Errorf("verify a key's statement: %w", ErrForged)
	}
	return nil
}
