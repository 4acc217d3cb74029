package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"beside.example/relay/internal/support"
)

var _ support.PresenceStore = (*Store)(nil)

// RegisterNode implements support.PresenceStore.
func (s *Store) RegisterNode(ctx context.Context, at time.Time) (support.NodeID, error) {
	return insert[support.NodeID](ctx, s.db, `INSERT INTO nodes (beat) VALUES (?) RETURNING id`, toMillis(at))
}

// BeatNode implements support.PresenceStore.
func (s *Store) BeatNode(ctx context.Context, id support.NodeID, at time.Time) error {
	return fencedIfNotFound(changedOne(s.db.ExecContext(ctx, `UPDATE nodes SET beat = ? WHERE id = ?`, toMillis(at), id)))
}

// RemoveNodes implements support.PresenceStore.
func (s *Store) RemoveNodes(ctx context.Context, id support.NodeID, silentSince time.Time) error {
	return s.transact(ctx, func(tx queryer) error {
		if err := endVisits(ctx, tx, id, silentSince); err != nil {
			return fmt.Errorf("record who has gone: %w", err)
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM nodes WHERE id = ? OR beat < ?`, id, toMillis(silentSince))
		return err
	})
}

// Arrive implements support.PresenceStore. Only a node that is there can note anything.
func (s *Store) Arrive(ctx context.Context, node support.NodeID, v support.Visit, status support.Status, since time.Time) error {
	return s.transact(ctx, func(tx queryer) error {
		err := changedOne(tx.ExecContext(ctx, `INSERT INTO presence (device, agent, node, status, since)
			SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), n.id, CAST(? AS INTEGER), CAST(? AS BIGINT) FROM nodes n WHERE n.id = ?
			ON CONFLICT (device) DO UPDATE SET node = excluded.node, status = excluded.status, since = excluded.since`,
			v.Device, v.Agent, status, toMillis(since), node))
		if err != nil {
			return fencedIfNotFound(err)
		}
		return recordVisit(ctx, tx, node, v, status, since)
	})
}

// Depart implements support.PresenceStore.
func (s *Store) Depart(ctx context.Context, node support.NodeID, v support.Visit, at time.Time) error {
	return s.transact(ctx, func(tx queryer) error {
		if err := endVisit(ctx, tx, node, v, at); err != nil {
			return fmt.Errorf("record who has gone: %w", err)
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM presence WHERE device = ? AND node = ?`, v.Device, node)
		return err
	})
}

// selectPresent lists the apps that are there, with what keeps their agents busy. A session that came of nine digits counts when it
// began since the agent last said to be available: its end may never be told.
const selectPresent = `SELECT a.id, a.name, t.id, t.name, p.status, p.since,
	(SELECT count(*) FROM requests r WHERE r.agent = a.id AND r.ended = 0) +
		(SELECT count(*) FROM sessions s WHERE s.agent = a.id AND s.ended = 0 AND s.code IS NOT NULL AND s.granted >= p.since),
	(SELECT COALESCE(MAX(r.ended), 0) FROM requests r WHERE r.agent = a.id),
	(SELECT COALESCE(MAX(s.ended), 0) FROM sessions s WHERE s.agent = a.id AND NOT s.monitor),
	EXISTS (SELECT 1 FROM requests r WHERE r.offer_to = a.id AND r.offer_to <> 0)
	FROM presence p JOIN nodes n ON n.id = p.node JOIN devices d ON d.id = p.device JOIN agents a ON a.id = p.agent
		JOIN teams t ON t.id = a.team
	WHERE n.beat >= ? AND NOT a.disabled AND NOT d.revoked`

// scanPresent reads one app of an agent.
func scanPresent(row scanner) (p support.PresentAgent, err error) {
	var since, request, session time.Time
	err = row.Scan(&p.Agent, &p.Name, &p.Team, &p.TeamName, &p.Status, timeColumn{&since}, &p.Sessions, timeColumn{&request},
		timeColumn{&session}, &p.Offered)
	p.Since, p.IdleSince = since, since
	for _, end := range []time.Time{request, session} {
		if end.After(p.IdleSince) {
			p.IdleSince = end
		}
	}
	return p, err
}

// PresentAgents implements support.PresenceReader.
func (s *Store) PresentAgents(ctx context.Context, q support.PresenceQuery) ([]support.PresentAgent, error) {
	query, args := selectPresent, []any{toMillis(q.Since)}
	if q.Organisation != 0 {
		query += ` AND a.organisation = ?`
		args = append(args, q.Organisation)
	}
	if q.Portal != 0 {
		query += ` AND EXISTS (SELECT 1 FROM portal_agents pa WHERE pa.agent = a.id AND pa.portal = ?)`
		args = append(args, q.Portal)
	}
	apps, err := list(ctx, s.db, scanPresent, query+` ORDER BY a.name, a.id, p.status, p.since`, args...)
	if err != nil || len(apps) == 0 {
		return nil, err
	}
	var agents []support.PresentAgent
	for _, app := range apps {
		if n := len(agents); n > 0 && agents[n-1].Agent == app.Agent {
			continue // a readier app of the same agent stands before it
		}
		agents = append(agents, app)
	}
	return agents, s.addServed(ctx, agents)
}

// addServed fills in the portals that agents serve.
func (s *Store) addServed(ctx context.Context, agents []support.PresentAgent) error {
	type served struct {
		agent  support.AgentID
		portal support.PortalID
	}
	byAgent := map[support.AgentID][]support.PortalID{}
	scan := func(row scanner) (one served, err error) { return one, row.Scan(&one.agent, &one.portal) }
	for start := 0; start < len(agents); start += chunk {
		part := agents[start:min(start+chunk, len(agents))]
		var args []any
		for _, a := range part {
			args = append(args, a.Agent)
		}
		all, err := list(ctx, s.db, scan, `SELECT agent, portal FROM portal_agents WHERE agent IN (`+marks(len(part))+`) ORDER BY portal`, args...)
		if err != nil {
			return err
		}
		for _, one := range all {
			byAgent[one.agent] = append(byAgent[one.agent], one.portal)
		}
	}
	for i := range agents {
		agents[i].Portals = byAgent[agents[i].Agent]
	}
	return nil
}

// fencedIfNotFound says what it means to a node that it is not there.
func fencedIfNotFound(err error) error {
	if errors.Is(err, support.ErrNotFound) {
		return support.ErrFenced
	}
	return err
}
