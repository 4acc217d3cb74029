package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

var _ support.FleetStore = (*Store)(nil)

// SetNodeAddress implements support.FleetStore.
func (s *Store) SetNodeAddress(ctx context.Context, node support.NodeID, address string) error {
	return fencedIfNotFound(changedOne(s.db.ExecContext(ctx, `INSERT INTO node_addresses (node, address)
		SELECT n.id, CAST(? AS TEXT) FROM nodes n WHERE n.id = ?
		ON CONFLICT (node) DO UPDATE SET address = excluded.address`, address, node)))
}

// AgentNodes implements support.FleetStore.
func (s *Store) AgentNodes(ctx context.Context, agent support.AgentID, since time.Time) ([]support.AgentNode, error) {
	scan := func(row scanner) (n support.AgentNode, err error) {
		return n, row.Scan(&n.Node, &n.Device, &n.Organisation)
	}
	return list(ctx, s.db, scan, `SELECT p.node, p.device, a.organisation FROM presence p JOIN nodes n ON n.id = p.node
		JOIN agents a ON a.id = p.agent WHERE p.agent = ? AND n.beat >= ? ORDER BY p.node, p.device`, agent, toMillis(since))
}

// SendMail implements support.FleetStore.
func (s *Store) SendMail(ctx context.Context, to support.NodeID, body []byte) error {
	return fencedIfNotFound(s.transactWithEvents(ctx, func(tx queryer) (bool, error) {
		return true, changedOne(tx.ExecContext(ctx, `INSERT INTO mail (node, body)
			SELECT n.id, CAST(? AS BLOB) FROM nodes n WHERE n.id = ?`, body, to))
	}))
}

// letter is one message as the table has it.
type letter struct {
	id   uint64
	body []byte
}

// TakeMail implements support.FleetStore.
func (s *Store) TakeMail(ctx context.Context, node support.NodeID, limit int) ([][]byte, error) {
	waits, err := one(ctx, s.db, func(row scanner) (n int, err error) { return n, row.Scan(&n) },
		`SELECT count(*) FROM (SELECT 1 FROM mail WHERE node = ? LIMIT 1) AS found`, node)
	if err != nil || waits == 0 {
		return nil, err // whoever looks often must not write
	}
	var letters []letter
	err = s.transact(ctx, func(tx queryer) (err error) {
		scan := func(row scanner) (l letter, err error) { return l, row.Scan(&l.id, &l.body) }
		letters, err = list(ctx, tx, scan, `DELETE FROM mail WHERE id IN (SELECT id FROM mail WHERE node = ? ORDER BY id LIMIT ?)
			RETURNING id, body`, node, limit)
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(letters, func(a, b letter) int { return cmp.Compare(a.id, b.id) })
	bodies := make([][]byte, 0, len(letters))
	for _, l := range letters {
		bodies = append(bodies, l.body)
	}
	return bodies, nil
}

// MailWake implements support.FleetStore.
func (s *Store) MailWake() <-chan struct{} { return s.mailWake }

// Home implements support.FleetStore.
func (s *Store) Home(ctx context.Context, session leg.SessionID, here string, since time.Time) (address string, err error) {
	scan := func(row scanner) (address string, err error) { return address, row.Scan(&address) }
	const alive = ` AND EXISTS (SELECT 1 FROM node_addresses na JOIN nodes n ON n.id = na.node WHERE na.address = h.address AND n.beat >= ?)`
	address, err = one(ctx, s.db, scan, `SELECT h.address FROM homes h WHERE h.session = ?`+alive, session[:], toMillis(since))
	if !errors.Is(err, support.ErrNotFound) {
		return address, err
	}
	err = s.transact(ctx, func(tx queryer) error {
		before, err := one(ctx, tx, scan, `SELECT address FROM homes WHERE session = ?`+s.db.forUpdate, session[:])
		switch {
		case errors.Is(err, support.ErrNotFound):
			_, err = tx.ExecContext(ctx, `INSERT INTO homes (session, address) VALUES (?, ?) ON CONFLICT (session) DO NOTHING`, session[:], here)
		case err == nil:
			var lives int
			lives, err = one(ctx, tx, func(row scanner) (n int, err error) { return n, row.Scan(&n) },
				`SELECT count(*) FROM node_addresses na JOIN nodes n ON n.id = na.node WHERE na.address = ? AND n.beat >= ?`, before, toMillis(since))
			if err == nil && lives == 0 {
				_, err = tx.ExecContext(ctx, `UPDATE homes SET address = ? WHERE session = ?`, here, session[:])
			}
		}
		if err != nil {
			return fmt.Errorf("move a session: %w", err)
		}
		address, err = one(ctx, tx, scan, `SELECT address FROM homes WHERE session = ?`, session[:])
		return err
	})
	return address, err
}
