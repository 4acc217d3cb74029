package account

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"beside.example/protocol"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// maxForm bounds the body of a form: a mail address and a password, or what a browser hands in of a security key.
const maxForm = 2 * maxKeyResponse

// visit is somebody at a door.
type visit struct {
	*Account
	door Door
}

// signInData is what the page shows.
type signInData struct {
	App       bool   // the door is an app's
	Action    string // where the form goes
	Mail      string // as it was typed
	Step      string // the token of a sign-in that waits for something; empty while the password is asked
	Code      bool   // a code is asked for
	Key       string // what the script asks the browser for, empty when no security key is asked for
	Enrolment *web.Enrolment
	NewKey    string   // what the script asks the browser for, empty when no security key can be registered
	Recovery  []string // new recovery codes, shown once
	Single    string   // where single sign-on begins, empty where there is none
	Provider  string   // what people call it
	Problem   string   // catalogue key, empty when nothing went wrong
	Fault     protocol.Fault
	Seconds   int // until another attempt, when that is the problem
}

// show shows the form for mail address and password.
func (v visit) show(w http.ResponseWriter, r *http.Request) error {
	if _, err := v.door.Ask(r); err != nil {
		return err
	}
	if done, err := v.door.Leave(w, r); done || err != nil {
		return err
	}
	return v.render(w, r, http.StatusOK, signInData{})
}

// again leads whoever comes to the address of a later form by a link, such as that of another language, to its beginning.
func (v visit) again(w http.ResponseWriter, r *http.Request) error {
	asked, err := v.door.Ask(r)
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.address("", asked, r), http.StatusSeeOther)
	return nil
}

// address returns that of a page of the sign-in, in the language of the request.
func (v visit) address(below string, asked url.Values, r *http.Request) string {
	asked.Set(web.LanguageParameter, string(web.Language(r)))
	return v.door.Path() + below + "?" + asked.Encode()
}

func (v visit) render(w http.ResponseWriter, r *http.Request, status int, data signInData) error {
	asked, err := v.door.Ask(r)
	if err != nil {
		return err
	}
	below := ""
	if data.Step != "" {
		below = nextPath
	}
	data.Action = v.address(below, asked, r)
	if v.Single.Provider != nil && data.Step == "" {
		data.Single, data.Provider = v.address(singlePath, asked, r), v.Single.Provider.Name()
	}
	if app, ok := parseAsk(r); ok && v.door == v.app {
		data.App = true
		web.AllowFormTo(w, app.origin())
	}
	if data.Seconds > 0 {
		w.Header().Set("Retry-After", fmt.Sprint(data.Seconds))
	}
	var dress web.Dress
	if data.Key != "" || data.NewKey != "" {
		dress.Script = v.script.Path()
	}
	return v.Site.RenderDressed(w, r, status, v.page, dress, data)
}

// signIn takes mail address and password.
func (v visit) signIn(w http.ResponseWriter, r *http.Request) error {
	if _, err := v.door.Ask(r); err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return web.BadRequest()
	}
	typed, password := r.PostForm.Get("mail"), r.PostForm.Get("password")
	agent, err := v.Check(r, NormalMail(typed), password)
	if err != nil {
		return v.failed(w, r, err, signInData{Mail: typed, Problem: "relay.signin.wrong", Fault: protocol.FaultSignIn})
	}
	if agent.Disabled {
		return v.closed(w, r, agent)
	}
	return v.proved(w, r, agent)
}

// proved goes on after the right password of an agent.
func (v visit) proved(w http.ResponseWriter, r *http.Request, agent support.Agent) error {
	settings, err := v.Agents.Settings(r.Context(), agent.Organisation)
	if err != nil {
		return fmt.Errorf("look up how agents sign in: %w", err)
	}
	if settings.OnlySingleSignOn {
		problem := "factor.sso.only"
		if v.Single.Provider == nil {
			problem = "factor.sso.missing"
		}
		return v.render(w, r, http.StatusForbidden, signInData{Mail: agent.Mail, Problem: problem, Fault: protocol.FaultSignIn})
	}
	has, err := v.Factors.Of(r.Context(), agent.ID)
	switch {
	case err != nil:
		return err
	case has.Any():
		return v.askFactor(w, r, agent, has)
	case settings.FactorRequired:
		return v.askToEnrol(w, r, agent)
	}
	return v.admit(w, r, agent, support.ByPassword)
}

// admit lets an agent in who has proved to be one.
func (v visit) admit(w http.ResponseWriter, r *http.Request, agent support.Agent, way support.SignInWay) error {
	if agent.Disabled {
		return v.closed(w, r, agent)
	}
	err := v.door.Admit(w, r, agent, way)
	if errors.Is(err, support.ErrDenied) {
		return v.closed(w, r, agent)
	}
	return err
}

// closed tells an agent who has proved to be one that the account is closed.
func (v visit) closed(w http.ResponseWriter, r *http.Request, agent support.Agent) error {
	v.Logger.WarnContext(r.Context(), "disabled agent tried to sign in", "agent", agent.ID)
	return v.render(w, r, http.StatusForbidden, signInData{Mail: agent.Mail, Problem: "relay.signin.closed", Fault: protocol.FaultAccountClosed})
}

// failed shows the page again with what was wrong.
func (v visit) failed(w http.ResponseWriter, r *http.Request, err error, wrong signInData) error {
	var many *support.TooManyError
	switch {
	case errors.As(err, &many):
		wrong.Problem, wrong.Fault, wrong.Seconds = "relay.signin.toomany", protocol.FaultSignInSlow, web.Seconds(many.RetryAfter)
		return v.render(w, r, http.StatusTooManyRequests, wrong)
	case errors.Is(err, support.ErrStepOver):
		return v.render(w, r, http.StatusForbidden, signInData{Problem: "center.signin.over", Fault: protocol.FaultSignInExpired})
	case errors.Is(err, support.ErrKeyCopied):
		wrong.Problem, wrong.Fault = "factor.key.copied", protocol.FaultSignIn
		return v.render(w, r, http.StatusForbidden, wrong)
	case errors.Is(err, support.ErrDenied):
		return v.render(w, r, http.StatusForbidden, wrong)
	}
	return err
}
