package pagetest

import (
	"net/http"
	"slices"
	"testing"

	"beside.example/relay/internal/web/browsertest"
)

// Who may see a page. The order is that of the walks.
var (
	everyone = []string{manager, teamManager, letIn, plain}
	insiders = []string{manager, teamManager, letIn}
	managers = []string{manager, teamManager}
	atTheTop = []string{manager}
)

// centerPages are the kinds of pages of the management center to which links lead, and who may see them. A new page needs its row.
func centerPages() map[string][]string {
	return map[string][]string{
		"/center":                            everyone, // leads on to the first of the others
		"/center/me":                         everyone,
		"/center/live":                       managers,
		"/center/reports":                    insiders,
		"/center/reports/summary":            insiders,
		"/center/reports/agents":             insiders,
		"/center/reports/sign-ins":           insiders,
		"/center/reports/survey":             insiders,
		"/center/reports/jobs":               insiders,
		"/center/sessions":                   insiders,
		"/center/sessions/{id}":              insiders,
		"/center/people":                     managers,
		"/center/people/import":              managers,
		"/center/people/invitations":         managers,
		"/center/people/agents/new":          managers,
		"/center/people/agents/{id}":         managers,
		"/center/people/agents/{id}/disable": managers,
		"/center/people/agents/{id}/delete":  managers,
		"/center/people/teams/new":           managers,
		"/center/people/teams/{id}":          atTheTop,
		"/center/people/teams/{id}/delete":   atTheTop,
		"/center/portals":                    managers,
		"/center/portals/new":                atTheTop,
		"/center/portals/{id}":               atTheTop,
		"/center/portals/{id}/delete":        atTheTop,
		"/center/replies":                    managers,
		"/center/replies/new":                managers,
		"/center/replies/{id}":               atTheTop,
		"/center/tokens":                     atTheTop,
		"/center/tokens/new":                 atTheTop,
		"/center/webhooks":                   atTheTop,
		"/center/webhooks/new":               atTheTop,
		"/center/webhooks/{id}":              atTheTop,
		"/center/privacy":                    atTheTop,
		"/center/privacy/person":             atTheTop,
		"/center/privacy/agents":             atTheTop,
		"/center/settings":                   atTheTop,
		"/center/audit":                      atTheTop,
	}
}

// looks are the two ways in which everybody looks at everything: a usual one, and one that leaves pages no room and other colours.
func looks() map[string]browsertest.Look {
	return map[string]browsertest.Look{
		"en":             {Language: "en", Width: 1280},
		"fr-dark-narrow": {Language: "fr", Width: 320, Dark: true},
	}
}

// TestCenter follows every link from the first page on, as everybody. No page may be broken, keep people out or be too wide, links lead
// exactly where somebody may go, and who types the address of another page is refused.
func TestCenter(t *testing.T) {
	o := newOffice(t)
	chromium := browsertest.Start(t)
	examples := map[string]string{} // an address of each kind
	for _, who := range everyone {
		for name, look := range looks() {
			t.Run(who+" "+name, func(t *testing.T) {
				tab := chromium.Tab(t, look)
				o.enter(t, tab, who)
				found := o.walk(t, tab, func(kind string) {
					inspect(t, tab, who+" "+name, kind)
					if who == manager { // whose pages are the others' and more
						accessible(t, tab, kind)
					}
				})
				for kind, address := range found {
					if !slices.Contains(centerPages()[kind], who) {
						t.Errorf("a link leads to %s", address)
					}
					if examples[kind] == "" {
						examples[kind] = address
					}
				}
				for kind, allowed := range centerPages() {
					if slices.Contains(allowed, who) && found[kind] == "" && kind != home {
						t.Errorf("no link leads to %s", kind)
					}
				}
			})
		}
	}
	for _, who := range everyone {
		t.Run(who+" elsewhere", func(t *testing.T) { o.refuse(t, chromium, who, examples) })
	}
}

// refuse types the addresses of all pages that somebody may not see.
func (o *office) refuse(t *testing.T, chromium *browsertest.Chromium, who string, addresses map[string]string) {
	t.Helper()
	tab := chromium.Tab(t, looks()["en"])
	o.enter(t, tab, who)
	for kind, allowed := range centerPages() {
		if slices.Contains(allowed, who) {
			continue
		}
		status := tab.Open(o.base + addresses[kind])
		if status != http.StatusForbidden && status != http.StatusNotFound {
			t.Errorf("%s is there, with status %d", addresses[kind], status)
		}
	}
}
