package store

import (
	"context"
	"time"

	"beside.example/relay/internal/support"
)

// KeepSingleSignOn keeps a browser that leaves for the organisation's provider, and forgets those whose time is over.
func (s *Store) KeepSingleSignOn(ctx context.Context, n support.SingleSignOn, now time.Time) error {
	return s.transact(ctx, func(tx queryer) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM single_sign_ons WHERE expires <= ?`, toMillis(now)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO single_sign_ons (state, door, query, nonce, verifier, expires) VALUES (?, ?, ?, ?, ?, ?)`,
			n.State[:], n.Door, n.Query, n.Nonce, n.Verifier, toMillis(n.Expires))
		return err
	})
}

// TakeSingleSignOn returns a browser that left once, else support.ErrNotFound. Whether its time is over is for the caller to see.
func (s *Store) TakeSingleSignOn(ctx context.Context, state support.SecretHash) (n support.SingleSignOn, err error) {
	scan := func(row scanner) (n support.SingleSignOn, err error) {
		return n, row.Scan(bytesColumn{n.State[:]}, &n.Door, &n.Query, &n.Nonce, &n.Verifier, timeColumn{&n.Expires})
	}
	err = s.transact(ctx, func(tx queryer) (err error) {
		n, err = one(ctx, tx, scan, `DELETE FROM single_sign_ons WHERE state = ? RETURNING state, door, query, nonce, verifier, expires`, state[:])
		return err
	})
	return n, err
}
