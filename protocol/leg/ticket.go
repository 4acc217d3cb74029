package leg

import (
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"beside.example/protocol/wire"
)

// MaxTicket is the longest ticket a relay writes; a longer one is refused unread.
const MaxTicket = 512

// maxRelay is the longest HOST:PORT in bytes: a DNS name has at most 253, and ":65535" follows.
const maxRelay = 253 + 6

// What can be wrong with a ticket.
var (
	ErrMalformed  = errors.New("malformed")
	ErrUnknownKey = errors.New("signed by an unknown key")
	ErrForged     = errors.New("signature does not match")
	ErrOtherRelay = errors.New("written for another relay")
	ErrTooLate    = errors.New("first used too late")
	ErrLeaseOver  = errors.New("lease is over")
)

// Ticket is a relay's permission to bind one leg of one session. Signalling signs it, the forwarder verifies it without
// asking anybody.
type Ticket struct {
	Session  SessionID
	Side     Side
	LegKey   [ed25519.PublicKeySize]byte // the app's key for this leg; its signature goes into every BIND
	BindBy   time.Time                   // the first BIND must come by then
	LeaseEnd time.Time                   // the leg ends then
	KBits    uint32                      // forwarded towards the other side, in kbit/s; 0 is no limit
	Relay    string                      // HOST:PORT of the one relay that honours the ticket
}

// KeyID tells which of a relay's keys signed a ticket, so that keys can be changed while tickets are out.
type KeyID [8]byte

// IDOf returns the ID of a ticket key: the start of its SHA-256.
func IDOf(key ed25519.PublicKey) KeyID {
	sum := sha256.Sum256(key)
	return KeyID(sum[:])
}

// Sign returns the ticket as bytes, signed by the relay's key. The times are written in whole seconds.
func (t Ticket) Sign(key ed25519.PrivateKey) ([]byte, error) {
	if !t.Side.Valid() || t.Relay == "" || len(t.Relay) > maxRelay {
		return nil, fmt.Errorf("sign ticket for %v at relay %q: %w", t.Side, t.Relay, ErrMalformed)
	}
	body := t.appendBody(nil, IDOf(key.Public().(ed25519.PublicKey)))
	return append(body, ed25519.Sign(key, signed(body))...), nil
}

func (t Ticket) appendBody(b []byte, id KeyID) []byte {
	b = wire.AppendU8(b, version)
	b = append(b, id[:]...)
	b = append(b, t.Session[:]...)
	b = wire.AppendU8(b, uint8(t.Side))
	b = append(b, t.LegKey[:]...)
	b = wire.AppendTime(b, t.BindBy)
	b = wire.AppendTime(b, t.LeaseEnd)
	b = wire.AppendU32(b, t.KBits)
	return wire.AppendString16(b, t.Relay)
}

// signed separates ticket signatures from all others that a key may make.
func signed(body []byte) []byte { return append([]byte("beside leg ticket\x00"), body...) }

// parse reads a ticket without verifying it. Later versions may add fields before the signature.
func parse(ticket []byte) (t Ticket, id KeyID, err error) {
	if len(ticket) > MaxTicket || len(ticket) < ed25519.SignatureSize {
		return Ticket{}, KeyID{}, ErrMalformed
	}
	r := wire.NewReader(ticket[:len(ticket)-ed25519.SignatureSize])
	v := r.U8()
	r.Into(id[:])
	r.Into(t.Session[:])
	t.Side = Side(r.U8())
	r.Into(t.LegKey[:])
	t.BindBy = r.Time()
	t.LeaseEnd = r.Time()
	t.KBits = r.U32()
	t.Relay = r.String16(maxRelay)
	if err := r.Err(); err != nil {
		return Ticket{}, KeyID{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if v != version || !t.Side.Valid() || t.Relay == "" {
		return Ticket{}, KeyID{}, ErrMalformed
	}
	return t, id, nil
}

// Peek returns which session and side a ticket claims to be for. Nothing is verified.
func Peek(ticket []byte) (SessionID, Side, error) {
	t, _, err := parse(ticket)
	return t.Session, t.Side, err
}

// Keyring holds the public keys whose tickets a relay honours.
type Keyring map[KeyID]ed25519.PublicKey

// NewKeyring returns a keyring of the given keys.
func NewKeyring(keys ...ed25519.PublicKey) Keyring {
	k := make(Keyring, len(keys))
	for _, key := range keys {
		k[IDOf(key)] = key
	}
	return k
}

// Open verifies the ticket's signature and returns what it says. Whether it holds here and now is [Ticket.Check]'s business.
// The error is ErrMalformed, ErrUnknownKey or ErrForged.
func (k Keyring) Open(ticket []byte) (Ticket, error) {
	t, id, err := parse(ticket)
	if err != nil {
		return Ticket{}, fmt.Errorf("open ticket: %w", err)
	}
	key, ok := k[id]
	if !ok {
		return Ticket{}, fmt.Errorf("open ticket: %w", ErrUnknownKey)
	}
	body, signature := ticket[:len(ticket)-ed25519.SignatureSize], ticket[len(ticket)-ed25519.SignatureSize:]
	if !ed25519.Verify(key, signed(body), signature) {
		return Ticket{}, fmt.Errorf("open ticket: %w", ErrForged)
	}
	return t, nil
}

// Check reports whether a ticket that is used for the first time holds at this relay now: ErrOtherRelay, ErrLeaseOver,
// ErrTooLate or nil.
func (t Ticket) Check(relay string, now time.Time) error {
	switch {
	case t.Relay != relay:
		return ErrOtherRelay
	case !now.Before(t.LeaseEnd):
		return ErrLeaseOver
	case now.After(t.BindBy):
		return ErrTooLate
	}
	return nil
}
