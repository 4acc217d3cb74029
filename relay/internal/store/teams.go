package store

import (
	"context"

	"beside.example/relay/internal/support"
)

// CreateTeam keeps a new team; ErrExists when the organisation has one of that name.
func (s *Store) CreateTeam(ctx context.Context, t support.Team) (support.TeamID, error) {
	return insert[support.TeamID](ctx, s.db, `INSERT INTO teams (organisation, parent, name, features) VALUES (?, ?, ?, ?) RETURNING id`,
		t.Organisation, parentOrNull(t), t.Name, t.Features)
}

// UpdateTeam replaces name, parent and features of a team; ErrInvalid when it would be above itself.
func (s *Store) UpdateTeam(ctx context.Context, t support.Team) error {
	return s.inTx(ctx, func(tx queryer) error {
		above, err := chain(ctx, tx, t.Parent)
		if err != nil {
			return err
		}
		for _, other := range above {
			if other.ID == t.ID {
				return support.ErrInvalid
			}
		}
		return changedOne(tx.ExecContext(ctx, `UPDATE teams SET parent = ?, name = ?, features = ? WHERE id = ?`,
			parentOrNull(t), t.Name, t.Features, t.ID))
	})
}

// parentOrNull returns the team's parent, or NULL at the top.
func parentOrNull(t support.Team) any {
	if t.Parent == 0 {
		return nil
	}
	return t.Parent
}

const teamColumns = `t.id, t.organisation, COALESCE(t.parent, 0), t.name, t.features`

func teamInto(t *support.Team) []any {
	return []any{&t.ID, &t.Organisation, &t.Parent, &t.Name, &t.Features}
}

func scanTeam(row scanner) (t support.Team, err error) { return t, row.Scan(teamInto(&t)...) }

// Teams lists an organisation's teams by name.
func (s *Store) Teams(ctx context.Context, o support.OrganisationID) ([]support.Team, error) {
	return list(ctx, s.db, scanTeam, `SELECT `+teamColumns+` FROM teams t WHERE t.organisation = ? ORDER BY t.name`, o)
}

// maxTeamDepth bounds how deep teams nest, whatever a database says.
const maxTeamDepth = 16

// chain lists a team and every team above it, the lowest first.
func chain(ctx context.Context, q queryer, id support.TeamID) ([]support.Team, error) {
	return list(ctx, q, scanTeam, `WITH RECURSIVE above (id, depth) AS (
			SELECT id, 0 FROM teams WHERE id = ?
			UNION ALL SELECT t.parent, above.depth + 1 FROM teams t JOIN above ON t.id = above.id WHERE t.parent IS NOT NULL AND above.depth < ?)
		SELECT `+teamColumns+` FROM teams t JOIN above ON above.id = t.id ORDER BY above.depth`, id, maxTeamDepth)
}

// AgentFeatures returns what the team of an agent and every team above it allow, else ErrNotFound.
func (s *Store) AgentFeatures(ctx context.Context, id support.AgentID) (support.Features, error) {
	agent, err := s.Agent(ctx, id)
	if err != nil {
		return 0, err
	}
	above, err := chain(ctx, s.db, agent.Team)
	return allowedBy(above), err
}

// allowedBy returns what every one of some teams allows.
func allowedBy(teams []support.Team) support.Features {
	allowed := support.Features(support.FeaturesAll)
	for _, t := range teams {
		allowed &= t.Features
	}
	return allowed
}

// below lists a team and every team below it.
func below(ctx context.Context, q queryer, id support.TeamID) ([]support.TeamID, error) {
	scan := func(row scanner) (id support.TeamID, err error) { return id, row.Scan(&id) }
	return list(ctx, q, scan, `WITH RECURSIVE under (id, depth) AS (
			SELECT id, 0 FROM teams WHERE id = ?
			UNION ALL SELECT t.id, under.depth + 1 FROM teams t JOIN under ON t.parent = under.id WHERE under.depth < ?)
		SELECT id FROM under ORDER BY id`, id, maxTeamDepth)
}
