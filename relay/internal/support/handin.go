package support

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/leg"
)

// HandIn is one page of what an agent's app handed in of a session: the bytes as they came, and what is needed to check them.
type HandIn struct {
	Session   leg.SessionID
	Part      handin.Part
	Number    uint16
	DeviceKey ed25519.PublicKey
	Signature []byte
	Page      []byte // as package handin writes it
	Made      time.Time
	Received  time.Time
}

// How many pages of a session are kept.
const (
	maxFactPages = 64 // three megabytes, some forty thousand facts: more than a customer's app lets happen in a session
	maxChatPages = 160
	// maxDeviceKeys is how many keys one device may have been vouched for: an app has one for good.
	maxDeviceKeys = 4
)

// HandInStore is what HandIns needs of a store.
type HandInStore interface {
	// Settings returns what an organisation decided about itself.
	Settings(ctx context.Context, o OrganisationID) (Settings, error)
	// Session finds a session, else ErrNotFound.
	Session(ctx context.Context, id leg.SessionID) (Session, error)
	// ErasedAt tells when who asked was erased from a case, zero for never.
	ErasedAt(ctx context.Context, c Case) (time.Time, error)
	// AddDeviceKey keeps a key of a device unless it is there; ErrTooMany when the device has max others.
	AddDeviceKey(ctx context.Context, device DeviceID, key ed25519.PublicKey, max int, now time.Time) error
	// HasDeviceKey reports whether a key is a device's.
	HasDeviceKey(ctx context.Context, device DeviceID, key ed25519.PublicKey) (bool, error)
	// KeepHandIn keeps a page. The same page again changes nothing; another one in its place is ErrExists, but that later notes take the
	// place of earlier ones.
	KeepHandIn(ctx context.Context, h HandIn) error
}

// HandIns takes what agents' apps saw of sessions, as far as the organisation wants it. It is safe for concurrent use, by several relays
// on one store too.
type HandIns struct{ store HandInStore }

// NewHandIns returns the hand-ins kept in store.
func NewHandIns(store HandInStore) *HandIns { return &HandIns{store: store} }

// Vouch notes the key that a device's credential will be for, and returns what that credential says is kept of sessions.
func (s *HandIns) Vouch(ctx context.Context, who SignedIn, key ed25519.PublicKey) (protocol.Keeps, error) {
	if len(key) != ed25519.PublicKeySize {
		return 0, fmt.Errorf("a key of %d bytes: %w", len(key), ErrInvalid)
	}
	if err := s.store.AddDeviceKey(ctx, who.Device.ID, key, maxDeviceKeys, time.Now()); err != nil && !errors.Is(err, ErrTooMany) {
		return 0, fmt.Errorf("keep a device's key: %w", err)
	}
	settings, err := s.store.Settings(ctx, who.Organisation.ID)
	if err != nil {
		return 0, fmt.Errorf("read what is kept: %w", err)
	}
	return settings.Keeps(), nil
}

// Keeps returns what the organisation keeps of a session, and whether its managers may watch it.
func (s Settings) Keeps() protocol.Keeps {
	keeps := protocol.KeepsFacts
	if s.HandIn {
		keeps |= protocol.KeepsChat
	}
	if s.Monitoring {
		keeps |= protocol.KeepsWatch
	}
	return keeps
}

// Keep keeps a page that a device of the agent hands in. ErrInvalid for what is no page, or a chat of which the customer was not told;
// ErrNotFound for a session that is not the agent's; ErrDenied when the key is not of the device that was in the session, or the signature
// does not hold; ErrExists when there is another page in its place. Chat that the organisation no longer wants is not kept.
func (s *HandIns) Keep(ctx context.Context, who SignedIn, key ed25519.PublicKey, signature, page []byte) error {
	p, err := handin.Parse(page)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	if err := mayBe(p); err != nil {
		return err
	}
	session, err := s.store.Session(ctx, p.Session)
	if err != nil {
		return fmt.Errorf("look up the session: %w", err)
	}
	if !Allowed(who.Principal(), ActUseSession, Object{Organisation: who.Organisation.ID, Agent: session.Agent}) {
		return fmt.Errorf("a session of agent %d: %w", session.Agent, ErrNotFound)
	}
	known, err := s.store.HasDeviceKey(ctx, session.Device, key)
	if err != nil {
		return fmt.Errorf("look up the device's key: %w", err)
	}
	if !known || !handin.Verify(key, page, signature) {
		return fmt.Errorf("a page of session %v: %w", p.Session, ErrDenied)
	}
	if wanted, err := s.wanted(ctx, who.Organisation.ID, p, session, time.Now()); err != nil || !wanted {
		return err
	}
	return s.store.KeepHandIn(ctx, HandIn{
		Session: p.Session, Part: p.Part, Number: p.Number, DeviceKey: bytes.Clone(key), Signature: bytes.Clone(signature),
		Page: bytes.Clone(page), Made: p.Made, Received: time.Now(),
	})
}

// mayBe returns ErrInvalid for a page that no app of ours makes.
func mayBe(p handin.Page) error {
	most := map[handin.Part]int{handin.PartFacts: maxFactPages, handin.PartChat: maxChatPages, handin.PartNotes: 1}[p.Part]
	if int(p.Number) >= most {
		return fmt.Errorf("page %d of the %v: %w", p.Number, p.Part, ErrInvalid)
	}
	if p.Part == handin.PartChat && !p.Kept.Has(protocol.KeepsChat) {
		return fmt.Errorf("a chat of which the customer was not told: %w", ErrInvalid)
	}
	if slices.ContainsFunc(p.Entries, func(e handin.Entry) bool { return e.Fact.Kind().Part() != p.Part && e.Fact.Kind() != handin.KindLost }) {
		return fmt.Errorf("an entry of another part among the %v: %w", p.Part, ErrInvalid)
	}
	return nil
}

// wanted reports whether the organisation still keeps what a page holds.
func (s *HandIns) wanted(ctx context.Context, o OrganisationID, p handin.Page, of Session, now time.Time) (bool, error) {
	settings, err := s.store.Settings(ctx, o)
	if err != nil {
		return false, fmt.Errorf("read what is kept: %w", err)
	}
	days := settings.Keep.Requests
	if p.Part != handin.PartFacts {
		days = settings.Keep.Chats
	}
	if before, ends := days.Before(now); ends && of.Granted.Before(before) {
		return false, nil
	}
	erased, err := s.store.ErasedAt(ctx, Case{Request: of.Request, Session: of.ID})
	if err != nil {
		return false, fmt.Errorf("ask whether the case was erased: %w", err)
	}
	if !erased.IsZero() { // an app that was away comes too late
		return false, nil
	}
	return p.Part != handin.PartChat || settings.HandIn, nil
}
