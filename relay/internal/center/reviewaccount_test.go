package center

import (
	"bytes"
	"crypto/ed25519"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/relay/internal/store/calltest"
	"beside.example/relay/internal/support"
)

// call is a session by telephone that Claire held, with Priya in it, of which both apps handed in what they saw.
type call struct {
	*office
	claires, priyas         support.Session
	claireThere, priyaThere support.SignedIn
	began                   time.Time
}

// testDevice is the key of an agent's app.
func testDevice(a support.Agent) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{byte(a.ID)}, ed25519.SeedSize))
}

func newCall(t *testing.T) *call {
	t.Helper()
	return newOffice(t, 0).call(t)
}

// call lets that session be held in an office, and hands it in.
func (o *office) call(t testing.TB) *call {
	t.Helper()
	c := o.held(t)
	c.handIn(t, c.claireThere, o.claire, c.claires, 1, c.claireSaw())
	c.handIn(t, c.priyaThere, o.priya, c.priyas, 2, c.priyaSaw())
	return c
}

// held lets the session be held, of which nothing is handed in yet.
func (o *office) held(t testing.TB) *call {
	t.Helper()
	ctx := t.Context()
	c := &call{office: o, began: time.Now().Add(-40 * time.Minute).Truncate(time.Second)}
	claire, priya := o.signedIn(t, o.claire), o.signedIn(t, o.priya)
	c.claireThere, c.priyaThere = claire, priya
	c.claires = calltest.Hold(t, o.Store, claire, o.portals[0], "Hannah Berg", "the first session", c.began)
	brought, err := o.CreateIntroduction(ctx, support.Introduction{
		Organisation: o.organisation, Asked: support.Asked{Session: c.claires.ID, Kind: support.RendezvousInvite, ToAgent: o.priya.ID},
		From: o.claire.ID, Device: claire.Device.ID, Portal: o.portals[0], Created: c.began, Until: c.began.Add(time.Minute),
	}, 7, support.Event{Organisation: o.organisation, Portal: o.portals[0], Kind: support.EventIntroduced, At: c.began})
	must(t, err)
	c.priyas = support.Session{Agent: o.priya.ID, Device: priya.Device.ID, Introduction: brought.ID, Portal: o.portals[0], Customer: "Hannah Berg", Granted: c.began.Add(9 * time.Minute)}
	copy(c.priyas.ID[:], "the second session")
	must(t, o.KeepStep(ctx, support.Step{Session: &c.priyas, At: c.priyas.Granted}))
	for _, s := range []support.Session{c.claires, c.priyas} {
		must(t, o.EndSession(ctx, s.Agent, s.ID, s.Granted, c.began.Add(31*time.Minute), support.OutcomeResolved))
	}
	return c
}

// at is a fact so many minutes after the beginning.
func (c *call) at(minutes float64, f handin.Fact) handin.Entry {
	return handin.Entry{At: c.began.Add(time.Duration(minutes * float64(time.Minute))), Fact: f}
}

func grantsTo(who protocol.AttendeeID, name string, p protocol.Permission) handin.Grants {
	return handin.Grants{Who: who, Name: name, Granted: p}
}

const (
	toSee     = protocol.PermissionSee
	toControl = protocol.PermissionSee | protocol.PermissionControl
)

func (c *call) claireSaw() []handin.Entry {
	file := handin.File{ToCustomer: true, Name: "dock-update-4.2.exe", Size: 18_400_000}
	copy(file.Hash[:], bytes.Repeat([]byte{0x9f, 0x2c, 0x41, 0xd8}, 8))
	return []handin.Entry{
		c.at(0, handin.Began{Granted: toSee}), c.at(0, grantsTo(1, "Claire Moreau", toSee)),
		c.at(0, handin.Said{Who: 1, Name: "Claire Moreau", Text: "Hello Hannah, this is Claire."}),
		c.at(1, handin.Seeing{On: true}), c.at(1, handin.Status{Status: protocol.StatusGranted, Permission: toSee}),
		c.at(2, handin.Said{Text: "The second display stays <black>."}),
		c.at(5, handin.Showing{On: true}), c.at(5, handin.Status{Status: protocol.StatusSharing, Who: 1, Name: "Claire Moreau"}),
		c.at(6, handin.Showing{}), c.at(6, handin.Status{Status: protocol.StatusStopped, Who: 1, Name: "Claire Moreau"}),
		c.at(9, grantsTo(2, "Priya Nair", toSee)), c.at(9, handin.Status{Status: protocol.StatusJoined, Who: 2, Name: "Priya Nair"}),
		c.at(10, handin.Said{Who: 2, Name: "Priya Nair", Private: true, Text: "The firmware is old."}),
		c.at(12, handin.WebPage{Number: 1, URL: "https://docks.example/4.2"}), c.at(12.2, handin.WebAnswer{Number: 1, Answer: protocol.AnswerYes}),
		c.at(13, file),
		c.at(18, grantsTo(1, "Claire Moreau", toControl)), c.at(22, grantsTo(1, "Claire Moreau", toSee)),
		c.at(24, grantsTo(2, "Priya Nair", toControl)), c.at(27, grantsTo(2, "Priya Nair", toSee)),
		c.at(28, handin.Link{}), c.at(28.1, handin.Link{Up: true}),
		c.at(30, handin.Said{Text: "It works again. Thank you!"}),
		c.at(31, handin.Ended{Reason: protocol.CloseByCustomer, Remote: true}),
	}
}

func (c *call) priyaSaw() []handin.Entry {
	return []handin.Entry{
		c.at(9, handin.Began{Granted: toSee}), c.at(9, grantsTo(1, "Claire Moreau", toSee)), c.at(9, grantsTo(2, "Priya Nair", toSee)),
		c.at(9, handin.Status{Status: protocol.StatusJoined, Who: 2, Name: "Priya Nair"}),
		c.at(9.1, handin.Seeing{On: true}),
		c.at(10, handin.Said{Who: 2, Name: "Priya Nair", Private: true, Text: "The firmware is old."}),
		c.at(18, grantsTo(1, "Claire Moreau", toControl)), c.at(22, grantsTo(1, "Claire Moreau", toSee)),
		c.at(30, handin.Notes{Outcome: 1, Text: "Told her about the dock."}),
		c.at(31, handin.Ended{Cut: true}),
	}
}

// handIn hands in what an agent's app saw, part by part, as the app does.
func (c *call) handIn(t testing.TB, who support.SignedIn, a support.Agent, s support.Session, you protocol.AttendeeID, entries []handin.Entry) {
	t.Helper()
	calltest.HandIn(t, c.Store, who, testDevice(a), s.ID, you, c.began.Add(31*time.Minute), entries)
}

func (c *call) address() string {
	return sessionsPath + "/" + support.Case{Session: c.claires.ID}.Name()
}

// TestReviewOfACall shows what both apps handed in, in both languages.
func TestReviewOfACall(t *testing.T) {
	c := newCall(t)
	for l, wants := range map[words.Language][]string{
		words.English: {
			"Hannah Berg agreed to a session with Claire Moreau.", "Hello Hannah, this is Claire.", "The second display stays &lt;black&gt;.", "agents only",
			"reported by Claire Moreau, Priya Nair", "not in the report of Priya Nair", "Allowed: seeing the screen.", "Priya Nair is here.",
			"Who saw the screen", "Control was on", "dock-update-4.2.exe, 18.4", "sha256 9f2c 41d8 … 41d8", "https://docks.example/4.2", "opened",
			"Handed in by Claire Moreau", "signature checked", "The app was gone before the session was over.", "Told her about the dock.", "No recording.",
			"Claire Moreau&#39;s app reports that Priya Nair controlled the computer", "Seen by Claire", "Control: Claire", "was handed in by the agents",
		},
		words.French: {"Qui a vu l’écran", "signature vérifiée", "Aucun enregistrement.", "18,4\u00a0Mo", "selon Claire Moreau, Priya Nair", "Contrôle : Claire"},
	} {
		w := c.get(t, c.elena.ID, c.address(), l)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: status %d", l, w.Code)
		}
		for _, want := range wants {
			if !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s: the page lacks %q", l, want)
			}
		}
		for _, never := range []string{"handin.", "[chat.", "no value"} {
			if strings.Contains(w.Body.String(), never) {
				t.Errorf("%s: the page holds %q", l, never)
			}
		}
	}
}

// TestReviewTellsForgery: what was changed in the store afterwards is not shown as signed, and the page says so.
func TestReviewTellsForgery(t *testing.T) {
	c := newCall(t)
	c.forge(t)
	page := c.get(t, c.elena.ID, c.address(), words.English).Body.String()
	if strings.Contains(page, "Hacker") || !strings.Contains(page, "the signature does not hold") || !strings.Contains(page, "signature checked") {
		t.Errorf("a forged chat is shown: %t", strings.Contains(page, "Hacker"))
	}
}

// forge changes what was said, in the store itself.
func (c *call) forge(t testing.TB) {
	t.Helper()
	database, err := sql.Open("sqlite", c.dsn)
	must(t, err)
	defer func() { must(t, database.Close()) }()
	pages, err := c.HandIns(t.Context(), c.claires.ID)
	must(t, err)
	for _, p := range pages {
		if p.Part != handin.PartChat {
			continue
		}
		changed := bytes.Replace(p.Page, []byte("this is Claire"), []byte("this is Hacker"), 1)
		_, err := database.ExecContext(t.Context(), `UPDATE hand_ins SET page = ? WHERE session = ? AND part = ?`, changed, p.Session[:], p.Part)
		must(t, err)
	}
}

// TestSignedPages: whoever may see a review can take the signed pages along, and check them with nothing but a device's key.
func TestSignedPages(t *testing.T) {
	c := newCall(t)
	address := "/center/sessions/signed/" + support.Case{Session: c.claires.ID}.Name()
	w := c.get(t, c.elena.ID, address, words.English)
	var pages []signedPage
	must(t, json.Unmarshal(w.Body.Bytes(), &pages))
	if len(pages) != 5 || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment;") {
		t.Fatalf("%d pages, %v", len(pages), w.Header())
	}
	for _, p := range pages {
		key, err := hex.DecodeString(p.DeviceKey)
		must(t, err)
		if !ed25519.Verify(key, append([]byte(p.Signed+"\x00"), p.Page...), p.Signature) {
			t.Errorf("the %s of %s do not hold", p.Part, p.Agent)
		}
	}
	for who, want := range map[support.AgentID]int{0: http.StatusSeeOther, c.lead.ID: http.StatusNotFound, c.claire.ID: http.StatusOK} {
		if got := c.get(t, who, address, words.English).Code; got != want {
			t.Errorf("agent %d: status %d, want %d", who, got, want)
		}
	}
}
