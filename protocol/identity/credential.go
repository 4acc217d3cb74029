package identity

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/text"
	"beside.example/protocol/wire"
)

const version = 1 // of credentials and statements

// clockError is how wrong a computer's clock may be before a credential seems to be over: an hour covers a time zone set
// wrong. Credentials live for days, so it costs no safety.
const clockError = time.Hour

// What can be wrong with a credential or a statement.
var (
	ErrMalformed = errors.New("malformed")
	ErrForged    = errors.New("signature does not match")
	ErrExpired   = errors.New("no longer valid")
)

// DeviceKey is the public Ed25519 key of an agent's device.
type DeviceKey [ed25519.PublicKeySize]byte

// Credential says that a device belongs to an agent of an organisation. The names are what their owner chose; nobody has
// checked them.
type Credential struct {
	Organisation string
	Agent        string
	Device       DeviceKey
	NotAfter     time.Time
	// Keeps is what the organisation keeps of the device's sessions. It stands here so that nobody between the two apps can hide it.
	Keeps protocol.Keeps
}

// Sign returns the credential as bytes, signed by the organisation's key. The names are cleaned and capped, the time is
// written in whole seconds.
func (c Credential) Sign(organisation ed25519.PrivateKey) []byte {
	body := c.clean().appendBody(nil)
	return append(body, ed25519.Sign(organisation, toSign("credential", body))...)
}

func (c Credential) appendBody(b []byte) []byte {
	b = wire.AppendU8(b, version)
	b = wire.AppendString16(b, c.Organisation)
	b = wire.AppendString16(b, c.Agent)
	b = append(b, c.Device[:]...)
	b = wire.AppendTime(b, c.NotAfter)
	if c.Keeps == 0 {
		return b
	}
	return wire.AppendU8(b, uint8(c.Keeps))
}

func (c Credential) clean() Credential {
	c.Organisation = text.Clean(c.Organisation, protocol.MaxName)
	c.Agent = text.Clean(c.Agent, protocol.MaxName)
	return c
}

// toSign separates the signatures made for one purpose from all others that a key may make.
func toSign(purpose string, body []byte) []byte {
	return append([]byte("beside "+purpose+"\x00"), body...)
}

// parse reads a credential as it was written, without verifying it.
func parse(credential []byte) (c Credential, err error) {
	if len(credential) > protocol.MaxCredential || len(credential) < ed25519.SignatureSize {
		return Credential{}, ErrMalformed
	}
	r := wire.NewReader(credential[:len(credential)-ed25519.SignatureSize])
	if r.U8() != version {
		r.Fail(wire.ErrValue)
	}
	c.Organisation = r.String16(protocol.MaxNameBytes)
	c.Agent = r.String16(protocol.MaxNameBytes)
	r.Into(c.Device[:])
	c.NotAfter = r.Time()
	if r.Len() > 0 {
		c.Keeps = protocol.Keeps(r.U8())
	}
	if err := r.Err(); err != nil {
		return Credential{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return c, nil
}

// Open verifies a credential against the organisation's public key and the time, and returns it with names that are fit to
// be shown. The error is ErrMalformed, ErrForged or ErrExpired.
func Open(credential []byte, organisation ed25519.PublicKey, now time.Time) (Credential, error) {
	c, err := parse(credential)
	if err != nil {
		return Credential{}, fmt.Errorf("open credential: %w", err)
	}
	body, signature := credential[:len(credential)-ed25519.SignatureSize], credential[len(credential)-ed25519.SignatureSize:]
	if len(organisation) != ed25519.PublicKeySize || !ed25519.Verify(organisation, toSign("credential", body), signature) {
		return Credential{}, fmt.Errorf("open credential: %w", ErrForged)
	}
	if now.After(c.NotAfter.Add(clockError)) {
		return Credential{}, fmt.Errorf("open credential: %w", ErrExpired)
	}
	return c.clean(), nil
}
