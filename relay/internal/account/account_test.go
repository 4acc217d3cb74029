package account

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/words"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
	"beside.example/relay/internal/web/webtest"
)

const (
	rightPassword = "correct horse battery"
	verifier      = "a-verifier-of-at-least-forty-three-characters-0123"
	address       = "/sign-in?challenge=%s&port=4711&state=S"
)

func challengeOf(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func signInAddress() string { return strings.Replace(address, "%s", challengeOf(verifier), 1) }

// people answers for the store.
type people struct {
	*memory       // for what the organisation decided
	agents        map[string]support.Agent
	organisations []support.Organisation
}

func (p people) AgentByMail(_ context.Context, mail string) (support.Agent, error) {
	a, ok := p.agents[mail]
	if !ok {
		return a, support.ErrNotFound
	}
	return a, nil
}

func (p people) Agent(_ context.Context, id support.AgentID) (support.Agent, error) {
	for _, a := range p.agents {
		if a.ID == id {
			return a, nil
		}
	}
	return support.Agent{}, support.ErrNotFound
}

func (p people) Organisations(context.Context) ([]support.Organisation, error) {
	return p.organisations, nil
}

// devices counts what is added.
type devices struct{ added []string }

func (d *devices) AddDevice(_ context.Context, agent support.AgentID, name string) (string, error) {
	d.added = append(d.added, name)
	return "token-of-" + strconv.Itoa(int(agent)), nil
}

// hashed once for all tests, since hashing is made to be slow.
var prepare = sync.OnceValues(NewHasher)

var prepareHash = sync.OnceValues(func() (string, error) {
	h, err := prepare()
	if err != nil {
		return "", err
	}
	return h.Hash(context.Background(), rightPassword)
})

func prepared(t *testing.T) (*Hasher, string) {
	t.Helper()
	h, err := prepare()
	if err != nil {
		t.Fatal(err)
	}
	hash, err := prepareHash()
	if err != nil {
		t.Fatal(err)
	}
	return h, hash
}

func newAccount(t *testing.T) (*http.ServeMux, *devices) {
	t.Helper()
	return newAccountWith(t, newFactors(t, newMemory()))
}

func newAccountWith(t *testing.T, factors *SecondFactors) (*http.ServeMux, *devices) {
	t.Helper()
	return newAccountWithSingle(t, factors, SingleSignOn{})
}

func newAccountWithSingle(t *testing.T, factors *SecondFactors, single SingleSignOn) (*http.ServeMux, *devices) {
	t.Helper()
	site, err := web.New("help.northfield.example", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	hasher, hash := prepared(t)
	added := &devices{}
	a, err := New(Config{
		Site: site, Hasher: hasher, Logger: slog.New(slog.DiscardHandler), Devices: added, SignIns: &signIns{},
		Factors: factors, Single: single, SingleSignOns: &singleSignOns{},
		Agents: people{factors.store.(*memory), map[string]support.Agent{
			"claire@northfield.example": {ID: 1, Organisation: 1, Mail: "claire@northfield.example", PasswordHash: hash},
			"gone@northfield.example":   {ID: 2, Organisation: 1, Mail: "gone@northfield.example", PasswordHash: hash, Disabled: true},
			"new@northfield.example":    {ID: 3, Organisation: 1, Mail: "new@northfield.example"},
			"other@southfield.example":  {ID: 4, Organisation: 2, Mail: "other@southfield.example", PasswordHash: hash},
		}, []support.Organisation{{ID: 1, Name: "Northfield"}, {ID: 2, Name: "Southfield"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	a.Routes(mux)
	site.Routes(mux)
	return mux, added
}

func post(to, mail, password string) *http.Request {
	form := url.Values{"mail": {mail}, "password": {password}}
	r := httptest.NewRequest(http.MethodPost, to, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func askToken(t *testing.T, mux http.Handler, code, verifier string) (int, string) {
	t.Helper()
	body, err := json.Marshal(signalling.SignInTokenRequest{Code: code, Verifier: verifier, Device: "desk"})
	if err != nil {
		t.Fatal(err)
	}
	response, text := webtest.Do(t, mux, httptest.NewRequest(http.MethodPost, "/sign-in/token", strings.NewReader(string(body))))
	var reply signalling.SignInTokenResponse
	if response.StatusCode == http.StatusOK {
		if err := json.Unmarshal([]byte(text), &reply); err != nil {
			t.Fatal(err)
		}
	}
	return response.StatusCode, reply.DeviceToken
}

// TestPages shows every state of the page in both languages.
func TestPages(t *testing.T) {
	for name, c := range map[string]struct {
		request func() *http.Request
		status  int
		en, fr  string
	}{
		"empty": {
			func() *http.Request { return httptest.NewRequest(http.MethodGet, signInAddress(), http.NoBody) }, 200,
			"Sign in to help", "Connectez-vous pour aider",
		},
		"wrong": {
			func() *http.Request { return post(signInAddress(), "claire@northfield.example", "wrong") }, 403,
			"do not match", "ne correspondent pas",
		},
		"unknown": {
			func() *http.Request { return post(signInAddress(), "nobody@northfield.example", rightPassword) }, 403,
			"do not match", "ne correspondent pas",
		},
		"no mail": {func() *http.Request { return post(signInAddress(), "no mail", rightPassword) }, 403, "do not match", "ne correspondent pas"},
		"no password yet": {
			func() *http.Request { return post(signInAddress(), "new@northfield.example", "") }, 403,
			"do not match", "ne correspondent pas",
		},
		"closed": {
			func() *http.Request { return post(signInAddress(), "gone@northfield.example", rightPassword) }, 403,
			"This account is closed", "Ce compte est fermé",
		},
		"not from the app": {
			func() *http.Request { return httptest.NewRequest(http.MethodGet, "/sign-in", http.NoBody) }, 400,
			"Start again in the app", "Recommencez dans l’application",
		},
	} {
		for l, want := range map[words.Language]string{words.English: c.en, words.French: c.fr} {
			mux, _ := newAccount(t)
			r := c.request()
			r.Header.Set("Accept-Language", string(l))
			response, body := webtest.Do(t, mux, r)
			if response.StatusCode != c.status || !strings.Contains(body, want) {
				t.Errorf("%s in %s: status %d, page %s", name, l, response.StatusCode, body)
			}
			if strings.Contains(body, rightPassword) {
				t.Errorf("%s: the page repeats the password", name)
			}
		}
	}
}

func TestSignIn(t *testing.T) {
	mux, added := newAccount(t)
	response, _ := webtest.Do(t, mux, post(signInAddress(), "  Claire@Northfield.example ", rightPassword))
	back, err := url.Parse(response.Header.Get("Location"))
	if err != nil || response.StatusCode != http.StatusSeeOther {
		t.Fatalf("status %d, location %v, %v", response.StatusCode, back, err)
	}
	if back.Scheme != "http" || back.Host != "127.0.0.1:4711" || back.Path != "/" || back.Query().Get("state") != "S" {
		t.Errorf("the browser is sent to %v", back)
	}
	code := back.Query().Get("code")
	if status, _ := askToken(t, mux, code, strings.Replace(verifier, "a-", "b-", 1)); status != http.StatusForbidden {
		t.Errorf("another verifier: status %d", status)
	}
	if status, _ := askToken(t, mux, code, verifier); status != http.StatusForbidden {
		t.Errorf("a code that was tried before: status %d", status)
	}
	response, _ = webtest.Do(t, mux, post(signInAddress(), "claire@northfield.example", rightPassword))
	back, _ = url.Parse(response.Header.Get("Location"))
	if status, token := askToken(t, mux, back.Query().Get("code"), verifier); status != http.StatusOK || token != "token-of-1" {
		t.Errorf("status %d, token %q", status, token)
	}
	if len(added.added) != 1 {
		t.Errorf("devices %q were added", added.added)
	}
}

func TestTokenRefuses(t *testing.T) {
	mux, added := newAccount(t)
	for name, body := range map[string]string{
		"nothing": "", "no JSON": "x", "huge": `{"code":"` + strings.Repeat("x", signalling.MaxSignInBody) + `"}`,
		"short verifier": `{"code":"x","verifier":"x"}`,
	} {
		response, _ := webtest.Do(t, mux, httptest.NewRequest(http.MethodPost, "/sign-in/token", strings.NewReader(body)))
		if response.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: status %d", name, response.StatusCode)
		}
	}
	if status, _ := askToken(t, mux, support.NewSecret().Token(), verifier); status != http.StatusForbidden {
		t.Errorf("an invented code: status %d", status)
	}
	if len(added.added) > 0 {
		t.Error("a device was added")
	}
}

// TestGoesNowhereElse tries to make the page send the code somewhere else than to this computer.
func TestGoesNowhereElse(t *testing.T) {
	mux, _ := newAccount(t)
	challenge := "challenge=" + challengeOf(verifier)
	for _, query := range []string{
		"", challenge, challenge + "&port=0", challenge + "&port=65536", challenge + "&port=80@evil.example", challenge + "&port=-1",
		challenge + "&port=%0d%0a", challenge + "&port=4711&state=" + strings.Repeat("s", maxState+1),
		"challenge=short&port=4711", "challenge=" + challengeOf(verifier) + "x&port=4711",
	} {
		for _, r := range []*http.Request{
			httptest.NewRequest(http.MethodGet, "/sign-in?"+query, http.NoBody),
			post("/sign-in?"+query, "claire@northfield.example", rightPassword),
		} {
			response, _ := webtest.Do(t, mux, r)
			if response.StatusCode != http.StatusBadRequest || response.Header.Get("Location") != "" {
				t.Errorf("%s %q: status %d, to %q", r.Method, query, response.StatusCode, response.Header.Get("Location"))
			}
		}
	}
	r := post(signInAddress()+"&redirect=https://evil.example&state=%0d%0aLocation:%20https://evil.example", "claire@northfield.example", rightPassword)
	r.Host = "evil.example"
	response, _ := webtest.Do(t, mux, r)
	if !strings.HasPrefix(response.Header.Get("Location"), "http://127.0.0.1:4711/?") {
		t.Errorf("sent to %q", response.Header.Get("Location"))
	}
}

func TestForeignForm(t *testing.T) {
	mux, _ := newAccount(t)
	r := post(signInAddress(), "claire@northfield.example", rightPassword)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	response, _ := webtest.Do(t, mux, r)
	if response.StatusCode != http.StatusForbidden || response.Header.Get("Location") != "" {
		t.Errorf("status %d", response.StatusCode)
	}
}

func TestPolicyAllowsTheWayBack(t *testing.T) {
	mux, _ := newAccount(t)
	response, _ := webtest.Get(t, web.Secure(true, mux), signInAddress(), words.English)
	if policy := response.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "form-action 'self' http://127.0.0.1:4711;") &&
		!strings.HasSuffix(policy, "form-action 'self' http://127.0.0.1:4711") {
		t.Errorf("policy %q", policy)
	}
}

// TestBruteForce tries passwords from one address and, for one account, from many.
func TestBruteForce(t *testing.T) {
	for name, from := range map[string]func(i int) string{
		"one address":    func(int) string { return "192.0.2.1:1" },
		"many addresses": func(i int) string { return "198.51.100." + strconv.Itoa(i) + ":1" },
	} {
		mux, _ := newAccount(t)
		refused := 0
		for i := range 30 {
			r := post(signInAddress(), "claire@northfield.example", "guess")
			r.RemoteAddr = from(i)
			r.Header.Set("X-Forwarded-For", "203.0.113."+strconv.Itoa(i))
			if response, _ := webtest.Do(t, mux, r); response.StatusCode == http.StatusTooManyRequests {
				refused++
			}
		}
		if refused != 20 {
			t.Errorf("%s: %d of 30 refused, want 20", name, refused)
		}
		// The right password does not help any more.
		r := post(signInAddress(), "claire@northfield.example", rightPassword)
		r.RemoteAddr = from(0)
		if response, body := webtest.Do(t, mux, r); response.StatusCode != http.StatusTooManyRequests || !strings.Contains(body, "Too many attempts") {
			t.Errorf("%s: the right password gets status %d", name, response.StatusCode)
		}
	}
}

func TestRightPasswordsAreNotCounted(t *testing.T) {
	mux, _ := newAccount(t)
	for range 2 * addressAttempts {
		if response, _ := webtest.Do(t, mux, post(signInAddress(), "claire@northfield.example", rightPassword)); response.StatusCode != http.StatusSeeOther {
			t.Fatalf("status %d", response.StatusCode)
		}
	}
}

func TestGrantsExpire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := grants{kept: &signIns{}}
		add := func() string {
			code, err := g.add(t.Context(), 1, challengeOf(verifier), time.Now())
			if err != nil {
				t.Fatal(err)
			}
			return code
		}
		code, late := add(), add()
		if agent, err := g.take(t.Context(), code, verifier, time.Now()); err != nil || agent != 1 {
			t.Errorf("agent %d, %v", agent, err)
		}
		time.Sleep(grantLifetime)
		if _, err := g.take(t.Context(), late, verifier, time.Now()); !errors.Is(err, support.ErrDenied) {
			t.Errorf("a code outlives its time: %v", err)
		}
	})
}

// signIns keeps sign-ins in memory.
type signIns struct {
	mu sync.Mutex // guards the following
	by map[support.SecretHash]support.SignIn
}

func (s *signIns) KeepSignIn(_ context.Context, n support.SignIn, _ time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.by == nil {
		s.by = map[support.SecretHash]support.SignIn{}
	}
	s.by[n.Code] = n
	return nil
}

func (s *signIns) TakeSignIn(_ context.Context, code support.SecretHash) (support.SignIn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, ok := s.by[code]
	delete(s.by, code)
	if !ok {
		return n, support.ErrNotFound
	}
	return n, nil
}
