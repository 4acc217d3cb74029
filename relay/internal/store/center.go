package store

import (
	"context"
	"time"

	"beside.example/relay/internal/support"
)

var _ support.CenterStore = (*Store)(nil)

// KeepCenterSignIn implements support.CenterStore.
func (s *Store) KeepCenterSignIn(ctx context.Context, n support.CenterSignIn, began time.Time) (id support.CenterSignInID, err error) {
	err = s.transact(ctx, func(tx queryer) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM center_sign_ins WHERE created < ?`, toMillis(began)); err != nil {
			return err
		}
		id, err = insert[support.CenterSignInID](ctx, tx, `INSERT INTO center_sign_ins (agent, token, address, browser, way, created, seen)
			VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`, n.Agent, n.Token[:], n.Address, n.Browser, n.Way, toMillis(n.Created), toMillis(n.Seen))
		return err
	})
	return id, err
}

const centerColumns = `c.id, c.agent, c.token, c.address, c.browser, c.way, c.created, c.seen`

func centerInto(n *support.CenterSignIn) []any {
	return []any{&n.ID, &n.Agent, bytesColumn{n.Token[:]}, &n.Address, &n.Browser, &n.Way, timeColumn{&n.Created}, timeColumn{&n.Seen}}
}

// CenterSignIn implements support.CenterStore.
func (s *Store) CenterSignIn(ctx context.Context, token support.SecretHash) (support.Manager, error) {
	var who support.Manager
	var agent agentRow
	var organisation organisationRow
	columns := centerInto(&who.SignIn)
	columns = append(columns, agent.into(&who.Agent)...)
	columns = append(columns, teamInto(&who.Team)...)
	columns = append(columns, organisation.into(&who.Organisation)...)
	err := s.db.QueryRowContext(ctx, `SELECT `+centerColumns+`, `+agentColumns+`, `+teamColumns+`, `+organisationColumns+`
		FROM center_sign_ins c JOIN agents a ON a.id = c.agent JOIN teams t ON t.id = a.team JOIN organisations o ON o.id = a.organisation
		WHERE c.token = ?`, token[:]).Scan(columns...)
	if err != nil {
		return who, mapped(err)
	}
	who.Agent.Created = agent.created.time()
	if err := organisation.finish(&who.Organisation); err != nil {
		return who, err
	}
	if who.Agent.Role == support.RoleTeamManager {
		who.Managed, err = below(ctx, s.db, who.Team.ID)
	}
	return who, err
}

// CenterSeen implements support.CenterStore.
func (s *Store) CenterSeen(ctx context.Context, id support.CenterSignInID, at time.Time) error {
	return changedOne(s.db.ExecContext(ctx, `UPDATE center_sign_ins SET seen = ? WHERE id = ?`, toMillis(at), id))
}

// CenterSignInsOf implements support.CenterStore.
func (s *Store) CenterSignInsOf(ctx context.Context, agent support.AgentID) ([]support.CenterSignIn, error) {
	scan := func(row scanner) (n support.CenterSignIn, err error) { return n, row.Scan(centerInto(&n)...) }
	return list(ctx, s.db, scan, `SELECT `+centerColumns+` FROM center_sign_ins c WHERE c.agent = ? ORDER BY c.created DESC, c.id DESC`, agent)
}

// EndCenterSignIn implements support.CenterStore.
func (s *Store) EndCenterSignIn(ctx context.Context, agent support.AgentID, id support.CenterSignInID) error {
	return changedOne(s.db.ExecContext(ctx, `DELETE FROM center_sign_ins WHERE id = ? AND agent = ?`, id, agent))
}

// EndCenterSignIns signs an agent out of the management center in every browser.
func (s *Store) EndCenterSignIns(ctx context.Context, agent support.AgentID) error {
	_, err := s.db.ExecContext(ctx, `DELETE FROM center_sign_ins WHERE agent = ?`, agent)
	return err
}

// DeskVersion returns a number that grows with whatever may change what an agent's app was told when it connected.
func (s *Store) DeskVersion(ctx context.Context) (uint64, error) {
	scan := func(row scanner) (version uint64, err error) { return version, row.Scan(&version) }
	return one(ctx, s.db, scan, `SELECT version FROM desk_version`)
}
