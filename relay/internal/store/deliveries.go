package store

import (
	"context"
	"errors"
	"time"

	"beside.example/relay/internal/support"
)

const deliveryColumns = `d.id, d.webhook, d.message, d.event, d.at, d.request, d.session, d.portal, d.agent, d.outcome, d.status, d.tries, d.next, d.tried,
	d.code, d.error, d.claimed`

func deliveryInto(d *support.Delivery) []any {
	return []any{
		&d.ID, &d.Webhook, &d.Message, &d.Event,
		timeColumn{&d.At},
		bytesColumn{d.Request[:]},
		bytesColumn{d.Session[:]},
		&d.Portal, &d.Agent, &d.Outcome,
		&d.Status, &d.Tries,
		timeColumn{&d.Next},
		timeColumn{&d.Tried},
		&d.Code, &d.Error,
		timeColumn{&d.Claimed},
	}
}

// Deliveries implements support.ManageWebhookStore.
func (s *Store) Deliveries(ctx context.Context, id support.WebhookID, before uint64, limit int) ([]support.Delivery, error) {
	scan := func(row scanner) (d support.Delivery, err error) { return d, row.Scan(deliveryInto(&d)...) }
	query, args := `SELECT `+deliveryColumns+` FROM webhook_deliveries d WHERE d.webhook = ?`, []any{id}
	if before != 0 {
		query, args = query+` AND d.id < ?`, append(args, before)
	}
	return list(ctx, s.db, scan, query+` ORDER BY d.id DESC LIMIT ?`, append(args, limit)...)
}

// dueDelivery picks the earliest delivery that may be tried at a time, of webhooks at which nobody is: what is due for one of them goes out
// in the order in which it happened, and a receiver that hangs holds up nobody else.
const dueDelivery = ` FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook
	WHERE d.status = 0 AND d.next <= ? AND w.disabled = 0
	AND NOT EXISTS (SELECT 1 FROM webhook_deliveries c WHERE c.webhook = d.webhook AND c.status = 0 AND c.claimed > ?)
	ORDER BY d.id LIMIT 1`

// ClaimDelivery takes a delivery that is due, with its webhook, for whoever calls alone until a time. ErrNotFound when none is due.
func (s *Store) ClaimDelivery(ctx context.Context, now, until time.Time) (d support.Delivery, w support.Webhook, err error) {
	at := toMillis(now)
	id := func(row scanner) (id uint64, err error) { return id, row.Scan(&id) }
	if _, err := one(ctx, s.db, id, `SELECT d.id`+dueDelivery, at, at); err != nil { // most often there is none, and nobody need wait for that
		return d, w, err
	}
	err = s.inTx(ctx, func(tx queryer) error {
		row := tx.QueryRowContext(ctx, `SELECT `+deliveryColumns+`, `+webhookColumns+dueDelivery, at, at)
		if err := row.Scan(append(deliveryInto(&d), webhookInto(&w)...)...); err != nil {
			return mapped(err)
		}
		d.Claimed = toMillis(until).time()
		return changedOne(tx.ExecContext(ctx, `UPDATE webhook_deliveries SET claimed = ? WHERE id = ?`, toMillis(until), d.ID))
	})
	return d, w, err
}

// FinishDelivery writes what came of a delivery that was claimed, unless somebody else has claimed it since. A webhook at which nothing was
// taken since a time is given up, and what waits for it with it; so is one that wants no more. It returns whether that is so.
func (s *Store) FinishDelivery(ctx context.Context, d support.Delivery, givenUpSince time.Time, gone bool) (givenUp bool, err error) {
	err = s.inTx(ctx, func(tx queryer) error {
		err := changedOne(tx.ExecContext(ctx, `UPDATE webhook_deliveries SET status = ?, tries = ?, next = ?, tried = ?, code = ?, error = ?, claimed = 0
			WHERE id = ? AND claimed = ?`, d.Status, d.Tries, toMillis(d.Next), toMillis(d.Tried), d.Code, d.Error, d.ID, toMillis(d.Claimed)))
		if err != nil {
			return err
		}
		if d.Status == support.DeliveryTaken {
			_, err := tx.ExecContext(ctx, `UPDATE webhooks SET failing = 0 WHERE id = ? AND failing <> 0`, d.Webhook)
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE webhooks SET failing = ? WHERE id = ? AND failing = 0`, toMillis(d.Tried), d.Webhook); err != nil {
			return err
		}
		err = changedOne(tx.ExecContext(ctx, `UPDATE webhooks SET disabled = ? WHERE id = ? AND disabled = 0 AND (failing < ? OR CAST(? AS BOOLEAN))`,
			toMillis(d.Tried), d.Webhook, toMillis(givenUpSince), gone))
		if errors.Is(err, support.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		givenUp = true
		_, err = tx.ExecContext(ctx, `UPDATE webhook_deliveries SET status = ? WHERE webhook = ? AND status = 0`, support.DeliveryGivenUp, d.Webhook)
		return err
	})
	if errors.Is(err, support.ErrNotFound) {
		return false, nil // somebody else is at it, or the webhook was deleted meanwhile
	}
	return givenUp, err
}

// ForgetDeliveries removes what was over before a time.
func (s *Store) ForgetDeliveries(ctx context.Context, before time.Time) error {
	_, err := s.db.ExecContext(ctx, `DELETE FROM webhook_deliveries WHERE status <> 0 AND at < ?`, toMillis(before))
	return err
}
