package center

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
)

// seenIn returns what a form says that it was made of.
func seenIn(t *testing.T, page string) string {
	t.Helper()
	found := regexp.MustCompile(`name="seen" value="([0-9a-f]+)"`).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("the page holds no form: %s", page)
	}
	return found[1]
}

// settingsForm is the form as it is sent, of the page that was seen.
func settingsForm(seen string, more url.Values) url.Values {
	form := url.Values{
		"seen": {seen}, "name": {"Northfield"}, "zone": {"Europe/Paris"},
		keepRequests: {"400"}, keepChats: {"30"}, keepAudit: {"0"}, keepSignIns: {"90"}, policyHandIn: {"1"},
	}
	for name, values := range more {
		form[name] = values
	}
	return form
}

// TestSettings changes what an organisation decides: kept, written down with before and after, and never over somebody else's change.
func TestSettings(t *testing.T) {
	h := newHouse(t)
	cookie := h.enter(t, "elena", housePassword)
	for l, want := range map[words.Language]string{words.English: "How long we keep things", words.French: "Durées de conservation"} {
		_, page := h.send(t, cookie, http.MethodGet, settingsPath+"?lang="+string(l), nil)
		if !strings.Contains(page, want) || strings.Contains(page, "settings.policy") {
			t.Errorf("%s: %s", l, page)
		}
	}
	_, page := h.send(t, cookie, http.MethodGet, settingsPath, nil)
	seen := seenIn(t, page)
	for name, wrong := range map[string]url.Values{
		"name": {"name": {"\u202e "}}, "zone": {"zone": {"Mars/Base"}}, "local": {"zone": {"Local"}}, "audit": {keepAudit: {"3"}}, "days": {keepChats: {"40000"}},
	} {
		if response, page := h.send(t, cookie, http.MethodPost, settingsPath, settingsForm(seen, wrong)); response.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page, `role="alert"`) {
			t.Errorf("%s: status %d", name, response.StatusCode)
		}
	}
	if response, _ := h.send(t, cookie, http.MethodPost, settingsPath, settingsForm(seen, url.Values{keepChats: {"many"}})); response.StatusCode != http.StatusBadRequest {
		t.Errorf("no number: status %d", response.StatusCode)
	}
	if response, _ := h.send(t, cookie, http.MethodPost, settingsPath, settingsForm(seen, url.Values{"name": {"Southfield"}})); response.StatusCode != http.StatusConflict {
		t.Errorf("a name that is taken: status %d", response.StatusCode)
	}
	if response, _ := h.send(t, cookie, http.MethodPost, settingsPath, settingsForm(seen, nil)); response.StatusCode != http.StatusSeeOther {
		t.Fatalf("status %d", response.StatusCode)
	}
	want := support.Settings{TimeZone: "Europe/Paris", Keep: support.Retention{Requests: 400, Chats: 30, SignIns: 90}, HandIn: true}
	if s := first(h.Settings(t.Context(), h.north)); s != want {
		t.Errorf("kept %+v", s)
	}
	if s := first(h.Settings(t.Context(), h.south)); s != support.DefaultSettings() {
		t.Errorf("another organisation has %+v", s)
	}
	if response, page := h.send(t, cookie, http.MethodPost, settingsPath, settingsForm(seen, url.Values{"name": {"Mine"}})); response.StatusCode != http.StatusConflict || !strings.Contains(page, "else") {
		t.Errorf("over somebody else's change: status %d", response.StatusCode)
	}
	_, log := h.send(t, cookie, http.MethodGet, auditPath, nil)
	for _, said := range []string{"Settings changed", "<del>UTC</del> <ins>Europe/Paris</ins>", "<del>90</del> <ins>30</ins>", "<del>No</del> <ins>Yes</ins>"} {
		if !strings.Contains(log, said) {
			t.Errorf("the log lacks %q: %s", said, log)
		}
	}
}
