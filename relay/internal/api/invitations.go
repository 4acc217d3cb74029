package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"beside.example/relay/internal/support"
)

// Post brings invitations to those who are invited.
type Post interface {
	// On reports whether mails are sent. Without, programs pass links on by other means.
	On() bool
	// InvitationAddress makes a new link for an invitation and returns its address; the one before is worth nothing from then on.
	InvitationAddress(ctx context.Context, id support.InvitationID) (string, error)
}

// InvitationEntry is what may be said of somebody who is invited.
type InvitationEntry struct {
	AgentEntry
	Language string `json:"language,omitempty" maxLength:"35" doc:"In which the mail is written, such as fr; English when missing"`
}

// invitationView is an invitation.
type invitationView struct {
	ID uint64 `json:"id"`
	InvitationEntry
	By      Ref        `json:"by" doc:"Who invited; of a program, who made its token"`
	Created time.Time  `json:"created_at"`
	Sent    *time.Time `json:"sent_at,omitempty" doc:"When its link was last made"`
	Expires time.Time  `json:"expires_at" doc:"Until when that link is good"`
	Link    string     `json:"link,omitempty" doc:"Shown once, by relays that send no mail: pass it on to whoever is invited, and to nobody else"`
}

func viewInvitation(i support.Invitation) invitationView {
	return invitationView{
		ID: uint64(i.ID), InvitationEntry: InvitationEntry{entryOf(i.AgentEntry), i.Language}, By: Ref{uint64(i.By), i.ByName},
		Created: i.Created.UTC(), Sent: moment(i.Sent), Expires: i.Expires.UTC(),
	}
}

const invitationsGroup = "Invitations"

// invitations ask people to become agents.
func (a *API) invitations() {
	k := thing[support.Invitation, InvitationEntry, invitationView, support.InvitationID]{
		path: "/invitations", name: "invitation", names: "invitations", group: invitationsGroup, title: "an invitation", see: support.ActManageAgent, manage: support.ActManageAgent,
		id: func(i support.Invitation) support.InvitationID { return i.ID }, show: viewInvitation,
	}
	listed(a, k, "All open invitations", func(ctx context.Context, who support.Manager, _ Paging) ([]support.Invitation, error) {
		return a.Manage.InvitationsFor(ctx, who)
	})
	register(a, operation{
		method: http.MethodPost, path: k.path, id: "invite", group: k.group, summary: "Invite somebody to become an agent", act: k.manage, status: http.StatusCreated,
		text: "By mail; where the relay sends none, the answer has the link. Tokens invite no managers.", errors: []int{http.StatusConflict},
	}, func(ctx context.Context, who support.Manager, in *making[InvitationEntry]) (*struct{ Body invitationView }, error) {
		e, err := a.newcomer(in.Body.AgentEntry)
		if err != nil {
			return nil, err
		}
		id, err := a.Manage.Invite(ctx, who, e, in.Body.Language, a.Post.On())
		if err != nil {
			return nil, crowded(err)
		}
		return a.invited(ctx, who, id)
	})
	register(a, operation{
		method: http.MethodPost, path: k.path + "/{id}/again", id: "invite-again", group: k.group, summary: "Send an invitation once more", act: k.manage,
		text: "The link before is good until the mail is on its way; where the relay sends none, the answer has the new link.", errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, who support.Manager, in *ThingPath) (*struct{ Body invitationView }, error) {
		if err := a.Manage.InviteAgain(ctx, who, support.InvitationID(in.ID), a.Post.On()); err != nil {
			return nil, crowded(err)
		}
		return a.invited(ctx, who, support.InvitationID(in.ID))
	})
	register(a, operation{
		method: http.MethodDelete, path: k.path + "/{id}", id: "withdraw-invitation", group: k.group, summary: "Withdraw an invitation", act: k.manage, status: http.StatusNoContent,
		text: "Its link is worth nothing from then on.", errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, who support.Manager, in *ThingPath) (*struct{}, error) {
		return nil, a.Manage.Uninvite(ctx, who, support.InvitationID(in.ID))
	})
}

// invited shows an invitation that was just sent, or is to be passed on.
func (a *API) invited(ctx context.Context, who support.Manager, id support.InvitationID) (*struct{ Body invitationView }, error) {
	link := ""
	if !a.Post.On() {
		var err error
		if link, err = a.Post.InvitationAddress(ctx, id); err != nil {
			return nil, err
		}
	}
	all, err := a.Manage.InvitationsFor(ctx, who)
	if err != nil {
		return nil, err
	}
	for _, i := range all {
		if i.ID == id {
			v := viewInvitation(i)
			v.Link = link
			return &struct{ Body invitationView }{v}, nil
		}
	}
	return nil, fmt.Errorf("an invitation that was just made: %w", support.ErrNotFound)
}

// crowded makes a call to be made later of what waits for too many mails.
func crowded(err error) error {
	if errors.Is(err, support.ErrTooMany) {
		return &support.TooManyError{RetryAfter: time.Minute}
	}
	return err
}
