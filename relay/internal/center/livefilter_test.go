package center

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"beside.example/internal/words"
)

// TestLiveFilter: what was picked narrows everything on the page, nobody picks what is not theirs, and whoever presses a button comes back to
// what was picked.
func TestLiveFilter(t *testing.T) {
	o := newOffice(t, 0)
	o.helped(t) // in front, at the pharmacy; another waits at the staff desk
	page := func(query string) string {
		t.Helper()
		w := o.get(t, o.elena.ID, livePath+query, words.English)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: status %d", query, w.Code)
		}
		return w.Body.String()
	}
	staff, pharmacy := fmt.Sprintf("portal=%d", o.portals[0]), fmt.Sprintf("portal=%d", o.portals[1])
	front, back := fmt.Sprintf("team=%d", o.front), fmt.Sprintf("team=%d", o.back)
	for query, want := range map[string][4]bool{ // Margaret, Omar, Claire, Priya
		"":                           {true, true, true, true},
		"?team=&portal=":             {true, true, true, true},
		"?" + staff:                  {true, false, true, true},
		"?" + pharmacy:               {false, true, true, true},
		"?" + front:                  {true, true, true, false},
		"?" + back:                   {true, false, false, true},
		"?" + front + "&" + pharmacy: {false, true, true, false},
	} {
		body := page(query)
		for i, name := range []string{"Margaret Ellis", "Omar Haddad", `Sign out Claire Moreau"`, `Sign out Priya Nair"`} {
			if strings.Contains(body, name) != want[i] {
				t.Errorf("%q: %s is shown: %t", query, name, !want[i])
			}
		}
	}
	for query, who := range map[string]int{"?" + front: 1, "?team=99": 0, "?portal=99": 0} {
		id := o.elena.ID
		if who == 1 {
			id = o.lead.ID // whose team it is not
		}
		if w := o.get(t, id, livePath+query, words.English); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", query, w.Code)
		}
	}
	picked := "?" + pharmacy + "&" + front
	out := fmt.Sprintf("%s/agents/%d/sign-out%s", livePath, o.claire.ID, picked)
	if !strings.Contains(page(picked), `action="`+strings.ReplaceAll(out, "&", "&amp;")+`"`) {
		t.Error("a button forgets what was picked")
	}
	if w := o.press(t, o.elena.ID, out, words.English); w.Header().Get("Location") != livePath+"?done=out&"+pharmacy+"&"+front {
		t.Errorf("back to %q", w.Header().Get("Location"))
	}
}

// TestLiveStreamFilter: the stream sends what was picked.
func TestLiveStreamFilter(t *testing.T) {
	o := newOffice(t, 0)
	o.helped(t)
	server := httptest.NewServer(o)
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("%s%s/events?portal=%d&done=out", server.URL, livePath, o.portals[1]), nil)
	must(t, err)
	r.AddCookie(&http.Cookie{Name: cookieName, Value: o.tokens[o.elena.ID]})
	answer, err := server.Client().Do(r)
	must(t, err)
	defer func() { _ = answer.Body.Close() }()
	var part strings.Builder
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() && (lines.Text() != "" || !strings.Contains(part.String(), "event: "+partLive)) { // to the end of the first picture
		part.WriteString(lines.Text() + "\n")
	}
	if !strings.Contains(part.String(), "Omar Haddad") || strings.Contains(part.String(), "Margaret Ellis") {
		t.Errorf("the stream sends %s", part.String())
	}
}
