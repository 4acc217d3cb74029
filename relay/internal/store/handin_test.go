package store_test

import (
	"bytes"
	"crypto/ed25519"
	"testing"
	"time"

	"beside.example/protocol/handin"
	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

// testHandIns holds it that a page is kept once and as it came, and that only notes give way to later ones.
func testHandIns(t *testing.T, f *fixture) {
	ctx := t.Context()
	device, _ := f.newDevice(t)
	c := f.newCode(t, "1234", now)
	session, err := f.RedeemCode(ctx, support.Session{ID: leg.SessionID{1}, Code: c.ID, Agent: f.agent.ID, Device: device, Granted: now})
	must(t, err)
	page := support.HandIn{
		Session: session.ID, Part: handin.PartFacts, DeviceKey: bytes.Repeat([]byte{7}, ed25519.PublicKeySize), Signature: []byte{8},
		Page: []byte("page"), Made: now, Received: now.Add(time.Second),
	}
	second := page
	second.Number, second.Page = 1, []byte("second")
	for range 2 {
		must(t, f.KeepHandIn(ctx, second))
		must(t, f.KeepHandIn(ctx, page))
	}
	other := page
	other.Page = []byte("another")
	wantErr(t, f.KeepHandIn(ctx, other), support.ErrExists)
	notes := page
	notes.Part = handin.PartNotes
	must(t, f.KeepHandIn(ctx, notes))
	later, earlier := notes, notes
	later.Made, later.Page = now.Add(time.Minute), []byte("later")
	earlier.Page = []byte("earlier")
	must(t, f.KeepHandIn(ctx, later))
	must(t, f.KeepHandIn(ctx, earlier))
	got, err := f.HandIns(ctx, session.ID)
	must(t, err)
	if len(got) != 3 || !same(got[0], page) || !same(got[1], second) || !same(got[2], later) {
		t.Errorf("kept %+v", got)
	}
	if none, err := f.HandIns(ctx, leg.SessionID{9}); err != nil || len(none) != 0 {
		t.Errorf("of another session: %v, %v", none, err)
	}
	stranger := page
	stranger.Session = leg.SessionID{9}
	if err := f.KeepHandIn(ctx, stranger); err == nil {
		t.Error("a page of no session was kept")
	}
	if s, err := f.Session(ctx, session.ID); err != nil || s.Device != device {
		t.Errorf("the session's device is %d, %v", s.Device, err)
	}
}

func same(a, b support.HandIn) bool {
	return a.Session == b.Session && a.Part == b.Part && a.Number == b.Number && a.DeviceKey.Equal(b.DeviceKey) &&
		bytes.Equal(a.Signature, b.Signature) && bytes.Equal(a.Page, b.Page) && a.Made.Equal(b.Made) && a.Received.Equal(b.Received)
}

// testDeviceKeys holds it that a device has few keys, and keeps those that it has.
func testDeviceKeys(t *testing.T, f *fixture) {
	ctx := t.Context()
	device, _ := f.newDevice(t)
	other, _ := f.newDevice(t)
	key := func(n byte) ed25519.PublicKey { return bytes.Repeat([]byte{n}, ed25519.PublicKeySize) }
	for range 2 {
		must(t, f.AddDeviceKey(ctx, device, key(1), 2, now))
		must(t, f.AddDeviceKey(ctx, device, key(2), 2, now))
	}
	wantErr(t, f.AddDeviceKey(ctx, device, key(3), 2, now), support.ErrTooMany)
	for _, want := range []struct {
		device support.DeviceID
		key    ed25519.PublicKey
		has    bool
	}{{device, key(1), true}, {device, key(2), true}, {device, key(3), false}, {other, key(1), false}, {0, key(1), false}} {
		if has, err := f.HasDeviceKey(ctx, want.device, want.key); err != nil || has != want.has {
			t.Errorf("device %d, key %d: %t, %v", want.device, want.key[0], has, err)
		}
	}
}

// testIntroduced finds the sessions of who was brought into another one.
func testIntroduced(t *testing.T, f *fixture) {
	ctx := t.Context()
	device, _ := f.newDevice(t)
	c := f.newCode(t, "1234", now)
	first, err := f.RedeemCode(ctx, support.Session{ID: leg.SessionID{1}, Code: c.ID, Agent: f.agent.ID, Device: device, Granted: now})
	must(t, err)
	i, err := f.CreateIntroduction(ctx, support.Introduction{
		Organisation: f.organisation.ID, Asked: support.Asked{Session: first.ID, Kind: support.RendezvousInvite, ToAgent: f.agent.ID},
		From: f.agent.ID, Device: device, Portal: f.portal, Created: now, Until: now.Add(time.Minute),
	}, 7, support.Event{Organisation: f.organisation.ID, Portal: f.portal, Kind: support.EventIntroduced, At: now})
	must(t, err)
	second := support.Session{ID: leg.SessionID{2}, Agent: f.agent.ID, Device: device, Introduction: i.ID, Portal: f.portal, Granted: now.Add(time.Minute)}
	must(t, f.KeepStep(ctx, support.Step{Session: &second, At: second.Granted}))
	got, err := f.Introduced(ctx, first.ID)
	must(t, err)
	if len(got) != 1 || got[0] != second {
		t.Errorf("brought in: %+v", got)
	}
	if none, err := f.Introduced(ctx, second.ID); err != nil || len(none) != 0 {
		t.Errorf("into the second: %+v, %v", none, err)
	}
}

// testBroughtIn holds it that erasing and deleting a call takes the sessions of who was brought into it along.
func testBroughtIn(t *testing.T, f *fixture) {
	ctx := t.Context()
	device, _ := f.newDevice(t)
	bring := func(into support.Session, n byte) support.Session {
		t.Helper()
		i, err := f.CreateIntroduction(ctx, support.Introduction{
			Organisation: f.organisation.ID, Asked: support.Asked{Session: into.ID, Kind: support.RendezvousInvite, ToAgent: f.agent.ID},
			From: f.agent.ID, Device: device, Portal: f.portal, Created: now, Until: now.Add(time.Minute),
		}, 7, support.Event{Organisation: f.organisation.ID, Portal: f.portal, Kind: support.EventIntroduced, At: now})
		must(t, err)
		s := support.Session{ID: leg.SessionID{n}, Agent: f.agent.ID, Device: device, Introduction: i.ID, Portal: f.portal, Customer: "Aiko Tanaka", Granted: now}
		must(t, f.KeepStep(ctx, support.Step{Session: &s, At: now}))
		return s
	}
	c := f.newCode(t, "1234", now)
	first, err := f.RedeemCode(ctx, support.Session{ID: leg.SessionID{1}, Code: c.ID, Agent: f.agent.ID, Device: device, Granted: now})
	must(t, err)
	second := bring(first, 2)
	third := bring(second, 3) // by who was brought in
	for _, s := range []support.Session{first, second, third} {
		must(t, f.EndSession(ctx, f.agent.ID, s.ID, now, now.Add(time.Minute), support.OutcomeResolved))
		must(t, f.KeepHandIn(ctx, support.HandIn{Session: s.ID, Part: handin.PartFacts, DeviceKey: make([]byte, ed25519.PublicKeySize), Signature: []byte{8}, Page: []byte("page"), Made: now, Received: now}))
	}
	must(t, f.EraseCases(ctx, f.organisation.ID, []support.CaseID{{Call: first.ID}}, now, support.AuditEvent{Organisation: f.organisation.ID, At: now}))
	for _, s := range []support.Session{first, second, third} {
		left, err := f.HandIns(ctx, s.ID)
		must(t, err)
		if got, err := f.Session(ctx, s.ID); err != nil || got.Customer != "" || len(left) != 0 {
			t.Errorf("session %v after the erasure: %q, %d pages, %v", s.ID, got.Customer, len(left), err)
		}
	}
	_, n, _, err := f.DeleteOld(ctx, f.organisation.ID, support.PerishableCases, support.OldPlace{}, now.Add(time.Hour), 100)
	must(t, err)
	if n != 1 {
		t.Errorf("%d cases deleted", n)
	}
	for _, s := range []support.Session{first, second, third} {
		_, err := f.Session(ctx, s.ID)
		wantErr(t, err, support.ErrNotFound)
	}
}
