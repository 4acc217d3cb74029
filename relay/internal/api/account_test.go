package api_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"net/http"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/handin"
	"beside.example/relay/internal/support"
)

// heldCall lets Ada hold a session by telephone, of which her app hands in what it saw.
func (h *house) heldCall() support.Session {
	h.t.Helper()
	ctx, began := h.t.Context(), time.Now().Add(-time.Hour).Truncate(time.Second)
	settings := support.DefaultSettings()
	settings.HandIn = true
	must(h.t, h.PutSettings(ctx, h.north.ID, settings))
	device, err := h.CreateDevice(ctx, support.Device{Agent: h.ada, Name: "desk", TokenHash: support.NewSecret().Hash(), Created: began, Seen: began})
	must(h.t, err)
	ada, err := h.Agent(ctx, h.ada)
	must(h.t, err)
	who := support.SignedIn{Device: support.Device{ID: device, Agent: h.ada}, Agent: ada, Organisation: h.north}
	id, err := h.CreateCode(ctx, support.Code{Agent: h.ada, Portal: h.desk, Nameplate: code.Nameplate("4711"), Customer: "Hannah", Created: began, Expires: began.Add(time.Hour)}, 8)
	must(h.t, err)
	grant := support.Session{Code: id, Agent: h.ada, Device: device, Granted: began}
	copy(grant.ID[:], "a session")
	session, err := h.RedeemCode(ctx, grant)
	must(h.t, err)
	must(h.t, h.EndSession(ctx, h.ada, session.ID, began, began.Add(30*time.Minute), support.OutcomeResolved))
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	public, _ := key.Public().(ed25519.PublicKey)
	handIns := support.NewHandIns(h.Store)
	_, err = handIns.Vouch(ctx, who, public)
	must(h.t, err)
	at := func(minutes int, f handin.Fact) handin.Entry {
		return handin.Entry{At: began.Add(time.Duration(minutes) * time.Minute), Fact: f}
	}
	for part, entries := range map[handin.Part][]handin.Entry{
		handin.PartFacts: {
			at(0, handin.Began{}), at(1, handin.Seeing{On: true}), at(5, handin.Grants{Who: 1, Name: "Ada", Granted: protocol.PermissionSee | protocol.PermissionControl}),
			at(7, handin.File{ToCustomer: true, Name: "driver.exe", Size: 12}), at(9, handin.WebPage{Number: 1, URL: "https://docks.example/"}),
			at(20, handin.Ended{Reason: protocol.CloseByCustomer, Remote: true}),
		},
		handin.PartChat: {at(2, handin.Said{Who: 1, Name: "Ada", Text: "Hello"}), at(3, handin.Said{Text: "Hello, Ada"})},
	} {
		head := handin.Head{Session: session.ID, Part: part, Made: began.Add(31 * time.Minute), You: 1, Kept: protocol.KeepsFacts | protocol.KeepsChat}
		for _, page := range handin.Build(head, entries) {
			must(h.t, handIns.Keep(ctx, who, public, handin.Sign(key, page), page))
		}
	}
	return session
}

// TestSessionOfManager marks the session of a manager who watches.
func TestSessionOfManager(t *testing.T) {
	h := newHouse(t)
	held := h.heldCall()
	watched := support.Session{Agent: h.bob, Monitor: true, Introduction: 1, Portal: h.desk, Customer: "Hannah", Granted: held.Granted}
	copy(watched.ID[:], "a watched one")
	must(t, h.KeepStep(t.Context(), support.Step{Session: &watched, At: held.Granted}))
	list := read[struct {
		Items []struct {
			ID      string
			Monitor bool
		}
	}](t, h.call(h.token("requests:read"), "GET", "/sessions", ""), http.StatusOK)
	for _, s := range list.Items {
		if want := s.ID == hex.EncodeToString(watched.ID[:]); s.Monitor != want {
			t.Errorf("monitor is %v of %s", s.Monitor, s.ID)
		}
	}
	if len(list.Items) != 2 {
		t.Errorf("sessions %+v", list.Items)
	}
}

// TestAccount shows what an app handed in to tokens that are for it, and to no other.
func TestAccount(t *testing.T) {
	h := newHouse(t)
	place := "/requests/" + support.PhoneCase(h.heldCall()).Name() + "/account"
	type ref struct{ Name string }
	told := read[struct {
		Said []struct {
			By, Text string
			Agent    ref
			Told     []ref
		}
		Seen, Controlled []struct {
			Agent        ref
			Since, Until time.Time
		}
		Files []struct {
			Name, SHA256 string
			ToCustomer   bool `json:"to_customer"`
		}
		Pages   []struct{ URL, Answer string }
		Missing []ref
	}](t, h.call(h.token("chats:read"), "GET", place, ""), http.StatusOK)
	if len(told.Said) != 2 || told.Said[0].By != "agent" || told.Said[0].Agent.Name != "Ada" || told.Said[1].By != "customer" || told.Said[1].Told[0].Name != "Ada" {
		t.Errorf("said %+v", told.Said)
	}
	if len(told.Seen) != 1 || told.Seen[0].Until.Sub(told.Seen[0].Since) != 19*time.Minute || len(told.Controlled) != 1 || told.Controlled[0].Agent.Name != "Ada" {
		t.Errorf("seen %+v, controlled %+v", told.Seen, told.Controlled)
	}
	if len(told.Files) != 1 || told.Files[0].Name != "driver.exe" || !told.Files[0].ToCustomer || len(told.Files[0].SHA256) != 64 || len(told.Missing) != 0 {
		t.Errorf("files %+v, missing %+v", told.Files, told.Missing)
	}
	if len(told.Pages) != 1 || told.Pages[0].Answer != "unanswered" {
		t.Errorf("pages %+v", told.Pages)
	}
	if e := h.latest(); e.Act != support.AuditReviewed || e.Name != "Program" {
		t.Errorf("the log says %+v", e)
	}
	h.call(h.token("requests:read"), "GET", place, "").mustBeProblem(t, "with another scope", http.StatusForbidden)
	h.call(h.token("chats:read", h.back), "GET", place, "").mustBeProblem(t, "of another team", http.StatusNotFound)
	if a := h.call(h.token("chats:read", h.front), "GET", place, ""); a.status != http.StatusOK {
		t.Errorf("of the team above: status %d: %s", a.status, a.body)
	}
}
