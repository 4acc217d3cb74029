package center

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
)

// helped begins a session of Claire's, and returns where the live page lets somebody watch it.
func (o *office) helped(t *testing.T) (address string) {
	t.Helper()
	ctx := t.Context()
	requests := support.NewRequests(o.Store, support.DefaultRequestSettings())
	portal, err := o.Portal(ctx, o.portals[1])
	must(t, err)
	r, _, err := requests.Submit(ctx, portal, support.Form{Customer: "Omar Haddad", Question: "Slow", Fields: map[string]string{}}, netip.IPv6Loopback())
	must(t, err)
	_, err = requests.Post(ctx, r.ID)
	must(t, err)
	claire := o.signedIn(t, o.claire)
	_, err = requests.Accept(ctx, claire, r.ID)
	must(t, err)
	r, err = requests.OfferApp(ctx, claire, r.ID)
	must(t, err)
	_, err = requests.Begin(ctx, claire, r.App.Code)
	must(t, err)
	return "/center/live/sessions/" + support.Case{Request: r.ID}.Name() + "/monitor"
}

// press presses a button of a form without fields.
func (o *office) press(t *testing.T, who support.AgentID, address string, l words.Language) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "https://relay.northfield.example"+address, nil)
	r.Header.Set("Accept-Language", string(l))
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: cookieName, Value: o.tokens[who]})
	w := httptest.NewRecorder()
	o.ServeHTTP(w, r)
	return w
}

// TestMonitorOnTheLivePage: the act is there where it may be done, and says plainly why nothing came of it.
func TestMonitorOnTheLivePage(t *testing.T) {
	o := newOffice(t, 0)
	address := o.helped(t)
	text := func(l words.Language, key string) string { return words.MustLoad(l).T(key) }
	shown := func(who support.AgentID) bool {
		return strings.Contains(o.get(t, who, "/center/live", words.English).Body.String(), `action="`+address+`"`)
	}
	refused := func(what, key string) {
		t.Helper()
		for _, l := range words.Languages() {
			w := o.press(t, o.elena.ID, address, l)
			if body := w.Body.String(); w.Code != http.StatusConflict || !strings.Contains(body, `role="alert"`) || !strings.Contains(body, text(l, key)) {
				t.Errorf("%s, %s: %d, without %q", what, l, w.Code, text(l, key))
			}
		}
	}
	if shown(o.elena.ID) {
		t.Error("offered though the policy is off")
	}
	refused("policy", "monitor.problem.off")
	settings := support.DefaultSettings()
	settings.Monitoring = true
	must(t, o.PutSettings(t.Context(), o.organisation, settings))
	if !shown(o.elena.ID) || shown(o.lead.ID) {
		t.Errorf("offered to who looks after everything: %t; to who looks after another team: %t", shown(o.elena.ID), shown(o.lead.ID))
	}
	refused("no app", "monitor.problem.noapp")
	if w := o.press(t, o.lead.ID, address, words.English); w.Code != http.StatusNotFound {
		t.Errorf("a foreign team: %d", w.Code)
	}
	if w := o.press(t, o.claire.ID, address, words.English); w.Code != http.StatusForbidden {
		t.Errorf("an agent who was let in: %d", w.Code)
	}
	if w := o.press(t, o.elena.ID, "/center/live/sessions/xyz/monitor", words.English); w.Code != http.StatusNotFound {
		t.Errorf("no case: %d", w.Code)
	}
	presence := support.NewPresence(o.Store)
	must(t, presence.Beat(t.Context()))
	_, err := presence.Arrive(t.Context(), o.signedIn(t, o.elena), support.StatusBusy)
	must(t, err)
	w := o.press(t, o.elena.ID, address, words.English)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/center/live?done=monitor" {
		t.Fatalf("%d, %s", w.Code, w.Header().Get("Location"))
	}
	if body := o.get(t, o.elena.ID, "/center/live?done=monitor", words.French).Body.String(); !strings.Contains(body, text(words.French, "monitor.done.asked")) {
		t.Error("nothing says what happens next")
	}
	open, err := o.OpenIntroductions(t.Context(), o.organisation)
	must(t, err)
	if len(open) != 1 || open[0].ToAgent != o.elena.ID || open[0].From != o.claire.ID || open[0].Kind != support.RendezvousMonitor {
		t.Errorf("asked: %+v", open)
	}
}
