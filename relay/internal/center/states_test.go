package center

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/cryptotest"
	"testing/synctest"

	"beside.example/internal/words"
)

// pageState is a page in one of its states.
type pageState struct {
	who    string // who looks, the manager of everything unless it says otherwise
	at     string // address of the page; {names} are those of the scene
	form   url.Values
	file   string         // with a form: what is sent as the file of the form, of the field that upload names
	upload string         // the name of a file's field
	scene  func(s *scene) // what is so, or has happened, before somebody looks
	status int            // 200 unless it says otherwise
	whole  bool           // the frame around the page is held too
}

// pageStates are all states of all pages, by the name of the page's template and what is special.
func pageStates() map[string]pageState {
	all := map[string]pageState{}
	for _, some := range []map[string]pageState{
		ownStates(), entranceStates(), liveStates(), reportStates(), jobStates(), caseStates(), reviewStates(), peopleStates(), deleteStates(),
		portalStates(), replyStates(), integrationStates(), settingsStates(), privacyStates(), auditStates(),
	} {
		maps.Copy(all, some)
	}
	return all
}

// TestStates shows every page in every state in both languages, as testdata/states holds it. A template without a state, and a branch of a
// template through which no state goes, fails it.
func TestStates(t *testing.T) {
	site, err := officeSite()
	must(t, err)
	marks, err := markBranches(site, files)
	must(t, err)
	states := pageStates()
	held := goldens{states: states}
	for _, name := range slices.Sorted(maps.Keys(states)) {
		t.Run(name, func(t *testing.T) {
			var english string
			inBothLanguages(t, states[name], marks, func(l words.Language, page shown) {
				text := normal(page.body, states[name].whole)
				if l == words.English {
					english = text
				} else {
					text = differing(text, english)
				}
				held.hold(t, name, l, text)
			})
		})
	}
	if t.Failed() || len(marks.seen) < len(marks.where)/2 { // a part of the states alone was asked for
		return
	}
	for _, at := range marks.unseen() {
		t.Errorf("no state shows what %s", at)
	}
	for _, name := range slices.Concat(pageNames(), entrancePages()) {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(states)), func(s string) bool { return path.Dir(s) == name }) {
			t.Errorf("the page %s has no state", name)
		}
	}
	for _, pattern := range unshown(states) {
		t.Errorf("no state shows what is at %s", pattern)
	}
	held.spare(t)
}

// shown is a page as it came.
type shown struct {
	status int
	header http.Header
	body   string
}

// inBothLanguages sets the scene of a state and looks at the page in both languages, at a time that stands still and with chance that repeats
// itself, so that it looks the same every time. Forms change the scene: they get one for each language.
func inBothLanguages(t *testing.T, state pageState, marks *branches, look func(l words.Language, page shown)) {
	scenes := [][]words.Language{words.Languages()}
	if state.form != nil {
		scenes = nil
		for _, l := range words.Languages() {
			scenes = append(scenes, []words.Language{l})
		}
	}
	for _, languages := range scenes {
		cryptotest.SetGlobalRandom(t, 1)
		synctest.Test(t, func(t *testing.T) {
			s := newScene(t)
			if state.scene != nil {
				state.scene(s)
			}
			unmarked := s.center.pages
			if marks != nil {
				s.center.pages = marks.pages
			}
			for _, l := range languages {
				page := s.look(state, l)
				if marks != nil {
					page.body = marks.strip(page.body)
				}
				if marks != nil && state.form == nil { // the markers changed nothing
					s.center.pages = unmarked
					if same := s.look(state, l); same.body != page.body {
						t.Errorf("%s: without markers the page is another: %s", l, same.body)
					}
					s.center.pages = marks.pages
				}
				if want := max(state.status, http.StatusOK); page.status != want {
					t.Fatalf("%s: status %d, want %d: %s %s", l, page.status, want, page.header.Get("Location"), page.body)
				}
				look(l, page)
			}
		})
	}
}

// noPages are addresses at which there is no page: files, streams, and the way to the first page.
func noPages() []string {
	return []string{
		"GET " + homePath, "GET " + homePath + "/{$}", "GET " + peoplePath + "/agents.csv", "GET " + portalsPath + "/preview.css", "GET " + livePath + "/events",
		"GET " + jobsPath + "/{id}/events", "GET " + sessionsPath + "/export/{format}", "GET " + sessionsPath + "/signed/{case}",
	}
}

// unshown lists the addresses of pages at which no state looks.
func unshown(states map[string]pageState) (patterns []string) {
	mux, seen := http.NewServeMux(), map[string]bool{}
	routes := (&Center{}).routes()
	for _, r := range routes {
		mux.Handle(r.pattern, http.NotFoundHandler())
	}
	for _, state := range states {
		method := http.MethodGet
		if state.form != nil {
			method = http.MethodPost
		}
		_, pattern := mux.Handler(httptest.NewRequest(method, strings.NewReplacer("{", "", "}", "").Replace(state.at), nil))
		seen[pattern] = true
	}
	for _, r := range routes {
		if strings.HasPrefix(r.pattern, http.MethodGet) && !seen[r.pattern] && !slices.Contains(noPages(), r.pattern) {
			patterns = append(patterns, r.pattern)
		}
	}
	return patterns
}
