package provider_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"beside.example/relay/internal/account/provider"
	"beside.example/relay/internal/account/providertest"
)

const (
	mail     = "claire@northfield.example"
	redirect = "https://help.northfield.example/sign-in/single/back"
	verifier = "a-verifier-of-at-least-forty-three-characters-0123"
)

// connect returns the relay's side of a provider.
func connect(t *testing.T, p *providertest.Provider, domains ...string) *provider.Provider {
	t.Helper()
	c, err := provider.New(provider.Config{Issuer: p.URL, Client: providertest.Client, Secret: providertest.Secret, Domains: domains, HTTP: p.Client()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// visit signs in at the provider as a browser does, and returns what it brings back.
func visit(t *testing.T, p *providertest.Provider, c *provider.Provider, nonce string) url.Values {
	t.Helper()
	to, err := c.Begin(t.Context(), redirect, "state", nonce, verifier)
	if err != nil {
		t.Fatal(err)
	}
	browser := *p.Client()
	browser.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := browser.Get(to)
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil {
		t.Fatal(err)
	}
	back, err := response.Location()
	if err != nil {
		t.Fatalf("status %d, %v", response.StatusCode, err)
	}
	return back.Query()
}

func TestSignIn(t *testing.T) {
	p := providertest.Start(t, mail)
	c := connect(t, p, "Northfield.example")
	for range 2 {
		brought := visit(t, p, c, "nonce")
		if brought.Get("state") != "state" || p.Asked().Get("scope") != "openid email" || p.Asked().Get("redirect_uri") != redirect {
			t.Errorf("brought %v, asked %v", brought, p.Asked())
		}
		if got, err := c.Finish(t.Context(), redirect, brought.Get("code"), "nonce", verifier); got != mail || err != nil {
			t.Errorf("%q, %v", got, err)
		}
		if _, err := c.Finish(t.Context(), redirect, brought.Get("code"), "nonce", verifier); !errors.Is(err, provider.ErrRefused) {
			t.Errorf("the code a second time: %v", err)
		}
	}
	p.Say("email_verified", "true") // as some providers write it
	if _, err := c.Finish(t.Context(), redirect, visit(t, p, c, "nonce").Get("code"), "nonce", verifier); err != nil {
		t.Error(err)
	}
}

// TestHostileIdentities has a provider, or whoever stands in its place, sign what must not sign anybody in.
func TestHostileIdentities(t *testing.T) {
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	set := func(name string, value any) func(*providertest.Provider) {
		return func(p *providertest.Provider) {
			p.Change(func(claims map[string]any) {
				if value == nil {
					delete(claims, name)
					return
				}
				claims[name] = value
			})
		}
	}
	sign := func(by func(claims []byte) string) func(*providertest.Provider) {
		return func(p *providertest.Provider) { p.Sign(by) }
	}
	unsigned := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","kid":"1"}`))
	for name, c := range map[string]struct {
		change func(*providertest.Provider)
		want   error
	}{
		"another nonce":       {set("nonce", "another"), provider.ErrRefused},
		"no nonce":            {set("nonce", nil), provider.ErrRefused},
		"another audience":    {set("aud", "another"), provider.ErrRefused},
		"two audiences":       {set("aud", []string{providertest.Client, "another"}), provider.ErrRefused},
		"another party":       {set("azp", "another"), provider.ErrRefused},
		"no audience":         {set("aud", nil), provider.ErrRefused},
		"another issuer":      {set("iss", "https://evil.example"), provider.ErrRefused},
		"no issuer":           {set("iss", nil), provider.ErrRefused},
		"expired":             {set("exp", time.Now().Add(-time.Minute).Unix()), provider.ErrRefused},
		"no end":              {set("exp", nil), provider.ErrRefused},
		"not yet":             {set("nbf", time.Now().Add(time.Hour).Unix()), provider.ErrRefused},
		"unverified":          {set("email_verified", false), provider.ErrUnverified},
		"unverified in words": {set("email_verified", "yes"), provider.ErrUnverified},
		"silent about it":     {set("email_verified", nil), provider.ErrUnverified},
		"no mail":             {set("email", nil), provider.ErrUnverified},
		"a Kelvin sign":       {set("email", "\u212aim@northfield.example"), provider.ErrUnverified},
		"another domain":      {set("email", "claire@evil.example"), provider.ErrDomain},
		"two domains":         {set("email", "claire@northfield.example@evil.example"), provider.ErrDomain},
		"a domain below":      {set("email", "claire@x.northfield.example"), provider.ErrDomain},
		"mail of two lines":   {set("email", "claire@northfield.example\r\n"), provider.ErrUnverified},
		"no signature":        {sign(func(claims []byte) string { return unsigned + "." + base64.RawURLEncoding.EncodeToString(claims) + "." }), provider.ErrRefused},
		"another key":         {sign(func(claims []byte) string { return providertest.SignBy(t, jose.ES256, other, claims) }), provider.ErrRefused},
		"by the secret": {sign(func(claims []byte) string {
			return providertest.SignBy(t, jose.HS256, []byte(providertest.Secret), claims)
		}), provider.ErrRefused},
		"no identity": {sign(func([]byte) string { return "" }), provider.ErrRefused},
		"no token":    {sign(func([]byte) string { return "a.b.c" }), provider.ErrRefused},
	} {
		t.Run(name, func(t *testing.T) {
			p := providertest.Start(t, mail)
			relay := connect(t, p, "northfield.example")
			c.change(p)
			if got, err := relay.Finish(t.Context(), redirect, visit(t, p, relay, "nonce").Get("code"), "nonce", verifier); got != "" || !errors.Is(err, c.want) {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

// TestShortIdentities asks for what the identity does not say, about the same person alone.
func TestShortIdentities(t *testing.T) {
	for name, c := range map[string]struct {
		change func(claims map[string]any)
		want   error
	}{
		"the person":   {func(map[string]any) {}, nil},
		"unverified":   {func(claims map[string]any) { claims["email_verified"] = false }, provider.ErrUnverified},
		"without mail": {func(claims map[string]any) { delete(claims, "email") }, provider.ErrUnverified},
	} {
		p := providertest.Start(t, mail)
		p.Short()
		p.Change(c.change)
		relay := connect(t, p)
		got, err := relay.Finish(t.Context(), redirect, visit(t, p, relay, "nonce").Get("code"), "nonce", verifier)
		if !errors.Is(err, c.want) || (got == mail) != (c.want == nil) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	p := providertest.Start(t, mail)
	p.Short()
	calls := 0
	p.Change(func(claims map[string]any) {
		if calls++; calls > 1 { // the identity comes first
			claims["sub"] = "somebody else"
		}
	})
	relay := connect(t, p)
	if got, err := relay.Finish(t.Context(), redirect, visit(t, p, relay, "nonce").Get("code"), "nonce", verifier); !errors.Is(err, provider.ErrRefused) {
		t.Errorf("what is said of somebody else: %q, %v", got, err)
	}
}

// TestCodesOfOthers brings back codes that were not given for this sign-in.
func TestCodesOfOthers(t *testing.T) {
	p := providertest.Start(t, mail)
	c := connect(t, p)
	good := visit(t, p, c, "nonce").Get("code")
	for name, try := range map[string]struct{ code, nonce, verifier, redirect string }{
		"another verifier": {good, "nonce", "another-verifier-of-at-least-forty-three-chars-01", redirect},
		"another redirect": {visit(t, p, c, "nonce").Get("code"), "nonce", verifier, "https://evil.example/"},
		"another nonce":    {visit(t, p, c, "nonce").Get("code"), "another", verifier, redirect},
		"invented":         {"invented", "nonce", verifier, redirect},
		"none":             {"", "nonce", verifier, redirect},
		"endless":          {string(make([]byte, 10<<10)), "nonce", verifier, redirect},
	} {
		if _, err := c.Finish(t.Context(), try.redirect, try.code, try.nonce, try.verifier); !errors.Is(err, provider.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestBrokenProviders meets providers that are none, or not there.
func TestBrokenProviders(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"a page":  func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) },
		"nothing": http.NotFound,
		"another issuer": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"issuer":"https://evil.example"}`))
		},
		"endless": func(w http.ResponseWriter, _ *http.Request) {
			for range 3 << 10 {
				if _, err := w.Write(make([]byte, 1<<10)); err != nil {
					return
				}
			}
		},
		"elsewhere": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://169.254.169.254/latest/meta-data", http.StatusFound)
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewTLSServer(answer)
			defer server.Close()
			c, err := provider.New(provider.Config{Issuer: server.URL, Client: "c", Secret: "s", HTTP: server.Client()})
			if err != nil {
				t.Fatal(err)
			}
			if to, err := c.Begin(t.Context(), redirect, "state", "nonce", verifier); !errors.Is(err, provider.ErrUnreachable) {
				t.Errorf("leads to %q, %v", to, err)
			} else if len(err.Error()) > 1000 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
		})
	}
	server := httptest.NewTLSServer(http.NotFoundHandler())
	server.Close()
	c, err := provider.New(provider.Config{Issuer: server.URL, Client: "c", Secret: "s", HTTP: server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Begin(t.Context(), redirect, "state", "nonce", verifier); !errors.Is(err, provider.ErrUnreachable) {
		t.Errorf("nobody there: %v", err)
	}
}

// TestSettingsThatCannotWork names what is wrong with a configuration.
func TestSettingsThatCannotWork(t *testing.T) {
	for name, c := range map[string]provider.Config{
		"no TLS":    {Issuer: "http://id.northfield.example", Client: "c", Secret: "s"},
		"no issuer": {Client: "c", Secret: "s"},
		"a query":   {Issuer: "https://id.northfield.example?x", Client: "c", Secret: "s"},
		"no client": {Issuer: "https://id.northfield.example", Secret: "s"},
		"no secret": {Issuer: "https://id.northfield.example", Client: "c"},
		"no domain": {Issuer: "https://id.northfield.example", Client: "c", Secret: "s", Domains: []string{"*"}},
		"a person":  {Issuer: "https://id.northfield.example", Client: "c", Secret: "s", Domains: []string{"claire@northfield.example"}},
	} {
		if _, err := provider.New(c); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	c, err := provider.New(provider.Config{Issuer: "https://id.northfield.example/realm", Client: "c", Secret: "s", Domains: []string{" @Northfield.Example"}})
	if err != nil || c.Name() != "id.northfield.example" {
		t.Errorf("%v, %v", c, err)
	}
}
