package api_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"beside.example/relay/internal/api"
	"beside.example/relay/internal/support"
)

// TestChanges makes, reads and changes one thing of each kind, first with an ETag that somebody else made stale, and finds it in the audit
// log under the token's name.
func TestChanges(t *testing.T) {
	h := newHouse(t)
	token := h.token("people:write portals:write replies:write audit:read")
	for _, c := range []struct{ path, first, second, third, act string }{
		{"/teams", `{"name":"Day","features":["all"]}`, `{"name":"Day shift","features":["view"]}`, `{"name":"D","features":[]}`, "team-changed"},
		{
			"/agents", at(`{"name":"Cy","mail":"CY@field.example","team":%d,"portals":[]}`, h.front), at(`{"name":"Cyd","team":%d,"center":true,"portals":[]}`, h.back),
			at(`{"name":"C","team":%d,"portals":[]}`, h.back), "agent-changed",
		},
		{
			"/portals", `{"name":"Ward 7","kind":"queue","features":["all"],"hours":{"zone":"Europe/Paris","days":[[],[{"from":480,"to":1020}],[],[],[],[],[]]}}`,
			`{"name":"Ward 8","slug":"ward-8","kind":"box","features":["view","control"],"greeting":{"en":"Hello"},"fields":[{"key":"room","label":{"en":"Room"},"kind":"line","required":true}]}`,
			`{"name":"W","kind":"box","features":[]}`, "portal-changed",
		},
		{"/replies", at(`{"title":"Bye","text":"Good bye","team":%d}`, h.front), `{"title":"Bye","text":"So long"}`, `{"title":"B","text":"b"}`, "canned-changed"},
	} {
		made := h.call(token, "POST", c.path, c.first)
		thing := read[map[string]any](t, made, http.StatusCreated)
		place := strings.TrimPrefix(made.header.Get("Location"), api.Root)
		if want := fmt.Sprintf("%s/%v", c.path, thing["id"]); place != want {
			t.Errorf("%s: the location is %q", c.path, place)
		}
		got := h.call(token, "GET", place, "")
		if tag := got.header.Get("ETag"); got.body != made.body || tag == "" || tag != made.header.Get("ETag") {
			t.Errorf("%s: made %s, read %s with %q", c.path, made.body, got.body, tag)
		}
		old := got.header.Get("ETag")
		h.call(token, "PUT", place, c.second).mustBeProblem(t, place+" without its ETag", http.StatusPreconditionRequired)
		changed := h.call(token, "PUT", place, c.second, "If-Match", old)
		if after := read[map[string]any](t, changed, http.StatusOK); after["name"] == thing["name"] && after["text"] == thing["text"] || changed.header.Get("ETag") == old {
			t.Errorf("%s: after the change %s", place, changed.body)
		}
		for _, stale := range []string{old, `"nonsense"`, "nonsense", "*", `W/` + old} {
			h.call(token, "PUT", place, c.third, "If-Match", stale).mustBeProblem(t, place+" with a stale ETag", http.StatusPreconditionFailed)
		}
		if now := h.call(token, "GET", place, ""); now.body != changed.body {
			t.Errorf("%s: a stale change was kept: %s", place, now.body)
		}
		log := read[struct {
			Items []struct {
				Act, Name string
				Token     uint64
			}
		}](t, h.call(token, "GET", "/audit?limit=1", ""), http.StatusOK)
		if e := log.Items[0]; e.Act != c.act || e.Name != "Program" || e.Token == 0 {
			t.Errorf("%s: the log says %+v", place, e)
		}
	}
	agent := read[struct{ Mail string }](t, h.call(token, "GET", at("/agents/%d", h.otto+1), ""), http.StatusOK)
	if agent.Mail != "cy@field.example" {
		t.Errorf("the mail address is %q", agent.Mail)
	}
	h.testDelete(token)
}

// testDelete deletes one thing of each kind, and takes agents out of service.
func (h *house) testDelete(token string) {
	t := h.t
	for place, query := range map[string]string{
		at("/replies/%d", h.reply): "", at("/portals/%d", h.desk): "", at("/agents/%d", h.bob): "", at("/teams/%d", h.back): at("?to=%d", h.front),
	} {
		tag := h.call(token, "GET", place, "").header.Get("ETag")
		h.call(token, "DELETE", place+query, "").mustBeProblem(t, place+" without its ETag", http.StatusPreconditionRequired)
		h.call(token, "DELETE", place+query, "", "If-Match", `"0"`).mustBeProblem(t, place+" with a stale ETag", http.StatusPreconditionFailed)
		if a := h.call(token, "DELETE", place+query, "", "If-Match", tag); a.status != http.StatusNoContent {
			t.Errorf("delete %s: status %d: %s", place, a.status, a.body)
		}
		h.call(token, "GET", place, "").mustBeProblem(t, place+", which is deleted", http.StatusNotFound)
	}
	agents, _ := h.walk(token, "/agents", 100)
	if len(agents) != 3 { // Elena, Ada and Cyd, who moved with the team
		t.Errorf("the agents are %v", agents)
	}
	for _, act := range []string{"disable", "enable", "sign-out"} {
		if a := h.call(token, "POST", at("/agents/%d/", h.ada)+act, ""); a.status != http.StatusNoContent {
			t.Errorf("%s: status %d: %s", act, a.status, a.body)
		}
		ada, err := h.Agent(t.Context(), h.ada)
		must(t, err)
		if ada.Disabled != (act == "disable") {
			t.Errorf("after %s: disabled %v", act, ada.Disabled)
		}
	}
}

// TestPages walks every list page by page: everything is there once, in order.
func TestPages(t *testing.T) {
	h := newHouse(t)
	h.happened(300)
	token := h.token(strings.Join(support.ScopesAll.Names(), " "))
	for path, want := range map[string]int{"/teams": 3, "/agents": 3, "/portals": 1, "/replies": 1, "/requests": 300, "/sessions": -1, "/audit": 1} {
		whole, _ := h.walk(token, path, 500)
		pieces, calls := h.walk(token, path, 2)
		if want >= 0 && len(whole) != want || len(whole) == 0 {
			t.Errorf("%s: %d things", path, len(whole))
		}
		if strings.Join(whole, " ") != strings.Join(pieces, " ") || calls < len(whole)/2 {
			t.Errorf("%s: %d things in one page, %d in %d pages", path, len(whole), len(pieces), calls)
		}
	}
	resolved, _ := h.walk(token, "/requests?state=resolved&state=declined", 7)
	all, _ := h.walk(token, "/requests", 500)
	if len(resolved) == 0 || len(resolved) >= len(all) {
		t.Errorf("%d of %d requests were resolved or declined", len(resolved), len(all))
	}
	front, _ := h.walk(h.token("requests:read", h.front), "/requests", 50)
	ada, _ := h.walk(token, at("/requests?agent=%d", h.ada), 50)
	if len(front) == 0 || strings.Join(front, " ") != strings.Join(ada, " ") {
		t.Errorf("a token for Ada's team sees %d requests, %d are hers", len(front), len(ada))
	}
	for _, cursor := range []string{"x", "e30", "bm9uc2Vuc2U", strings.Repeat("A", 300)} {
		for _, path := range []string{"/requests", "/sessions", "/audit", "/teams"} {
			h.call(token, "GET", path+"?cursor="+cursor, "").mustBeProblem(t, path+" from "+cursor, http.StatusUnprocessableEntity)
		}
	}
}

// walk reads a list to its end and returns the IDs.
func (h *house) walk(token, path string, limit int) (ids []string, calls int) {
	h.t.Helper()
	for next := ""; ; {
		address := path + map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + fmt.Sprint("limit=", limit)
		if next != "" {
			address += "&cursor=" + next
		}
		page := read[struct {
			Items []struct{ ID any }
			Next  string
		}](h.t, h.call(token, "GET", address, ""), http.StatusOK)
		if len(page.Items) > limit {
			h.t.Errorf("%s: %d things", address, len(page.Items))
		}
		for _, item := range page.Items {
			ids = append(ids, fmt.Sprint(item.ID))
		}
		calls++
		if next = page.Next; next == "" {
			return ids, calls
		}
	}
}

// TestReportsAgree holds the summary, the list and the exports of the same period against each other.
func TestReportsAgree(t *testing.T) {
	const cases = 250
	h := newHouse(t)
	h.happened(cases)
	token := h.token("requests:read reports:read")
	for _, rows := range []string{"portal", "day", "agent", "team"} {
		s := read[struct {
			Rows  []struct{ Submitted, Resolved int }
			Total struct{ Submitted, Resolved int }
		}](t, h.call(token, "GET", "/reports/summary?zone=Europe/Paris&rows="+rows, ""), http.StatusOK)
		sum := 0
		for _, r := range s.Rows {
			sum += r.Submitted
		}
		if sum != cases || s.Total.Submitted != cases {
			t.Errorf("by %s: %d in the rows, %d in all", rows, sum, s.Total.Submitted)
		}
	}
	for _, path := range []string{"/reports/agents", "/reports/sign-ins", "/reports/survey", "/live", "/organisation"} {
		if a := h.call(token, "GET", path, ""); a.status != http.StatusOK || strings.Contains(a.body, "null") {
			t.Errorf("%s: status %d: %s", path, a.status, a.body)
		}
	}
	file := h.call(token, "GET", "/exports/requests", "")
	lines, err := csv.NewReader(strings.NewReader(file.body)).ReadAll()
	must(t, err)
	if len(lines) != cases+1 || file.header.Get("Content-Type") != "text/csv; charset=utf-8" || lines[0][0] != "id" {
		t.Errorf("%d lines of %s", len(lines), file.header.Get("Content-Type"))
	}
	objects := read[[]map[string]any](t, h.call(token, "GET", "/exports/requests?format=json", ""), http.StatusOK)
	if len(objects) != cases || objects[0]["id"] != lines[1][0] {
		t.Errorf("%d objects", len(objects))
	}
	for _, name := range []string{"agents", "sign-ins", "answers"} {
		read[[]map[string]any](t, h.call(token, "GET", "/exports/"+name+"?format=json", ""), http.StatusOK)
	}
	id := lines[1][0]
	detail := read[struct {
		ID, State string
		Events    []struct{ Kind string }
		Sessions  []struct{ ID string }
	}](t, h.call(token, "GET", "/requests/"+id, ""), http.StatusOK)
	if detail.ID != id || detail.State != lines[1][5] {
		t.Errorf("the detail is %+v", detail)
	}
	for _, s := range detail.Sessions {
		read[map[string]any](t, h.call(token, "GET", "/sessions/"+s.ID, ""), http.StatusOK)
	}
}

// TestProblems makes calls that cannot be answered: each gets a problem that says what to do.
func TestProblems(t *testing.T) {
	h := newHouse(t)
	token := h.token(strings.Join(support.ScopesAll.Names(), " "))
	for _, c := range []struct {
		method, path, body, contentType string
		status                          int
	}{
		{"GET", "/nowhere", "", "", 404},
		{"GET", "", "", "", 404},
		{"PATCH", "/teams", "{}", "", 405},
		{"DELETE", "/organisation", "", "", 405},
		{"POST", "/teams", "{", "application/json", 400},
		{"POST", "/teams", `{"name":"x","features":[],"owner":1}`, "application/json", 422},
		{"POST", "/teams", `{"name":"","features":[]}`, "application/json", 422},
		{"POST", "/teams", `{"name":"x","features":["flight"]}`, "application/json", 422},
		{"POST", "/teams", "name=x", "application/x-www-form-urlencoded", 415},
		{"POST", "/teams", `{"name":"` + strings.Repeat("x", 300<<10) + `"}`, "application/json", 413},
		{"POST", "/teams", at(`{"name":"x","features":[],"parent":%d}`, h.southTeam), "application/json", 404},
		{"POST", "/portals", `{"name":"x","slug":"desk","kind":"box","features":[]}`, "application/json", 409},
		{"POST", "/agents", at(`{"name":"x","mail":"ada@field.example","team":%d,"portals":[]}`, h.front), "application/json", 409},
		{"POST", "/replies", `{"title":"x","url":"javascript:alert(1)"}`, "application/json", 422},
		{"GET", "/teams?limit=501", "", "", 422},
		{"GET", "/teams?limit=0", "", "", 422},
		{"GET", "/teams?page=2", "", "", 422},
		{"GET", "/requests?from=yesterday", "", "", 422},
		{"GET", "/requests?from=2026-02-02&to=2026-01-01", "", "", 422},
		{"GET", "/requests?from=1990-01-01", "", "", 422},
		{"GET", "/requests?zone=Local", "", "", 422},
		{"GET", "/requests?zone=Mars/Olympus", "", "", 422},
		{"GET", "/reports/summary?rows=moon", "", "", 422},
		{"GET", "/requests/" + strings.Repeat("0", 32), "", "", 404},
		{"GET", "/requests/s" + strings.Repeat("0", 32), "", "", 404},
		{"GET", "/requests/..", "", "", 404},
		{"GET", "/agents/x", "", "", 422},
	} {
		a := h.call(token, c.method, c.path, c.body, "Content-Type", c.contentType)
		if c.status == 404 && a.status/100 == 3 {
			continue // to where there is nothing
		}
		a.mustBeProblem(t, fmt.Sprintf("%s %.60s", c.method, c.path), c.status)
		if c.status == 405 && a.header.Get("Allow") == "" {
			t.Errorf("%s %s: does not say what is allowed", c.method, c.path)
		}
	}
	a := h.call("", "GET", "/teams", "")
	a.mustBeProblem(t, "no token", http.StatusUnauthorized)
	if !strings.HasPrefix(a.header.Get("WWW-Authenticate"), "Bearer") {
		t.Errorf("headers %v", a.header)
	}
	if a := h.call("", "GET", "/openapi.json", ""); a.status != http.StatusOK || !json.Valid([]byte(a.body)) {
		t.Errorf("the document: status %d", a.status)
	}
}

// TestTooManyCalls lets one token ask without an end, and a stranger try tokens: both are told when to try again, and others are not held up.
func TestTooManyCalls(t *testing.T) {
	h := newHouse(t)
	token, other := h.token("audit:read"), h.token("audit:read")
	last := answer{}
	calls := 0
	for ; last.status != http.StatusTooManyRequests && calls < 1000; calls++ {
		last = h.call(token, "GET", "/organisation", "")
	}
	last.mustBeProblem(t, "a flood", http.StatusTooManyRequests)
	if calls < 600 || last.header.Get("Retry-After") == "" {
		t.Errorf("after %d calls: %v", calls, last.header)
	}
	if a := h.call(other, "GET", "/organisation", ""); a.status != http.StatusOK {
		t.Errorf("another token: status %d", a.status)
	}
	for last, calls = (answer{}), 0; last.status != http.StatusTooManyRequests && calls < 100; calls++ {
		last = h.call(support.TokenText(support.NewSecret()), "GET", "/organisation", "")
	}
	if calls < 30 || calls > 40 {
		t.Errorf("a stranger tried %d tokens", calls)
	}
	if a := h.call(other, "GET", "/organisation", ""); a.status != http.StatusOK {
		t.Errorf("a token from the stranger's house: status %d", a.status)
	}
}
