package store

import (
	"context"
	"time"

	"beside.example/relay/internal/support"
)

var _ support.LinkStore = (*Store)(nil)

const invitationColumns = `i.id, i.organisation, i.name, i.mail, i.team, i.role, i.center, i.portals, i.language, i.inviter, a.name, i.created, i.sent, i.expires`

// invitationTables are where they come from.
const invitationTables = ` FROM invitations i JOIN agents a ON a.id = i.inviter `

func scanInvitation(row scanner) (i support.Invitation, err error) {
	return i, row.Scan(&i.ID, &i.Organisation, &i.Name, &i.Mail, &i.Team, &i.Role, &i.Center, asJSON(&i.Portals), &i.Language,
		&i.By, &i.ByName, timeColumn{&i.Created}, timeColumn{&i.Sent}, timeColumn{&i.Expires})
}

// CreateInvitation implements support.InvitationStore.
func (s *Store) CreateInvitation(ctx context.Context, i support.Invitation) (support.InvitationID, error) {
	const month = 30 * 24 * time.Hour
	if _, err := s.db.ExecContext(ctx, `DELETE FROM invitations WHERE organisation = ? AND expires < ?`, i.Organisation, toMillis(i.Created.Add(-month))); err != nil {
		return 0, err
	}
	return insert[support.InvitationID](ctx, s.db, `INSERT INTO invitations
		(organisation, name, mail, team, role, center, portals, language, inviter, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		i.Organisation, i.Name, i.Mail, i.Team, i.Role, i.Center, asJSON(&i.Portals), i.Language, i.By, toMillis(i.Created), toMillis(i.Expires))
}

// Invitation implements support.InvitationStore.
func (s *Store) Invitation(ctx context.Context, id support.InvitationID) (support.Invitation, error) {
	return one(ctx, s.db, scanInvitation, `SELECT `+invitationColumns+invitationTables+`WHERE i.id = ?`, id)
}

// InvitationByToken implements support.LinkStore.
func (s *Store) InvitationByToken(ctx context.Context, token support.SecretHash) (support.Invitation, error) {
	return one(ctx, s.db, scanInvitation, `SELECT `+invitationColumns+invitationTables+`WHERE i.token = ?`, token[:])
}

// Invitations implements support.InvitationStore.
func (s *Store) Invitations(ctx context.Context, o support.OrganisationID) ([]support.Invitation, error) {
	return list(ctx, s.db, scanInvitation, `SELECT `+invitationColumns+invitationTables+`WHERE i.organisation = ? ORDER BY i.id DESC`, o)
}

// RenewInvitation implements support.InvitationStore.
func (s *Store) RenewInvitation(ctx context.Context, id support.InvitationID, by support.AgentID) error {
	return changedOne(s.db.ExecContext(ctx, `UPDATE invitations SET inviter = ? WHERE id = ?`, by, id))
}

// DeleteInvitation implements support.InvitationStore.
func (s *Store) DeleteInvitation(ctx context.Context, id support.InvitationID) error {
	return changedOne(s.db.ExecContext(ctx, `DELETE FROM invitations WHERE id = ?`, id))
}

// LinkInvitation implements support.LinkStore.
func (s *Store) LinkInvitation(ctx context.Context, id support.InvitationID, token support.SecretHash, sent, expires time.Time) error {
	return changedOne(s.db.ExecContext(ctx, `UPDATE invitations SET token = ?, sent = ?, expires = ? WHERE id = ?`,
		token[:], toMillis(sent), toMillis(expires), id))
}
