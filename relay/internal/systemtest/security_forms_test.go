package systemtest

import (
	"encoding/base64"
	"net"
	"net/http"
	"strings"
	"testing"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// everything is a form with something for every route that changes something.
func everything() form {
	return form{
		"customer": "Eve", "question": "Who is there?", "field.room": "13", "text": "I am Bea", "what": "download", "answer.helped": "1",
		"mail": mail, "password": password,
	}
}

// changing are the routes that change something, and wanted is where each is meant to lead when the page of a relay sends it.
var changing = map[string]int{
	pageOf("box"):              http.StatusSeeOther,
	"/request/here":            http.StatusNoContent,
	"/request/say":             http.StatusSeeOther,
	"/request/closing":         http.StatusNoContent,
	"/request/survey":          http.StatusSeeOther,
	"/request/trouble":         http.StatusSeeOther,
	"/request/leave":           http.StatusSeeOther,
	signIn:                     http.StatusSeeOther,
	signalling.SignInTokenPath: http.StatusBadRequest, // it takes JSON
	"/password":                http.StatusConflict,   // no mail is sent here
	"/password/new":            http.StatusGone,       // nobody has a link
	"/invitation":              http.StatusGone,
}

// signIn is the sign-in page as an app opens it.
const signIn = signalling.SignInPath + "?challenge=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&port=1&state=x"

// TestFormsOfOtherSites sends every form as a page of another site would: none is taken, and nothing changes.
func TestFormsOfOtherSites(t *testing.T) {
	o := newOffice(t, 0)
	o.hire("Ada")
	bea := o.visit(t)
	bea.asks("box", everything())
	before := o.record(t, o.request(bea).ID)
	_, port, err := net.SplitHostPort(o.here.relay)
	must(t, err)
	for path := range changing {
		for name, values := range map[string][]string{
			"Sec-Fetch-Site": {"cross-site", "same-site", "nonsense"},
			"Origin": {
				"null", "https://evil.example", "https://" + o.here.relay + ".evil.example", "https://evil.example:" + port, "https://127.0.0.1:1",
				"file://", "https://localhost:" + port, "chrome-extension://abc",
			},
		} {
			for _, value := range values {
				a := bea.with(name, value).post(path, everything())
				if a.StatusCode != http.StatusForbidden || a.Header.Get("Set-Cookie") != "" || !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
					t.Errorf("%s with %s %q: status %d, cookie %q", path, name, value, a.StatusCode, a.Header.Get("Set-Cookie"))
				}
			}
		}
		for _, method := range []string{http.MethodGet, http.MethodHead} { // a picture's address can do no more than this
			bea.send(method, path+"?customer=Eve&question=x&text=x&what=download", nil)
		}
	}
	if after := o.record(t, o.request(bea).ID); after != before {
		t.Errorf("changed from\n%s\nto\n%s", before, after)
	}
	for path, status := range changing { // what keeps them out is where they come from, and nothing else
		own := o.visit(t).with("Origin", "https://"+o.here.relay).with("Sec-Fetch-Site", "same-origin")
		own.asks("queue", everything())
		if path == "/request/closing" {
			continue // is answered when it is known whether the page comes back
		}
		if a := own.post(path, everything()); a.StatusCode != status {
			t.Errorf("%s of our own page: status %d", path, a.StatusCode)
		}
	}
}

// TestPlantedTokens has somebody else choose the token of a customer's browser: the customer never gets into a request by it
// that another one can see, and the relay never takes a token that it did not make.
func TestPlantedTokens(t *testing.T) {
	o := newOffice(t, 0)
	o.hire("Ada")
	eve := o.visit(t)
	eve.asks("queue", everything())
	over := o.visit(t)
	over.asks("box", everything())
	over.post("/request/leave", nil)
	for name, planted := range map[string]string{
		"never issued": support.NewSecret().Token(), "no token": "../../x", "of another portal": eve.token(), "of what is over": over.token(),
	} {
		bea := o.visit(t)
		bea.hold(requestCookie, planted)
		asked := bea.asks("box", form{"customer": "Bea", "question": "My salary"})
		cookie := asked.Header.Get("Set-Cookie")
		for _, want := range []string{requestCookie + "=", "Path=/;", "Secure", "HttpOnly", "SameSite=Lax"} {
			if !strings.Contains(cookie, want) || strings.Contains(cookie, "Domain") {
				t.Errorf("%s: the cookie is %q", name, cookie)
			}
		}
		if got := bea.token(); got == planted || len(got) < 40 {
			t.Errorf("%s: the browser holds %q after %q", name, got, planted)
		}
		attacker := o.visit(t)
		attacker.hold(requestCookie, planted)
		if page := attacker.get("/request"); strings.Contains(page.body, "My salary") {
			t.Errorf("%s: somebody else reads along", name)
		}
	}
}

// TestTokensElsewhere offers a good token anywhere but in its cookie: it counts nowhere else.
func TestTokensElsewhere(t *testing.T) {
	o := newOffice(t, 0)
	o.hire("Ada")
	bea := o.visit(t)
	bea.asks("box", form{"customer": "Bea", "question": "My salary"})
	token, id := bea.token(), o.request(bea).ID
	before := o.record(t, id)
	query := "?token=" + token + "&" + requestCookie + "=" + token + "&id=" + id.String()
	for name, eve := range map[string]*visitor{
		"address": o.visit(t), "header": o.visit(t).with("Authorization", "Bearer "+token), "another header": o.visit(t).with("X-Request-Token", token),
		"another cookie": o.visit(t), "cookie of no host": o.visit(t), "its hash": o.visit(t),
	} {
		switch name {
		case "another cookie":
			eve.hold("request", token)
		case "cookie of no host":
			eve.hold("__Secure-request", token)
		case "its hash":
			hash := o.request(bea).Token
			eve.hold(requestCookie, base64.RawURLEncoding.EncodeToString(hash[:]))
		}
		eve.mustSeeNothing(name, query, "My salary")
	}
	if after := o.record(t, id); after != before {
		t.Errorf("changed from\n%s\nto\n%s", before, after)
	}
}

// mustSeeNothing asks for everything that is about a request: there is none.
func (v *visitor) mustSeeNothing(name, query, secret string) {
	v.t.Helper()
	for _, path := range showing {
		a := v.get(path + query)
		if status := a.StatusCode; status != http.StatusNotFound && (path != "/request/events" || status != http.StatusNoContent) || strings.Contains(a.body, secret) {
			v.t.Errorf("%s: %s: status %d: %s", name, path, a.StatusCode, a.body)
		}
	}
	for path := range changing {
		if !strings.HasPrefix(path, "/request/") {
			continue
		}
		if a := v.post(path+query, everything()); a.StatusCode != http.StatusNotFound || strings.Contains(a.body, secret) {
			v.t.Errorf("%s: %s: status %d", name, path, a.StatusCode)
		}
	}
}

// showing are the routes that show something of a request.
var showing = []string{"/request", "/request/frame", "/request/frame?part=lines", "/request/chat.txt", "/request/events"}

// TestSomebodyElsesRequest has a customer with a request of their own name everything of another's in every way that a browser can,
// at every route: the relay knows but the customer's own.
func TestSomebodyElsesRequest(t *testing.T) {
	o := newOffice(t, 0)
	ada := o.hire("Ada")
	bea := o.visit(t)
	bea.asks("box", form{"customer": "Beatrix", "question": "My salary", "field.room": "4711"})
	bea.post("/request/say", form{"text": "My salary again"})
	hers := o.request(bea)
	_, _, err := ada.AcceptRequest(t.Context(), rid(hers))
	must(t, err)
	code, _, err := ada.OfferApp(t.Context(), rid(hers))
	must(t, err)
	before := o.record(t, hers.ID)
	query := "?id=" + hers.ID.String() + "&request=" + hers.ID.String() + "&token=" + bea.token() + "&after=0&again=1"
	secrets := []string{"My salary", "4711", "Beatrix", code.Canonical(), code.Show()}
	for path := range changing {
		eve := o.visit(t)
		eve.asks("box", everything())
		mine := o.request(eve)
		stolen := everything()
		for name, value := range map[string]string{
			"id": hers.ID.String(), "request": hers.ID.String(), "token": bea.token(), requestCookie: bea.token(),
		} {
			stolen[name] = value
		}
		answers := []answer{}
		if path != "/request/closing" {
			answers = append(answers, eve.post(path+and(path, query), stolen))
		}
		for _, show := range showing[:len(showing)-1] { // the stream has no end
			answers = append(answers, eve.get(show+and(show, query)))
		}
		answers = append(answers, eve.get(pageOf("box")+query), eve.get("/p/queue"+query))
		for _, a := range answers {
			for _, secret := range secrets {
				if a.StatusCode == http.StatusOK && strings.Contains(a.body, secret) {
					t.Errorf("%s, %s shows %q", path, a.Request.URL.Path, secret)
				}
			}
		}
		if _, err := o.requests.Request(t.Context(), mine.ID); err != nil {
			t.Error(err)
		}
	}
	if after := o.record(t, hers.ID); after != before {
		t.Errorf("changed from\n%s\nto\n%s", before, after)
	}
}

// and makes more of a query that there may be already.
func and(path, query string) string {
	if strings.Contains(path, "?") {
		return "&" + query[1:]
	}
	return query
}
