package support

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// LinkStore is what Links needs of a store. Lookups that find nothing return ErrNotFound.
type LinkStore interface {
	ManageStore
	// LinkInvitation keeps the hash of an invitation's link in the place of the one before.
	LinkInvitation(ctx context.Context, id InvitationID, token SecretHash, sent, expires time.Time) error
	InvitationByToken(ctx context.Context, token SecretHash) (Invitation, error)

	// KeepReset keeps the hash of an agent's link in the place of the one before.
	KeepReset(ctx context.Context, agent AgentID, token SecretHash, expires time.Time) error
	// ResetOf returns until when the agent's last link is good.
	ResetOf(ctx context.Context, agent AgentID) (time.Time, error)
	ResetByToken(ctx context.Context, token SecretHash) (AgentID, time.Time, error)
}

// Links are what mails carry: an address with a secret in it, good once and not for long, of which the store keeps the hash. What is not
// there, was used or is too old is all the same: ErrNotFound.
type Links struct {
	store LinkStore
}

// NewLinks returns the links kept in store.
func NewLinks(store LinkStore) *Links { return &Links{store: store} }

// InvitationLink makes a new link for an invitation; the one before is worth nothing from then on.
func (l *Links) InvitationLink(ctx context.Context, id InvitationID) (token string, i Invitation, err error) {
	secret, now := NewSecret(), time.Now()
	if err := l.store.LinkInvitation(ctx, id, secret.Hash(), now, now.Add(InvitationLifetime)); err != nil {
		return "", i, fmt.Errorf("keep the link of an invitation: %w", err)
	}
	i, err = l.store.Invitation(ctx, id)
	return secret.Token(), i, err
}

// Invitation returns the invitation of a link, and whose it is.
func (l *Links) Invitation(ctx context.Context, token string) (Invitation, Organisation, error) {
	i, err := invitationOf(ctx, l.store, token)
	if err != nil {
		return i, Organisation{}, err
	}
	o, err := l.store.Organisation(ctx, i.Organisation)
	return i, o, err
}

func invitationOf(ctx context.Context, store LinkStore, token string) (Invitation, error) {
	secret, ok := ParseToken(token)
	if !ok {
		return Invitation{}, ErrNotFound
	}
	i, err := store.InvitationByToken(ctx, secret.Hash())
	if err != nil {
		return i, err
	}
	if !time.Now().Before(i.Expires) {
		return i, ErrNotFound
	}
	by, err := store.Agent(ctx, i.By)
	if err != nil {
		return i, err
	}
	if by.Disabled || by.Organisation != i.Organisation || by.Role < i.Role || by.Role < RoleTeamManager {
		return i, ErrNotFound // whoever invited has no say any more
	}
	return i, nil
}

// Accept makes an agent of whoever was invited, with a password's hash, and uses the link up. ErrExists when the address has become an
// agent's meanwhile.
func (l *Links) Accept(ctx context.Context, token, passwordHash string) (a Agent, err error) {
	err = l.within(ctx, func(within LinkStore) error {
		i, err := invitationOf(ctx, within, token)
		if err != nil {
			return err
		}
		portals, err := within.Portals(ctx, i.Organisation)
		if err != nil {
			return fmt.Errorf("list portals: %w", err)
		}
		there := slices.DeleteFunc(i.Portals, func(id PortalID) bool {
			return !slices.ContainsFunc(portals, func(p Portal) bool { return p.ID == id })
		})
		a = Agent{
			Organisation: i.Organisation, Team: i.Team, Name: i.Name, Mail: i.Mail, Role: i.Role, Center: i.Center,
			PasswordHash: passwordHash, Created: time.Now(),
		}
		if a.ID, err = within.CreateAgent(ctx, a, there); err != nil {
			return fmt.Errorf("make an agent of who was invited: %w", err)
		}
		if err := within.DeleteInvitation(ctx, i.ID); err != nil {
			return fmt.Errorf("use up an invitation: %w", err)
		}
		self := Manager{Agent: a, Organisation: Organisation{ID: a.Organisation}}
		return note(ctx, within, self, AuditInvitationAccepted, a.Mail, nil)
	})
	return a, err
}

// within runs f in a transaction of its own.
func (l *Links) within(ctx context.Context, f func(within LinkStore) error) error {
	return l.store.Manage(ctx, func(within ManageStore) error {
		store, ok := within.(LinkStore)
		if !ok {
			return errors.New("a transaction of the store knows no links")
		}
		return f(store)
	})
}

// AskReset has a mail sent to whoever has an address and forgot the password. Whether it is an agent's shows only when the mail is to be
// sent, so that the answer to whoever asked tells nothing, and takes as long. mail is clean already.
func (l *Links) AskReset(ctx context.Context, mail, language string) error {
	if err := l.store.AddLetter(ctx, newLetter(LetterReset, 0, mail, "", language, resetLifetime), maxLetters); err != nil {
		return fmt.Errorf("keep a mail to send: %w", err)
	}
	return nil
}

// resetPause is how soon an agent gets another mail of this kind, so that nobody floods a mailbox.
const resetPause = 5 * time.Minute

// ResetLink makes a link for the agent of an address. ErrNotFound when it is no agent's who may sign in by a password, ErrTooMany when that agent
// got one just now; again says that it is the same mail, tried once more.
func (l *Links) ResetLink(ctx context.Context, mail string, again bool) (token string, a Agent, err error) {
	if a, err = l.store.AgentByMail(ctx, mail); err != nil {
		return "", a, err
	}
	settings, err := l.store.Settings(ctx, a.Organisation)
	if err != nil {
		return "", a, fmt.Errorf("look up how agents sign in: %w", err)
	}
	if a.Disabled || settings.OnlySingleSignOn {
		return "", a, ErrNotFound
	}
	now := time.Now()
	switch expires, err := l.store.ResetOf(ctx, a.ID); {
	case err == nil && !again && expires.Sub(now) > resetLifetime-resetPause:
		return "", a, ErrTooMany
	case err != nil && !errors.Is(err, ErrNotFound):
		return "", a, fmt.Errorf("look up the last link: %w", err)
	}
	secret := NewSecret()
	if err := l.store.KeepReset(ctx, a.ID, secret.Hash(), now.Add(resetLifetime)); err != nil {
		return "", a, fmt.Errorf("keep a link: %w", err)
	}
	return secret.Token(), a, nil
}

// ResetBy returns the agent whom a link lets choose a new password.
func (l *Links) ResetBy(ctx context.Context, token string) (Agent, error) {
	return resetBy(ctx, l.store, token)
}

func resetBy(ctx context.Context, store LinkStore, token string) (Agent, error) {
	secret, ok := ParseToken(token)
	if !ok {
		return Agent{}, ErrNotFound
	}
	id, expires, err := store.ResetByToken(ctx, secret.Hash())
	if err != nil {
		return Agent{}, err
	}
	a, err := store.Agent(ctx, id)
	if err != nil {
		return a, err
	}
	if a.Disabled || !time.Now().Before(expires) {
		return a, ErrNotFound
	}
	return a, nil
}

// Reset gives the agent of a link the password with this hash, signs them out everywhere, uses the link up, and has them told by mail.
func (l *Links) Reset(ctx context.Context, token, passwordHash, language string) (a Agent, err error) {
	err = l.within(ctx, func(within LinkStore) error {
		if a, err = resetBy(ctx, within, token); err != nil {
			return err
		}
		if err := within.SetPassword(ctx, a.ID, passwordHash); err != nil { // which forgets the link, too
			return fmt.Errorf("set a password: %w", err)
		}
		told := newLetter(LetterPasswordChanged, a.Organisation, a.Mail, a.Name, language, letterLifetime)
		if err := within.AddLetter(ctx, told, maxLetters); err != nil && !errors.Is(err, ErrTooMany) {
			return fmt.Errorf("keep a mail to send: %w", err)
		}
		self := Manager{Agent: a, Organisation: Organisation{ID: a.Organisation}}
		return note(ctx, within, self, AuditPasswordReset, a.Name, nil)
	})
	return a, err
}
