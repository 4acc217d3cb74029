package account

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/account/provider"
	"beside.example/relay/internal/account/providertest"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web/webtest"
)

// singleSignOns is a SingleSignOns.
type singleSignOns struct {
	mu sync.Mutex // guards the following
	by map[support.SecretHash]support.SingleSignOn
}

func (s *singleSignOns) KeepSingleSignOn(_ context.Context, n support.SingleSignOn, _ time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.by == nil {
		s.by = map[support.SecretHash]support.SingleSignOn{}
	}
	s.by[n.State] = n
	return nil
}

func (s *singleSignOns) TakeSingleSignOn(_ context.Context, state support.SecretHash) (support.SingleSignOn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, ok := s.by[state]
	delete(s.by, state)
	if !ok {
		return n, support.ErrNotFound
	}
	return n, nil
}

// single is the sign-in of agents who have a provider.
type single struct {
	t        *testing.T
	mux      http.Handler
	provider *providertest.Provider
	memory   *memory
}

func newSingle(t *testing.T, mail string) *single {
	t.Helper()
	p := providertest.Start(t, mail)
	c := must[*provider.Provider](t)(provider.New(provider.Config{
		Issuer: p.URL, Client: providertest.Client, Secret: providertest.Secret, Name: "Northfield ID", HTTP: p.Client(),
	}))
	m := newMemory()
	mux, _ := newAccountWithSingle(t, newFactors(t, m), SingleSignOn{Provider: c, Organisation: "Northfield"})
	return &single{t, mux, p, m}
}

// leave follows the link of the sign-in page to the provider; cookie is what the browser keeps of it.
func (s *single) leave(address string) (to string, cookie *http.Cookie) {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodGet, strings.Replace(address, "/sign-in?", "/sign-in/single?", 1), http.NoBody)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	response, body := webtest.Do(s.t, s.mux, r)
	if response.StatusCode != http.StatusSeeOther || len(response.Cookies()) != 1 {
		s.t.Fatalf("status %d, page %s", response.StatusCode, body)
	}
	return response.Header.Get("Location"), response.Cookies()[0]
}

// there signs in at the provider and returns what the browser brings back.
func (s *single) there(to string) url.Values {
	s.t.Helper()
	browser := *s.provider.Client()
	browser.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := browser.Get(to)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil {
		s.t.Fatal(err)
	}
	return must[*url.URL](s.t)(response.Location()).Query()
}

// back comes back from the provider.
func (s *single) back(brought url.Values, cookie *http.Cookie, l words.Language) page {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodGet, singleBackPath+"?"+brought.Encode(), http.NoBody)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	r.Header.Set("Accept-Language", string(l))
	if cookie != nil {
		r.AddCookie(cookie)
	}
	response, body := webtest.Do(s.t, s.mux, r)
	return page{response, body}
}

// TestSingleSignOn signs an app in by the provider, though passwords are refused, and asks for no second factor: the provider does.
func TestSingleSignOn(t *testing.T) {
	s := newSingle(t, "Claire@Northfield.example")
	s.memory.settings = support.Settings{OnlySingleSignOn: true, FactorRequired: true}
	b := browser{t, s.mux, words.French}
	if p := b.password(); p.back() || p.StatusCode != http.StatusForbidden || !strings.Contains(p.body, "n’accepte pas de mot de passe") || !strings.Contains(p.body, "Se connecter avec Northfield ID") {
		t.Errorf("the password: status %d, page %s", p.StatusCode, p.body)
	}
	to, cookie := s.leave(signInAddress())
	if !strings.HasPrefix(to, s.provider.URL+"/authorize?") || !strings.HasPrefix(cookie.Name, "__Host-") || !cookie.Secure || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode {
		t.Errorf("to %q with %v", to, cookie)
	}
	asked := must[*url.URL](t)(url.Parse(to)).Query()
	if asked.Get("redirect_uri") != relayOrigin+"/sign-in/single/back" || asked.Get("nonce") == "" || asked.Get("code_challenge_method") != "S256" || asked.Get("state") != cookie.Value {
		t.Errorf("asked %v", asked)
	}
	brought := s.there(to)
	in := s.back(brought, cookie, words.English)
	if !in.back() {
		t.Fatalf("status %d, page %s", in.StatusCode, in.body)
	}
	code := must[*url.URL](t)(in.Location()).Query().Get("code")
	if status, token := askToken(t, s.mux, code, verifier); status != http.StatusOK || token != "token-of-1" {
		t.Errorf("the app gets status %d, %q", status, token)
	}
	if again := s.back(brought, cookie, words.English); again.back() || again.StatusCode != http.StatusBadRequest {
		t.Errorf("the same again: status %d", again.StatusCode)
	}
}

// TestHostileReturns comes back in every way that must not lead in.
func TestHostileReturns(t *testing.T) {
	type way func(t *testing.T, s *single, brought url.Values, cookie *http.Cookie) (url.Values, *http.Cookie)
	say := func(name string, value any) way {
		return func(_ *testing.T, s *single, brought url.Values, cookie *http.Cookie) (url.Values, *http.Cookie) {
			s.provider.Say(name, value)
			return brought, cookie
		}
	}
	for name, c := range map[string]struct {
		change way
		status int
		en, fr string
	}{
		"without the cookie": {
			func(_ *testing.T, _ *single, b url.Values, _ *http.Cookie) (url.Values, *http.Cookie) { return b, nil },
			http.StatusBadRequest, "Begin the sign-in again", "Recommencez la connexion",
		},
		"with the cookie of another browser": {
			func(_ *testing.T, s *single, b url.Values, _ *http.Cookie) (url.Values, *http.Cookie) {
				_, other := s.leave(signInAddress())
				return b, other
			},
			http.StatusBadRequest, "Begin the sign-in again", "Recommencez la connexion",
		},
		"with an invented state": {
			func(_ *testing.T, _ *single, b url.Values, c *http.Cookie) (url.Values, *http.Cookie) {
				c.Value = support.NewSecret().Token()
				b.Set("state", c.Value)
				return b, c
			},
			http.StatusBadRequest, "Begin the sign-in again", "Recommencez la connexion",
		},
		"without a state": {
			func(_ *testing.T, _ *single, b url.Values, c *http.Cookie) (url.Values, *http.Cookie) {
				c.Value = ""
				b.Del("state")
				return b, c
			},
			http.StatusBadRequest, "Begin the sign-in again", "Recommencez la connexion",
		},
		"with another's code": {
			func(_ *testing.T, s *single, b url.Values, c *http.Cookie) (url.Values, *http.Cookie) {
				to, _ := s.leave(signInAddress())
				b.Set("code", s.there(to).Get("code"))
				return b, c
			},
			http.StatusForbidden, "proves nothing", "ne prouve rien",
		},
		"from another provider": {
			func(_ *testing.T, _ *single, b url.Values, c *http.Cookie) (url.Values, *http.Cookie) {
				b.Set("iss", "https://evil.example")
				return b, c
			},
			http.StatusForbidden, "proves nothing", "ne prouve rien",
		},
		"after a No": {
			func(_ *testing.T, _ *single, b url.Values, c *http.Cookie) (url.Values, *http.Cookie) {
				return url.Values{"error": {"access_denied"}, "state": {b.Get("state")}}, c
			},
			http.StatusForbidden, "was cancelled", "a été annulée",
		},
		"as somebody unknown":          {say("email", "mallory@northfield.example"), http.StatusForbidden, "nobody here has that mail address", "personne ici n’a cette adresse"},
		"as a stranger's agent":        {say("email", "other@southfield.example"), http.StatusForbidden, "nobody here has that mail address", "personne ici n’a cette adresse"},
		"as who is disabled":           {say("email", "gone@northfield.example"), http.StatusForbidden, "This account is closed", "Ce compte est fermé"},
		"with an unproved mail":        {say("email_verified", false), http.StatusForbidden, "does not say that the mail address is yours", "ne dit pas que l’adresse mail est la vôtre"},
		"by a letter that nobody sees": {say("email", "claire@northfield.example\u200b"), http.StatusForbidden, "does not say that the mail address is yours", "ne dit pas que l’adresse mail est la vôtre"},
	} {
		for l, want := range map[words.Language]string{words.English: c.en, words.French: c.fr} {
			s := newSingle(t, claire.Mail)
			to, cookie := s.leave(signInAddress() + "&lang=" + string(l))
			brought, cookie := c.change(t, s, s.there(to), cookie)
			if p := s.back(brought, cookie, l); p.back() || p.StatusCode != c.status || !strings.Contains(p.body, want) {
				t.Errorf("%s in %s: status %d, page %s", name, l, p.StatusCode, p.body)
			}
		}
	}
}

// TestSingleSignOnLeadsNowhereElse tries to have a browser led to another site, before and after.
func TestSingleSignOnLeadsNowhereElse(t *testing.T) {
	s := newSingle(t, claire.Mail)
	for _, port := range []string{"4711@evil.example", "0", "evil.example", "4711/../x"} {
		address := strings.Replace(signInAddress(), "port=4711", "port="+url.QueryEscape(port), 1)
		response, _ := webtest.Get(t, s.mux, strings.Replace(address, "/sign-in?", "/sign-in/single?", 1), words.English)
		if response.StatusCode != http.StatusBadRequest {
			t.Errorf("port %q: status %d to %q", port, response.StatusCode, response.Header.Get("Location"))
		}
	}
	to, cookie := s.leave(signInAddress() + "&redirect_uri=https://evil.example&back=https://evil.example")
	brought := s.there(to)
	brought.Set("port", "1")
	brought.Set("back", "https://evil.example")
	if p := s.back(brought, cookie, words.English); !p.back() {
		t.Errorf("led to %q", p.Header.Get("Location"))
	}
	r := httptest.NewRequest(http.MethodGet, strings.Replace(signInAddress(), "/sign-in?", "/sign-in/single?", 1), http.NoBody)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if response, _ := webtest.Do(t, s.mux, r); !strings.HasPrefix(response.Header.Get("Location"), "/sign-in?") || len(response.Cookies()) > 0 {
		t.Errorf("a link of another site leads to %q", response.Header.Get("Location"))
	}
}

// TestLateReturn comes back after the time is over.
func TestLateReturn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		kept := &singleSignOns{}
		a := &Account{Config: Config{Single: SingleSignOn{Provider: &provider.Provider{}}, SingleSignOns: kept}, doors: []Door{appDoor{}}}
		state := support.NewSecret()
		for name, wait := range map[string]time.Duration{"in time": 0, "late": singleLifetime} {
			now := time.Now()
			err := kept.KeepSingleSignOn(t.Context(), support.SingleSignOn{State: state.Hash(), Door: appDoor{}.Path(), Expires: now.Add(singleLifetime)}, now)
			if err != nil {
				t.Fatal(err)
			}
			<-time.After(wait)
			r := httptest.NewRequest(http.MethodGet, singleBackPath+"?state="+state.Token(), http.NoBody)
			r.AddCookie(&http.Cookie{Name: singleCookie, Value: state.Token()})
			if _, _, err := a.leftBy(r); (err == nil) != (wait == 0) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// TestProviderIsAway says so, and lets passwords in.
func TestProviderIsAway(t *testing.T) {
	s := newSingle(t, claire.Mail)
	s.provider.Close()
	response, body := webtest.Get(t, s.mux, strings.Replace(signInAddress(), "/sign-in?", "/sign-in/single?", 1), words.English)
	if response.StatusCode != http.StatusBadGateway || !strings.Contains(body, "Your provider does not answer") || !strings.Contains(body, `name="password"`) {
		t.Errorf("status %d, page %s", response.StatusCode, body)
	}
	if p := (browser{t, s.mux, words.English}).password(); !p.back() {
		t.Errorf("the password: status %d", p.StatusCode)
	}
}

// TestWithoutProvider has no single sign-on where none is configured.
func TestWithoutProvider(t *testing.T) {
	m := newMemory()
	m.settings.OnlySingleSignOn = true
	mux, _ := newAccountWith(t, newFactors(t, m))
	if p := (browser{t, mux, words.English}).password(); p.back() || !strings.Contains(p.body, "this relay has no single sign-on") {
		t.Errorf("the password: status %d, page %s", p.StatusCode, p.body)
	}
	_, body := webtest.Get(t, mux, signInAddress(), words.English)
	if strings.Contains(body, "/single") {
		t.Errorf("page %s", body)
	}
	for _, address := range []string{strings.Replace(signInAddress(), "/sign-in?", "/sign-in/single?", 1), singleBackPath} {
		if response, _ := webtest.Get(t, mux, address, words.English); response.StatusCode != http.StatusNotFound && response.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: status %d", address, response.StatusCode)
		}
	}
}
