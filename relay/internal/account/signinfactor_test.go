package account

import (
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/account/keytest"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web/webtest"
)

// browser walks through the pages of the sign-in of claire's app.
type browser struct {
	t   *testing.T
	mux http.Handler
	l   words.Language
}

// page is what a browser is shown.
type page struct {
	*http.Response
	body string
}

// send sends a form to where the forms after the first one go; with a mail address, to the first.
func (b browser) send(form url.Values) page {
	b.t.Helper()
	to := strings.Replace(signInAddress(), "/sign-in?", "/sign-in/code?", 1)
	if form.Has("mail") {
		to = signInAddress()
	}
	r := httptest.NewRequest(http.MethodPost, to, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", string(b.l))
	response, body := webtest.Do(b.t, b.mux, r)
	return page{response, body}
}

// password gives claire's.
func (b browser) password() page {
	b.t.Helper()
	return b.send(url.Values{"mail": {claire.Mail}, "password": {rightPassword}})
}

// back reports whether the page hands back to the app.
func (p page) back() bool {
	return strings.HasPrefix(p.Header.Get("Location"), "http://127.0.0.1:4711/?")
}

func (p page) step() string {
	if found := stepField.FindStringSubmatch(p.body); found != nil {
		return found[1]
	}
	return ""
}

var keyField = regexp.MustCompile(`data-key="([^"]+)"`)

func (p page) asked() string {
	if found := keyField.FindStringSubmatch(p.body); found != nil {
		return html.UnescapeString(found[1])
	}
	return ""
}

// TestSignInByKey signs an app in by a security key, after one that does not hold.
func TestSignInByKey(t *testing.T) {
	f, _, key, recovery := withKey(t)
	mux, _ := newAccountWith(t, f)
	b := browser{t, mux, words.English}
	first := b.password()
	if policy := first.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "script-src 'self'") || !strings.Contains(policy, "form-action 'self' http://127.0.0.1:4711") {
		t.Errorf("policy %q", policy)
	}
	if first.back() || first.asked() == "" {
		t.Fatalf("status %d, page %s", first.StatusCode, first.body)
	}
	wrong := key.Copy()
	wrong.Origin = "https://evil.example"
	second := b.send(url.Values{"step": {first.step()}, "do": {"key"}, "response": {wrong.Sign(t, first.asked())}})
	if second.StatusCode != http.StatusForbidden || !strings.Contains(second.body, "This key did not sign in") || second.asked() == first.asked() {
		t.Errorf("status %d, page %s", second.StatusCode, second.body)
	}
	if last := b.send(url.Values{"step": {first.step()}, "do": {"key"}, "response": {key.Sign(t, second.asked())}}); !last.back() {
		t.Errorf("status %d, page %s", last.StatusCode, last.body)
	}
	other := b.password()
	if last := b.send(url.Values{"step": {other.step()}, "code": {recovery[2]}}); !last.back() {
		t.Errorf("a recovery code: status %d, page %s", last.StatusCode, last.body)
	}
	copied := b.password()
	key.Count = 0
	if last := b.send(url.Values{"step": {copied.step()}, "do": {"key"}, "response": {key.Sign(t, copied.asked())}}); last.back() || !strings.Contains(last.body, "as a copy would") {
		t.Errorf("a copied key: status %d, page %s", last.StatusCode, last.body)
	}
}

// TestEnrolmentAtSignIn has an organisation that wants a second factor keep an agent out until there is one.
func TestEnrolmentAtSignIn(t *testing.T) {
	for name, enrol := range map[string]func(t *testing.T, f *SecondFactors, p page) url.Values{
		"an app": func(t *testing.T, f *SecondFactors, p page) url.Values {
			secret := must[[]byte](t)(f.Pending(t.Context(), claire.ID))
			if !strings.Contains(strings.ReplaceAll(p.body, " ", ""), strings.ToLower(support.FactorText(secret))) {
				t.Errorf("the page shows no secret: %s", p.body)
			}
			return url.Values{"do": {"app"}, "code": {codeAt(t, secret, time.Now())}}
		},
		"a key": func(t *testing.T, _ *SecondFactors, p page) url.Values {
			return url.Values{"do": {"newkey"}, "name": {"stick"}, "response": {keytest.New(t, relayOrigin).Register(t, p.asked())}}
		},
	} {
		for _, l := range words.Languages() {
			t.Run(name+" in "+string(l), func(t *testing.T) {
				m := newMemory()
				m.settings.FactorRequired = true
				f := newFactors(t, m)
				mux, _ := newAccountWith(t, f)
				b := browser{t, mux, l}
				asked := b.password()
				if asked.back() || asked.step() == "" {
					t.Fatalf("the password alone: status %d, page %s", asked.StatusCode, asked.body)
				}
				behind := b.password() // in another window, which stays open
				for what, form := range map[string]url.Values{
					"a code in the place of enrolling": {"code": {"000000"}}, "having seen the codes": {"do": {"kept"}}, "nonsense": {"do": {"x"}},
				} {
					form.Set("step", behind.step())
					if p := b.send(form); p.back() {
						t.Errorf("%s lets in", what)
					}
				}
				wrong := b.send(url.Values{"step": {asked.step()}, "do": {"app"}, "code": {"000000"}})
				if wrong.back() || wrong.StatusCode != http.StatusForbidden || wrong.step() == "" {
					t.Errorf("a wrong code: status %d, page %s", wrong.StatusCode, wrong.body)
				}
				form := enrol(t, f, wrong)
				form.Set("step", asked.step())
				shown := b.send(form)
				if shown.back() || len(regexp.MustCompile(`\d[a-z2-7]{4}-[a-z2-7]{5}`).FindAllString(shown.body, -1)) != recoveryCodes {
					t.Fatalf("status %d, page %s", shown.StatusCode, shown.body)
				}
				late := url.Values{
					"step": {behind.step()}, "do": {"newkey"}, "name": {"x"}, "response": {keytest.New(t, relayOrigin).Register(t, behind.asked())},
				}
				if p := b.send(late); p.back() || p.StatusCode == http.StatusOK {
					t.Errorf("a second first factor: status %d, page %s", p.StatusCode, p.body)
				}
				if p := b.send(url.Values{"step": {asked.step()}, "do": {"kept"}}); !p.back() {
					t.Errorf("status %d, page %s", p.StatusCode, p.body)
				}
				if p := b.send(url.Values{"step": {asked.step()}, "do": {"kept"}}); p.back() {
					t.Error("the same lets in twice")
				}
				if p := b.password(); p.back() {
					t.Error("the password alone lets in afterwards")
				}
			})
		}
	}
}

// TestKeyWithoutAName meets a relay that has lost its name, and with it every security key: whoever has nothing else is told so.
func TestKeyWithoutAName(t *testing.T) {
	_, m, _, _ := withKey(t)
	clear(m.codes)
	f, err := NewSecondFactors(m, must[*Hasher](t)(prepare()), "192.0.2.7", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	mux, _ := newAccountWith(t, f)
	if p := (browser{t, mux, words.English}).password(); p.back() || p.asked() != "" || !strings.Contains(p.body, "Ask a manager to reset") {
		t.Errorf("status %d, page %s", p.StatusCode, p.body)
	}
}
