package store

import (
	"context"
	"crypto/ed25519"
	"fmt"

	"beside.example/relay/internal/support"
)

// RenewTicketKeys adds the fresh key if one is due, drops those that have had their time, and returns all that are left, the newest
// first. Of two relays that ask at once, both get the same.
func (s *Store) RenewTicketKeys(ctx context.Context, fresh support.TicketKey, at support.TicketKeyTimes) (keys []support.TicketKey, err error) {
	err = s.inTx(ctx, func(tx queryer) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO ticket_keys (key, created) SELECT CAST(? AS BLOB), CAST(? AS BIGINT)
			WHERE NOT EXISTS (SELECT 1 FROM ticket_keys WHERE created > ? AND created <= ?)`,
			fresh.Key.Seed(), toMillis(fresh.Created), toMillis(at.Renew), toMillis(at.Now))
		if err != nil {
			return fmt.Errorf("add a ticket key: %w", err)
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM ticket_keys WHERE EXISTS
			(SELECT 1 FROM ticket_keys AS next WHERE next.created > ticket_keys.created AND next.created <= ?)`, toMillis(at.Retire))
		if err != nil {
			return fmt.Errorf("drop old ticket keys: %w", err)
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
