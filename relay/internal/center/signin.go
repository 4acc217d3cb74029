package center

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"beside.example/protocol"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// signInData is what the sign-in page shows.
type signInData struct {
	Action  string
	Mail    string // as it was typed
	Step    string // the token of a sign-in that waits for a code; empty while the password is asked
	Problem string // catalogue key
	Fault   protocol.Fault
	Seconds int // until another attempt, when that is the problem
}

func (c *Center) showSignIn(w http.ResponseWriter, r *http.Request) error {
	if _, err := c.who(r); err == nil {
		http.Redirect(w, r, back(r), http.StatusSeeOther)
		return nil
	}
	return c.renderSignIn(w, r, http.StatusOK, signInData{})
}

func (c *Center) renderSignIn(w http.ResponseWriter, r *http.Request, status int, data signInData) error {
	data.Action = signInPath
	if data.Step != "" {
		data.Action += "/code"
	}
	data.Action += "?" + url.Values{backParameter: {back(r)}, web.LanguageParameter: {string(web.Language(r))}}.Encode()
	if data.Seconds > 0 {
		w.Header().Set("Retry-After", fmt.Sprint(data.Seconds))
	}
	return c.Site.Render(w, r, status, c.pages[pageSignIn], data)
}

// maxSignInForm bounds the form of somebody who is nobody yet.
const maxSignInForm = 4 << 10

// signIn takes mail address and password.
func (c *Center) signIn(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxSignInForm)
	if err := r.ParseForm(); err != nil {
		return web.BadRequest()
	}
	typed := r.PostForm.Get("mail")
	agent, err := c.Passwords.Check(r, c.Passwords.NormalMail(typed), r.PostForm.Get("password"))
	if err != nil {
		return c.signInFailed(w, r, err, signInData{Mail: typed, Problem: "relay.signin.wrong", Fault: protocol.FaultSignIn})
	}
	on, _, err := c.Factors.Enrolled(r.Context(), agent.ID)
	if err != nil {
		return err
	}
	if !on {
		return c.enter(w, r, agent)
	}
	step, err := c.Factors.Ask(r.Context(), agent.ID)
	if err != nil {
		return err
	}
	return c.renderSignIn(w, r, http.StatusOK, signInData{Step: step})
}

// signInCode takes the code of the second factor.
func (c *Center) signInCode(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxSignInForm)
	if err := r.ParseForm(); err != nil {
		return web.BadRequest()
	}
	step := r.PostForm.Get("step")
	id, err := c.Factors.Answer(r.Context(), step, r.PostForm.Get("code"))
	if errors.Is(err, support.ErrStepOver) {
		return c.renderSignIn(w, r, http.StatusForbidden, signInData{Problem: "center.signin.over", Fault: protocol.FaultSignInExpired})
	}
	if err != nil {
		return c.signInFailed(w, r, err, signInData{Step: step, Problem: "center.signin.wrongcode", Fault: protocol.FaultSignIn})
	}
	agent, err := c.Directory.Agent(r.Context(), id)
	if err != nil {
		return fmt.Errorf("look up who signs in: %w", err)
	}
	return c.enter(w, r, agent)
}

// signInFailed shows the page again with what was wrong.
func (c *Center) signInFailed(w http.ResponseWriter, r *http.Request, err error, wrong signInData) error {
	var many *support.TooManyError
	switch {
	case errors.As(err, &many):
		wrong.Problem, wrong.Fault, wrong.Seconds = "relay.signin.toomany", protocol.FaultSignInSlow, web.Seconds(many.RetryAfter)
		return c.renderSignIn(w, r, http.StatusTooManyRequests, wrong)
	case errors.Is(err, support.ErrDenied):
		return c.renderSignIn(w, r, http.StatusForbidden, wrong)
	}
	return err
}

// enter signs in an agent who has proved to be one, under a new cookie; whoever was signed in in this browser is not any more.
func (c *Center) enter(w http.ResponseWriter, r *http.Request, agent support.Agent) error {
	token, err := c.SignIns.Begin(r.Context(), agent, web.ClientAddr(r).String(), r.UserAgent())
	if errors.Is(err, support.ErrDenied) {
		problem := "center.signin.notyours"
		if agent.Disabled {
			problem = "relay.signin.closed"
		}
		return c.renderSignIn(w, r, http.StatusForbidden, signInData{Problem: problem, Fault: protocol.FaultAccountClosed})
	}
	if err != nil {
		return err
	}
	if before, err := c.who(r); err == nil {
		if err := c.SignIns.End(r.Context(), before.Agent.ID, before.SignIn.ID); err != nil {
			return err
		}
	}
	who, err := c.SignIns.Find(r.Context(), token)
	if err != nil {
		return fmt.Errorf("find who has signed in: %w", err)
	}
	if err := c.Manage.Note(r.Context(), who, support.AuditSignIn, who.SignIn.Address); err != nil {
		return err
	}
	setCookie(w, token)
	http.Redirect(w, r, back(r), http.StatusSeeOther)
	return nil
}

// signOut ends the sign-in of this browser.
func (c *Center) signOut(w http.ResponseWriter, r *http.Request, who Manager) error {
	if err := c.SignIns.End(r.Context(), who.Agent.ID, who.SignIn.ID); err != nil {
		return err
	}
	if err := c.Manage.Note(r.Context(), who, support.AuditSignOut, who.SignIn.Address); err != nil {
		return err
	}
	clearCookie(w)
	http.Redirect(w, r, signInPath, http.StatusSeeOther)
	return nil
}

// showSignInAgain leads whoever comes to the address of the form by a link, such as that of another language, to its beginning.
func showSignInAgain(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, signInPath+"?"+r.URL.RawQuery, http.StatusSeeOther)
	return nil
}
