package pagetest

import (
	"strings"
	"testing"

	"beside.example/relay/internal/web/browsertest"
)

// inspect holds the page in a tab against what every page must be.
func inspect(t *testing.T, tab *browsertest.Tab, look, kind string) {
	t.Helper()
	for _, complaint := range tab.Complaints() {
		t.Errorf("%s: the browser complains: %s", kind, complaint)
	}
	if over := tab.Overflow(); over > 0 {
		t.Errorf("%s: %d px wider than the window", kind, over)
	}
	tab.Picture(strings.NewReplacer("/", "-", " ", "-", "{", "", "}", "").Replace(strings.TrimPrefix(kind, "/") + " " + look))
}

// accessible fails when axe-core finds what keeps people out of the page in a tab, and logs the rest.
func accessible(t *testing.T, tab *browsertest.Tab, kind string) {
	t.Helper()
	for _, finding := range tab.Axe() {
		if finding.Serious() {
			t.Errorf("%s: %v", kind, finding)
		} else {
			t.Logf("%s: %v", kind, finding)
		}
	}
}
