package store

import (
	"context"
	"errors"
	"time"

	"beside.example/relay/internal/support"
)

// visit is the latest row of a device in the record of who was there when.
type visit struct {
	id           uint64
	node         support.NodeID
	status       support.Status
	since, until millis
}

// recordVisit writes that a device is there with a status, which ends what was written of it before. A stay that is told again, since its
// relay was fenced off meanwhile, goes on where it stopped.
func recordVisit(ctx context.Context, tx queryer, node support.NodeID, v support.Visit, status support.Status, since time.Time) error {
	scan := func(row scanner) (l visit, err error) {
		return l, row.Scan(&l.id, &l.node, &l.status, &l.since, &l.until)
	}
	latest, err := one(ctx, tx, scan, `SELECT id, node, status, since, until FROM visits WHERE device = ? ORDER BY id DESC LIMIT 1`, v.Device)
	if err != nil && !errors.Is(err, support.ErrNotFound) {
		return err
	}
	if latest.id != 0 && latest.until == 0 && latest.node == node && latest.status == status {
		return nil
	}
	begin := max(toMillis(since), latest.since, latest.until)
	if latest.id != 0 && latest.until == 0 {
		if _, err := tx.ExecContext(ctx, `UPDATE visits SET until = ? WHERE id = ?`, begin, latest.id); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO visits (agent, device, node, status, since) VALUES (?, ?, ?, ?, ?)`,
		v.Agent, v.Device, node, status, begin)
	return err
}

// endVisit writes that a device has left a node.
func endVisit(ctx context.Context, tx queryer, node support.NodeID, v support.Visit, at time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE visits SET until = CASE WHEN since > ? THEN since ELSE ? END WHERE device = ? AND node = ? AND until = 0`,
		toMillis(at), toMillis(at), v.Device, node)
	return err
}

// endVisits writes that everyone has left who was there by nodes that are about to be removed: when the nodes were last heard of.
func endVisits(ctx context.Context, tx queryer, id support.NodeID, silentSince time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE visits SET until =
		(SELECT CASE WHEN visits.since > n.beat THEN visits.since ELSE n.beat END FROM nodes n WHERE n.id = visits.node)
		WHERE until = 0 AND node IN (SELECT id FROM nodes WHERE id = ? OR beat < ?)`, id, toMillis(silentSince))
	return err
}

// Stays implements support.ReportStore. Somebody who is there still was there until the relay was last heard of.
func (s *Store) Stays(ctx context.Context, q support.ReportQuery, visit func(support.Stay) error) error {
	scan := func(row scanner) (v support.Stay, err error) {
		return v, row.Scan(&v.Agent, &v.Status, timeColumn{&v.Since}, timeColumn{&v.Till})
	}
	w := where{text: `a.organisation = ? AND v.since < ? AND (v.until = 0 OR v.until > ?)`}
	w.args = []any{q.Organisation, toMillis(q.To), toMillis(q.From.Add(-support.ShortBreak))}
	q.Portals = nil
	w.narrow(q, "", "v.agent")
	return each(ctx, s.db, scan, visit, `SELECT v.agent, v.status, v.since, CASE WHEN v.until <> 0 THEN v.until ELSE COALESCE(n.beat, v.since) END
		FROM visits v JOIN agents a ON a.id = v.agent LEFT JOIN nodes n ON n.id = v.node WHERE `+w.text+` ORDER BY v.agent, v.since, v.id`, w.args...)
}
