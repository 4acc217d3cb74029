package store

import (
	"context"
	"errors"
	"time"

	"beside.example/protocol/code"
	"beside.example/relay/internal/support"
)

// Rendezvous implements support.RendezvousStore.
func (s *Store) Rendezvous(ctx context.Context, c code.PortalCode, now time.Time) (support.Rendezvous, error) {
	scan := func(row scanner) (r support.Rendezvous, err error) {
		return r, row.Scan(&r.Code, &r.Kind, bytesColumn{r.Request[:]}, &r.Introduction, &r.Organisation, &r.Portal, &r.Customer, &r.Agent,
			&r.Device, bytesColumn{r.Session[:]}, timeColumn{&r.Expires})
	}
	return one(ctx, s.db, scan, `SELECT code, kind, request, introduction, organisation, portal, customer, agent, device, session, expires
		FROM rendezvous WHERE code = ? AND used = 0 AND expires > ?`, c.Canonical(), toMillis(now))
}

func insertRendezvous(ctx context.Context, tx queryer, r support.Rendezvous) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO rendezvous
		(code, kind, request, introduction, organisation, portal, customer, agent, device, session, expires) VALUES (`+marks(11)+`)`,
		r.Code.Canonical(), r.Kind, orNull(r.Request[:]), r.Introduction, r.Organisation, r.Portal, r.Customer, r.Agent, r.Device,
		orNull(r.Session[:]), toMillis(r.Expires))
	return mapped(err)
}

// useCode makes a code unusable that can be used until then; ErrNotFound when there is none.
func useCode(ctx context.Context, tx queryer, c code.PortalCode, at time.Time) error {
	return changedOne(tx.ExecContext(ctx, `UPDATE rendezvous SET used = ? WHERE code = ? AND used = 0 AND expires > ?`,
		toMillis(at), c.Canonical(), toMillis(at)))
}

// KeepStep implements support.RendezvousStore.
func (s *Store) KeepStep(ctx context.Context, step support.Step) error {
	return s.transactWithEvents(ctx, func(tx queryer) (bool, error) {
		events, err := keepStep(ctx, tx, step)
		return len(events) > 0, err
	})
}

// goneIfNotFound says that what is not there, or not any more, has ended.
func goneIfNotFound(err error) error {
	if errors.Is(err, support.ErrNotFound) {
		return support.ErrGone
	}
	return err
}
