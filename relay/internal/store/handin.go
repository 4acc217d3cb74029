package store

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"time"

	"beside.example/protocol/handin"
	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

var _ support.HandInStore = (*Store)(nil)

// AddDeviceKey implements support.HandInStore.
func (s *Store) AddDeviceKey(ctx context.Context, device support.DeviceID, key ed25519.PublicKey, max int, now time.Time) error {
	if known, err := s.HasDeviceKey(ctx, device, key); known || err != nil {
		return err // nearly always, so nobody waits for the transaction
	}
	return s.inTx(ctx, func(tx queryer) error {
		scan := func(row scanner) (n int, err error) { return n, row.Scan(&n) }
		n, err := one(ctx, tx, scan, `SELECT count(*) FROM device_keys WHERE device = ?`, device)
		if err != nil {
			return err
		}
		if n >= max {
			return support.ErrTooMany
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO device_keys (device, public_key, created) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
			device, []byte(key), toMillis(now))
		return err
	})
}

// HasDeviceKey implements support.HandInStore.
func (s *Store) HasDeviceKey(ctx context.Context, device support.DeviceID, key ed25519.PublicKey) (bool, error) {
	scan := func(row scanner) (n int, err error) { return n, row.Scan(&n) }
	n, err := one(ctx, s.db, scan, `SELECT count(*) FROM device_keys WHERE device = ? AND public_key = ?`, device, []byte(key))
	return n > 0, err
}

const handInColumns = `session, part, number, device_key, signature, page, made, received`

func scanHandIn(row scanner) (h support.HandIn, err error) {
	return h, row.Scan(bytesColumn{h.Session[:]}, &h.Part, &h.Number, (*[]byte)(&h.DeviceKey), &h.Signature, &h.Page, timeColumn{&h.Made}, timeColumn{&h.Received})
}

// KeepHandIn implements support.HandInStore.
func (s *Store) KeepHandIn(ctx context.Context, h support.HandIn) error {
	return s.inTx(ctx, func(tx queryer) error {
		there, err := one(ctx, tx, scanHandIn, `SELECT `+handInColumns+` FROM hand_ins WHERE session = ? AND part = ? AND number = ?`,
			h.Session[:], h.Part, h.Number)
		switch {
		case errors.Is(err, support.ErrNotFound):
			_, err := tx.ExecContext(ctx, `INSERT INTO hand_ins (`+handInColumns+`) VALUES (`+marks(8)+`)`, h.Session[:], h.Part, h.Number,
				[]byte(h.DeviceKey), h.Signature, h.Page, toMillis(h.Made), toMillis(h.Received))
			return mapped(err)
		case err != nil:
			return err
		case bytes.Equal(there.Page, h.Page):
			return nil
		case h.Part != handin.PartNotes:
			return support.ErrExists
		case !h.Made.After(there.Made):
			return nil // what is there is newer
		}
		return changedOne(tx.ExecContext(ctx, `UPDATE hand_ins SET device_key = ?, signature = ?, page = ?, made = ?, received = ?
			WHERE session = ? AND part = ? AND number = ?`, []byte(h.DeviceKey), h.Signature, h.Page, toMillis(h.Made), toMillis(h.Received),
			h.Session[:], h.Part, h.Number))
	})
}

// HandIns lists the pages of a session, part by part in their order.
func (s *Store) HandIns(ctx context.Context, session leg.SessionID) ([]support.HandIn, error) {
	return list(ctx, s.db, scanHandIn, `SELECT `+handInColumns+` FROM hand_ins WHERE session = ? ORDER BY part, number`, session[:])
}

// Introduced lists the sessions of agents who were brought into another one, the earliest first.
func (s *Store) Introduced(ctx context.Context, session leg.SessionID) ([]support.Session, error) {
	return list(ctx, s.db, scanSession, `SELECT `+sessionColumns+` FROM sessions s JOIN introductions i ON i.id = s.introduction
		WHERE i.session = ? ORDER BY s.granted, s.id`, session[:])
}
