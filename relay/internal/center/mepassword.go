package center

import (
	"errors"
	"net/http"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// changePassword gives whoever knows the own password another one. Every other browser and app is signed out; this browser gets a new cookie.
func (c *Center) changePassword(w http.ResponseWriter, r *http.Request, who Manager) error {
	if err := r.ParseForm(); err != nil {
		return web.BadRequest()
	}
	if used, err := c.Passwords.Used(r.Context(), who.Agent); err != nil || !used {
		return errors.Join(support.ErrDenied, err)
	}
	wrong := func(status int, problem, field string, seconds int) error {
		return c.renderMe(w, r, who, status, meData{Problem: problem, Field: field, Seconds: seconds})
	}
	next := r.PostForm.Get("new")
	if next != r.PostForm.Get("again") {
		return wrong(http.StatusUnprocessableEntity, "factor.password.differ", "again", 0)
	}
	agent, err := c.Passwords.Check(r, who.Agent.Mail, r.PostForm.Get("now"))
	var many *support.TooManyError
	switch {
	case errors.As(err, &many):
		return wrong(http.StatusTooManyRequests, "relay.signin.toomany", "now", web.Seconds(many.RetryAfter))
	case errors.Is(err, support.ErrDenied):
		return wrong(http.StatusForbidden, "factor.password.wrong", "now", 0)
	case err != nil:
		return err
	}
	hash, err := c.Passwords.Hash(r.Context(), next)
	if errors.Is(err, support.ErrInvalid) {
		return wrong(http.StatusUnprocessableEntity, "factor.password.rules", "new", 0)
	}
	if err != nil {
		return err
	}
	if err := c.Manage.SetOwnPassword(r.Context(), who, hash); err != nil {
		return err
	}
	token, _, err := c.begin(r, agent, who.SignIn.Way)
	if err != nil {
		return err
	}
	setCookie(w, token)
	return goTo(w, r, mePath, "password")
}
