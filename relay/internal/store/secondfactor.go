package store

import (
	"context"
	"time"

	"beside.example/relay/internal/support"
)

// SecondFactor finds what an agent's authenticator app and the relay both know, else support.ErrNotFound.
func (s *Store) SecondFactor(ctx context.Context, agent support.AgentID) (support.SecondFactor, error) {
	scan := func(row scanner) (f support.SecondFactor, err error) {
		return f, row.Scan(&f.Agent, &f.Secret, timeColumn{&f.Confirmed}, &f.Used)
	}
	return one(ctx, s.db, scan, `SELECT agent, secret, confirmed, used FROM second_factors WHERE agent = ?`, agent)
}

// BeginSecondFactor keeps a secret that is not confirmed yet, in the place of another such one; ErrExists when one is confirmed.
func (s *Store) BeginSecondFactor(ctx context.Context, agent support.AgentID, secret []byte) error {
	return s.transact(ctx, func(tx queryer) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM second_factors WHERE agent = ? AND confirmed = 0`, agent); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO second_factors (agent, secret, confirmed, used) VALUES (?, ?, 0, 0)`, agent, secret)
		return mapped(err)
	})
}

// ConfirmSecondFactor makes an agent's secret count from now on, with recovery codes when there are any to keep; ErrNotFound when there is
// none to confirm, ErrExists, with first, when the agent has another second factor.
func (s *Store) ConfirmSecondFactor(ctx context.Context, agent support.AgentID, step int64, first bool, recovery []string, at time.Time) error {
	return s.inTx(ctx, func(tx queryer) error {
		if app, keys, err := factorsOf(ctx, tx, agent); err != nil {
			return err
		} else if first && app+keys > 0 {
			return support.ErrExists
		}
		err := changedOne(tx.ExecContext(ctx, `UPDATE second_factors SET confirmed = ?, used = ? WHERE agent = ? AND confirmed = 0`,
			toMillis(at), step, agent))
		if err != nil {
			return err
		}
		return replaceRecovery(ctx, tx, agent, recovery)
	})
}

// ReplaceRecoveryCodes gives an agent other recovery codes.
func (s *Store) ReplaceRecoveryCodes(ctx context.Context, agent support.AgentID, recovery []string) error {
	return s.transact(ctx, func(tx queryer) error { return replaceRecovery(ctx, tx, agent, recovery) })
}

// replaceRecovery gives an agent other recovery codes; the old ones stay when there are none.
func replaceRecovery(ctx context.Context, tx queryer, agent support.AgentID, recovery []string) error {
	if len(recovery) == 0 {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM recovery_codes WHERE agent = ?`, agent); err != nil {
		return err
	}
	for place, hash := range recovery {
		if _, err := tx.ExecContext(ctx, `INSERT INTO recovery_codes (agent, place, hash) VALUES (?, ?, ?)`, agent, place, hash); err != nil {
			return err
		}
	}
	return nil
}

// UseTimeStep notes that the code of a time step was used; ErrNotFound when it, or a later one, was used before.
func (s *Store) UseTimeStep(ctx context.Context, agent support.AgentID, step int64) error {
	return changedOne(s.db.ExecContext(ctx, `UPDATE second_factors SET used = ? WHERE agent = ? AND confirmed <> 0 AND used < ?`, step, agent, step))
}

// RecoveryCode returns the hash of one of an agent's recovery codes, else support.ErrNotFound.
func (s *Store) RecoveryCode(ctx context.Context, agent support.AgentID, place int) (string, error) {
	scan := func(row scanner) (hash string, err error) { return hash, row.Scan(&hash) }
	return one(ctx, s.db, scan, `SELECT hash FROM recovery_codes WHERE agent = ? AND place = ?`, agent, place)
}

// UseRecoveryCode takes away a recovery code; ErrNotFound when it was used before.
func (s *Store) UseRecoveryCode(ctx context.Context, agent support.AgentID, place int, hash string) error {
	return changedOne(s.db.ExecContext(ctx, `DELETE FROM recovery_codes WHERE agent = ? AND place = ? AND hash = ?`, agent, place, hash))
}

// RecoveryCodesLeft returns how many recovery codes an agent has.
func (s *Store) RecoveryCodesLeft(ctx context.Context, agent support.AgentID) (int, error) {
	scan := func(row scanner) (n int, err error) { return n, row.Scan(&n) }
	return one(ctx, s.db, scan, `SELECT COUNT(*) FROM recovery_codes WHERE agent = ?`, agent)
}

// RemoveApp takes away an agent's authenticator app; ErrNotFound when there is none, ErrFactorNeeded when it is the last second factor and
// one must stay. The recovery codes go with the last.
func (s *Store) RemoveApp(ctx context.Context, agent support.AgentID, mustStay bool) error {
	return s.inTx(ctx, func(tx queryer) error {
		if err := changedOne(tx.ExecContext(ctx, `DELETE FROM second_factors WHERE agent = ?`, agent)); err != nil {
			return err
		}
		return afterFactor(ctx, tx, agent, mustStay)
	})
}

// RemoveSecondFactors takes away every second factor of an agent, and all recovery codes; ErrNotFound when there is none.
func (s *Store) RemoveSecondFactors(ctx context.Context, agent support.AgentID) error {
	return s.inTx(ctx, func(tx queryer) error {
		app, keys, err := factorsOf(ctx, tx, agent)
		if err != nil {
			return err
		}
		for _, table := range []string{"second_factors", "security_keys", "key_challenges", "recovery_codes", "second_steps"} {
			if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE agent = ?`, agent); err != nil {
				return err
			}
		}
		if app+keys == 0 {
			return support.ErrNotFound
		}
		return nil
	})
}

// SecondFactors lists which agents of an organisation have a second factor.
func (s *Store) SecondFactors(ctx context.Context, o support.OrganisationID) ([]support.AgentID, error) {
	scan := func(row scanner) (id support.AgentID, err error) { return id, row.Scan(&id) }
	return list(ctx, s.db, scan, `SELECT a.id FROM agents a WHERE a.organisation = ? AND (
		EXISTS (SELECT 1 FROM second_factors f WHERE f.agent = a.id AND f.confirmed <> 0) OR
		EXISTS (SELECT 1 FROM security_keys k WHERE k.agent = a.id)) ORDER BY a.id`, o)
}

// KeepSecondStep keeps a sign-in that waits for a code, and forgets those whose time is over.
func (s *Store) KeepSecondStep(ctx context.Context, n support.SecondStep, now time.Time) error {
	return s.transact(ctx, func(tx queryer) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM second_steps WHERE expires <= ?`, toMillis(now)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO second_steps (token, agent, stage, tries, expires) VALUES (?, ?, ?, 0, ?)`,
			n.Token[:], n.Agent, n.Stage, toMillis(n.Expires))
		return err
	})
}

// TrySecondStep counts a try and returns the sign-in as it is then, else support.ErrNotFound.
func (s *Store) TrySecondStep(ctx context.Context, token support.SecretHash) (support.SecondStep, error) {
	scan := func(row scanner) (n support.SecondStep, err error) {
		return n, row.Scan(bytesColumn{n.Token[:]}, &n.Agent, &n.Stage, &n.Tries, timeColumn{&n.Expires})
	}
	var n support.SecondStep
	err := s.transact(ctx, func(tx queryer) (err error) {
		n, err = one(ctx, tx, scan, `UPDATE second_steps SET tries = tries + 1 WHERE token = ? RETURNING token, agent, stage, tries, expires`, token[:])
		return err
	})
	return n, err
}

// AdvanceSecondStep lets a sign-in wait for something else; ErrNotFound when it does not wait in that stage.
func (s *Store) AdvanceSecondStep(ctx context.Context, token support.SecretHash, from, to support.SecondStage) error {
	return changedOne(s.db.ExecContext(ctx, `UPDATE second_steps SET stage = ? WHERE token = ? AND stage = ?`, to, token[:], from))
}

// EndSecondStep forgets a sign-in that waited for a code; ErrNotFound when it was ended before.
func (s *Store) EndSecondStep(ctx context.Context, token support.SecretHash) error {
	return changedOne(s.db.ExecContext(ctx, `DELETE FROM second_steps WHERE token = ?`, token[:]))
}
