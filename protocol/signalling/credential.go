package signalling

import "beside.example/protocol/wire"

// Credential answers CredentialRequest.
//
//	credential bytes16
type Credential struct {
	// Bytes is a credential as package identity writes it.
	Bytes []byte
}

// Type returns TypeCredential.
func (Credential) Type() MessageType { return TypeCredential }

func (m Credential) append(b []byte) []byte { return wire.AppendBytes16(b, m.Bytes) }

func readCredential(r *wire.Reader) Credential { return Credential{Bytes: r.Bytes16(maxCredential)} }
