package store

import (
	"context"

	"beside.example/relay/internal/support"
)

var _ support.CannedStore = (*Store)(nil)

const selectCanned = `SELECT id, organisation, scope, team, agent, title, text, url, language FROM canned`

func scanCanned(row scanner) (c support.Canned, err error) {
	return c, row.Scan(&c.ID, &c.Organisation, &c.Scope, &c.Team, &c.Agent, &c.Title, &c.Text, &c.URL, &c.Language)
}

// CannedFor implements support.CannedStore.
func (s *Store) CannedFor(ctx context.Context, organisation support.OrganisationID, teams []support.TeamID, agent support.AgentID) ([]support.Canned, error) {
	query := selectCanned + ` WHERE organisation = ? AND (scope = ? OR scope = ? AND agent = ?`
	args := []any{organisation, support.CannedOrganisation, support.CannedAgent, agent}
	if len(teams) > 0 {
		query += ` OR scope = ? AND team IN (` + marks(len(teams)) + `)`
		args = append(args, support.CannedTeam)
		for _, t := range teams {
			args = append(args, t)
		}
	}
	return list(ctx, s.db, scanCanned, query+`) ORDER BY title, id`, args...)
}

// CannedOf lists all replies of an organisation, by title.
func (s *Store) CannedOf(ctx context.Context, organisation support.OrganisationID) ([]support.Canned, error) {
	return list(ctx, s.db, scanCanned, selectCanned+` WHERE organisation = ? ORDER BY title, id`, organisation)
}

// Canned implements support.CannedStore.
func (s *Store) Canned(ctx context.Context, id support.CannedID) (support.Canned, error) {
	return one(ctx, s.db, scanCanned, selectCanned+` WHERE id = ?`, id)
}

// PutCanned implements support.CannedStore.
func (s *Store) PutCanned(ctx context.Context, c support.Canned) (support.CannedID, error) {
	id := c.ID
	err := s.changeCanned(ctx, func(tx queryer) (err error) {
		if c.ID == 0 {
			id, err = insert[support.CannedID](ctx, tx, `INSERT INTO canned (organisation, scope, team, agent, title, text, url, language)
				VALUES (`+marks(8)+`) RETURNING id`, c.Organisation, c.Scope, c.Team, c.Agent, c.Title, c.Text, c.URL, c.Language)
			return err
		}
		return changedOne(tx.ExecContext(ctx, `UPDATE canned SET scope = ?, team = ?, agent = ?, title = ?, text = ?, url = ?, language = ?
			WHERE id = ? AND organisation = ?`, c.Scope, c.Team, c.Agent, c.Title, c.Text, c.URL, c.Language, c.ID, c.Organisation))
	})
	return id, err
}

// changeCanned changes replies, and has the desk's version grow: apps were told them when they connected.
func (s *Store) changeCanned(ctx context.Context, change func(tx queryer) error) error {
	return s.inTx(ctx, func(tx queryer) error {
		if err := change(tx); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE desk_version SET version = version + 1`)
		return err
	})
}

// DeleteCanned implements support.CannedStore.
func (s *Store) DeleteCanned(ctx context.Context, id support.CannedID) error {
	return s.changeCanned(ctx, func(tx queryer) error {
		return changedOne(tx.ExecContext(ctx, `DELETE FROM canned WHERE id = ?`, id))
	})
}
