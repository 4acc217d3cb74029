package protocol

import (
	"bytes"

	"beside.example/protocol/wire"
)

// AgentKeyLength is the length of the key to which private messages are sealed, an X25519 public key.
const AgentKeyLength = 32

const maxAgentKey = 1 + AgentKeyLength + 2 + MaxCredential + 2 + MaxStatement + small

// AgentKey is an agent's key for private messages among the agents of a session, with what vouches for it: the agent's credential and
// the word of its device for the key. The customer's app passes it on to the other agents, who check it, so that it cannot put a key
// of its own in the place.
//
//	u8 from, [32] key, bytes16 credential, bytes16 statement
type AgentKey struct {
	// From is whose it is; the customer's app fills it in.
	From AttendeeID
	// Key is made for this session alone.
	Key [AgentKeyLength]byte
	// Credential is an encoded identity.Credential, Statement what identity.StateKey made.
	Credential, Statement []byte
}

// Type returns TypeAgentKey.
func (AgentKey) Type() MessageType { return TypeAgentKey }

// Append appends the payload.
func (m AgentKey) Append(b []byte) []byte {
	b = wire.AppendU8(b, uint8(m.From))
	b = append(b, m.Key[:]...)
	b = wire.AppendBytes16(b, m.Credential)
	return wire.AppendBytes16(b, m.Statement)
}

// ParseAgentKey reads an AgentKey's payload.
func ParseAgentKey(payload []byte) (AgentKey, error) {
	r := wire.NewReader(payload)
	m := AgentKey{From: AttendeeID(r.U8())}
	r.Into(m.Key[:])
	m.Credential, m.Statement = bytes.Clone(r.Bytes16(MaxCredential)), bytes.Clone(r.Bytes16(MaxStatement))
	return result(m, r.Err())
}
