package store

import (
	"context"
	"time"

	"beside.example/relay/internal/support"
)

// KeepSignIn keeps a sign-in until it is taken, and forgets those whose time is over: there are never more than agents who gave
// the right password in the last minute.
func (s *Store) KeepSignIn(ctx context.Context, n support.SignIn, now time.Time) error {
	return s.transact(ctx, func(tx queryer) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM sign_ins WHERE expires <= ?`, toMillis(now)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO sign_ins (code, agent, challenge, expires) VALUES (?, ?, ?, ?)`,
			n.Code[:], n.Agent, n.Challenge, toMillis(n.Expires))
		return err
	})
}

// TakeSignIn returns a sign-in once, else support.ErrNotFound. Whether its time is over is for the caller to see.
func (s *Store) TakeSignIn(ctx context.Context, code support.SecretHash) (n support.SignIn, err error) {
	err = s.transact(ctx, func(tx queryer) error {
		scan := func(row scanner) (n support.SignIn, err error) {
			return n, row.Scan(bytesColumn{n.Code[:]}, &n.Agent, &n.Challenge, timeColumn{&n.Expires})
		}
		n, err = one(ctx, tx, scan, `DELETE FROM sign_ins WHERE code = ? RETURNING code, agent, challenge, expires`, code[:])
		return err
	})
	return n, err
}
