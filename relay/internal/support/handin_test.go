package support_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

func newDeviceKey(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

func publicOf(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

// handing is a desk with a session that is over, and the device that was in it.
type handing struct {
	*desk
	*testing.T
	handIns *support.HandIns
	session support.Session
	device  ed25519.PrivateKey
}

func newHanding(t *testing.T, decide func(s *support.Settings)) *handing {
	t.Helper()
	d := newDesk(t, support.DefaultCodeSettings())
	settings := support.DefaultSettings()
	decide(&settings)
	must(t, d.store.PutSettings(t.Context(), d.who.Organisation.ID, settings))
	h := &handing{desk: d, T: t, handIns: support.NewHandIns(d.store), device: newDeviceKey(1)}
	g, err := d.sessions.Redeem(t.Context(), d.who, d.newCode(t).ID)
	must(t, err)
	h.session = g.Session
	keeps, err := h.handIns.Vouch(t.Context(), d.who, publicOf(h.device))
	must(t, err)
	if keeps != settings.Keeps() {
		t.Fatalf("the credential says %v", keeps)
	}
	return h
}

// page returns a page of facts of the session, changed as a test wants it.
func (h *handing) page(change func(p *handin.Page)) []byte {
	p := handin.Page{
		Head: handin.Head{Session: h.session.ID, Part: handin.PartFacts, Made: time.UnixMilli(1700000000000).UTC(), You: 1, Kept: protocol.KeepsFacts}, Last: true,
		Entries: []handin.Entry{{At: time.UnixMilli(1700000000000).UTC(), Fact: handin.Seeing{On: true}}},
	}
	if change != nil {
		change(&p)
	}
	return p.Append(nil)
}

func chat(p *handin.Page) {
	p.Part, p.Kept = handin.PartChat, protocol.KeepsFacts|protocol.KeepsChat
	p.Entries = []handin.Entry{{Fact: handin.Said{Who: 1, Name: "Claire", Text: "hello"}}}
}

func (h *handing) keep(page []byte) error {
	return h.handIns.Keep(h.Context(), h.who, publicOf(h.device), handin.Sign(h.device, page), page)
}

func (h *handing) kept() []support.HandIn {
	h.Helper()
	all, err := h.desk.store.HandIns(h.Context(), h.session.ID)
	must(h.T, err)
	return all
}

func TestHandInIsKeptOnce(t *testing.T) {
	h := newHanding(t, func(*support.Settings) {})
	page := h.page(nil)
	for range 3 {
		must(t, h.keep(page))
	}
	all := h.kept()
	if len(all) != 1 || !bytes.Equal(all[0].Page, page) || !handin.Verify(all[0].DeviceKey, all[0].Page, all[0].Signature) {
		t.Fatalf("kept %+v", all)
	}
	wantErr(t, h.keep(h.page(func(p *handin.Page) { p.Entries = nil })), support.ErrExists)
}

// TestHandInsThatLie: whatever is not what the device of this session signed is refused, and nothing of it kept.
func TestHandInsThatLie(t *testing.T) {
	h := newHanding(t, func(s *support.Settings) { s.HandIn = true })
	page, ctx := h.page(nil), t.Context()
	good := handin.Sign(h.device, page)
	stranger := newDeviceKey(2)
	other, err := h.sessions.Redeem(ctx, h.who, h.newCode(t).ID)
	must(t, err)
	elsewhere := h.who
	elsewhere.Agent.ID++
	token, err := h.accounts.AddDevice(ctx, h.who.Agent.ID, "another")
	must(t, err)
	second, err := h.accounts.SignedIn(ctx, token)
	must(t, err)
	_, err = h.handIns.Vouch(ctx, second, publicOf(stranger)) // known, but not of the session's device
	must(t, err)
	changed := bytes.Clone(page)
	changed[len(changed)-1] ^= 1
	unknown := h.page(func(p *handin.Page) { p.Session = leg.SessionID{9} })
	untold := h.page(func(p *handin.Page) { chat(p); p.Kept = protocol.KeepsFacts })
	hidden := h.page(func(p *handin.Page) {
		p.Entries = append(p.Entries, handin.Entry{Fact: handin.Said{Text: "hidden among facts"}})
	})
	for name, c := range map[string]struct {
		who       support.SignedIn
		key       ed25519.PublicKey
		signature []byte
		page      []byte
		want      error
	}{
		"changed afterwards":       {h.who, publicOf(h.device), good, changed, support.ErrDenied},
		"not signed":               {h.who, publicOf(h.device), make([]byte, handin.SignatureSize), page, support.ErrDenied},
		"signed by a stranger":     {h.who, publicOf(stranger), handin.Sign(stranger, page), page, support.ErrDenied},
		"by the agent's other app": {second, publicOf(stranger), handin.Sign(stranger, page), page, support.ErrDenied},
		"by another agent":         {elsewhere, publicOf(h.device), good, page, support.ErrNotFound},
		"of no session":            {h.who, publicOf(h.device), handin.Sign(h.device, unknown), unknown, support.ErrNotFound},
		"a signature of another":   {h.who, publicOf(h.device), good, h.page(func(p *handin.Page) { p.Session = other.Session.ID }), support.ErrDenied},
		"chat of which none knew":  {h.who, publicOf(h.device), handin.Sign(h.device, untold), untold, support.ErrInvalid},
		"chat among the facts":     {h.who, publicOf(h.device), handin.Sign(h.device, hidden), hidden, support.ErrInvalid},
		"no page at all":           {h.who, publicOf(h.device), good, []byte("?"), support.ErrInvalid},
		"no key":                   {h.who, nil, good, page, support.ErrDenied},
	} {
		if err := h.handIns.Keep(ctx, c.who, c.key, c.signature, c.page); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if all := h.kept(); len(all) != 0 {
		t.Errorf("kept %+v", all)
	}
}

// TestHandInBounds refuses more pages than any session has.
func TestHandInBounds(t *testing.T) {
	h := newHanding(t, func(s *support.Settings) { s.HandIn = true })
	for part, most := range map[handin.Part]uint16{handin.PartFacts: 64, handin.PartChat: 160, handin.PartNotes: 1} {
		number := func(n uint16) []byte {
			return h.page(func(p *handin.Page) {
				p.Part, p.Kept, p.Number, p.Entries = part, protocol.KeepsFacts|protocol.KeepsChat, n, nil
			})
		}
		must(t, h.keep(number(most-1)))
		wantErr(t, h.keep(number(most)), support.ErrInvalid)
	}
}

// TestPolicyDecidesAboutChat: chat is kept where the organisation wants it now, and where it is not too old; facts always.
func TestPolicyDecidesAboutChat(t *testing.T) {
	for name, c := range map[string]struct {
		decide func(s *support.Settings)
		want   []handin.Part
	}{
		"by default":      {func(*support.Settings) {}, []handin.Part{handin.PartFacts}},
		"chat is wanted":  {func(s *support.Settings) { s.HandIn = true }, []handin.Part{handin.PartFacts, handin.PartChat}},
		"kept for ever":   {func(s *support.Settings) { s.HandIn, s.Keep = true, support.Retention{} }, []handin.Part{handin.PartFacts, handin.PartChat}},
		"for a day alone": {func(s *support.Settings) { s.HandIn, s.Keep.Chats = true, 1 }, []handin.Part{handin.PartFacts, handin.PartChat}},
	} {
		h := newHanding(t, c.decide)
		must(t, h.keep(h.page(nil)))
		must(t, h.keep(h.page(chat)))
		var parts []handin.Part
		for _, kept := range h.kept() {
			parts = append(parts, kept.Part)
		}
		if len(parts) != len(c.want) || parts[0] != c.want[0] || parts[len(parts)-1] != c.want[len(c.want)-1] {
			t.Errorf("%s: kept %v, want %v", name, parts, c.want)
		}
	}
}

// TestNothingComesAfterErasure: an app that was away brings back nothing of what was erased meanwhile.
func TestNothingComesAfterErasure(t *testing.T) {
	h := newHanding(t, func(s *support.Settings) { s.HandIn = true })
	must(t, h.sessions.End(t.Context(), h.who.Agent.ID, h.session.ID, time.Time{}, time.Now(), support.OutcomeUnknown))
	must(t, h.desk.store.EraseCases(t.Context(), h.who.Organisation.ID, []support.CaseID{{Call: h.session.ID}}, time.Now(),
		support.AuditEvent{Organisation: h.who.Organisation.ID, At: time.Now(), Act: "erased"}))
	must(t, h.keep(h.page(nil)))
	must(t, h.keep(h.page(chat)))
	if all := h.kept(); len(all) != 0 {
		t.Errorf("kept %+v", all)
	}
}

// TestNotesGiveWay: what the agent wrote last counts, in whatever order it comes.
func TestNotesGiveWay(t *testing.T) {
	h := newHanding(t, func(*support.Settings) {})
	notes := func(text string, made time.Time) []byte {
		return h.page(func(p *handin.Page) {
			p.Part, p.Made, p.Entries = handin.PartNotes, made, []handin.Entry{{Fact: handin.Notes{Outcome: 1, Text: text}}}
		})
	}
	first, last := time.UnixMilli(1700000000000), time.UnixMilli(1700000001000)
	must(t, h.keep(notes("first", first)))
	must(t, h.keep(notes("last", last)))
	must(t, h.keep(notes("first", first)))
	all := h.kept()
	if len(all) != 1 || !bytes.Equal(all[0].Page, notes("last", last)) {
		t.Errorf("kept %+v", all)
	}
}

// TestOldSessionsHaveNoDevice: nothing can be handed in of sessions of before devices were noted.
func TestOldSessionsHaveNoDevice(t *testing.T) {
	h := newHanding(t, func(*support.Settings) {})
	g, err := h.sessions.Redeem(t.Context(), support.SignedIn{Agent: h.who.Agent}, h.newCode(t).ID)
	must(t, err)
	wantErr(t, h.keep(h.page(func(p *handin.Page) { p.Session = g.Session.ID })), support.ErrDenied)
}
