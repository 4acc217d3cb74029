package portal

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
)

// TestAttention holds the page's script that calls the reader back against what the page has for it: the switch, the tab's title, and
// the marks of an agent's lines and of an agent who is there. Nobody is there while the customer waits.
func TestAttention(t *testing.T) {
	for state, here := range map[support.RequestState]bool{support.RequestPosted: false, support.RequestAccepted: true} {
		d := newDesk(t)
		_, h := pagesOf(t, d, FloodSettings{})
		token := opened(d, boxID, state, nil)
		response, page := ask(t, h, http.MethodGet, requestAddress, token, nil, words.English)
		if got := strings.Contains(page, "data-here"); got != here {
			t.Errorf("in state %v somebody is there: %v", state, got)
		}
		if got := strings.Contains(page, `class="m them"`); got != here {
			t.Errorf("in state %v an agent has written: %v", state, got)
		}
		if !strings.Contains(page, `<input type="checkbox" id="sound" checked><label for="sound">`) {
			t.Errorf("in state %v the page has no switch", state)
		}
		if policy := response.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "script-src 'self'") || strings.Contains(policy, "unsafe") {
			t.Errorf("the policy is %q", policy)
		}
		address := regexp.MustCompile(`<script src="(/static/request\.[0-9a-f]+\.js)" defer>`).FindStringSubmatch(page)
		if address == nil {
			t.Fatal("the page has no script")
		}
		_, script := ask(t, h, http.MethodGet, address[1], "", nil, words.English)
		for _, want := range []string{"EventSource", "AudioContext", `getElementById("sound")`, `".m.them"`, `"[data-here]"`, `"beside.sound"`} {
			if !strings.Contains(script, want) {
				t.Errorf("the script lacks %s", want)
			}
		}
	}
}
