package center

import (
	"cmp"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web/browsertest"
)

// paper is how wide a sheet of A4 is across, without its margins, in CSS pixels.
const paper = 1032

// stateLook is a way to look at a page, with its name.
type stateLook struct {
	name string
	browsertest.Look
}

// stateLooks are the ways in which every state is looked at: enlarged to twice the size on a desk, printed, and on a telephone at night. 320
// pixels are the narrowest window that pages must fit, and 640 are what is left of a desk's window at twice the size. For people who want
// pictures there are others.
func stateLooks() []stateLook {
	all := []stateLook{
		{"en-double", browsertest.Look{Language: "en", Width: 640}},
		{"en-print", browsertest.Look{Language: "en", Width: paper, Print: true, Dark: true}},
		{"fr-narrow-dark", browsertest.Look{Language: "fr", Width: 320, Dark: true}},
	}
	if browsertest.Pictures() {
		all = append(all, stateLook{"en-wide", browsertest.Look{Language: "en", Width: 1280}}, stateLook{"fr-dark", browsertest.Look{Language: "fr", Width: 1280, Dark: true}},
			stateLook{"fr-print", browsertest.Look{Language: "fr", Width: paper, Print: true}})
	}
	return all
}

// gallery serves pages as they came in scenes, beside what they load.
func gallery(t *testing.T, pages *sync.Map) *httptest.Server {
	t.Helper()
	site, err := officeSite()
	must(t, err)
	read, err := officePages()
	must(t, err)
	center, err := newCenter(Config{Site: site, Logger: slog.New(slog.DiscardHandler), SignIns: (*support.CenterSignIns)(nil)}, read)
	must(t, err)
	mux := http.NewServeMux()
	center.Routes(mux)
	site.Routes(mux)
	mux.HandleFunc("GET /look/{page...}", func(w http.ResponseWriter, r *http.Request) {
		found, ok := pages.Load(r.PathValue("page"))
		if !ok {
			http.NotFound(w, r)
			return
		}
		page := found.(shown)
		maps.Copy(w.Header(), page.header)
		_, _ = w.Write([]byte(page.body)) // the browser may be gone
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// fullest are the states that have most to show, some of each page, and those with long names: what fits there fits in the others. Whoever
// wants pictures gets all.
func fullest(t *testing.T, states map[string]pageState) (names []string) {
	t.Helper()
	const some = 2
	byPage := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(states)) {
		switch {
		case states[name].status == http.StatusSeeOther: // there is no page
		case browsertest.Pictures(), strings.Contains(name, "long name"):
			names = append(names, name)
		default:
			byPage[path.Dir(name)] = append(byPage[path.Dir(name)], name)
		}
	}
	held := goldens{states: states}
	size := func(name string) int { return held.size(t, name) }
	for _, page := range slices.Sorted(maps.Keys(byPage)) {
		all := byPage[page]
		slices.SortStableFunc(all, func(a, b string) int { return cmp.Compare(size(b), size(a)) })
		names = append(names, all[:min(some, len(all))]...)
	}
	return names
}

// TestStatesInBrowser looks at the pages in a browser, in all ways: nothing may be wider than the window or cut off, and on
// paper there is nothing to press. Of each page, one state is held against axe-core.
func TestStatesInBrowser(t *testing.T) {
	states, pages := pageStates(), &sync.Map{}
	server := gallery(t, pages)
	tab := browsertest.Start(t).Tab(t, browsertest.Look{Language: "en", Width: 1280})
	looked := map[string]bool{}
	for _, name := range fullest(t, states) {
		t.Run(name, func(t *testing.T) {
			inBothLanguages(t, states[name], nil, func(l words.Language, page shown) { pages.Store(string(l)+"/"+name, page) })
			for _, l := range words.Languages() {
				tab.Open(server.URL + "/look/" + (&url.URL{Path: string(l) + "/" + name}).EscapedPath())
				for _, look := range stateLooks() {
					if look.Language == string(l) {
						inspectState(t, tab, look.Look, name+" "+look.name)
					}
				}
				if page := path.Dir(name); !looked[string(l)+page] {
					looked[string(l)+page] = true
					for _, finding := range tab.Axe() {
						if finding.Serious() {
							t.Errorf("%s: %v", l, finding)
						}
					}
				}
			}
			tab.Complaints() // of pages out of their place
		})
	}
}

// inspectState looks at the page in a tab in one way.
func inspectState(t *testing.T, tab *browsertest.Tab, look browsertest.Look, name string) {
	t.Helper()
	tab.Wear(look)
	if over := tab.Overflow(); over > 0 {
		t.Errorf("%s: %d px wider than the window", name, over)
	}
	for _, cut := range tab.Cut() {
		t.Errorf("%s: cut off: %s", name, cut)
	}
	if look.Print {
		for _, printed := range tab.Printed() {
			t.Errorf("%s: printed: %s", name, printed)
		}
	}
	tab.Picture(strings.NewReplacer("/", " ", ", ", "-", " ", "-").Replace(name))
}
