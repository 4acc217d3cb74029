package store

import (
	"context"

	"beside.example/relay/internal/support"
)

func scanOutbox(row scanner) (o support.Outbox, err error) {
	return o, row.Scan(&o.Waiting, timeColumn{&o.Oldest})
}

// LettersWaiting tells how many mails wait to be sent.
func (s *Store) LettersWaiting(ctx context.Context) (support.Outbox, error) {
	return one(ctx, s.db, scanOutbox, `SELECT COUNT(*), COALESCE(MIN(created), 0) FROM letters`)
}

// DeliveriesWaiting tells how many deliveries wait for webhooks that the relay has not given up.
func (s *Store) DeliveriesWaiting(ctx context.Context) (support.Outbox, error) {
	return one(ctx, s.db, scanOutbox, `SELECT COUNT(*), COALESCE(MIN(d.at), 0) FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook
		WHERE d.status = 0 AND w.disabled = 0`)
}
