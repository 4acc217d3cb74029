package store

import (
	"context"
	"time"

	"beside.example/relay/internal/support"
)

const securityKeyColumns = `k.id, k.agent, k.name, k.credential, k.public_key, k.transports, k.synced, k.count, k.created, k.used`

func scanSecurityKey(row scanner) (k support.SecurityKey, err error) {
	return k, row.Scan(&k.ID, &k.Agent, &k.Name, &k.Credential, &k.PublicKey, asJSON(&k.Transports), &k.Synced, &k.Count,
		timeColumn{&k.Created}, timeColumn{&k.Used})
}

// SecurityKeys lists an agent's security keys, the oldest first.
func (s *Store) SecurityKeys(ctx context.Context, agent support.AgentID) ([]support.SecurityKey, error) {
	return securityKeys(ctx, s.db, agent)
}

func securityKeys(ctx context.Context, q queryer, agent support.AgentID) ([]support.SecurityKey, error) {
	return list(ctx, q, scanSecurityKey, `SELECT `+securityKeyColumns+` FROM security_keys k WHERE k.agent = ? ORDER BY k.id`, agent)
}

// AddSecurityKey keeps a new security key, with recovery codes when there are any to keep. ErrExists when it is somebody's already, or, with
// first, when the agent has a second factor; ErrTooMany when the agent has as many keys as may be.
func (s *Store) AddSecurityKey(ctx context.Context, k support.SecurityKey, first bool, recovery []string) error {
	return s.inTx(ctx, func(tx queryer) error {
		app, keys, err := factorsOf(ctx, tx, k.Agent)
		switch {
		case err != nil:
			return err
		case first && app+keys > 0:
			return support.ErrExists
		case keys >= support.MaxSecurityKeys:
			return support.ErrTooMany
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO security_keys (agent, name, credential, public_key, transports, synced, count, created, used)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, k.Agent, k.Name, k.Credential, k.PublicKey, asJSON(&k.Transports), k.Synced, k.Count,
			toMillis(k.Created), toMillis(k.Used))
		if err != nil {
			return mapped(err)
		}
		return replaceRecovery(ctx, tx, k.Agent, recovery)
	})
}

// factorsOf counts the second factors of an agent that count.
func factorsOf(ctx context.Context, q queryer, agent support.AgentID) (app, keys int, err error) {
	err = q.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM second_factors WHERE agent = ? AND confirmed <> 0),
		(SELECT COUNT(*) FROM security_keys WHERE agent = ?)`, agent, agent).Scan(&app, &keys)
	return app, keys, err
}

// SecurityKeyUsed notes a signature of a key; ErrNotFound when the key has counted as far before, or is gone.
func (s *Store) SecurityKeyUsed(ctx context.Context, id support.SecurityKeyID, count uint32, at time.Time) error {
	return changedOne(s.db.ExecContext(ctx, `UPDATE security_keys SET count = ?, used = ? WHERE id = ? AND (count < ? OR count = 0 AND ? = 0)`,
		count, toMillis(at), id, count, count))
}

// RemoveSecurityKey takes away a key of an agent's; ErrNotFound when there is none, ErrFactorNeeded when it is the last second factor and
// one must stay. The recovery codes go with the last.
func (s *Store) RemoveSecurityKey(ctx context.Context, agent support.AgentID, id support.SecurityKeyID, mustStay bool) error {
	return s.inTx(ctx, func(tx queryer) error {
		if err := changedOne(tx.ExecContext(ctx, `DELETE FROM security_keys WHERE id = ? AND agent = ?`, id, agent)); err != nil {
			return err
		}
		return afterFactor(ctx, tx, agent, mustStay)
	})
}

// afterFactor ends the taking away of a second factor: the recovery codes go with the last.
func afterFactor(ctx context.Context, tx queryer, agent support.AgentID, mustStay bool) error {
	app, keys, err := factorsOf(ctx, tx, agent)
	if err != nil || app+keys > 0 {
		return err
	}
	if mustStay {
		return support.ErrFactorNeeded
	}
	for _, query := range []string{`DELETE FROM recovery_codes WHERE agent = ?`, `DELETE FROM second_steps WHERE agent = ?`} {
		if _, err := tx.ExecContext(ctx, query, agent); err != nil {
			return err
		}
	}
	return nil
}

// maxChallenges is how many an agent may have at a time: one for each page that is open.
const maxChallenges = 8

// KeepKeyChallenge keeps what a security key is to sign, and forgets those whose time is over and an agent's oldest.
func (s *Store) KeepKeyChallenge(ctx context.Context, c support.KeyChallenge, now time.Time) error {
	return s.transact(ctx, func(tx queryer) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM key_challenges WHERE expires <= ?`, toMillis(now)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM key_challenges WHERE agent = ? AND challenge NOT IN
			(SELECT challenge FROM key_challenges WHERE agent = ? ORDER BY expires DESC LIMIT ?)`, c.Agent, c.Agent, maxChallenges-1)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO key_challenges (challenge, agent, purpose, expires) VALUES (?, ?, ?, ?)`,
			c.Challenge[:], c.Agent, c.Purpose, toMillis(c.Expires))
		return err
	})
}

// TakeKeyChallenge returns a challenge once, else support.ErrNotFound. Whose it is, what for and until when is for the caller to see.
func (s *Store) TakeKeyChallenge(ctx context.Context, challenge support.SecretHash) (c support.KeyChallenge, err error) {
	scan := func(row scanner) (c support.KeyChallenge, err error) {
		return c, row.Scan(bytesColumn{c.Challenge[:]}, &c.Agent, &c.Purpose, timeColumn{&c.Expires})
	}
	err = s.transact(ctx, func(tx queryer) (err error) {
		c, err = one(ctx, tx, scan, `DELETE FROM key_challenges WHERE challenge = ? RETURNING challenge, agent, purpose, expires`, challenge[:])
		return err
	})
	return c, err
}
