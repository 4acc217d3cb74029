package center

import (
	"errors"
	"net/http"
	"time"

	"beside.example/relay/internal/support"
)

// invitationsPath is where the open invitations are.
const invitationsPath = "/center/people/invitations"

// pageInvitations is the name of the template of the open invitations.
const pageInvitations = "invitations"

// inviteRoutes are the routes of invitations.
func (c *Center) inviteRoutes() []route {
	return []route{
		{"GET " + invitationsPath, support.ActManageAgent, c.showInvitations},
		{"POST " + invitationsPath, support.ActManageAgent, c.invite},
		{"POST " + invitationsPath + "/{id}/again", support.ActManageAgent, c.inviteAgain},
		{"POST " + invitationsPath + "/{id}/withdraw", support.ActManageAgent, c.uninvite},
	}
}

// invitationsData is the list of open invitations.
type invitationsData struct {
	Invitations []invitationLine
	Mail        bool   // mails are sent
	Link        string // of one invitation, shown once because no mail is sent
	Name        string // whom the link is for
}

// invitationLine is an invitation in the list.
type invitationLine struct {
	support.Invitation
	TeamName string
	Old      bool // the link is worth nothing any more
}

// RoleKey is the catalogue key of what the invited will be.
func (l invitationLine) RoleKey() string { return roleKey(l.Role) }

func (c *Center) showInvitations(w http.ResponseWriter, r *http.Request, who Manager) error {
	return c.renderInvitations(w, r, who, http.StatusOK, invitationsData{})
}

func (c *Center) renderInvitations(w http.ResponseWriter, r *http.Request, who Manager, status int, data invitationsData) error {
	all, err := c.Manage.InvitationsFor(r.Context(), who)
	if err != nil {
		return err
	}
	teams, err := c.teams(r, who)
	if err != nil {
		return err
	}
	names := map[support.TeamID]string{}
	for _, t := range teams {
		names[t.ID] = t.Name
	}
	for _, i := range all {
		data.Invitations = append(data.Invitations, invitationLine{Invitation: i, TeamName: names[i.Team], Old: !time.Now().Before(i.Expires)})
	}
	data.Mail = c.Mail.On()
	return c.render(w, r, who, status, pageInvitations, peoplePath, data)
}

// invite takes the form of a new agent and invites them, so that nobody but them knows the password.
func (c *Center) invite(w http.ResponseWriter, r *http.Request, who Manager) error {
	e, err := readAgent(r)
	if err != nil {
		return err
	}
	typed := e.Mail
	wrong := func(status int, problem, field string) error {
		e.Mail = typed
		return c.renderAgent(w, r, who, status, agentData{AgentRecord: support.AgentRecord{AgentEntry: e}, Problem: problem, Field: field})
	}
	if e.Mail = c.Passwords.NormalMail(typed); e.Mail == "" {
		return wrong(http.StatusUnprocessableEntity, "center.agent.nomail", "mail")
	}
	id, err := c.Manage.Invite(r.Context(), who, e, readersLanguage(r), c.Mail.On())
	if errors.Is(err, support.ErrTooMany) {
		return &support.TooManyError{RetryAfter: time.Minute}
	}
	if status, problem, field, is := agentProblem(err); is {
		if errors.Is(err, support.ErrExists) {
			problem = "mail.invite.taken"
		}
		return wrong(status, problem, field)
	}
	if err != nil {
		return err
	}
	if c.Mail.On() {
		return goTo(w, r, invitationsPath, "invited")
	}
	return c.showLink(w, r, who, id)
}

// showLink shows the link of an invitation once, for the manager to pass on.
func (c *Center) showLink(w http.ResponseWriter, r *http.Request, who Manager, id support.InvitationID) error {
	token, i, err := c.Links.InvitationLink(r.Context(), id)
	if err != nil {
		return err
	}
	return c.renderInvitations(w, r, who, http.StatusOK, invitationsData{
		Link: "https://" + c.Site.Relay() + linkOf(invitationPath, r, token), Name: i.Name,
	})
}

// inviteAgain sends an invitation once more, with a new link.
func (c *Center) inviteAgain(w http.ResponseWriter, r *http.Request, who Manager) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	err = c.Manage.InviteAgain(r.Context(), who, support.InvitationID(id), c.Mail.On())
	if errors.Is(err, support.ErrTooMany) {
		return &support.TooManyError{RetryAfter: time.Minute}
	}
	if err != nil {
		return err
	}
	if c.Mail.On() {
		return goTo(w, r, invitationsPath, "invited")
	}
	return c.showLink(w, r, who, support.InvitationID(id))
}

// uninvite withdraws an invitation.
func (c *Center) uninvite(w http.ResponseWriter, r *http.Request, who Manager) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	if err := c.Manage.Uninvite(r.Context(), who, support.InvitationID(id)); err != nil {
		return err
	}
	return goTo(w, r, invitationsPath, "uninvited")
}
