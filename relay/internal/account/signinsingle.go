package account

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/account/provider"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// Provider is where agents of an organisation sign in once for everything.
type Provider interface {
	Name() string
	Issuer() string
	// Begin returns where a browser goes to sign in, with what it is to bring back.
	Begin(ctx context.Context, redirect, state, nonce, verifier string) (address string, err error)
	// Finish takes the code that it brought back and returns the mail address of who signed in.
	Finish(ctx context.Context, redirect, code, nonce, verifier string) (mail string, err error)
}

// SingleSignOn is what an organisation's agents sign in by, beside or in the place of a password. The zero value is none.
type SingleSignOn struct {
	Provider Provider
	// Organisation is the one whose agents it is for; empty means the only one of the relay.
	Organisation string
}

// SingleSignOns keeps browsers that are with the provider.
type SingleSignOns interface {
	KeepSingleSignOn(ctx context.Context, n support.SingleSignOn, now time.Time) error
	// TakeSingleSignOn returns one once, else support.ErrNotFound.
	TakeSingleSignOn(ctx context.Context, state support.SecretHash) (support.SingleSignOn, error)
}

// Where browsers leave for the provider, below the path of a door, and where they come back to, the same for every door: a provider is told
// one address.
const (
	singlePath     = "/single"
	singleBackPath = signalling.SignInPath + "/single/back"
)

// singleCookie ties what the provider sends back to the browser that left. The prefix makes browsers keep it to this very host, over TLS.
const singleCookie = "__Host-single"

// singleLifetime is for how long a browser may be with the provider: passwords are forgotten there too.
const singleLifetime = 10 * time.Minute

// How often an address may leave for the provider: each time costs the relay a row.
const (
	singleAttempts = 30
	singlePeriod   = time.Minute
)

// singleBack returns the address that the provider sends browsers back to.
func (a *Account) singleBack() string { return "https://" + a.Site.Relay() + singleBackPath }

// leave sends a browser to the provider. Links of other sites lead to the sign-in page instead.
func (v visit) leave(w http.ResponseWriter, r *http.Request) error {
	asked, err := v.door.Ask(r)
	if err != nil {
		return err
	}
	if v.Single.Provider == nil {
		return web.NotFound()
	}
	if from := r.Header.Get("Sec-Fetch-Site"); from != "" && from != "same-origin" && from != "none" {
		return v.again(w, r)
	}
	if wait := v.singles.Take(support.Household(web.ClientAddr(r))); wait > 0 {
		return v.failed(w, r, &support.TooManyError{RetryAfter: wait}, signInData{})
	}
	state, nonce, verifier := support.NewSecret(), support.NewSecret().Token(), support.NewSecret().Token()
	to, err := v.Single.Provider.Begin(r.Context(), v.singleBack(), state.Token(), nonce, verifier)
	if err != nil {
		return v.singleFailed(w, r, err)
	}
	asked.Set(web.LanguageParameter, string(web.Language(r)))
	now := time.Now()
	err = v.SingleSignOns.KeepSingleSignOn(r.Context(), support.SingleSignOn{
		State: state.Hash(), Door: v.door.Path(), Query: asked.Encode(), Nonce: nonce, Verifier: verifier, Expires: now.Add(singleLifetime),
	}, now)
	if err != nil {
		return fmt.Errorf("keep a browser that leaves for the provider: %w", err)
	}
	setSingleCookie(w, state.Token(), int(singleLifetime.Seconds()))
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func setSingleCookie(w http.ResponseWriter, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: singleCookie, Value: value, Path: "/", MaxAge: age, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode, // it comes by a link
	})
}

// comeBack takes a browser back from the provider, and lets in whoever signed in there.
func (a *Account) comeBack(w http.ResponseWriter, r *http.Request) error {
	v, left, err := a.leftBy(r)
	setSingleCookie(w, "", -1)
	if err != nil {
		return err
	}
	// From here on it is a visit at the door again, as its address had it.
	query := r.URL.Query()
	r = r.Clone(r.Context())
	r.URL = &url.URL{Path: left.Door, RawQuery: left.Query}
	if query.Get("error") != "" {
		a.Logger.InfoContext(r.Context(), "provider refused a sign-in", "address", web.ClientAddr(r).String())
		return v.singleFailed(w, r, errCancelled)
	}
	if issuer := query.Get("iss"); issuer != "" && issuer != a.Single.Provider.Issuer() { // RFC 9207
		return v.singleFailed(w, r, provider.ErrRefused)
	}
	mail, err := a.Single.Provider.Finish(r.Context(), a.singleBack(), query.Get("code"), left.Nonce, left.Verifier)
	if err != nil {
		return v.singleFailed(w, r, err)
	}
	agent, err := a.byProvider(r.Context(), mail)
	if err != nil {
		return v.singleFailed(w, r, err)
	}
	a.singles.Return(support.Household(web.ClientAddr(r))) // an office signs in at the same hour
	return v.admit(w, r, agent, support.BySingleSignOn)
}

// leftBy returns what is kept of the browser that a request comes from, once; the error is shown to who was never sent to the provider.
func (a *Account) leftBy(r *http.Request) (v visit, left support.SingleSignOn, err error) {
	lost := &web.Error{Status: http.StatusBadRequest, Title: "factor.sso.lost.title", Text: "factor.sso.lost.text", Fault: protocol.FaultSignInExpired}
	state := r.URL.Query().Get("state")
	cookie, err := r.Cookie(singleCookie)
	if err != nil || a.Single.Provider == nil || subtle.ConstantTimeCompare([]byte(cookie.Value), []byte(state)) != 1 {
		return v, left, lost
	}
	secret, ok := support.ParseToken(state)
	if !ok {
		return v, left, lost
	}
	left, err = a.SingleSignOns.TakeSingleSignOn(r.Context(), secret.Hash())
	if errors.Is(err, support.ErrNotFound) || err == nil && !time.Now().Before(left.Expires) {
		return v, left, lost
	}
	if err != nil {
		return v, left, fmt.Errorf("look up a browser that comes back: %w", err)
	}
	for _, d := range a.doors {
		if d.Path() == left.Door {
			return visit{a, d}, left, nil
		}
	}
	return v, left, lost
}

// The ends of single sign-on that lie with us.
var (
	errCancelled = errors.New("cancelled at the provider")
	errNobody    = errors.New("nobody here has that mail address")
)

// byProvider returns the agent of a mail address that the provider vouches for: one of the organisation that trusts the provider, and of no
// other.
func (a *Account) byProvider(ctx context.Context, mail string) (support.Agent, error) {
	agent, err := a.Agents.AgentByMail(ctx, NormalMail(mail))
	if errors.Is(err, support.ErrNotFound) {
		return agent, errNobody
	}
	if err != nil {
		return agent, fmt.Errorf("look up who signed in: %w", err)
	}
	all, err := a.Agents.Organisations(ctx)
	if err != nil {
		return agent, fmt.Errorf("list organisations: %w", err)
	}
	for _, o := range all {
		if o.ID == agent.Organisation && (o.Name == a.Single.Organisation || a.Single.Organisation == "" && len(all) == 1) {
			return agent, nil
		}
	}
	return agent, errNobody
}

// singleFailed shows the sign-in page with why single sign-on did not lead in.
func (v visit) singleFailed(w http.ResponseWriter, r *http.Request, err error) error {
	problem, fault, status := "", protocol.FaultSignIn, http.StatusForbidden
	switch {
	case errors.Is(err, errCancelled):
		problem = "factor.sso.cancelled"
	case errors.Is(err, errNobody):
		problem = "factor.sso.nobody"
	case errors.Is(err, provider.ErrUnverified):
		problem = "factor.sso.unverified"
	case errors.Is(err, provider.ErrDomain):
		problem = "factor.sso.domain"
	case errors.Is(err, provider.ErrRefused):
		problem = "factor.sso.refused"
	case errors.Is(err, provider.ErrUnreachable):
		problem, fault, status = "factor.sso.unreachable", protocol.FaultRelayUnreachable, http.StatusBadGateway
	default:
		return err
	}
	v.Logger.WarnContext(r.Context(), "single sign-on failed", "address", web.ClientAddr(r).String(), "error", err)
	return v.render(w, r, status, signInData{Problem: problem, Fault: fault})
}
