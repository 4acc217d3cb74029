package center

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web/webtest"
)

// TestWhoMayAskForWhat is the table of roles and routes: what it does not name is denied.
func TestWhoMayAskForWhat(t *testing.T) {
	const elena, tom, ada, bob = "elena", "tom", "ada", "bob"
	agents, everyone, managers, top := []string{elena, tom, ada, bob}, []string{elena, tom, ada}, []string{elena, tom}, []string{elena}
	may := map[string][]string{
		homePath: everyone, mePath: agents, "/center/live": managers, "/center/reports": everyone, "/center/sessions": everyone,
		peoplePath: managers, portalsPath: top, repliesPath: managers, auditPath: top, tokensPath: top, webhooksPath: top, settingsPath: top, privacyPath: top,
	}
	exact := map[string][]string{
		"GET " + portalsPath:                  managers, // it leads on to the replies
		"POST " + agentsPath + "/{id}/factor": top,
		"GET " + homePath:                     agents, "GET " + homePath + "/{$}": agents, "POST " + homePath + "/sign-out": agents, // and this to the own account at least
	}
	h := newHouse(t)
	cookies := map[string]string{"nobody": "", "invented": support.NewSecret().Token()}
	for _, name := range agents {
		cookies[name] = h.enter(t, name, housePassword)
	}
	for _, r := range h.center.routes() {
		allowed, known := exact[r.pattern]
		method, path, _ := strings.Cut(r.pattern, " ")
		longest := ""
		for prefix, who := range may {
			if !known && len(prefix) > len(longest) && (path == prefix || strings.HasPrefix(path, prefix+"/")) {
				longest, allowed = prefix, who
			}
		}
		gate := h.center.page(r.act, func(w http.ResponseWriter, _ *http.Request, _ Manager) error {
			w.WriteHeader(http.StatusTeapot)
			return nil
		})
		for name, cookie := range cookies {
			request := httptest.NewRequest(method, "/center", http.NoBody)
			request.AddCookie(&http.Cookie{Name: cookieName, Value: cookie})
			response, _ := webtest.Do(t, gate, request)
			want := http.StatusForbidden
			switch {
			case slices.Contains(allowed, name):
				want = http.StatusTeapot
			case name == "nobody", name == "invented":
				want = http.StatusSeeOther
			}
			if response.StatusCode != want {
				t.Errorf("%s for %s: status %d, want %d", r.pattern, name, response.StatusCode, want)
			}
		}
	}
}

// TestForeignForms shows that no form of another site does anything, whoever is signed in.
func TestForeignForms(t *testing.T) {
	h := newHouse(t)
	cookie := h.enter(t, "elena", housePassword)
	for _, r := range h.center.routes() {
		method, path, _ := strings.Cut(r.pattern, " ")
		if method == http.MethodGet {
			continue
		}
		request := httptest.NewRequest(method, strings.ReplaceAll(path, "{id}", fmt.Sprint(h.bob)), http.NoBody)
		request.Header.Set("Sec-Fetch-Site", "cross-site")
		request.AddCookie(&http.Cookie{Name: cookieName, Value: cookie})
		if response, _ := webtest.Do(t, h, request); response.StatusCode != http.StatusForbidden {
			t.Errorf("%s: status %d", r.pattern, response.StatusCode)
		}
	}
	if events := first(h.Audit(t.Context(), h.north, 0, 0, 10)); len(events) != 1 {
		t.Errorf("the log has %d acts beside the sign-in", len(events)-1)
	}
}

// TestSignInIsRenewed shows that a cookie from before a sign-in is worth nothing after it, and that signing out ends it.
func TestSignInIsRenewed(t *testing.T) {
	h := newHouse(t)
	if h.enter(t, "elena", "wrong password") != "" {
		t.Error("a wrong password gets a cookie")
	}
	before := h.enter(t, "elena", housePassword)
	planted := support.NewSecret().Token()
	for _, old := range []string{before, planted} {
		response, _ := h.send(t, old, http.MethodPost, signInPath, url.Values{"mail": {"elena@field.example"}, "password": {housePassword}})
		now := cookieOf(response)
		if now == "" || now == old {
			t.Fatalf("the cookie after the sign-in is %q", now)
		}
		if response, _ := h.send(t, old, http.MethodGet, mePath, nil); response.StatusCode != http.StatusSeeOther {
			t.Errorf("the cookie from before gets status %d", response.StatusCode)
		}
		h.send(t, now, http.MethodPost, homePath+"/sign-out", url.Values{})
		if response, _ := h.send(t, now, http.MethodGet, mePath, nil); response.StatusCode != http.StatusSeeOther {
			t.Errorf("after signing out: status %d", response.StatusCode)
		}
	}
	for _, to := range []string{"https://evil.example", "//evil.example", "/center/../p/x", "/sign-in", "/center\\@evil.example", "javascript:alert(1)"} {
		r := httptest.NewRequest(http.MethodGet, signInPath+"?"+url.Values{backParameter: {to}}.Encode(), http.NoBody)
		if got := back(r); got != homePath {
			t.Errorf("a sign-in leads to %q", got)
		}
	}
}

// TestSecondFactorOfManager goes from the enrolment to a sign-in that asks for a code.
func TestSecondFactorOfManager(t *testing.T) {
	h := newHouse(t)
	cookie := h.enter(t, "tom", housePassword)
	h.send(t, cookie, http.MethodPost, mePath+"/factor", url.Values{})
	_, page := h.send(t, cookie, http.MethodGet, mePath+"/factor", nil)
	secret := first(h.factors.Pending(t.Context(), h.tom))
	if !strings.Contains(page, `<path d="M`) || !strings.Contains(strings.ReplaceAll(page, " ", ""), strings.ToLower(support.FactorText(secret))) {
		t.Errorf("the page shows no secret")
	}
	code := first(totp.GenerateCode(support.FactorText(secret), time.Now()))
	_, page = h.send(t, cookie, http.MethodPost, mePath+"/factor/confirm", url.Values{"code": {code}})
	recovery := regexp.MustCompile(`\d[a-z2-7]{4}-[a-z2-7]{5}`).FindString(page)
	if recovery == "" {
		t.Fatal("no recovery codes are shown")
	}
	if h.enter(t, "tom", housePassword) != "" {
		t.Error("the password alone signs in")
	}
	_, page = h.send(t, "", http.MethodPost, signInPath, url.Values{"mail": {"tom@field.example"}, "password": {housePassword}})
	step := regexp.MustCompile(`name="step" value="([^"]+)"`).FindStringSubmatch(page)[1]
	if response, _ := h.send(t, "", http.MethodPost, signInPath+"/code", url.Values{"step": {step}, "code": {"000000"}}); response.StatusCode != http.StatusForbidden {
		t.Errorf("a wrong code gets status %d", response.StatusCode)
	}
	response, _ := h.send(t, "", http.MethodPost, signInPath+"/code", url.Values{"step": {step}, "code": {recovery}})
	if cookieOf(response) == "" {
		t.Errorf("a recovery code gets status %d", response.StatusCode)
	}
}

// TestOthersThings shows that nobody reaches what is another organisation's, another team's, or above them.
func TestOthersThings(t *testing.T) {
	h := newHouse(t)
	elena, tom := h.enter(t, "elena", housePassword), h.enter(t, "tom", housePassword)
	path := func(format string, id any) string { return fmt.Sprintf(format, id) }
	entry := url.Values{"name": {"Mallory"}, "role": {"agent"}, "team": {fmt.Sprint(h.pharmacy)}, "seen": {"x"}}
	for _, c := range []struct {
		cookie, method, path string
		form                 url.Values
	}{
		{elena, "GET", path("/center/people/agents/%d", h.otto), nil},
		{elena, "POST", path("/center/people/agents/%d", h.otto), entry},
		{elena, "POST", path("/center/people/agents/%d/disable", h.otto), url.Values{}},
		{elena, "POST", path("/center/people/agents/%d/password", h.otto), url.Values{}},
		{elena, "POST", path("/center/people/agents/%d/sign-out", h.otto), url.Values{}},
		{elena, "POST", path("/center/people/agents/%d/factor", h.otto), url.Values{}},
		{elena, "GET", path("/center/people/teams/%d", h.southTeam), nil},
		{elena, "GET", path("/center/portals/%d", h.southDesk), nil},
		{elena, "POST", path("/center/portals/%d", h.southDesk), url.Values{"kind": {"box"}, "name": {"x"}}},
		{elena, "POST", path("/center/portals/%d/preview", h.southDesk), url.Values{"kind": {"box"}, "name": {"x"}}},
		{elena, "GET", path("/center/replies/%d", h.southReply), nil},
		{elena, "POST", path("/center/replies/%d/delete", h.southReply), url.Values{}},
		{tom, "GET", path("/center/people/agents/%d", h.elena), nil},
		{tom, "GET", path("/center/people/agents/%d", h.bob), nil},
		{tom, "POST", path("/center/people/agents/%d/disable", h.bob), url.Values{}},
		{tom, "GET", path("/center/people/teams/%d", h.front), nil},
		{tom, "GET", path("/center/replies/%d", h.reply), nil},
	} {
		if response, body := h.send(t, c.cookie, c.method, c.path, c.form); response.StatusCode != http.StatusNotFound {
			t.Errorf("%s %s: status %d, %.80s", c.method, c.path, response.StatusCode, body)
		}
	}
	for name, form := range map[string]url.Values{
		"a manager above":  {"name": {"M"}, "mail": {"m@field.example"}, "role": {"organisation-manager"}, "team": {fmt.Sprint(h.pharmacy)}},
		"in another team":  {"name": {"M"}, "mail": {"m@field.example"}, "role": {"agent"}, "team": {fmt.Sprint(h.front)}},
		"in another house": {"name": {"M"}, "mail": {"m@field.example"}, "role": {"agent"}, "team": {fmt.Sprint(h.southTeam)}},
	} {
		if response, _ := h.send(t, tom, http.MethodPost, agentsPath+"/new", form); response.StatusCode != http.StatusForbidden {
			t.Errorf("tom makes an agent %s: status %d", name, response.StatusCode)
		}
	}
	foreign := url.Values{"name": {"M"}, "mail": {"m@field.example"}, "role": {"agent"}, "team": {fmt.Sprint(h.front)}, "portal": {fmt.Sprint(h.southDesk)}}
	if response, _ := h.send(t, elena, http.MethodPost, agentsPath+"/new", foreign); response.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("an agent of another organisation's portal: status %d", response.StatusCode)
	}
	if response, _ := h.send(t, tom, http.MethodPost, fmt.Sprintf("%s/%d", teamsPath, h.pharmacy), url.Values{"name": {"P"}}); response.StatusCode != http.StatusForbidden {
		t.Errorf("tom changes the own team: status %d", response.StatusCode)
	}
}

// TestTwoManagers shows that the second of two who edit the same thing is told, and that the log has what the first did.
func TestTwoManagers(t *testing.T) {
	h := newHouse(t)
	elena, tom := h.enter(t, "elena", housePassword), h.enter(t, "tom", housePassword)
	address := fmt.Sprintf("%s/%d", agentsPath, h.ada)
	_, page := h.send(t, elena, http.MethodGet, address, nil)
	seen := regexp.MustCompile(`name="seen" value="([^"]+)"`).FindStringSubmatch(page)[1]
	form := func(name string) url.Values {
		return url.Values{"name": {name}, "role": {"agent"}, "team": {fmt.Sprint(h.pharmacy)}, "center": {"1"}, "portal": {fmt.Sprint(h.desk)}, "seen": {seen}}
	}
	if response, _ := h.send(t, tom, http.MethodPost, address, form("Ada Lovelace")); response.StatusCode != http.StatusSeeOther {
		t.Fatalf("tom: status %d", response.StatusCode)
	}
	response, page := h.send(t, elena, http.MethodPost, address, form("Ada Byron"))
	if response.StatusCode != http.StatusConflict || !strings.Contains(page, "Somebody else changed this") {
		t.Errorf("elena: status %d", response.StatusCode)
	}
	if a := first(h.Agent(t.Context(), h.ada)); a.Name != "Ada Lovelace" {
		t.Errorf("the agent is called %q", a.Name)
	}
	event := first(h.Audit(t.Context(), h.north, h.tom, 0, 1))[0]
	want := []support.Change{{Field: "name", Before: "Ada", After: "Ada Lovelace"}, {Field: "portals", After: "desk"}}
	if event.Act != support.AuditAgentChanged || !slices.Equal(event.Changes, want) {
		t.Errorf("the log says %v of %v", event.Act, event.Changes)
	}
}

// TestHostileTexts puts markup into every field and looks at every page afterwards.
func TestHostileTexts(t *testing.T) {
	const evil = `"><script>alert(1)</script>'`
	h := newHouse(t)
	cookie := h.enter(t, "elena", housePassword)
	for path, form := range map[string]url.Values{
		agentsPath + "/new": {"name": {evil}, "mail": {"evil@field.example"}, "role": {"agent"}, "team": {fmt.Sprint(h.front)}},
		teamsPath + "/new":  {"name": {evil}, "parent": {fmt.Sprint(h.front)}},
		portalsPath + "/new": {
			"name": {evil}, "slug": {"evil"}, "kind": {"box"}, "greeting.en": {evil}, "field0.kind": {"line"}, "field0.en": {evil},
			"question0.kind": {"text"}, "question0.en": {evil},
		},
		repliesPath + "/new": {"title": {evil}, "text": {evil}},
	} {
		if response, _ := h.send(t, cookie, http.MethodPost, path, form); response.StatusCode >= http.StatusBadRequest {
			t.Errorf("%s: status %d", path, response.StatusCode)
		}
	}
	for _, path := range []string{
		peoplePath, agentsPath + "/6", teamsPath + "/5", teamsPath + "/new", agentsPath + "/new", portalsPath, portalsPath + "/3", repliesPath, repliesPath + "/3",
		auditPath, mePath, peoplePath + "/import",
	} {
		for _, l := range words.Languages() {
			response, page := h.send(t, cookie, http.MethodGet, path+"?lang="+string(l), nil)
			if response.StatusCode != http.StatusOK || strings.Contains(page, "<script>alert") {
				t.Errorf("%s in %s: status %d", path, l, response.StatusCode)
			}
		}
	}
}

// TestPreviewKeepsNothing shows a portal as its form has it, in a frame of our own pages alone.
func TestPreviewKeepsNothing(t *testing.T) {
	h := newHouse(t)
	cookie := h.enter(t, "elena", housePassword)
	address := fmt.Sprintf("%s/%d/preview", portalsPath, h.desk)
	form := url.Values{"name": {"Ward"}, "slug": {"ward"}, "kind": {"queue"}, "colour": {"#b3261e"}, "greeting.en": {"Good day"}}
	response, page := h.send(t, cookie, http.MethodPost, address, form)
	if policy := response.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'self'") || strings.Contains(policy, "script-src") {
		t.Errorf("policy %q", policy)
	}
	if !strings.Contains(page, "Good day") || !strings.Contains(page, "preview.css?colour=%23b3261e") {
		t.Errorf("page %s", page)
	}
	form.Set("colour", "red;}")
	if _, page = h.send(t, cookie, http.MethodPost, address, form); !strings.Contains(page, "Write a colour") {
		t.Errorf("a bad colour shows %s", page)
	}
	if p := first(h.Portal(t.Context(), h.desk)); p.Name != "desk" || p.Version != 1 {
		t.Errorf("the portal is %q, version %d", p.Name, p.Version)
	}
}

// TestFileOfAgents makes and changes agents by a file, all or none.
func TestFileOfAgents(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		line int
		key  string
	}{
		"well":        {"name,mail,team,role,portals\nAda,ada@field.example,Pharmacy,agent,desk\nNew,new@field.example,Night,team-manager,\n", 0, ""},
		"no head":     {"Ada,ada@field.example\n", 1, "center.import.nohead"},
		"no mail":     {"name,mail\nAda,ada\n", 2, "center.import.nomail"},
		"other team":  {"name,mail,team\nNew,new@field.example,South\n", 2, "center.import.noteam"},
		"other house": {"name,mail\nOtto,otto@field.example\n", 2, "center.import.taken"},
		"late error":  {"name,mail\nNew,new@field.example\n,x@field.example\n", 3, "center.import.invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			rows, err := readAgents(strings.NewReader(c.file))
			r := httptest.NewRequest(http.MethodPost, "/", http.NoBody)
			who := Manager{Agent: first(h.Agent(t.Context(), h.elena)), Team: support.Team{ID: h.front}, Organisation: support.Organisation{ID: h.north}}
			var made []madeAgent
			if err == nil {
				made, _, _, err = h.center.takeAgents(r, who, rows)
			}
			agents := first(h.Agents(t.Context(), h.north))
			if c.key == "" {
				if err != nil || len(made) != 1 || len(agents) != 5 {
					t.Errorf("%d made, %d agents, %v", len(made), len(agents), err)
				}
				return
			}
			var wrong *rowError
			if !errors.As(err, &wrong) || wrong.Line != c.line || wrong.Key != c.key || len(agents) != 4 {
				t.Errorf("%v, %d agents", err, len(agents))
			}
		})
	}
}

func FuzzReadAgents(f *testing.F) {
	f.Add("name,mail\nAda,ada@field.example\n")
	f.Add("\ufeffname,mail,portals\n\"=1+1\",x,\"a b\"\n")
	f.Fuzz(func(t *testing.T, file string) {
		if rows, err := readAgents(strings.NewReader(file)); err == nil && len(rows) > maxRows {
			t.Errorf("%d rows", len(rows))
		}
	})
}
