package api_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"net/http"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/relay/internal/store/calltest"
	"beside.example/relay/internal/support"
)

// heldCall lets Ada hold a session by telephone, of which her app hands in what it saw.
func (h *house) heldCall() support.Session {
	h.t.Helper()
	ctx, began := h.t.Context(), time.Now().Add(-time.Hour).Truncate(time.Second)
	device, err := h.CreateDevice(ctx, support.Device{Agent: h.ada, Name: "desk", TokenHash: support.NewSecret().Hash(), Created: began, Seen: began})
	must(h.t, err)
	ada, err := h.Agent(ctx, h.ada)
	must(h.t, err)
	who := support.SignedIn{Device: support.Device{ID: device, Agent: h.ada}, Agent: ada, Organisation: h.north}
	session := calltest.Hold(h.t, h.Store, who, h.desk, "Hannah", "a session", began)
	must(h.t, h.EndSession(ctx, h.ada, session.ID, began, began.Add(30*time.Minute), support.OutcomeResolved))
	at := func(minutes int, f handin.Fact) handin.Entry {
		return handin.Entry{At: began.Add(time.Duration(minutes) * time.Minute), Fact: f}
	}
	calltest.HandIn(h.t, h.Store, who, ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)), session.ID, 1, began.Add(31*time.Minute), []handin.Entry{
		at(0, handin.Began{}), at(1, handin.Seeing{On: true}), at(5, handin.Grants{Who: 1, Name: "Ada", Granted: protocol.PermissionSee | protocol.PermissionControl}),
		at(7, handin.File{ToCustomer: true, Name: "driver.exe", Size: 12}), at(9, handin.WebPage{Number: 1, URL: "https://docks.example/"}),
		at(20, handin.Ended{Reason: protocol.CloseByCustomer, Remote: true}),
		at(2, handin.Said{Who: 1, Name: "Ada", Text: "Hello"}), at(3, handin.Said{Text: "Hello, Ada"}),
	})
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
