package center

import (
	"errors"
	"net/http"

	"beside.example/relay/internal/support"
)

// invited returns the page for whoever the link invites; over when the link is worth nothing.
func (c *Center) invited(r *http.Request) (data passwordData, over bool, err error) {
	token := r.URL.Query().Get(tokenParameter)
	data = passwordData{
		Title: "mail.invitation.title", Lead: "mail.invitation.page", Button: "mail.invitation.accept", Again: "mail.invitation.again",
		Action: linkOf(invitationPath, r, token),
	}
	i, o, err := c.Links.Invitation(r.Context(), token)
	if errors.Is(err, support.ErrNotFound) {
		data.Over = true
		return data, true, nil
	}
	data.Name, data.Mail, data.Organisation = i.Name, i.Mail, o.Name
	return data, false, err
}

// showInvitation shows the form. Looking at it uses nothing up: programs that read mails follow links.
func (c *Center) showInvitation(w http.ResponseWriter, r *http.Request) error {
	data, over, err := c.invited(r)
	if err != nil {
		return err
	}
	if over {
		return c.renderPassword(w, r, http.StatusGone, data)
	}
	return c.renderPassword(w, r, http.StatusOK, data)
}

// acceptInvitation makes an agent of who was invited and lets them in, by way of a second factor where the organisation wants one.
func (c *Center) acceptInvitation(w http.ResponseWriter, r *http.Request) error {
	if err := entranceForm(w, r); err != nil {
		return err
	}
	data, over, err := c.invited(r)
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
	agent, err := c.Links.Accept(r.Context(), r.URL.Query().Get(tokenParameter), hash)
	switch {
	case errors.Is(err, support.ErrNotFound):
		data.Over = true
		return c.renderPassword(w, r, http.StatusGone, data)
	case errors.Is(err, support.ErrExists):
		data.Problem = "mail.invitation.taken"
		return c.renderPassword(w, r, http.StatusConflict, data)
	case err != nil:
		return err
	}
	return c.Passwords.LetIn(w, r, signInPath, agent)
}
