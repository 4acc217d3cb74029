package store

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"time"

	"beside.example/relay/internal/support"
)

const webhookColumns = `w.id, w.organisation, w.name, w.url, w.events, w.secret, w.former, w.created, w.failing, w.disabled`

func webhookInto(w *support.Webhook) []any {
	return []any{
		&w.ID, &w.Organisation, &w.Name, &w.URL, &w.Events, bytesColumn{w.Secret[:]}, asJSON(&w.Former), timeColumn{&w.Created}, timeColumn{&w.Failing}, timeColumn{&w.Disabled},
	}
}

func scanWebhook(row scanner) (w support.Webhook, err error) { return w, row.Scan(webhookInto(&w)...) }

// Webhook implements support.ManageWebhookStore.
func (s *Store) Webhook(ctx context.Context, id support.WebhookID) (support.Webhook, error) {
	return one(ctx, s.db, scanWebhook, `SELECT `+webhookColumns+` FROM webhooks w WHERE w.id = ?`, id)
}

// Webhooks implements support.ManageWebhookStore.
func (s *Store) Webhooks(ctx context.Context, o support.OrganisationID) ([]support.Webhook, error) {
	return list(ctx, s.db, scanWebhook, `SELECT `+webhookColumns+` FROM webhooks w WHERE w.organisation = ? ORDER BY w.id`, o)
}

// CreateWebhook implements support.ManageWebhookStore.
func (s *Store) CreateWebhook(ctx context.Context, w support.Webhook) (support.WebhookID, error) {
	return insert[support.WebhookID](ctx, s.db, `INSERT INTO webhooks (organisation, name, url, events, secret, created) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
		w.Organisation, w.Name, w.URL, w.Events, w.Secret[:], toMillis(w.Created))
}

// UpdateWebhook implements support.ManageWebhookStore.
func (s *Store) UpdateWebhook(ctx context.Context, w support.Webhook) error {
	return changedOne(s.db.ExecContext(ctx, `UPDATE webhooks SET name = ?, url = ?, events = ?, secret = ?, former = ?, failing = ?, disabled = ? WHERE id = ?`,
		w.Name, w.URL, w.Events, w.Secret[:], asJSON(&w.Former), toMillis(w.Failing), toMillis(w.Disabled), w.ID))
}

// DeleteWebhook implements support.ManageWebhookStore.
func (s *Store) DeleteWebhook(ctx context.Context, id support.WebhookID) error {
	return s.transact(ctx, func(tx queryer) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM webhook_deliveries WHERE webhook = ?`, id); err != nil {
			return err
		}
		return changedOne(tx.ExecContext(ctx, `DELETE FROM webhooks WHERE id = ?`, id))
	})
}

// TestWebhook implements support.ManageWebhookStore.
func (s *Store) TestWebhook(ctx context.Context, id support.WebhookID, at time.Time) error {
	const size = 16 // bytes, as the triggers draw
	var message [size]byte
	rand.Read(message[:])
	_, err := s.db.ExecContext(ctx, `INSERT INTO webhook_deliveries (webhook, message, event, at) VALUES (?, ?, ?, ?)`,
		id, "msg_"+hex.EncodeToString(message[:]), support.WebhookTest, toMillis(at))
	return err
}

// Redeliver implements support.ManageWebhookStore.
func (s *Store) Redeliver(ctx context.Context, webhook support.WebhookID, delivery uint64) error {
	return changedOne(s.db.ExecContext(ctx, `UPDATE webhook_deliveries SET status = 0, tries = 0, next = 0 WHERE id = ? AND webhook = ? AND status <> 0`, delivery, webhook))
}
