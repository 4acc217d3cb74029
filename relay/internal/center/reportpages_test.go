package center

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"beside.example/internal/words"
	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

// TestReportPages shows every page of reports, review and live in both languages.
func TestReportPages(t *testing.T) {
	o := newOffice(t, 300)
	review := requestLink(o.request)
	for name, p := range map[string]struct {
		address string
		en, fr  []string
	}{
		"summary":    {"/center/reports", []string{"Session summary", "Staff desk", "<tfoot>", `role="img"`, "Download error", "Europe/Paris"}, []string{"Synthèse des sessions", "Erreur de connexion"}},
		"by day":     {"/center/reports?rows=day&zone=UTC", []string{"By day", "time zone UTC"}, []string{"Par jour"}},
		"by agent":   {"/center/reports/summary?rows=agent", []string{"Nobody", "Claire Moreau"}, []string{"Personne"}},
		"by team":    {"/center/reports?rows=team", []string{"Second line"}, []string{"Par équipe"}},
		"empty":      {"/center/reports?from=2020-01-01&to=2020-01-31", []string{"Nothing happened in this period"}, []string{"Rien ne s’est passé"}},
		"months":     {"/center/reports?from=2020-01-01&to=2020-12-31", []string{"Session summary"}, []string{"Synthèse"}},
		"bad zone":   {"/center/reports?zone=Mars", []string{"We do not know this time zone"}, []string{"Nous ne connaissons pas"}},
		"bad period": {"/center/reports?from=2026-02-31", []string{"This period is not possible"}, []string{"pas possible"}},
		"backwards":  {"/center/reports?from=2026-03-02&to=2026-03-01", []string{"This period is not possible"}, []string{"pas possible"}},
		"agents":     {"/center/reports/agents", []string{"Agent performance", "Median response", "Priya Nair"}, []string{"Réponse médiane"}},
		"sign-ins":   {"/center/reports/sign-ins", []string{"Sign-in activity", "no new sign-in"}, []string{"Connexions"}},
		"survey":     {"/center/reports/survey", []string{"Did we help you?", "Mean"}, []string{"Vous avons-nous aidé", "Moyenne"}},
		"sessions":   {"/center/sessions", []string{"Hannah Berg", review, "Earlier sessions", "st-ok"}, []string{"Sessions précédentes"}},
		"review":     {review, []string{"Hannah Berg with Claire Moreau", "Hello Hannah", "It says &lt;no signal&gt; &amp; nothing else.", "Dock firmware", "4 of 5", "end-to-end encrypted", "Claire Moreau said Yes", "Ended: Resolved"}, []string{"avec Claire Moreau", "4 sur 5"}},
		"live":       {"/center/live", []string{"Margaret Ellis", "waiting, longest", "1 of 2", "Sign out Claire Moreau", "Away"}, []string{"agents disponibles", "Déconnecter"}},
	} {
		t.Run(name, func(t *testing.T) {
			for l, wants := range map[words.Language][]string{words.English: p.en, words.French: p.fr} {
				w := o.get(t, o.elena.ID, p.address, l)
				if w.Code != http.StatusOK {
					t.Errorf("%s: status %d", l, w.Code)
				}
				for _, want := range wants {
					if !strings.Contains(w.Body.String(), want) {
						t.Errorf("%s: page lacks %q: %s", l, want, w.Body)
					}
				}
				for _, never := range []string{"report.", "&lt;no value", "style=\""} {
					if at := strings.Index(w.Body.String(), never); at >= 0 && !strings.HasPrefix(w.Body.String()[at:], "report."+"css") && !strings.Contains(w.Body.String()[max(0, at-10):at], "/static/") {
						t.Errorf("%s: page holds %q: …%.80s", l, never, w.Body.String()[at:])
					}
				}
			}
		})
	}
}

// TestWords looks up every word that is put together of parts.
func TestWords(t *testing.T) {
	o := newOffice(t, 0)
	var keys []string
	for _, k := range [][]column{
		summaryTable(support.Summary{}, filter{}, o.center.Site.Words(words.English)).Columns, agentsTable(nil, filter{}).Columns,
		signInsTable(nil, filter{}, nil).Columns, surveyTable(support.SurveyReport{}, filter{}, words.English).Columns, caseColumns(), answerColumns(),
	} {
		for _, c := range k {
			keys = append(keys, c.Key())
		}
	}
	for _, g := range groupings {
		keys = append(keys, reportData{}.GroupKey(g), column{Name: g}.Key())
	}
	for s := support.RequestSubmitted; s <= support.RequestUnknown; s++ {
		keys = append(keys, badgeOf(s).Key)
	}
	for k := support.EventSubmitted; k <= support.EventSurveyed; k++ {
		if k != support.EventSaid {
			keys = append(keys, eventKey(support.Event{Kind: k}))
		}
	}
	for _, l := range words.Languages() {
		for _, key := range keys {
			if text := o.center.Site.Words(l).T(key, nil); key == "" || text == "" || strings.HasPrefix(text, "report.") {
				t.Errorf("%s: %q is %q", l, key, text)
			}
		}
	}
}

// TestWhoSees holds what managers and those whom they let in see against their roles.
func TestWhoSees(t *testing.T) {
	o := newOffice(t, 300)
	review := requestLink(o.request)
	for _, c := range []struct {
		who     support.AgentID
		address string
		status  int
		shows   string
		hides   string
	}{
		{0, "/center/reports", http.StatusSeeOther, "", "Staff desk"},
		{0, "/center/sessions/export/csv", http.StatusSeeOther, "", "Hannah"},
		{0, "/center/live/events", http.StatusSeeOther, "", "Margaret"},
		{o.lead.ID, "/center/reports/agents", http.StatusOK, "Priya Nair", "Claire Moreau"},
		{o.lead.ID, "/center/reports/sign-ins", http.StatusOK, "Priya Nair", "Claire Moreau"},
		{o.lead.ID, "/center/sessions", http.StatusOK, "Priya Nair", "Hannah Berg"},
		{o.lead.ID, fmt.Sprintf("/center/reports?team=%d", o.front), http.StatusForbidden, "", "Staff desk"},
		{o.lead.ID, fmt.Sprintf("/center/reports/agents.json?agent=%d", o.claire.ID), http.StatusOK, "[", "Claire"},
		{o.lead.ID, review, http.StatusNotFound, "", "Hannah"},
		{o.lead.ID, "/center/live", http.StatusOK, "Sign out Priya Nair", "Claire Moreau"},
		{o.claire.ID, "/center/reports/agents", http.StatusOK, "Claire Moreau", "Priya Nair"},
		{o.claire.ID, fmt.Sprintf("/center/reports/agents.csv?agent=%d", o.priya.ID), http.StatusOK, "Claire Moreau", "Priya Nair"},
		{o.claire.ID, "/center/sessions", http.StatusOK, "Hannah Berg", "Priya Nair"},
		{o.claire.ID, review, http.StatusOK, "Hannah Berg", "Priya"},
		{o.claire.ID, "/center/live", http.StatusForbidden, "", "Margaret"},
		{o.elena.ID, "/center/reports/nothing", http.StatusNotFound, "", ""},
		{o.lead.ID, "/center/reports/answers.csv", http.StatusOK, "In words", "Hannah"},
		{o.elena.ID, "/center/reports/answers", http.StatusNotFound, "", ""},
		{o.elena.ID, "/center/reports/agents.exe", http.StatusNotFound, "", ""},
		{o.elena.ID, "/center/sessions/export/exe", http.StatusNotFound, "", ""},
		{o.elena.ID, "/center/sessions/00", http.StatusNotFound, "", ""},
		{o.elena.ID, "/center/sessions/" + strings.Repeat("ab", 16), http.StatusNotFound, "", ""},
		{o.elena.ID, "/center/sessions?before=x", http.StatusBadRequest, "", ""},
	} {
		w := o.get(t, c.who, c.address, words.English)
		body := w.Body.String()
		if w.Code != c.status || !strings.Contains(body, c.shows) || c.hides != "" && strings.Contains(body, c.hides) {
			t.Errorf("agent %d sees %d at %s, want %d with %q and without %q: %s", c.who, w.Code, c.address, c.status, c.shows, c.hides, body)
		}
	}
}

// TestExports reads the exports as programs do, and holds them against the list of sessions.
func TestExports(t *testing.T) {
	const cases = 1200 // more than two pages of the store
	o := newOffice(t, cases)
	w := o.get(t, o.elena.ID, "/center/sessions/export/csv", words.French)
	text, marked := strings.CutPrefix(w.Body.String(), byteOrderMark)
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	must(t, err)
	if !marked || len(rows) != cases+3 || rows[0][2] != "Client" {
		t.Errorf("%d rows under %q", len(rows), rows[0])
	}
	if d := w.Header().Get("Content-Disposition"); !strings.HasPrefix(d, "attachment; filename=beside-sessions-") {
		t.Errorf("disposition %q", d)
	}
	w = o.get(t, o.elena.ID, "/center/sessions/export/json", words.English)
	var all []map[string]any
	must(t, json.Unmarshal(w.Body.Bytes(), &all))
	if len(all) != cases+2 || all[1]["customer"] != "Hannah Berg" || all[1]["rating"] != 4.0 || all[0]["accepted_at"] != nil {
		t.Errorf("%d objects, %v", len(all), all[:2])
	}
	listed := 0
	for address := "/center/sessions"; address != ""; {
		body := o.get(t, o.elena.ID, address, words.English).Body.String()
		listed += strings.Count(body, `<a class="b" href="/center/sessions/`)
		_, rest, found := strings.Cut(body, `href="/center/sessions?agent=`)
		address = ""
		if _, rest, more := strings.Cut(body, `<a class="btn" href="`); found || more {
			for more {
				var link string
				link, rest, _ = strings.Cut(rest, `"`)
				if strings.Contains(link, beforeParameter+"=") {
					address = strings.ReplaceAll(link, "&amp;", "&")
				}
				_, rest, more = strings.Cut(rest, `<a class="btn" href="`)
			}
		}
		_ = rest
	}
	if listed != cases+2 {
		t.Errorf("%d sessions on the pages, want %d", listed, cases+2)
	}
	for _, report := range []string{"summary", "agents", "sign-ins", "survey", "answers"} {
		var figures []map[string]any
		must(t, json.Unmarshal(o.get(t, o.elena.ID, "/center/reports/"+report+".json", words.English).Body.Bytes(), &figures))
		if len(figures) == 0 {
			t.Errorf("report %s is empty", report)
		}
	}
}

// TestLooksAreAudited shows that whoever looks at a session, or takes all of them along, stands in the audit log: once in an hour for each.
func TestLooksAreAudited(t *testing.T) {
	o := newOffice(t, 0)
	review := requestLink(o.request)
	for _, who := range []support.AgentID{o.elena.ID, o.elena.ID, o.claire.ID, o.lead.ID} { // the last of whom may not see it
		o.get(t, who, review, words.English)
	}
	o.get(t, o.elena.ID, "/center/sessions/export/csv", words.English)
	all, err := o.Audit(t.Context(), o.organisation, 0, 0, 10)
	must(t, err)
	var acts []string
	for _, e := range all {
		acts = append(acts, fmt.Sprint(e.Name, " ", e.Act))
	}
	want := []string{"Elena Marsh sessions-exported", "Claire Moreau case-reviewed", "Elena Marsh case-reviewed"}
	if !slices.Equal(acts, want) || sessionsPath+"/"+all[1].Object != review {
		t.Errorf("the log says %q", acts)
	}
	if page := o.get(t, o.elena.ID, auditPath, words.French).Body.String(); !strings.Contains(page, `<a href="`+review+`">`) || !strings.Contains(page, "Session consultée") {
		t.Errorf("the page of the log: %s", page)
	}
}

// TestCSVText keeps spreadsheets from taking words for formulas.
func TestCSVText(t *testing.T) {
	for value, want := range map[any]string{"=1+1": "'=1+1", "+33": "'+33", "-x": "'-x", "@a": "'@a", "\tx": "'\tx", "x=1": "x=1", "": "", 3.5: "3.5", uint64(7): "7", nil: ""} {
		if got := csvText(cell{Value: value}); got != want {
			t.Errorf("%v is written as %q, want %q", value, got, want)
		}
	}
}

// TestChart adds up the parts of bars.
func TestChart(t *testing.T) {
	o := newOffice(t, 0)
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for count, bars := range map[int]int{1: 1, 45: 45, 46: 8, 315: 46, 316: 11, 1100: 37} {
		var days []support.SummaryDay
		for i := range count {
			days = append(days, support.SummaryDay{Start: start.AddDate(0, 0, i), Counters: support.Counters{Submitted: 7, Resolved: 4, Declined: 2, Open: 1}})
		}
		c := newChart(days, time.UTC, o.center.Site.Words(words.English))
		total := uint64(0)
		for _, b := range c.Bars {
			total += b.Total
			if h := c.Base - (b.Top + 6); h < 0 || len(b.Parts) != 3 {
				t.Errorf("a bar of %d is %v high, of %d parts", b.Total, h, len(b.Parts))
			}
		}
		if len(c.Bars) != bars || total != uint64(7*count) {
			t.Errorf("%d days make %d bars of %d cases together, want %d", count, len(c.Bars), total, bars)
		}
	}
	for most, want := range map[uint64]uint64{0: 1, 4: 1, 5: 2, 17: 5, 87: 50, 80: 20, 1_000_000: 500_000} {
		if got := chartStep(most); got != want {
			t.Errorf("lines every %d up to %d, want %d", got, most, want)
		}
	}
}

// TestLiveStream opens the live page's stream, lets something happen and ends it by draining.
func TestLiveStream(t *testing.T) {
	o := newOffice(t, 0)
	ctx, cancel := context.WithCancel(t.Context())
	feed := make(chan struct{})
	go func() { defer close(feed); o.center.Feed.Run(ctx, func(err error) { t.Error(err) }) }()
	t.Cleanup(func() { cancel(); <-feed })
	server := httptest.NewServer(o)
	t.Cleanup(server.Close)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+livePath+"/events", nil)
	must(t, err)
	r.AddCookie(&http.Cookie{Name: cookieName, Value: o.tokens[o.elena.ID]})
	response, err := server.Client().Do(r)
	must(t, err)
	defer func() { must(t, response.Body.Close()) }()
	lines := bufio.NewScanner(response.Body)
	until := func(want string) {
		t.Helper()
		for lines.Scan() {
			if strings.Contains(lines.Text(), want) {
				return
			}
		}
		t.Fatalf("the stream ends before %q: %v", want, lines.Err())
	}
	until("event: now")
	until("Margaret Ellis")
	_, err = support.NewRequests(o.Store, support.DefaultRequestSettings()).Leave(ctx, o.open(t))
	must(t, err)
	until("No request is waiting.")
	o.center.Drain()
	o.center.Drain()
	for lines.Scan() {
	}
	must(t, lines.Err())
}

// open returns the one request that waits.
func (o *office) open(t *testing.T) support.RequestID {
	t.Helper()
	all, err := o.OpenRequests(t.Context(), nil, 0)
	must(t, err)
	if len(all) != 1 {
		t.Fatalf("%d requests wait", len(all))
	}
	return all[0].ID
}

// FuzzFilter reads addresses as anybody may write them.
func FuzzFilter(f *testing.F) {
	for _, seed := range []string{
		"", "from=2026-03-01&to=2026-03-31&zone=Europe/Paris&portal=1&team=2&agent=3&rows=day", "zone=../../etc", "zone=Local", "from=9999-12-31",
		"from=0001-01-01&to=0001-01-02", "portal=-1&portal=x&portal=1&portal=1", "rows=%00", "before=1.s" + strings.Repeat("0a", 16),
	} {
		f.Add(seed)
	}
	who := Manager{Agent: support.Agent{ID: 1, Role: support.RoleOrganisationManager}, Organisation: support.Organisation{ID: 1}}
	f.Fuzz(func(t *testing.T, query string) {
		r := &http.Request{URL: &url.URL{RawQuery: query}}
		picked, err := filterOf(r, who, names{settings: support.DefaultSettings()}, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		if err := picked.query.Check(); err != nil {
			t.Errorf("a query that cannot be answered: %v", err)
		}
		if cursor, ok := parseCursor(r.URL.Query().Get(beforeParameter)); ok && !cursor.Created.IsZero() {
			entry := support.CaseEntry{Case: support.Case{Created: cursor.Created, Request: cursor.Request, Session: cursor.Session}}
			if again, ok := parseCursor(formatCursor(entry)); !ok || again != cursor {
				t.Errorf("cursor %+v comes back as %+v", cursor, again)
			}
		}
	})
}

// TestCaseName names cases and finds them again.
func TestCaseName(t *testing.T) {
	for _, c := range []support.Case{{Request: support.RequestID{1, 2}}, {Session: leg.SessionID{3}}} {
		id, ok := support.ParseCaseName(c.Name())
		if !ok || id.Request != c.Request || id.Call != c.Session {
			t.Errorf("%+v comes back as %v, %v", c, id, ok)
		}
	}
	bad := []string{"", "s", "zz", strings.Repeat("00", 16), "s" + strings.Repeat("00", 16), strings.Repeat("ab", 17)}
	if i := slices.IndexFunc(bad, func(name string) bool { _, ok := support.ParseCaseName(name); return ok }); i >= 0 {
		t.Errorf("%q names a case", bad[i])
	}
}
