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
	return c.Site.Render(w, r, status, c.entrance.pages[pageForgot], data)
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

// resetPage is the page that a mail leads to.
func resetPage(r *http.Request) passwordData {
	return passwordData{
		Title: "mail.reset.title", Lead: "mail.reset.page", Button: "factor.password.change", Again: "mail.reset.again",
		Action: linkOf(resetPath, r, r.URL.Query().Get(tokenParameter)),
	}
}

// resetting returns the page for the agent of the link; over when the link is worth nothing.
func (c *Center) resetting(r *http.Request) (data passwordData, over bool, err error) {
	data = resetPage(r)
	agent, err := c.Links.ResetBy(r.Context(), r.URL.Query().Get(tokenParameter))
	if errors.Is(err, support.ErrNotFound) {
		data.Over = true
		return data, true, nil
	}
	data.Name, data.Mail = agent.Name, agent.Mail
	return data, false, err
}

// showReset shows the form. Looking at it uses nothing up: programs that read mails follow links.
func (c *Center) showReset(w http.ResponseWriter, r *http.Request) error {
	data, over, err := c.resetting(r)
	if err != nil {
		return err
	}
	if over {
		return c.renderPassword(w, r, http.StatusGone, data)
	}
	return c.renderPassword(w, r, http.StatusOK, data)
}

// reset gives the agent of the link the password that was chosen. It signs nobody in: who has a second factor shows it as always.
func (c *Center) reset(w http.ResponseWriter, r *http.Request) error {
	if err := entranceForm(w, r); err != nil {
		return err
	}
	data, over, err := c.resetting(r)
	if err != nil {
		return err
	}
	if over {
		return c.renderPassword(w, r, http.StatusGone, data)
	}
	hash, problem, err := c.chosenPassword(r)
	if err != nil {
		return err
	}
	if data.Problem = problem; problem != "" {
		return c.renderPassword(w, r, http.StatusUnprocessableEntity, data)
	}
	switch _, err := c.Links.Reset(r.Context(), r.URL.Query().Get(tokenParameter), hash, string(web.Language(r))); {
	case errors.Is(err, support.ErrNotFound):
		data.Over = true
		return c.renderPassword(w, r, http.StatusGone, data)
	case err != nil:
		return err
	}
	data.Changed = true
	return c.renderPassword(w, r, http.StatusOK, data)
}
