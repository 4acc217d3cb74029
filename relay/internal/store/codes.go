package store

import (
	"context"
	"errors"
	"time"

	"beside.example/protocol/code"
	"beside.example/relay/internal/support"
)

var _ support.CodeStore = (*Store)(nil)

// active is the condition for support.CodeActive, written out since the index of active codes is found by this text alone.
const active = `state = 0`

// TakenNameplates implements support.CodeStore.
func (s *Store) TakenNameplates(ctx context.Context, since time.Time) ([]code.Nameplate, error) {
	scan := func(row scanner) (n code.Nameplate, err error) { return n, row.Scan(&n) }
	return list(ctx, s.db, scan, `SELECT nameplate FROM codes WHERE `+active+` UNION SELECT nameplate FROM codes WHERE ended >= ?`, toMillis(since))
}

// CreateCode implements support.CodeStore.
func (s *Store) CreateCode(ctx context.Context, c support.Code, max int) (support.CodeID, error) {
	err := s.inTx(ctx, func(tx queryer) error {
		var count int
		err := tx.QueryRowContext(ctx, `SELECT count(*) FROM codes WHERE agent = ? AND `+active+` AND expires > ?`,
			c.Agent, toMillis(c.Created)).Scan(&count)
		if err != nil {
			return err
		}
		if count >= max {
			return support.ErrTooManyCodes
		}
		c.ID, err = insert[support.CodeID](ctx, tx,
			`INSERT INTO codes (agent, portal, nameplate, customer, created, expires, state) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			c.Agent, c.Portal, c.Nameplate, c.Customer, toMillis(c.Created), toMillis(c.Expires), support.CodeActive)
		return err
	})
	return c.ID, err
}

const codeColumns = `id, agent, portal, nameplate, customer, created, expires, state, ended`

func scanCode(row scanner) (support.Code, error) {
	var c support.Code
	var created, expires, ended millis
	err := row.Scan(&c.ID, &c.Agent, &c.Portal, &c.Nameplate, &c.Customer, &created, &expires, &c.State, &ended)
	c.Created, c.Expires, c.Ended = created.time(), expires.time(), ended.time()
	return c, mapped(err)
}

// LatestCode implements support.CodeStore.
func (s *Store) LatestCode(ctx context.Context, nameplate code.Nameplate) (support.Code, error) {
	return scanCode(s.db.QueryRowContext(ctx, `SELECT `+codeColumns+` FROM codes WHERE nameplate = ? ORDER BY id DESC LIMIT 1`, nameplate))
}

// ActiveCodes implements support.CodeStore.
func (s *Store) ActiveCodes(ctx context.Context, agent support.AgentID, now time.Time) ([]support.Code, error) {
	return list(ctx, s.db, scanCode, `SELECT `+codeColumns+` FROM codes WHERE agent = ? AND `+active+` AND expires > ?
		ORDER BY created, id`, agent, toMillis(now))
}

// EndCode implements support.CodeStore.
func (s *Store) EndCode(ctx context.Context, agent support.AgentID, id support.CodeID, state support.CodeState, at time.Time) (support.Code, error) {
	return endCode(ctx, s.db, agent, id, state, at)
}

// endCode is the compare-and-set by which a code leaves the active state: of several at once, one succeeds.
func endCode(ctx context.Context, q queryer, agent support.AgentID, id support.CodeID, state support.CodeState, at time.Time) (support.Code, error) {
	ended, err := scanCode(q.QueryRowContext(ctx, `UPDATE codes SET state = ?, ended = ?
		WHERE id = ? AND agent = ? AND `+active+` AND expires > ? RETURNING `+codeColumns,
		state, toMillis(at), id, agent, toMillis(at)))
	if !errors.Is(err, support.ErrNotFound) {
		return ended, err
	}
	var there int
	if err := q.QueryRowContext(ctx, `SELECT count(*) FROM codes WHERE id = ? AND agent = ?`, id, agent).Scan(&there); err != nil {
		return support.Code{}, err
	}
	if there == 0 {
		return support.Code{}, support.ErrNotFound
	}
	return support.Code{}, support.ErrCodeEnded
}

// ExpireCodes implements support.CodeStore.
func (s *Store) ExpireCodes(ctx context.Context, now time.Time) ([]support.Code, error) {
	return list(ctx, s.db, scanCode, `UPDATE codes SET state = ?, ended = expires
		WHERE `+active+` AND expires <= ? RETURNING `+codeColumns, support.CodeExpired, toMillis(now))
}
