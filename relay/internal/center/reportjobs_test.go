package center

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// gated is a store that counts no case before its gate is open.
type gated struct {
	*store.Store
	gate chan struct{}
}

func (g gated) Cases(ctx context.Context, q support.ReportQuery, each func(support.Case) error) error {
	select {
	case <-g.gate:
		return g.Store.Cases(ctx, q, each)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// post sends an empty form on behalf of an agent.
func (o *office) post(t testing.TB, who support.AgentID, address string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "https://relay.northfield.example"+address, nil)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: cookieName, Value: o.tokens[who]})
	w := httptest.NewRecorder()
	o.ServeHTTP(w, r)
	return w
}

// TestLongReportPages goes from a report that takes long to its page, its cancellation, and its kept result.
func TestLongReportPages(t *testing.T) {
	o := newOffice(t, 0)
	g := gated{o.Store, make(chan struct{})}
	o.center.Reports = support.NewReports(g)
	const address = "/center/reports/summary?rows=team"
	begin := func() string {
		t.Helper()
		w := o.get(t, o.elena.ID, address, words.English)
		to := w.Header().Get("Location")
		if w.Code != http.StatusSeeOther || !strings.HasPrefix(to, jobsPath+"/") {
			t.Fatalf("status %d to %q", w.Code, to)
		}
		return to
	}
	job := begin()
	if again := begin(); again != job {
		t.Errorf("asked twice, counted at %s and %s", job, again)
	}
	for l, wants := range map[words.Language][]string{
		words.English: {"<progress id=\"share\"", `<noscript><meta http-equiv="refresh" content="2">`, "is being counted", "Cancel"},
		words.French:  {"en cours de calcul", "Annuler"},
	} {
		page := o.get(t, o.elena.ID, job, l).Body.String()
		for _, want := range wants {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page lacks %q: %s", l, want, page)
			}
		}
	}
	for _, path := range []string{job, job + "/events", jobsPath + "/0", jobsPath + "/x"} {
		if w := o.get(t, o.claire.ID, path, words.English); w.Code != http.StatusNotFound {
			t.Errorf("somebody else's %s: status %d", path, w.Code)
		}
	}
	for _, act := range []string{"/cancel", "/again"} {
		if w := o.post(t, o.claire.ID, job+act); w.Code != http.StatusNotFound {
			t.Errorf("somebody else's %s: status %d", act, w.Code)
		}
	}
	if w := o.post(t, o.elena.ID, job+"/cancel"); w.Code != http.StatusSeeOther {
		t.Errorf("cancel: status %d", w.Code)
	}
	if page := o.get(t, o.elena.ID, job, words.English).Body.String(); !strings.Contains(page, "You cancelled this report") || strings.Contains(page, "<progress") {
		t.Errorf("a cancelled report: %s", page)
	}
	if page := o.get(t, o.elena.ID, jobsPath+"?"+fullParameter, words.English).Body.String(); !strings.Contains(page, "Cancelled") || !strings.Contains(page, `role="alert"`) {
		t.Errorf("the list: %s", page)
	}
	if to := o.post(t, o.elena.ID, job+"/again").Header().Get("Location"); !strings.HasPrefix(to, "/center/reports/summary?") {
		t.Errorf("counted again at %q", to)
	}
	job = begin()
	close(g.gate)
	o.follow(t, job)
	w := o.get(t, o.elena.ID, job, words.English)
	if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/center/reports/summary?") {
		t.Fatalf("the report is at %q", to)
	}
	if page := o.get(t, o.elena.ID, address, words.English).Body.String(); !strings.Contains(page, "it is kept for an hour") || !strings.Contains(page, "Front desk") {
		t.Errorf("the kept report: %s", page)
	}
	if w := o.get(t, o.elena.ID, strings.Replace(address, "summary", "summary.csv", 1), words.English); !strings.Contains(w.Body.String(), "Front desk") {
		t.Errorf("its export: %d %s", w.Code, w.Body)
	}
}

// follow reads what an open page is told of a job until it ends.
func (o *office) follow(t *testing.T, job string) {
	t.Helper()
	server := httptest.NewServer(o)
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+job+"/events", nil)
	must(t, err)
	r.AddCookie(&http.Cookie{Name: cookieName, Value: o.tokens[o.elena.ID]})
	response, err := server.Client().Do(r)
	must(t, err)
	defer func() { must(t, response.Body.Close()) }()
	last := ""
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			last = data
		}
	}
	if !strings.Contains(last, `"ended":true`) {
		t.Errorf("the last word of a job is %q", last)
	}
}

// TestJobWords looks up the words of every state of a job.
func TestJobWords(t *testing.T) {
	o := newOffice(t, 0)
	for _, l := range words.Languages() {
		for s := support.JobRuns; s <= support.JobCancelled; s++ {
			v := jobView{Job: support.Job{State: s}}
			for _, key := range []string{v.Key(), v.Badge().Key} {
				if text := o.center.Site.Words(l).T(key, nil); key == "" || strings.HasPrefix(text, "[") {
					t.Errorf("%s: state %d is %q", l, s, fmt.Sprint(key, text))
				}
			}
		}
	}
}
