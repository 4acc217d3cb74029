// Package calltest lets tests of what looks back have a session by telephone, of which agents' apps handed in what they saw. It keeps both as
// the relay does, and knows nothing of who looks.
package calltest

import (
	"context"
	"crypto/ed25519"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/handin"
	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

// nameplate is the first half of every call's nine digits.
const nameplate code.Nameplate = "4711"

// Store keeps the call and what is handed in of it, as the relay's store does.
type Store interface {
	support.HandInStore
	PutSettings(ctx context.Context, o support.OrganisationID, s support.Settings) error
	CreateCode(ctx context.Context, c support.Code, max int) (support.CodeID, error)
	RedeemCode(ctx context.Context, s support.Session) (support.Session, error)
}

// Hold begins a session by nine digits that an agent told a customer of a portal, in an organisation that has what is written handed in.
func Hold(t testing.TB, s Store, who support.SignedIn, portal support.PortalID, customer, id string, began time.Time) support.Session {
	t.Helper()
	settings := support.DefaultSettings()
	settings.HandIn = true
	must(t, s.PutSettings(t.Context(), who.Organisation.ID, settings))
	const digits = 8 // codes that an agent may have at a time
	made, err := s.CreateCode(t.Context(), support.Code{
		Agent: who.Agent.ID, Portal: portal, Nameplate: nameplate, Customer: customer, Created: began, Expires: began.Add(time.Hour),
	}, digits)
	must(t, err)
	grant := support.Session{Code: made, Agent: who.Agent.ID, Device: who.Device.ID, Granted: began}
	copy(grant.ID[:], id)
	session, err := s.RedeemCode(t.Context(), grant)
	must(t, err)
	return session
}

// HandIn hands in what an agent's app saw of a session, part by part as the app does; you is the agent in the session, and notes are handed in
// only when there are some.
func HandIn(
	t testing.TB, s Store, who support.SignedIn, device ed25519.PrivateKey, session leg.SessionID, you protocol.AttendeeID, made time.Time, saw []handin.Entry,
) {
	t.Helper()
	handIns := support.NewHandIns(s)
	public, _ := device.Public().(ed25519.PublicKey)
	_, err := handIns.Vouch(t.Context(), who, public)
	must(t, err)
	for _, part := range []handin.Part{handin.PartFacts, handin.PartChat, handin.PartNotes} {
		var some []handin.Entry
		for _, e := range saw {
			if e.Fact.Kind().Part() == part {
				some = append(some, e)
			}
		}
		if part == handin.PartNotes && some == nil {
			continue
		}
		head := handin.Head{Session: session, Part: part, Made: made, You: you, Kept: protocol.KeepsFacts | protocol.KeepsChat}
		for _, page := range handin.Build(head, some) {
			must(t, handIns.Keep(t.Context(), who, public, handin.Sign(device, page), page))
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
