package support

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// InvitationStore keeps invitations and the mails that carry them. Lookups that find nothing return ErrNotFound.
type InvitationStore interface {
	AgentByMail(ctx context.Context, mail string) (Agent, error)
	// CreateInvitation is ErrExists when the organisation invites that address already. It forgets what has been too old for a month.
	CreateInvitation(ctx context.Context, i Invitation) (InvitationID, error)
	Invitation(ctx context.Context, id InvitationID) (Invitation, error)
	// Invitations lists an organisation's open invitations, the newest first.
	Invitations(ctx context.Context, o OrganisationID) ([]Invitation, error)
	// RenewInvitation replaces who invites.
	RenewInvitation(ctx context.Context, id InvitationID, by AgentID) error
	DeleteInvitation(ctx context.Context, id InvitationID) error
	// AddLetter keeps a mail to send; ErrTooMany when that many wait.
	AddLetter(ctx context.Context, l Letter, most int) error
}

// Invite invites somebody to become an agent. mail is clean already; ErrExists when it is an agent's or invited. With byMail a mail is
// sent; else the caller shows the link, see Links.
func (m *Manage) Invite(ctx context.Context, who Manager, e AgentEntry, language string, byMail bool) (id InvitationID, err error) {
	err = m.store.Manage(ctx, func(within ManageStore) error {
		id, err = invite(ctx, within, who, e, language, byMail)
		return err
	})
	return id, err
}

func invite(ctx context.Context, within ManageStore, who Manager, e AgentEntry, language string, byMail bool) (InvitationID, error) {
	e, err := e.clean(ctx, within, who)
	if err != nil {
		return 0, err
	}
	if e.Mail == "" {
		return 0, fmt.Errorf("an invitation needs a mail address: %w", ErrInvalid)
	}
	switch _, err := within.AgentByMail(ctx, e.Mail); {
	case err == nil:
		return 0, fmt.Errorf("invite an agent who is there: %w", ErrExists)
	case !errors.Is(err, ErrNotFound):
		return 0, fmt.Errorf("look up an agent: %w", err)
	}
	now := time.Now()
	i := Invitation{
		Organisation: who.Organisation.ID, AgentEntry: e, Language: language, By: who.Agent.ID, ByName: who.Agent.Name,
		Created: now, Expires: now.Add(InvitationLifetime),
	}
	if i.ID, err = within.CreateInvitation(ctx, i); err != nil {
		return 0, fmt.Errorf("keep an invitation: %w", err)
	}
	if byMail {
		if err := post(ctx, within, i); err != nil {
			return 0, err
		}
	}
	facts, err := e.facts(ctx, within, who)
	if err != nil {
		return 0, err
	}
	return i.ID, note(ctx, within, who, AuditInvited, e.Name, changes(nil, facts))
}

// post has the mail of an invitation sent.
func post(ctx context.Context, within ManageStore, i Invitation) error {
	l := newLetter(LetterInvitation, i.Organisation, i.Mail, i.Name, i.Language, letterLifetime)
	l.Invitation = i.ID
	if err := within.AddLetter(ctx, l, maxLetters); err != nil {
		return fmt.Errorf("keep a mail to send: %w", err)
	}
	return nil
}

// InvitationsFor lists the open invitations that a manager looks after.
func (m *Manage) InvitationsFor(ctx context.Context, who Manager) ([]Invitation, error) {
	all, err := m.store.Invitations(ctx, who.Organisation.ID)
	if err != nil {
		return nil, fmt.Errorf("list invitations: %w", err)
	}
	var own []Invitation
	for _, i := range all {
		if who.MayManageAgent(i.Team, i.Role) {
			own = append(own, i)
		}
	}
	return own, nil
}

// onInvitation runs an act on an invitation that the manager looks after, and writes it to the audit log.
func (m *Manage) onInvitation(ctx context.Context, who Manager, id InvitationID, act AuditAct, do func(within ManageStore, i Invitation) error) error {
	return m.store.Manage(ctx, func(within ManageStore) error {
		i, err := within.Invitation(ctx, id)
		if err != nil {
			return err
		}
		if i.Organisation != who.Organisation.ID || !who.MayManageAgent(i.Team, i.Role) {
			return ErrNotFound
		}
		if err := do(within, i); err != nil {
			return fmt.Errorf("%s: %w", act, err)
		}
		return note(ctx, within, who, act, i.Name, []Change{{Field: "mail", After: i.Mail}})
	})
}

// invitePause is how soon somebody who did not ask for it gets the same mail again.
const invitePause = time.Minute

// InviteAgain sends an invitation once more, now in the name of this manager; the link before is good until the mail is on its way. Without
// byMail the caller shows the link, see Links.
func (m *Manage) InviteAgain(ctx context.Context, who Manager, id InvitationID, byMail bool) error {
	return m.onInvitation(ctx, who, id, AuditInvitedAgain, func(within ManageStore, i Invitation) error {
		if byMail && time.Since(i.Sent) < invitePause {
			return &TooManyError{RetryAfter: invitePause - time.Since(i.Sent)}
		}
		if err := within.RenewInvitation(ctx, id, who.Agent.ID); err != nil || !byMail {
			return err
		}
		return post(ctx, within, i)
	})
}

// Uninvite withdraws an invitation: its link is worth nothing from then on.
func (m *Manage) Uninvite(ctx context.Context, who Manager, id InvitationID) error {
	return m.onInvitation(ctx, who, id, AuditUninvited, func(within ManageStore, _ Invitation) error {
		return within.DeleteInvitation(ctx, id)
	})
}
