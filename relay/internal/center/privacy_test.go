package center

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
)

// send sends a form on behalf of an agent.
func (o *office) send(t testing.TB, who support.AgentID, address string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "https://relay.northfield.example"+address, strings.NewReader(form.Encode()))
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: cookieName, Value: o.tokens[who]})
	w := httptest.NewRecorder()
	o.ServeHTTP(w, r)
	return w
}

// TestPrivacyPages shows every page on the data of persons in both languages.
func TestPrivacyPages(t *testing.T) {
	o := newOffice(t, 50)
	must(t, o.SetDisabled(t.Context(), o.priya.ID, true))
	d := support.Deletion{Organisation: o.organisation, Kind: support.PerishableCases, At: time.Now(), Before: time.Now().AddDate(-2, 0, 0), Count: 1234}
	must(t, o.AddDeletion(t.Context(), d))
	must(t, o.SetRetentionMark(t.Context(), o.organisation, support.PerishableCases, support.RetentionMark{Before: time.Now().AddDate(0, 0, -3), Looked: time.Now()}))
	priya := formerPath + "/" + jobPath(support.JobID(o.priya.ID))[len(jobsPath)+1:]
	for name, p := range map[string]struct {
		address string
		form    url.Values
		status  int
		en, fr  []string
	}{
		"kept":           {privacyPath, nil, 200, []string{"730 days", "90 days", "1234", "Last looked at"}, []string{"730 jours", "Ce qui a été supprimé"}},
		"kept, earlier":  {privacyPath + "?before=1", nil, 200, []string{"Nothing has been deleted yet"}, []string{"Rien n’a encore été supprimé"}},
		"bad place":      {privacyPath + "?before=x", nil, 404, nil, nil},
		"person":         {personPath, nil, 200, []string{"A customer’s data"}, []string{"Données d’un client"}},
		"nobody":         {personPath, url.Values{"name": {"Nobody At All"}}, 200, []string{"Nothing was found"}, []string{"Rien n’a été trouvé"}},
		"too little":     {personPath, url.Values{"name": {"a"}}, 422, []string{"at least three letters"}, []string{"trois lettres"}},
		"found":          {personPath, url.Values{"name": {"hannah berg"}}, 200, []string{"Hannah Berg", `value="` + o.request.String()[:8], " checked>"}, []string{"Effacer définitivement"}},
		"under way":      {personPath, url.Values{"name": {"margaret"}}, 200, []string{"Margaret Ellis", " disabled>"}, []string{"Exporter"}},
		"by mail":        {personPath, url.Values{"mail": {"@riverside.example"}}, 200, []string{"@riverside.example, ", "7946 0000"}, nil},
		"nothing ticked": {personPath + "/erase", url.Values{}, 422, []string{"Tick what you want"}, []string{"Cochez ce que"}},
		"bad ticks":      {personPath + "/export", url.Values{"case": {"zz"}}, 422, []string{"Tick what you want"}, nil},
		"really":         {personPath + "/erase", url.Values{"case": {"00ff"}}, 422, nil, nil},
		"former":         {formerPath, nil, 200, []string{"Priya Nair", "Erase the name"}, []string{"Anciens agents"}},
		"one":            {priya, nil, 200, []string{"Erase the name Priya Nair?", "Former agent"}, []string{"Effacer le nom Priya Nair"}},
		"not sure":       {priya + "/erase", url.Values{}, 422, []string{"Tick that you know"}, []string{"Cochez que vous savez"}},
		"in service":     {formerPath + "/1", nil, 404, nil, nil},
		"report":         {"/center/reports", nil, 200, []string{"are deleted: this report knows nothing of them"}, []string{"sont supprimées"}},
		"sign-ins":       {"/center/reports/sign-ins", nil, 200, []string{"Sign-in activity"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			for l, wants := range map[words.Language][]string{words.English: p.en, words.French: p.fr} {
				w := o.get(t, o.elena.ID, p.address, l)
				if p.form != nil && l == words.French {
					continue // the language of forms is the browser's, as of all pages
				}
				if p.form != nil {
					w = o.send(t, o.elena.ID, p.address, p.form)
				}
				if w.Code != p.status {
					t.Errorf("%s: status %d: %s", l, w.Code, w.Body)
				}
				for _, want := range wants {
					if !strings.Contains(w.Body.String(), want) {
						t.Errorf("%s: page lacks %q: %s", l, want, w.Body)
					}
				}
				if body := w.Body.String(); strings.Contains(body, "[privacy.") || strings.Contains(body, "&lt;no value") || strings.Contains(body, "[report.") {
					t.Errorf("%s: a word is missing: %s", l, body)
				}
			}
		})
	}
	if page := o.get(t, o.elena.ID, "/center/reports/sign-ins", words.English).Body.String(); strings.Contains(page, "knows nothing of them") {
		t.Error("no sign-in was deleted")
	}
}

// TestEraseCustomer exports a customer's cases and erases them, after having been asked.
func TestEraseCustomer(t *testing.T) {
	o := newOffice(t, 50)
	name := support.Case{Request: o.request}.Name()
	one := url.Values{"case": {name}}
	w := o.send(t, o.elena.ID, personPath+"/export", one)
	var file support.PersonCase
	must(t, json.Unmarshal(w.Body.Bytes(), &file))
	if file.Customer != "Hannah Berg" || file.State != "resolved" || file.Portal != "Staff desk" || len(file.Events) < 5 || len(file.Answers) != 1 {
		t.Errorf("the export is %+v", file)
	}
	entries, err := o.center.Reports.Cases(t.Context(), support.ReportQuery{
		Organisation: o.organisation, From: time.Now().AddDate(0, 0, -20), To: time.Now(), Zone: time.UTC,
	}, support.CaseCursor{}, 30)
	must(t, err)
	several := url.Values{"case": {name}}
	for _, e := range entries {
		if !e.Ended.IsZero() && e.Request != o.request {
			several.Add("case", e.Name())
		}
	}
	body := o.send(t, o.elena.ID, personPath+"/export", several).Body.Bytes()
	archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	must(t, err)
	if len(archive.File) != len(several["case"]) || !strings.HasPrefix(archive.File[0].Name, "case-") {
		t.Errorf("%d files of %d", len(archive.File), len(several["case"]))
	}
	ask := o.send(t, o.elena.ID, personPath+"/erase", one)
	if ask.Code != http.StatusOK || !strings.Contains(ask.Body.String(), "cannot be undone by anybody") || !strings.Contains(ask.Body.String(), "1 session will be erased") {
		t.Errorf("asked: %d %s", ask.Code, ask.Body)
	}
	one.Set("answer", "1")
	if w := o.send(t, o.elena.ID, personPath+"/erase", one); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("erased without a tick: %d", w.Code)
	}
	one.Set(sureField, "1")
	if w := o.send(t, o.claire.ID, personPath+"/erase", one); w.Code != http.StatusForbidden {
		t.Errorf("an agent erases: %d", w.Code)
	}
	if w := o.send(t, o.elena.ID, personPath+"/erase", one); w.Code != http.StatusSeeOther {
		t.Errorf("erased: %d %s", w.Code, w.Body)
	}
	review := o.get(t, o.elena.ID, requestLink(o.request), words.English).Body.String()
	list := o.get(t, o.elena.ID, "/center/sessions/export/csv", words.French).Body.String()
	for _, secret := range []string{"Hannah", "no signal", "Dock firmware", "second display"} {
		if strings.Contains(review, secret) || strings.Contains(list, secret) {
			t.Errorf("%q is still there", secret)
		}
	}
	if !strings.Contains(review, "was erased on") || !strings.Contains(list, "Effacé") || !strings.Contains(review, "4 of 5") {
		t.Errorf("the review is %s", review)
	}
	if w := o.send(t, o.elena.ID, personPath+"/erase", url.Values{"case": {o.openCase(t)}, "answer": {"1"}, sureField: {"1"}}); w.Code != http.StatusConflict {
		t.Errorf("what is under way is erased: %d", w.Code)
	}
}

// openCase is the name of the one request that waits.
func (o *office) openCase(t *testing.T) string { return support.Case{Request: o.open(t)}.Name() }

// TestEraseFormerAgent erases the name of an agent who left.
func TestEraseFormerAgent(t *testing.T) {
	o := newOffice(t, 20)
	must(t, o.SetDisabled(t.Context(), o.priya.ID, true))
	path := formerPath + "/" + jobPath(support.JobID(o.priya.ID))[len(jobsPath)+1:]
	if w := o.send(t, o.elena.ID, path+"/erase", url.Values{sureField: {"1"}}); w.Code != http.StatusSeeOther {
		t.Errorf("erased: %d %s", w.Code, w.Body)
	}
	for _, address := range []string{formerPath, "/center/reports/agents", auditPath} {
		page := o.get(t, o.elena.ID, address, words.English).Body.String()
		if strings.Contains(page, "Priya") || !strings.Contains(page, support.FormerName(o.priya.ID)) {
			t.Errorf("%s: %s", address, page)
		}
	}
}
