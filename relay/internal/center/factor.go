package center

import (
	"errors"
	"net/http"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// factorData is what the page shows on which an authenticator app is taken in.
type factorData struct {
	Enrolment web.Enrolment
	Problem   string // catalogue key
	Seconds   int
}

// recoveryData are new recovery codes, shown once.
type recoveryData struct{ Codes []string }

// beginFactor draws a new secret and shows it.
func (c *Center) beginFactor(w http.ResponseWriter, r *http.Request, who Manager) error {
	if _, err := c.Factors.Begin(r.Context(), who.Agent.ID); err != nil && !errors.Is(err, support.ErrExists) {
		return err
	}
	http.Redirect(w, r, mePath+"/factor", http.StatusSeeOther)
	return nil
}

// showFactor shows the secret that waits for its first code.
func (c *Center) showFactor(w http.ResponseWriter, r *http.Request, who Manager) error {
	return c.renderFactor(w, r, who, http.StatusOK, factorData{})
}

func (c *Center) renderFactor(w http.ResponseWriter, r *http.Request, who Manager, status int, data factorData) error {
	secret, err := c.Factors.Pending(r.Context(), who.Agent.ID)
	if errors.Is(err, support.ErrNotFound) {
		http.Redirect(w, r, mePath, http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return err
	}
	if data.Enrolment, err = c.Site.NewEnrolment(who.Agent.Mail, secret); err != nil {
		return err
	}
	return c.render(w, r, who, status, pageFactor, "", data)
}

// confirmFactor takes the first code, and shows the recovery codes.
func (c *Center) confirmFactor(w http.ResponseWriter, r *http.Request, who Manager) error {
	codes, err := c.Factors.Confirm(r.Context(), who.Agent, r.PostFormValue("code"))
	if status, problem, seconds, is := codeProblem(err); is {
		return c.renderFactor(w, r, who, status, factorData{Problem: problem, Seconds: seconds})
	}
	if errors.Is(err, support.ErrNotFound) {
		http.Redirect(w, r, mePath, http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return err
	}
	return c.showRecovery(w, r, who, codes, "saved")
}

// showRecovery shows new recovery codes, and where there are none what was done.
func (c *Center) showRecovery(w http.ResponseWriter, r *http.Request, who Manager, codes []string, done string) error {
	if len(codes) == 0 {
		return goTo(w, r, mePath, done)
	}
	return c.render(w, r, who, http.StatusOK, pageRecovery, "", recoveryData{Codes: codes})
}

// renewRecovery makes new recovery codes and shows them.
func (c *Center) renewRecovery(w http.ResponseWriter, r *http.Request, who Manager) error {
	codes, err := c.Factors.NewRecoveryCodes(r.Context(), who.Agent)
	if err != nil {
		return err
	}
	return c.showRecovery(w, r, who, codes, "")
}

// removeFactor takes away the authenticator app of who shows a code of it.
func (c *Center) removeFactor(w http.ResponseWriter, r *http.Request, who Manager) error {
	err := c.Factors.Remove(r.Context(), who.Agent, r.PostFormValue("code"))
	if status, problem, seconds, is := codeProblem(err); is {
		return c.renderMe(w, r, who, status, meData{Problem: problem, Seconds: seconds, Field: "code"})
	}
	if status, problem, is := changeProblem(err); is {
		return c.renderMe(w, r, who, status, meData{Problem: problem})
	}
	if err != nil {
		return err
	}
	return goTo(w, r, mePath, "nofactor")
}

// codeProblem says what the page shows when a code was not taken.
func codeProblem(err error) (status int, problem string, seconds int, is bool) {
	var many *support.TooManyError
	switch {
	case errors.As(err, &many):
		return http.StatusTooManyRequests, "relay.signin.toomany", web.Seconds(many.RetryAfter), true
	case errors.Is(err, support.ErrDenied):
		return http.StatusForbidden, "center.signin.wrongcode", 0, true
	}
	return 0, "", 0, false
}
