package cpace

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"beside.example/protocol/code"
	"beside.example/protocol/wire"
)

// SID is one side's half of the exchange's session ID: it makes the exchange unlike any before.
type SID [16]byte

// NewSID draws a half.
func NewSID() SID {
	var s SID
	rand.Read(s[:])
	return s
}

// Context is what both sides must have in common besides the secret. Nothing of it travels.
type Context struct {
	Relay     string         // HOST[:PORT] that the app talks to, as the person knows it
	Nameplate code.Nameplate // of a nine-digit code; empty in an exchange on a portal code
}

// defaultPort may be written or left out; both mean the same relay.
const defaultPort = ":443"

// version is the exchange's own, and changes only when nothing else would keep an old app from misunderstanding a new one: the
// versions of what follows are agreed inside the connection, so that apps of two releases can still meet.
const version = 1

// portalChannel stands in the channel of an exchange on a portal code where a nine-digit code's has its four digits: no exchange of
// one kind can ever end well with a side of the other kind.
const portalChannel = "portal"

// Params is what a side brings into one exchange. It is on a nine-digit code, with Secret and a nameplate, or on a portal code, with
// neither; never on both.
type Params struct {
	Secret     code.Secret
	Portal     code.PortalCode // the relay knows it, so that who answers is another matter
	Context    Context
	Associated Associated // of this side
}

func (p Params) check() error {
	digits := !p.Secret.IsZero() && p.Context.Nameplate.Valid() && p.Portal == ""
	portal := p.Secret.IsZero() && p.Context.Nameplate == "" && p.Portal.Valid()
	if !digits && !portal || p.Context.Relay == "" || p.Associated.SPKI == [32]byte{} {
		return ErrParams
	}
	return nil
}

// password returns the draft's PRS.
func (p Params) password() []byte {
	if p.Portal != "" {
		return p.Portal.PRS()
	}
	return p.Secret.PRS()
}

// channel returns the context as the draft's CI, which names the two roles in the order in which they speak.
func (p Params) channel() []byte {
	relay := strings.TrimSuffix(strings.ToLower(p.Context.Relay), defaultPort)
	kind := string(p.Context.Nameplate)
	if p.Portal != "" {
		kind = portalChannel
	}
	return lvCat([]byte("beside"), wire.AppendU16(nil, version), []byte(relay), []byte(kind), []byte("agent"), []byte("customer"))
}

// The errors of an exchange.
var (
	// ErrParams tells that this side began without something that the exchange needs.
	ErrParams = errors.New("incomplete parameters")
	// ErrConfirmation tells that the other side has not the same key: it had other digits, or somebody stands in between.
	ErrConfirmation = errors.New("confirmation does not match")
	// ErrReflected tells that the other side sent our own share back.
	ErrReflected = errors.New("own share came back")
	// ErrUsed tells that the exchange has had its one try.
	ErrUsed = errors.New("exchange already used")
)

// exchangeError says which step failed.
func exchangeError(step string, err error) error {
	return fmt.Errorf("key exchange: %s: %w", step, err)
}

// sessionID puts the two halves together, in the order in which they appear.
func sessionID(customer, agent SID) []byte { return append(customer[:], agent[:]...) }
