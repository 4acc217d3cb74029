package portal

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"beside.example/internal/words"
	"beside.example/relay/internal/portal/portaltest"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
	"beside.example/relay/internal/web/webtest"
)

// portalDesk keeps the tests short.
type portalDesk = portaltest.Desk

// posts are the routes that change something.
var posts = []string{
	"/p/pharmacy", "/request/here", "/request/closing", "/request/say", "/request/leave", "/request/trouble", "/request/survey",
}

// gets are the routes that show something of a request.
var gets = []string{"/request", "/request/frame", "/request/chat.txt"}

// TestForeignForms sends every form from another site: nothing happens.
func TestForeignForms(t *testing.T) {
	for _, address := range posts {
		for name, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
			d := newDesk(t)
			_, h := pagesOf(t, d, FloodSettings{})
			token := opened(d, queueID, support.RequestPosted, nil)
			before, _ := d.Find(t.Context(), token)
			r := httptest.NewRequest(http.MethodPost, "https://"+relay+address, strings.NewReader("customer=x&question=y&text=z&what=download"))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set(name, value)
			r.AddCookie(&http.Cookie{Name: requestCookie, Value: token})
			response, _ := webtest.Do(t, h, r)
			after, _ := d.Find(t.Context(), token)
			if response.StatusCode != http.StatusForbidden || after.State != before.State || after.Seen != before.Seen || len(d.Submitted()) > 0 || tokenOf(response) != "" {
				t.Errorf("%s with %s: status %d, state %d", address, name, response.StatusCode, after.State)
			}
		}
	}
}

// TestForeignTokens asks for a request with every token but its own: there is nothing to see and nothing to change.
func TestForeignTokens(t *testing.T) {
	d := newDesk(t)
	_, h := pagesOf(t, d, FloodSettings{})
	own := opened(d, boxID, support.RequestPosted, nil)
	mine, _ := d.Find(t.Context(), own)
	for name, token := range map[string]string{
		"none": "", "another": support.NewSecret().Token(), "its ID": mine.ID.String(), "misshaped": "../..", "longer": own + "A", "shorter": own[1:],
	} {
		for _, address := range gets {
			address += "?id=" + mine.ID.String() + "&token=" + own
			if response, body := ask(t, h, http.MethodGet, address, token, nil, words.English); response.StatusCode != http.StatusNotFound || strings.Contains(body, "no device") {
				t.Errorf("%s, %s: status %d", name, address, response.StatusCode)
			}
		}
		for _, address := range posts[1:] {
			form := url.Values{fieldText: {"I am Aiko"}, fieldTrouble: {troubleDownload}, "token": {own}}
			if response, _ := ask(t, h, http.MethodPost, address, token, form, words.English); response.StatusCode != http.StatusNotFound {
				t.Errorf("%s, %s: status %d", name, address, response.StatusCode)
			}
		}
		if response, _ := ask(t, h, http.MethodGet, "/request/events", token, nil, words.English); response.StatusCode != http.StatusNoContent {
			t.Errorf("%s: the stream has status %d", name, response.StatusCode)
		}
	}
	if after := d.Request(mine.ID); after.State != mine.State || !after.Seen.Equal(mine.Seen) {
		t.Errorf("changed to %+v", after)
	}
}

// TestRoutes asks for every route with every method. What is not meant answers with a page and changes nothing.
func TestRoutes(t *testing.T) {
	methods := []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"}
	allowed := map[string]string{"/me": "GET HEAD", "/p/pharmacy": "GET HEAD POST", "/p/pharmacy/logo.png": "GET HEAD", "/p/pharmacy/colours.css": "GET HEAD"}
	for _, address := range gets {
		allowed[address] = "GET HEAD"
	}
	for _, address := range posts[1:] {
		allowed[address] = "POST"
	}
	for address, list := range allowed {
		for _, method := range methods {
			d := newDesk(t)
			p, h := pagesOf(t, d, FloodSettings{})
			p.Drain() // so that a page that is closed is not waited for
			token := opened(d, queueID, support.RequestAccepted, nil)
			before, _ := d.Find(t.Context(), token)
			response, _ := ask(t, h, method, address, token, url.Values{fieldText: {"x"}, fieldTrouble: {troubleDownload}}, words.English)
			meant := strings.Contains(" "+list+" ", " "+method+" ")
			if refused := response.StatusCode == http.StatusNotFound || response.StatusCode == http.StatusMethodNotAllowed; refused == meant {
				t.Errorf("%s %s: status %d", method, address, response.StatusCode)
			}
			after, _ := d.Find(t.Context(), token)
			if method != http.MethodPost && after.State != before.State {
				t.Errorf("%s %s changes the state to %d", method, address, after.State)
			}
			if policy := response.Header.Get("Content-Security-Policy"); strings.Contains(policy, "unsafe") || !strings.Contains(policy, "default-src 'none'") {
				t.Errorf("%s %s: policy %q", method, address, policy)
			}
		}
	}
}

// hostile are texts that want to be more than text.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' autofocus onfocus='alert(1)`, `</textarea><script>alert(1)</script>`,
	`javascript:alert(1)`, `{{.Relay}}`, "\u202egnp.exe", "</title><style>*{}</style>", "&lt;b&gt;", "\x1b]0;x\x07",
}

// TestHostileText puts hostile text into everything that anybody may fill in and looks at every page that shows it.
func TestHostileText(t *testing.T) {
	for _, bad := range hostile {
		d := newDesk(t)
		_, h := pagesOf(t, d, FloodSettings{})
		d.Change(func(*portalDesk) {
			set := support.CleanName(bad) // as the store keeps what managers set
			texts := support.Texts{"en": set}
			p := d.Portals[boxID]
			p.Name, p.Page.Greeting, p.Page.Colour, p.Survey[1].Label = set, texts, set, texts
			p.Page.Fields = append(p.Page.Fields, support.Field{Key: "room", Label: texts, Kind: support.FieldText})
			d.Portals[boxID] = p
			d.Organisations[1] = support.Organisation{ID: 1, Name: set}
			d.Agents[claire] = support.Agent{ID: claire, Name: set}
			d.Here[0].Name, d.Here[0].TeamName = set, set
		})
		form := url.Values{fieldName: {bad}, fieldQuestion: {bad}, fieldPrefix + "room": {bad}, fieldPrefix + "phone": {bad}, fieldWanted: {bad}}
		look := func(method, address, token string, form url.Values) string {
			t.Helper()
			response, body := ask(t, h, method, address, token, form, words.English) // which checks that nothing is active
			if strings.Contains(bad, "<") && strings.Contains(body, bad) && strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
				t.Errorf("%s %s repeats %q: %s", method, address, bad, body)
			}
			if strings.ContainsAny(body, "\u202e\x1b\x07") {
				t.Errorf("%s %s repeats what nobody can see of %q", method, address, bad)
			}
			return tokenOf(response)
		}
		look(http.MethodGet, "/p/pharmacy", "", nil)
		look(http.MethodGet, "/p/person", "", nil)
		look(http.MethodPost, "/p/person", "", form)
		token := look(http.MethodPost, "/p/pharmacy", "", form)
		if token == "" {
			t.Fatalf("%q: no request", bad)
		}
		look(http.MethodPost, "/request/here", token, nil)
		look(http.MethodPost, "/request/say", token, url.Values{fieldText: {bad}})
		mine, _ := d.Find(t.Context(), token)
		d.Alter(mine.ID, support.EventSaid, support.ByAgent(claire), support.CleanName(bad), nil)
		for _, change := range []func(r *support.Request){nil, func(r *support.Request) { r.State, r.Agent = support.RequestAccepted, claire }, appOffered, func(r *support.Request) { r.State = support.RequestResolved }} {
			d.Alter(mine.ID, support.EventAccepted, support.ByAgent(claire), bad, change)
			for _, address := range []string{"/request", "/request/frame", "/request/frame?part=lines", "/p/pharmacy?again=1", "/p/staff"} {
				look(http.MethodGet, address, token, nil)
			}
		}
	}
}

// TestCaps sends more than fits.
func TestCaps(t *testing.T) {
	d := newDesk(t)
	_, h := pagesOf(t, d, FloodSettings{})
	huge := strings.Repeat("é", 5000)
	response, _ := ask(t, h, http.MethodPost, "/p/pharmacy", "", url.Values{fieldName: {huge}, fieldQuestion: {huge}}, words.English)
	sent := d.Submitted()[0]
	if n, q := len([]rune(sent.Customer)), len([]rune(sent.Question)); n != support.MaxName || q != support.MaxQuestion {
		t.Errorf("a name of %d and a question of %d characters", n, q)
	}
	token := tokenOf(response)
	if response, _ := ask(t, h, http.MethodPost, "/request/say", token, url.Values{fieldText: {huge}}, words.English); response.StatusCode != http.StatusSeeOther {
		t.Errorf("a long line: status %d", response.StatusCode)
	}
	for _, address := range posts {
		response, _ := ask(t, h, http.MethodPost, address, token, url.Values{fieldText: {strings.Repeat("x", maxForm+1)}}, words.English)
		if response.StatusCode != http.StatusBadRequest {
			t.Errorf("%s takes a huge form: status %d", address, response.StatusCode)
		}
	}
}

// TestFloods asks too often: a page says so, and what was typed is on it.
func TestFloods(t *testing.T) {
	d := newDesk(t)
	_, h := pagesOf(t, d, FloodSettings{PagesPerMinute: 6, LinesPerMinute: 2, Streams: 1})
	token := opened(d, boxID, support.RequestPosted, nil)
	say := func() (*http.Response, string) {
		return ask(t, h, http.MethodPost, "/request/say", token, url.Values{fieldText: {"keep <me>"}}, words.English)
	}
	say()
	say()
	response, body := say()
	if response.StatusCode != http.StatusTooManyRequests || response.Header.Get("Retry-After") == "" || !strings.Contains(body, `value="keep &lt;me&gt;"`) || !strings.Contains(body, "Too many attempts") {
		t.Errorf("a third line: status %d: %s", response.StatusCode, body)
	}
	for range 3 {
		ask(t, h, http.MethodGet, "/p/pharmacy", "", nil, words.English)
	}
	response, body = ask(t, h, http.MethodGet, "/p/pharmacy", "", nil, words.French)
	if response.StatusCode != http.StatusTooManyRequests || response.Header.Get("Retry-After") == "" || !strings.Contains(body, "Trop d’essais") {
		t.Errorf("a seventh page: status %d: %s", response.StatusCode, body)
	}
}

// TestStoreAway sends forms while nothing can be kept: what was typed comes back in a form that can be sent again.
func TestStoreAway(t *testing.T) {
	d := newDesk(t)
	_, h := pagesOf(t, d, FloodSettings{})
	token := opened(d, boxID, support.RequestPosted, nil)
	d.Change(func(*portalDesk) { d.Away = errors.New("no store") })
	form := url.Values{fieldName: {"Aiko"}, fieldQuestion: {`a "quoted" <question>`}}
	response, body := ask(t, h, http.MethodPost, "/p/pharmacy", "", form, words.English)
	for _, want := range []string{`action="/p/pharmacy"`, `value="a &#34;quoted&#34; &lt;question&gt;"`, `name="customer" value="Aiko"`, "What you wrote is still here"} {
		if response.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body, want) {
			t.Errorf("status %d, lacks %q: %s", response.StatusCode, want, body)
		}
	}
	for _, address := range gets {
		response, body := ask(t, h, http.MethodGet, address, token, nil, words.English)
		if response.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body, "You keep your place") || !strings.Contains(body, `http-equiv="refresh"`) {
			t.Errorf("%s: status %d: %s", address, response.StatusCode, body)
		}
	}
	d.Change(func(*portalDesk) { d.Away = nil })
	if response, _ := ask(t, h, http.MethodGet, "/request", token, nil, words.English); response.StatusCode != http.StatusOK {
		t.Errorf("afterwards: status %d", response.StatusCode)
	}
}

// TestFrames lets only the frames stand in a frame, and only in the relay's own pages.
func TestFrames(t *testing.T) {
	d := newDesk(t)
	_, h := pagesOf(t, d, FloodSettings{})
	token := opened(d, boxID, support.RequestPosted, nil)
	for address, want := range map[string]string{"/request": "frame-ancestors 'none'", "/p/staff": "frame-ancestors 'none'", "/request/frame": "frame-ancestors 'self'"} {
		response, _ := ask(t, h, http.MethodGet, address, token, nil, words.English)
		policy := response.Header.Get("Content-Security-Policy")
		if !strings.Contains(policy, want) {
			t.Errorf("%s: policy %q", address, policy)
		}
		if scripts := strings.Contains(policy, "script-src 'self'"); scripts != (address == "/request") {
			t.Errorf("%s may run scripts: %v", address, scripts)
		}
	}
}

// FuzzSubmit sends anything as a form. Nothing breaks, and what is kept fits.
func FuzzSubmit(f *testing.F) {
	for _, body := range []string{"", "customer=a&question=b", "customer=%00&question=%ff", "wanted=18446744073709551616", "customer=a&customer=b", "%zz", "field.phone=%E2%80%AE", "answer.helped=300", "what=download"} {
		f.Add(body)
	}
	d := newDesk(f)
	p, h := pagesOf(f, d, FloodSettings{PagesPerMinute: 1 << 30, LinesPerMinute: 1 << 30, Streams: 1})
	p.Drain()
	token := opened(d, queueID, support.RequestAccepted, nil)
	f.Fuzz(func(t *testing.T, body string) {
		for _, address := range append([]string{"/p/person"}, posts...) {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if strings.HasPrefix(address, "/request") {
				r.AddCookie(&http.Cookie{Name: requestCookie, Value: token})
			}
			if response, _ := webtest.Do(t, h, r); response.StatusCode >= http.StatusInternalServerError {
				t.Errorf("%s: status %d", address, response.StatusCode)
			}
		}
		for _, form := range d.Submitted()[max(0, len(d.Submitted())-1):] {
			if len([]rune(form.Question)) > support.MaxQuestion || strings.ContainsAny(form.Question+form.Customer, "\x00\u202e") {
				t.Errorf("kept %+v", form)
			}
		}
	})
}

// TestColours holds every text of an organisation's colour against the grounds that it stands on.
func TestColours(t *testing.T) {
	for colour, want := range map[string]struct{ light, dark bool }{
		"#2f4b7c": {true, false}, "#f5c800": {false, true}, "#000000": {true, false}, "#ffffff": {false, true}, "#808080": {false, false},
	} {
		c, ok := parseColour(colour)
		if !ok || contrast(c, textOn(c)) < readable {
			t.Errorf("%s: text on it has a contrast of %.2f", colour, contrast(c, textOn(c)))
		}
		if light, dark := accent(c, false) != "", accent(c, true) != ""; light != want.light || dark != want.dark {
			t.Errorf("%s is an accent: light %v, dark %v", colour, light, dark)
		}
	}
	for _, bad := range []string{"", "red", "#12345", "#1234567", "#12345g", "123456", "#123456;}*{}"} {
		if sheet := colourSheet(bad); sheet != "" {
			t.Errorf("%q makes a sheet %q", bad, sheet)
		}
	}
	d := newDesk(t)
	_, h := pagesOf(t, d, FloodSettings{})
	response, sheet := ask(t, h, http.MethodGet, "/p/ward/colours.css?v=7", "", nil, words.English)
	if !strings.HasPrefix(response.Header.Get("Content-Type"), "text/css") || !strings.Contains(sheet, "--brand:#f5c800") || !strings.Contains(response.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("%v: %s", response.Header, sheet)
	}
	response, picture := ask(t, h, http.MethodGet, "/p/pharmacy/logo.png?v=7", "", nil, words.English)
	if response.Header.Get("Content-Type") != "image/png" || !bytes.HasPrefix([]byte(picture), []byte("\x89PNG")) {
		t.Errorf("logo %v", response.Header)
	}
	if response, _ := ask(t, h, http.MethodGet, "/p/staff/logo.png", "", nil, words.English); response.StatusCode != http.StatusNotFound {
		t.Errorf("a missing logo: status %d", response.StatusCode)
	}
	if got := (web.Dress{Organisation: "élan du Nord"}).Initials(); got != "ÉD" {
		t.Errorf("initials %q", got)
	}
}
