package store

import (
	"context"
	"time"

	"beside.example/relay/internal/support"
)

// KeepReset implements support.LinkStore.
func (s *Store) KeepReset(ctx context.Context, agent support.AgentID, token support.SecretHash, expires time.Time) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO password_resets (agent, token, expires) VALUES (?, ?, ?)
		ON CONFLICT (agent) DO UPDATE SET token = excluded.token, expires = excluded.expires`, agent, token[:], toMillis(expires))
	return err
}

// ResetOf implements support.LinkStore.
func (s *Store) ResetOf(ctx context.Context, agent support.AgentID) (time.Time, error) {
	scan := func(row scanner) (at time.Time, err error) { return at, row.Scan(timeColumn{&at}) }
	return one(ctx, s.db, scan, `SELECT expires FROM password_resets WHERE agent = ?`, agent)
}

// ResetByToken implements support.LinkStore.
func (s *Store) ResetByToken(ctx context.Context, token support.SecretHash) (agent support.AgentID, expires time.Time, err error) {
	err = mapped(s.db.QueryRowContext(ctx, `SELECT agent, expires FROM password_resets WHERE token = ?`, token[:]).
		Scan(&agent, timeColumn{&expires}))
	return agent, expires, err
}
