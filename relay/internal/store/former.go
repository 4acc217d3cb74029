package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"beside.example/relay/internal/support"
)

// portalName is what a portal is or was called.
const portalName = `COALESCE(p.former, p.name)`

// FormerPortals lists an organisation's portals that were deleted, by name. Reports know them.
func (s *Store) FormerPortals(ctx context.Context, o support.OrganisationID) ([]support.Portal, error) {
	return list(ctx, s.db, scanPortal, `SELECT `+portalColumns+` FROM portals p WHERE p.organisation = ? AND p.former IS NOT NULL ORDER BY p.former`, o)
}

// Past is a store in which organisations still have the portals that were deleted: for those who look back, or finish what was begun there.
type Past struct{ *Store }

// Portals lists all portals that an organisation has or had, by name.
func (p Past) Portals(ctx context.Context, o support.OrganisationID) ([]support.Portal, error) {
	return list(ctx, p.db, scanPortal, `SELECT `+portalColumns+` FROM portals p WHERE p.organisation = ? ORDER BY `+portalName, o)
}

// DeletePortal takes a portal away from customers and agents, with the codes of it that wait for somebody. Its name and its address are free
// from then on; what happened in it stays.
func (s *Store) DeletePortal(ctx context.Context, id support.PortalID, at time.Time) error {
	return s.inTx(ctx, func(tx queryer) error {
		// The blank in front keeps the name apart from every one that people choose.
		name := fmt.Sprintf(" %d", id)
		if err := changedOne(tx.ExecContext(ctx, `UPDATE portals SET former = name, name = ?, slug = NULL, version = version + 1
			WHERE id = ? AND former IS NULL`, name, id)); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE codes SET state = ?, ended = ? WHERE portal = ? AND `+active,
			support.CodeWithdrawn, toMillis(at), id); err != nil {
			return err
		}
		for _, query := range []string{`DELETE FROM portal_agents WHERE portal = ?`, `DELETE FROM portal_logos WHERE portal = ?`} {
			if _, err := tx.ExecContext(ctx, query, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// TeamMembers counts who and what belongs to a team itself.
func (s *Store) TeamMembers(ctx context.Context, id support.TeamID) (support.TeamMembers, error) {
	scan := func(row scanner) (n support.TeamMembers, err error) {
		return n, row.Scan(&n.Agents, &n.Teams, &n.Replies, &n.Invitations)
	}
	return one(ctx, s.db, scan, `SELECT (SELECT COUNT(*) FROM agents WHERE team = t.id), (SELECT COUNT(*) FROM teams b WHERE b.parent = t.id),
		(SELECT COUNT(*) FROM canned WHERE team = t.id), (SELECT COUNT(*) FROM invitations WHERE team = t.id) FROM teams t WHERE t.id = ?`, id)
}

// DeleteTeam removes a team when whoever and whatever belonged to it has moved to another one; none will do when it is empty. ErrInvalid when the
// other one is the team itself or below it.
func (s *Store) DeleteTeam(ctx context.Context, id, to support.TeamID) error {
	return s.inTx(ctx, func(tx queryer) error {
		under, err := below(ctx, tx, id)
		if err != nil {
			return err
		}
		if slices.Contains(under, to) {
			return fmt.Errorf("move people below the team that goes: %w", support.ErrInvalid)
		}
		if to != 0 {
			for _, query := range []string{
				`UPDATE agents SET team = ? WHERE team = ?`, `UPDATE teams SET parent = ? WHERE parent = ?`,
				`UPDATE canned SET team = ? WHERE team = ?`, `UPDATE invitations SET team = ? WHERE team = ?`,
			} {
				if _, err := tx.ExecContext(ctx, query, to, id); err != nil {
					return err
				}
			}
		}
		return changedOne(tx.ExecContext(ctx, `DELETE FROM teams WHERE id = ?`, id))
	})
}

// DeleteAgent takes an agent out of service for good, with all that the agent signed in by. The name stays; mail takes the place of the mail
// address, also in what the audit log says.
func (s *Store) DeleteAgent(ctx context.Context, was support.Agent, mail string) error {
	return s.inTx(ctx, func(tx queryer) error {
		if err := changedOne(tx.ExecContext(ctx, `UPDATE agents SET disabled = TRUE WHERE id = ?`, was.ID)); err != nil {
			return err
		}
		return leave(ctx, tx, was, was.Name, mail)
	})
}

// leave takes from an agent who is out of service all that the agent signed in by, and puts another name and mail address in the place of the
// agent's, also in what the audit log says. support.ErrChanged when the agent is in service.
func leave(ctx context.Context, tx queryer, was support.Agent, name, mail string) error {
	err := changedOne(tx.ExecContext(ctx, `UPDATE agents SET name = ?, mail = ?, password_hash = '' WHERE id = ? AND disabled`, name, mail, was.ID))
	if errors.Is(err, support.ErrNotFound) {
		return support.ErrChanged
	}
	if err != nil {
		return err
	}
	for _, text := range []string{
		`DELETE FROM center_sign_ins WHERE agent = ?`, `DELETE FROM sign_ins WHERE agent = ?`, `DELETE FROM second_steps WHERE agent = ?`,
		`DELETE FROM second_factors WHERE agent = ?`, `DELETE FROM recovery_codes WHERE agent = ?`, `DELETE FROM security_keys WHERE agent = ?`,
		`DELETE FROM key_challenges WHERE agent = ?`, `DELETE FROM password_resets WHERE agent = ?`, `DELETE FROM invitations WHERE inviter = ?`,
		`DELETE FROM canned WHERE agent = ?`, `DELETE FROM report_jobs WHERE agent = ?`, `DELETE FROM portal_agents WHERE agent = ?`,
		`UPDATE devices SET name = '', revoked = TRUE WHERE agent = ?`,
	} {
		if _, err := tx.ExecContext(ctx, text, was.ID); err != nil {
			return err
		}
	}
	if err := endTokensOf(ctx, tx, was.ID); err != nil {
		return err
	}
	return eraseFromAudit(ctx, tx, was, name, mail)
}
