package center

import (
	"errors"
	"net/http"
	"time"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// forgotData is the page for who forgot the password.
type forgotData struct {
	Off     bool // this relay sends no mail
	Asked   bool // a mail is on its way, if there is anybody to get it
	Action  string
	Mail    string // as it was typed
	Problem string // catalogue key
	Seconds int
}

func (c *Center) showForgot(w http.ResponseWriter, r *http.Request) error {
	return c.renderForgot(w, r, http.StatusOK, forgotData{})
}

func (c *Center) renderForgot(w http.ResponseWriter, r *http.Request, status int, data forgotData) error {
	data.Off, data.Action = !c.Mail.On(), forgotPath+"?"+web.LanguageParameter+"="+string(web.Language(r))
	return c.Site.Render(w, r, status, c.pages[pageForgot], data)
}

// forgot has a mail sent to who forgot the password. Nothing in the answer depends on whether anybody has that address: it is not even looked
// up before the mail is to be sent.
func (c *Center) forgot(w http.ResponseWriter, r *http.Request) error {
	if err := entranceForm(w, r); err != nil {
		return err
	}
	if !c.Mail.On() {
		return c.renderForgot(w, r, http.StatusConflict, forgotData{})
	}
	typed := r.PostForm.Get("mail")
	mail := c.Passwords.NormalMail(typed)
	if mail == "" {
		return c.renderForgot(w, r, http.StatusUnprocessableEntity, forgotData{Mail: typed, Problem: "mail.forgot.nomail"})
	}
	wait := c.entrance.addresses.Take(support.Household(web.ClientAddr(r)))
	if wait == 0 {
		wait = c.entrance.mailboxes.Take(mail)
	}
	if wait > 0 {
		return &support.TooManyError{RetryAfter: wait}
	}
	if err := c.Links.AskReset(r.Context(), mail, string(web.Language(r))); err != nil {
		if errors.Is(err, support.ErrTooMany) {
			return &support.TooManyError{RetryAfter: time.Minute} // until some of the mails that wait are gone
		}
		return err
	}
	return c.renderForgot(w, r, http.StatusOK, forgotData{Asked: true})
}

// resetting returns the page for the agent of the link.
func (c *Center) resetting(r *http.Request) (passwordData, error) {
	token := r.URL.Query().Get(tokenParameter)
	agent, err := c.Links.ResetBy(r.Context(), token)
	return passwordData{
		Title: "mail.reset.title", Lead: "mail.reset.page", Button: "factor.password.change", Again: "mail.reset.again",
		Action: linkOf(resetPath, r, token), Name: agent.Name, Mail: agent.Mail,
	}, err
}

// reset gives the agent of the link the password that was chosen. It signs nobody in: who has a second factor shows it as always.
func (c *Center) reset(r *http.Request, data passwordData, hash string) (web.HandlerFunc, error) {
	_, err := c.Links.Reset(r.Context(), r.URL.Query().Get(tokenParameter), hash, string(web.Language(r)))
	data.Changed = true
	return func(w http.ResponseWriter, r *http.Request) error { return c.renderPassword(w, r, http.StatusOK, data) }, err
}
