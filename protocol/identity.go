package protocol

import (
	"bytes"

	"beside.example/protocol/wire"
)

const maxIdentity = 2 + MaxCredential + 2 + MaxStatement + small

// Identity tells the customer who the agent is: what the organisation's key signed, and the device key's word that this
// conn is its own. Package identity makes and checks both. The agent sends it once on every new conn, after Hello.
//
//	bytes16 credential, bytes16 statement
type Identity struct {
	// Credential is an encoded identity.Credential.
	Credential []byte
	// Statement is the device key's signature over the session's own key.
	Statement []byte
}

// Type returns TypeIdentity.
func (Identity) Type() MessageType { return TypeIdentity }

// Append appends the payload.
func (m Identity) Append(b []byte) []byte {
	b = wire.AppendBytes16(b, m.Credential)
	return wire.AppendBytes16(b, m.Statement)
}

// ParseIdentity reads an Identity's payload.
func ParseIdentity(payload []byte) (Identity, error) {
	r := wire.NewReader(payload)
	m := Identity{
		Credential: bytes.Clone(r.Bytes16(MaxCredential)),
		Statement:  bytes.Clone(r.Bytes16(MaxStatement)),
	}
	return result(m, r.Err())
}
