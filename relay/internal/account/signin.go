package account

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// maxForm bounds the body of the form: a mail address and a password.
const maxForm = 4 << 10

// signInData is what the page shows.
type signInData struct {
	Action  string
	Mail    string // as it was typed
	Step    string // the token of a sign-in that waits for a code; empty while the password is asked
	Fault   protocol.Fault
	Problem string // catalogue key, empty when nothing went wrong
	Seconds int    // until another attempt, when that is the problem
}

func (a *Account) showSignIn(w http.ResponseWriter, r *http.Request) error {
	asked, ok := parseAsk(r)
	if !ok {
		return notFromApp()
	}
	return a.render(w, r, asked, http.StatusOK, signInData{})
}

func (a *Account) render(w http.ResponseWriter, r *http.Request, asked ask, status int, data signInData) error {
	data.Action = asked.action(r, signalling.SignInPath)
	if data.Step != "" {
		data.Action = asked.action(r, codePath)
	}
	web.AllowFormTo(w, asked.origin())
	return a.Site.Render(w, r, status, a.page, data)
}

func notFromApp() error {
	return &web.Error{Status: http.StatusBadRequest, Title: "relay.signin.lost.title", Text: "relay.signin.lost.text", Fault: protocol.FaultSignInExpired}
}

func (a *Account) signIn(w http.ResponseWriter, r *http.Request) error {
	asked, ok := parseAsk(r)
	if !ok {
		return notFromApp()
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return web.BadRequest()
	}
	typed, password := r.PostForm.Get("mail"), r.PostForm.Get("password")
	agent, err := a.Check(r, NormalMail(typed), password)
	if err != nil {
		return a.signInFailed(w, r, asked, err, signInData{Mail: typed, Problem: "relay.signin.wrong", Fault: protocol.FaultSignIn})
	}
	if agent.Disabled {
		a.Logger.WarnContext(r.Context(), "disabled agent tried to sign in", "agent", agent.ID)
		return a.render(w, r, asked, http.StatusForbidden, signInData{Mail: typed, Problem: "relay.signin.closed", Fault: protocol.FaultAccountClosed})
	}
	on, _, err := a.Factors.Enrolled(r.Context(), agent.ID)
	if err != nil {
		return err
	}
	if !on {
		return a.grant(w, r, asked, agent.ID)
	}
	step, err := a.Factors.Ask(r.Context(), agent.ID)
	if err != nil {
		return err
	}
	return a.render(w, r, asked, http.StatusOK, signInData{Step: step})
}

// grant sends the browser back to the app, which may now ask for a device token.
func (a *Account) grant(w http.ResponseWriter, r *http.Request, asked ask, agent support.AgentID) error {
	code, err := a.grants.add(r.Context(), agent, asked.challenge, time.Now())
	if err != nil {
		return err
	}
	http.Redirect(w, r, asked.answer(code), http.StatusSeeOther)
	return nil
}

// signInFailed shows the page again with what was wrong.
func (a *Account) signInFailed(w http.ResponseWriter, r *http.Request, asked ask, err error, wrong signInData) error {
	var many *support.TooManyError
	switch {
	case errors.As(err, &many):
		wrong.Problem, wrong.Fault, wrong.Seconds = "relay.signin.toomany", protocol.FaultSignInSlow, web.Seconds(many.RetryAfter)
		w.Header().Set("Retry-After", fmt.Sprint(wrong.Seconds))
		return a.render(w, r, asked, http.StatusTooManyRequests, wrong)
	case errors.Is(err, support.ErrDenied):
		return a.render(w, r, asked, http.StatusForbidden, wrong)
	}
	return err
}

// Check returns the agent whose mail address and password these are, else support.ErrDenied or a *support.TooManyError.
func (a *Account) Check(r *http.Request, mail, password string) (support.Agent, error) {
	ctx, household := r.Context(), support.Household(web.ClientAddr(r))
	if wait := a.addresses.Take(household); wait > 0 {
		return support.Agent{}, &support.TooManyError{RetryAfter: wait}
	}
	if wait := a.accounts.Take(mail); wait > 0 {
		return support.Agent{}, &support.TooManyError{RetryAfter: wait}
	}
	agent, err := a.Agents.AgentByMail(ctx, mail)
	if err != nil && !errors.Is(err, support.ErrNotFound) {
		return support.Agent{}, fmt.Errorf("look up an agent: %w", err)
	}
	right, err := a.Hasher.Verify(ctx, agent.PasswordHash, password)
	if err != nil {
		return support.Agent{}, fmt.Errorf("check the password of agent %d: %w", agent.ID, err)
	}
	if !right {
		a.Logger.WarnContext(ctx, "sign-in failed", "address", web.ClientAddr(r).String())
		return support.Agent{}, support.ErrDenied
	}
	a.addresses.Return(household)
	a.accounts.Return(mail)
	return agent, nil
}

// maxMail is the longest mail address there is (RFC 5321), in bytes.
const maxMail = 254

// NormalMail returns a mail address as the store keeps it, so that case and stray spaces do not matter; empty when it cannot
// be one.
func NormalMail(mail string) string {
	mail = strings.ToLower(strings.TrimSpace(mail))
	local, domain, found := strings.Cut(mail, "@")
	if len(mail) > maxMail || !found || local == "" || domain == "" || strings.ContainsAny(mail, " \t\r\n<>,;\"") {
		return ""
	}
	return mail
}
