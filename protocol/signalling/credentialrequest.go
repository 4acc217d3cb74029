package signalling

import (
	"crypto/ed25519"

	"beside.example/protocol/wire"
)

// CredentialRequest asks the organisation to vouch for a key of this agent's device; Credential answers it.
//
//	device key [32]
type CredentialRequest struct {
	DeviceKey ed25519.PublicKey
}

// Type returns TypeCredentialRequest.
func (CredentialRequest) Type() MessageType { return TypeCredentialRequest }

func (m CredentialRequest) append(b []byte) []byte { return appendKey(b, m.DeviceKey) }

func readCredentialRequest(r *wire.Reader) CredentialRequest {
	return CredentialRequest{DeviceKey: readKey(r)}
}
