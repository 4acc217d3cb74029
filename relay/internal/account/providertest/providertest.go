// Package providertest is a provider of single sign-on for tests: a real one by OpenID Connect, which knows one person, who always says yes.
// What it signs may be changed, so that it becomes a hostile or a broken one.
package providertest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// Who the relay is to the provider.
const (
	Client = "beside"
	Secret = "a secret of the relay & its provider"
)

// Provider is a provider that runs.
type Provider struct {
	*httptest.Server
	t   testing.TB
	key *ecdsa.PrivateKey

	mu sync.Mutex // guards the following
	// person is what is said of who signs in.
	person map[string]any
	codes  map[string]granted
	access map[string]bool // tokens that open /userinfo
	short  bool            // identities say who signed in, and nothing of them
	change func(claims map[string]any)
	sign   func(claims []byte) string
	asked  url.Values // by the last browser that came
}

// granted is a code that waits for the relay.
type granted struct{ challenge, nonce, redirect string }

// Start runs a provider for the length of a test. It knows a person by a mail address that it has verified.
func Start(t testing.TB, mail string) *Provider {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p := &Provider{t: t, key: key, person: map[string]any{"sub": "person-1", "email": mail, "email_verified": true}, codes: map[string]granted{}, access: map[string]bool{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("GET /keys", p.keys)
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	mux.HandleFunc("GET /userinfo", p.userInfo)
	p.Server = httptest.NewTLSServer(mux)
	t.Cleanup(p.Close)
	return p
}

// Say changes what is said of the person.
func (p *Provider) Say(name string, value any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.person[name] = value
}

// Change has every identity changed before it is signed.
func (p *Provider) Change(change func(claims map[string]any)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.change = change
}

// Short has identities say nothing but who signed in: the rest is to be asked for.
func (p *Provider) Short() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.short = true
}

// Sign has identities signed in another way.
func (p *Provider) Sign(sign func(claims []byte) string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sign = sign
}

// Asked returns what the last browser was sent with.
func (p *Provider) Asked() url.Values {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked
}

func (p *Provider) discovery(w http.ResponseWriter, _ *http.Request) {
	p.reply(w, map[string]any{
		"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "userinfo_endpoint": p.URL + "/userinfo", "jwks_uri": p.URL + "/keys",
		"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"},
		"id_token_signing_alg_values_supported": []string{"ES256", "HS256", "none"},
	})
}

func (p *Provider) keys(w http.ResponseWriter, _ *http.Request) {
	p.reply(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: p.key.Public(), KeyID: "1", Algorithm: "ES256", Use: "sig"}}})
}

// authorize sends the browser back with a code at once.
func (p *Provider) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != Client || q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" {
		http.Error(w, "no such client, or no proof key", http.StatusBadRequest)
		return
	}
	code := rand.Text()
	p.mu.Lock()
	p.asked = q
	p.codes[code] = granted{challenge: q.Get("code_challenge"), nonce: q.Get("nonce"), redirect: q.Get("redirect_uri")}
	p.mu.Unlock()
	back := url.Values{"code": {code}, "state": {q.Get("state")}, "iss": {p.URL}}
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
}

// token changes a code into an identity, once, for whoever has the secret and the verifier.
func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	client, secret, _ := r.BasicAuth()
	client, _ = url.QueryUnescape(client)
	secret, _ = url.QueryUnescape(secret)
	code := r.PostFormValue("code")
	p.mu.Lock()
	defer p.mu.Unlock()
	grant, known := p.codes[code]
	delete(p.codes, code)
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	proof := base64.RawURLEncoding.EncodeToString(sum[:])
	if !known || client != Client || secret != Secret || grant.redirect != r.PostFormValue("redirect_uri") ||
		subtle.ConstantTimeCompare([]byte(proof), []byte(grant.challenge)) != 1 {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{"error": "invalid_grant"}) // the relay may be gone
		return
	}
	claims := map[string]any{"iss": p.URL, "aud": Client, "nonce": grant.nonce, "iat": time.Now().Unix(), "exp": time.Now().Add(time.Minute).Unix()}
	for name, value := range p.person {
		if !p.short || name == "sub" {
			claims[name] = value
		}
	}
	if p.change != nil {
		p.change(claims)
	}
	data, err := json.Marshal(claims)
	if err != nil {
		p.t.Error(err)
	}
	sign := p.sign
	if sign == nil {
		sign = func(claims []byte) string { return SignBy(p.t, jose.ES256, p.key, claims) }
	}
	access := rand.Text()
	p.access[access] = true
	p.reply(w, map[string]any{"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": sign(data)})
}

// userInfo tells whoever has a token what is said of the person.
func (p *Provider) userInfo(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	access, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !p.access[access] {
		http.Error(w, "no such token", http.StatusUnauthorized)
		return
	}
	claims := maps.Clone(p.person)
	if p.change != nil {
		p.change(claims)
	}
	p.reply(w, claims)
}

// SignBy signs an identity with a key as this provider names its own.
func SignBy(t testing.TB, algorithm jose.SignatureAlgorithm, key any, claims []byte) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, (&jose.SignerOptions{}).WithHeader("kid", "1"))
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign(claims)
	if err != nil {
		t.Fatal(err)
	}
	text, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func (p *Provider) reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		p.t.Log(err) // the relay may be gone
	}
}
