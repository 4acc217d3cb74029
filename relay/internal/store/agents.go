package store

import (
	"context"

	"beside.example/relay/internal/support"
)

// CreateAgent keeps a new agent who serves the portals; ErrExists when the mail address is taken. One without a role is a plain
// agent.
func (s *Store) CreateAgent(ctx context.Context, a support.Agent, portals []support.PortalID) (support.AgentID, error) {
	err := s.inTx(ctx, func(tx queryer) (err error) {
		if a.Role == support.RoleNobody {
			a.Role = support.RoleAgent
		}
		a.ID, err = insert[support.AgentID](ctx, tx, `INSERT INTO agents (organisation, team, name, mail, role, center, password_hash, disabled, created)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			a.Organisation, a.Team, a.Name, a.Mail, a.Role, a.Center, a.PasswordHash, a.Disabled, toMillis(a.Created))
		if err != nil {
			return err
		}
		return addPortals(ctx, tx, a.ID, portals)
	})
	return a.ID, err
}

const agentColumns = `a.id, a.organisation, a.team, a.name, a.mail, a.role, a.center, a.password_hash, a.disabled, a.created`

// agentRow holds the columns of an agent that need a conversion.
type agentRow struct{ created millis }

func (r *agentRow) into(a *support.Agent) []any {
	return []any{&a.ID, &a.Organisation, &a.Team, &a.Name, &a.Mail, &a.Role, &a.Center, &a.PasswordHash, &a.Disabled, &r.created}
}

func scanAgent(row scanner) (support.Agent, error) {
	var a support.Agent
	var r agentRow
	err := row.Scan(r.into(&a)...)
	a.Created = r.created.time()
	return a, mapped(err)
}

// Agent finds an agent, else ErrNotFound.
func (s *Store) Agent(ctx context.Context, id support.AgentID) (support.Agent, error) {
	return scanAgent(s.db.QueryRowContext(ctx, `SELECT `+agentColumns+` FROM agents a WHERE a.id = ?`, id))
}

// UpdateAgent replaces name, team, role and the right to enter the management center of an agent.
func (s *Store) UpdateAgent(ctx context.Context, a support.Agent) error {
	return changedOne(s.db.ExecContext(ctx, `UPDATE agents SET name = ?, team = ?, role = ?, center = ? WHERE id = ?`,
		a.Name, a.Team, a.Role, a.Center, a.ID))
}

// AgentByMail finds the agent who signs in with a mail address in lower case, else ErrNotFound.
func (s *Store) AgentByMail(ctx context.Context, mail string) (support.Agent, error) {
	return scanAgent(s.db.QueryRowContext(ctx, `SELECT `+agentColumns+` FROM agents a WHERE a.mail = ?`, mail))
}

// Agents lists an organisation's agents by name.
func (s *Store) Agents(ctx context.Context, o support.OrganisationID) ([]support.Agent, error) {
	return list(ctx, s.db, scanAgent, `SELECT `+agentColumns+` FROM agents a WHERE a.organisation = ? ORDER BY a.name, a.id`, o)
}

// SetPassword replaces an agent's password hash, revokes all of the agent's devices and signs every browser out of the management center:
// whoever knew the old password signs in again, and whatever was begun with it is over.
func (s *Store) SetPassword(ctx context.Context, id support.AgentID, hash string) error {
	return s.inTx(ctx, func(tx queryer) error {
		if err := changedOne(tx.ExecContext(ctx, `UPDATE agents SET password_hash = ? WHERE id = ?`, hash, id)); err != nil {
			return err
		}
		for _, query := range []string{
			`UPDATE devices SET revoked = TRUE WHERE agent = ?`, `DELETE FROM center_sign_ins WHERE agent = ?`, `DELETE FROM sign_ins WHERE agent = ?`,
			`DELETE FROM second_steps WHERE agent = ?`, `DELETE FROM password_resets WHERE agent = ?`,
		} {
			if _, err := tx.ExecContext(ctx, query, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// SetDisabled takes an agent out of service or back in. Whoever is disabled loses all devices, and whatever API tokens they made end.
func (s *Store) SetDisabled(ctx context.Context, id support.AgentID, disabled bool) error {
	return s.inTx(ctx, func(tx queryer) error {
		if err := changedOne(tx.ExecContext(ctx, `UPDATE agents SET disabled = ? WHERE id = ?`, disabled, id)); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE devices SET revoked = TRUE WHERE agent = ? AND CAST(? AS BOOLEAN)`, id, disabled); err != nil {
			return err
		}
		return endTokensOf(ctx, tx, id)
	})
}
