package store

import (
	"context"
	"crypto/ed25519"
	"fmt"

	"beside.example/relay/internal/support"
)

// EnsureTicketKey keeps the key when the store has none, and returns all that it has, the newest first. Of two relays that
// start at once, both get the same.
func (s *Store) EnsureTicketKey(ctx context.Context, fresh support.TicketKey) (keys []support.TicketKey, err error) {
	err = s.inTx(ctx, func(tx queryer) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO ticket_keys (key, created) SELECT CAST(? AS BLOB), CAST(? AS BIGINT)
			WHERE NOT EXISTS (SELECT 1 FROM ticket_keys)`, fresh.Key.Seed(), toMillis(fresh.Created))
		if err != nil {
			return err
		}
		keys, err = list(ctx, tx, scanTicketKey, `SELECT key, created FROM ticket_keys ORDER BY created DESC, key`)
		return err
	})
	return keys, err
}

func scanTicketKey(row scanner) (support.TicketKey, error) {
	var seed []byte
	var created millis
	if err := row.Scan(&seed, &created); err != nil {
		return support.TicketKey{}, err
	}
	if len(seed) != ed25519.SeedSize {
		return support.TicketKey{}, fmt.Errorf("ticket key has %d bytes", len(seed))
	}
	return support.TicketKey{Key: ed25519.NewKeyFromSeed(seed), Created: created.time()}, nil
}
