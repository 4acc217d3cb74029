package center

import (
	"errors"
	"net/http"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// invited returns the page for whoever the link invites.
func (c *Center) invited(r *http.Request) (passwordData, error) {
	token := r.URL.Query().Get(tokenParameter)
	i, o, err := c.Links.Invitation(r.Context(), token)
	data := passwordData{
		Title: "mail.invitation.title", Lead: "mail.invitation.page", Button: "mail.invitation.accept", Again: "mail.invitation.again",
		Action: linkOf(invitationPath, r, token), Name: i.Name, Mail: i.Mail, Organisation: o.Name,
	}
	if err != nil {
		return data, err
	}
	used, err := c.Passwords.Used(r.Context(), support.Agent{Organisation: o.ID})
	if data.Single = !used && err == nil; data.Single {
		data.Title, data.Lead = "mail.invitation.single", "mail.invitation.singlepage"
	}
	return data, err
}

// acceptInvitation makes an agent of who was invited and lets them in, by way of a second factor where the organisation wants one. Where only
// single sign-on counts, a link in a mail is no way in: they sign in there.
func (c *Center) acceptInvitation(r *http.Request, data passwordData, hash string) (web.HandlerFunc, error) {
	agent, err := c.Links.Accept(r.Context(), r.URL.Query().Get(tokenParameter), hash)
	if errors.Is(err, support.ErrExists) {
		data.Problem = "mail.invitation.taken"
		return func(w http.ResponseWriter, r *http.Request) error {
			return c.renderPassword(w, r, http.StatusConflict, data)
		}, nil
	}
	if data.Single {
		data.Changed = true
		return func(w http.ResponseWriter, r *http.Request) error { return c.renderPassword(w, r, http.StatusOK, data) }, err
	}
	return func(w http.ResponseWriter, r *http.Request) error { return c.Passwords.LetIn(w, r, signInPath, agent) }, err
}
