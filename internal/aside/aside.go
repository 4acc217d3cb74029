// Package aside seals what the agents of a session write to each other, so that the customer's app can pass it on and not read it: NaCl
// boxes between keys that are made for one session.
//
// The agent's side of a session uses it. It knows nothing of whose a key is; whoever calls has checked that.
package aside

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/crypto/nacl/box"

	"beside.example/protocol"
)

// ErrSealed tells that a message was not sealed by that agent for this one, or was changed on its way.
var ErrSealed = errors.New("private message cannot be opened")

// Keys are one agent's keys for one session.
type Keys struct {
	public, private *[protocol.AgentKeyLength]byte
}

// New makes keys.
func New() (Keys, error) {
	public, private, err := box.GenerateKey(rand.Reader)
	if err != nil {
		return Keys{}, fmt.Errorf("make keys for private messages: %w", err)
	}
	return Keys{public: public, private: private}, nil
}

// Public returns the key that others seal to.
func (k Keys) Public() [protocol.AgentKeyLength]byte { return *k.public }

// Seal seals a text for the agent with the key to. From, To and Number of m go under the seal as well, so that who passes the message on
// cannot make it one of somebody else's, nor send it back to where it came from.
func (k Keys) Seal(m protocol.Private, to [protocol.AgentKeyLength]byte, text string) protocol.Private {
	rand.Read(m.Nonce[:])
	m.Sealed = box.Seal(nil, append(head(m), text...), &m.Nonce, &to, k.private)
	return m
}

// Open returns the text of a message that the agent with the key from has sealed for this one.
func (k Keys) Open(m protocol.Private, from [protocol.AgentKeyLength]byte) (string, error) {
	opened, ok := box.Open(nil, m.Sealed, &m.Nonce, &from, k.private)
	under := head(m)
	if !ok || len(opened) < len(under) || string(opened[:len(under)]) != string(under) {
		return "", ErrSealed
	}
	return string(opened[len(under):]), nil
}

// head is what goes under the seal before the text.
func head(m protocol.Private) []byte {
	return binary.BigEndian.AppendUint32([]byte{byte(m.From), byte(m.To)}, m.Number)
}
