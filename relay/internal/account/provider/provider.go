// Package provider knows an organisation's provider of single sign-on, by OpenID Connect: where browsers go to sign in there, and what the
// provider then says of who did. Package account sends browsers there and takes them back.
//
// The way is the authorization code flow with a proof key (PKCE, RFC 7636), a nonce and a client secret. The package refuses to know agents:
// it returns a mail address of which the provider says that it belongs to the person, and nothing else. Tokens are not kept.
package provider

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// The errors that people are told apart.
var (
	// ErrUnreachable: the provider does not answer, or not as one.
	ErrUnreachable = errors.New("provider does not answer")
	// ErrRefused: what came back does not prove who signed in.
	ErrRefused = errors.New("provider's answer does not hold")
	// ErrUnverified: the provider does not vouch for the mail address, or names none.
	ErrUnverified = errors.New("mail address is not verified")
	// ErrDomain: the mail address is of a domain that is not allowed.
	ErrDomain = errors.New("mail domain is not allowed")
)

// Config is what is known of a provider.
type Config struct {
	Issuer  string   // https address by which it signs
	Client  string   // who the relay is there
	Secret  string   // and what proves it
	Domains []string // of mail addresses that count; none means all
	Name    string   // as people know the provider; empty means the issuer's host
	HTTP    *http.Client
}

// Limits of what a provider may take and send.
const (
	patience    = 10 * time.Second
	maxAnswer   = 1 << 20   // bytes: keys and tokens are thousands
	maxCode     = 8 << 10   // bytes of what a browser brings back: some providers pack a session into it
	maxHops     = 3         // redirects within the provider
	rediscovery = time.Hour // how soon other endpoints of the provider are known
)

// Provider is one. It is safe for concurrent use, and asked for nothing before somebody signs in.
type Provider struct {
	config Config

	mu sync.Mutex // guards the following
	// found is what the provider said of itself, at a time.
	found   *oidc.Provider
	foundAt time.Time
}

// New returns a provider; the error names a setting that cannot work.
func New(c Config) (*Provider, error) {
	issuer, err := url.Parse(c.Issuer)
	if err != nil || issuer.Scheme != "https" || issuer.Host == "" || issuer.RawQuery != "" || issuer.Fragment != "" || issuer.User != nil {
		return nil, fmt.Errorf("issuer %q: write the https address that the provider names", c.Issuer)
	}
	if c.Client == "" || c.Secret == "" {
		return nil, errors.New("single sign-on needs a client and its secret")
	}
	c.Domains = slices.Clone(c.Domains)
	for i, d := range c.Domains {
		c.Domains[i] = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(d), "@"))
		if !strings.Contains(c.Domains[i], ".") || strings.ContainsAny(c.Domains[i], "@ /*") {
			return nil, fmt.Errorf("mail domain %q: write one such as northfield.example", d)
		}
	}
	if c.Name == "" {
		c.Name = issuer.Host
	}
	client := http.Client{Timeout: patience, CheckRedirect: stayPrivate}
	transport := http.DefaultTransport
	if c.HTTP != nil && c.HTTP.Transport != nil {
		transport = c.HTTP.Transport
	}
	client.Transport = bounded{transport}
	c.HTTP = &client
	return &Provider{config: c}, nil
}

// stayPrivate follows a few redirects, over TLS alone.
func stayPrivate(next *http.Request, before []*http.Request) error {
	if len(before) > maxHops || next.URL.Scheme != "https" {
		return errors.New("provider leads elsewhere")
	}
	return nil
}

// bounded cuts answers that are too long.
type bounded struct{ http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		response.Body = body{io.LimitReader(response.Body, maxAnswer), response.Body}
	}
	return response, err
}

type body struct {
	io.Reader
	io.Closer
}

// Name returns what people call the provider.
func (p *Provider) Name() string { return p.config.Name }

// Issuer returns the address by which the provider signs.
func (p *Provider) Issuer() string { return p.config.Issuer }

// discover returns what the provider says of itself.
func (p *Provider) discover(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	found, fresh := p.found, time.Since(p.foundAt) < rediscovery
	p.mu.Unlock()
	if found != nil && fresh {
		return found, nil
	}
	// What is kept must outlive the request that asked.
	now, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.config.HTTP), p.config.Issuer)
	if err != nil && found == nil {
		return nil, because(ErrUnreachable, err)
	}
	if err != nil { // it was there an hour ago: its keys are asked for when they are needed
		return found, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.found, p.foundAt = now, time.Now()
	return now, nil
}

// because says why something is so, in short: a provider's answer may be long.
func because(what, why error) error {
	const most = 300 // characters
	return fmt.Errorf("%w: %.*s", what, most, why.Error())
}

// client returns what the relay is to the provider; redirect is where browsers come back to.
func (p *Provider) client(found *oidc.Provider, redirect string) (*oauth2.Config, error) {
	var methods struct {
		Supported []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err := found.Claims(&methods); err != nil {
		return nil, because(ErrUnreachable, err)
	}
	endpoint := found.Endpoint()
	endpoint.AuthStyle = oauth2.AuthStyleInHeader // what a provider takes that does not say
	if len(methods.Supported) > 0 && !slices.Contains(methods.Supported, "client_secret_basic") {
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	for i, address := range []string{endpoint.AuthURL, endpoint.TokenURL, found.UserInfoEndpoint()} {
		const optional = 2
		if !strings.HasPrefix(address, "https://") && (i < optional || address != "") {
			return nil, fmt.Errorf("provider's endpoint %q: %w", address, ErrUnreachable)
		}
	}
	return &oauth2.Config{
		ClientID: p.config.Client, ClientSecret: p.config.Secret, Endpoint: endpoint, RedirectURL: redirect, Scopes: []string{oidc.ScopeOpenID, "email"},
	}, nil
}

// Begin returns where a browser goes to sign in, with what it is to bring back unchanged. verifier is the secret of the proof key.
func (p *Provider) Begin(ctx context.Context, redirect, state, nonce, verifier string) (string, error) {
	found, err := p.discover(ctx)
	if err != nil {
		return "", err
	}
	client, err := p.client(found, redirect)
	if err != nil {
		return "", err
	}
	return client.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), nil
}

// Finish takes the code that a browser brought back and returns the mail address of who signed in.
func (p *Provider) Finish(ctx context.Context, redirect, code, nonce, verifier string) (mail string, err error) {
	if code == "" || len(code) > maxCode {
		return "", ErrRefused
	}
	found, err := p.discover(ctx)
	if err != nil {
		return "", err
	}
	client, err := p.client(found, redirect)
	if err != nil {
		return "", err
	}
	ctx = oidc.ClientContext(ctx, p.config.HTTP)
	token, err := client.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	var refused *oauth2.RetrieveError
	switch {
	case errors.As(err, &refused):
		return "", fmt.Errorf("%w: the code gets status %d %s", ErrRefused, refused.Response.StatusCode, refused.ErrorCode)
	case err != nil:
		return "", because(ErrUnreachable, err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return "", fmt.Errorf("%w: there is no identity in it", ErrRefused)
	}
	identity, err := found.Verifier(&oidc.Config{ClientID: p.config.Client}).Verify(ctx, raw)
	if err != nil {
		return "", because(ErrRefused, err)
	}
	if subtle.ConstantTimeCompare([]byte(identity.Nonce), []byte(nonce)) != 1 {
		return "", fmt.Errorf("%w: it was signed for another sign-in", ErrRefused)
	}
	c, err := p.claimsOf(identity)
	if err == nil && c.Mail == "" && found.UserInfoEndpoint() != "" {
		c, err = userInfo(ctx, found, identity, token)
	}
	if err != nil {
		return "", err
	}
	return p.mailOf(c)
}

// userInfo asks for what the identity itself does not say: many providers keep it short.
func userInfo(ctx context.Context, found *oidc.Provider, identity *oidc.IDToken, token *oauth2.Token) (claims, error) {
	info, err := found.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return claims{}, because(ErrUnreachable, err)
	}
	if info.Subject != identity.Subject {
		return claims{}, fmt.Errorf("%w: it is about somebody else", ErrRefused)
	}
	return claims{Mail: info.Email, Verified: flag(info.EmailVerified)}, nil
}

// claims are what we read of an identity beside what is verified.
type claims struct {
	Mail     string `json:"email"`
	Verified flag   `json:"email_verified"`
	Party    string `json:"azp"`
}

// flag is true as the standard writes it, and as some providers do.
type flag bool

// UnmarshalJSON implements json.Unmarshaler.
func (f *flag) UnmarshalJSON(data []byte) error {
	*f = string(data) == `true` || string(data) == `"true"`
	return nil
}

// claimsOf reads a verified identity, which must have been signed for us.
func (p *Provider) claimsOf(identity *oidc.IDToken) (c claims, err error) {
	if err := identity.Claims(&c); err != nil {
		return c, because(ErrRefused, err)
	}
	if c.Party != "" && c.Party != p.config.Client || c.Party == "" && len(identity.Audience) > 1 {
		return c, fmt.Errorf("%w: it was signed for another party", ErrRefused)
	}
	return c, nil
}

// mailOf returns the mail address of claims when it counts.
func (p *Provider) mailOf(c claims) (string, error) {
	if c.Mail == "" || !bool(c.Verified) {
		return "", ErrUnverified
	}
	for _, letter := range c.Mail { // others have cases that fall together with ours
		const lastOfASCII = 0x7e
		if letter <= ' ' || letter > lastOfASCII {
			return "", ErrUnverified
		}
	}
	_, domain, _ := strings.Cut(c.Mail, "@")
	if len(p.config.Domains) > 0 && !slices.Contains(p.config.Domains, strings.ToLower(domain)) {
		return "", ErrDomain
	}
	return c.Mail, nil
}
