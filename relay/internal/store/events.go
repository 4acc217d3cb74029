package store

import (
	"context"
	"errors"
	"fmt"

	"beside.example/relay/internal/support"
)

var _ support.FeedStore = (*Store)(nil)

// transactWithEvents runs f in a transaction, and tells all processes when there are events in it.
func (s *Store) transactWithEvents(ctx context.Context, f func(tx queryer) (events bool, err error)) error {
	woken := false
	err := s.transact(ctx, func(tx queryer) error {
		events, err := f(tx)
		if err == nil && events && s.db.notify != "" {
			_, err = tx.ExecContext(ctx, s.db.notify)
		}
		woken = events
		return err
	})
	if err == nil && woken {
		s.signal()
	}
	return err
}

// keepStep keeps what comes with a change and returns its events with their numbers.
func keepStep(ctx context.Context, tx queryer, step support.Step) ([]support.Event, error) {
	if step.Use != "" {
		if err := useCode(ctx, tx, step.Use, step.At); err != nil {
			return nil, fmt.Errorf("use a code: %w", goneIfNotFound(err))
		}
	}
	if step.Drop != "" {
		if err := useCode(ctx, tx, step.Drop, step.At); err != nil && !errors.Is(err, support.ErrNotFound) {
			return nil, fmt.Errorf("drop a code: %w", err)
		}
	}
	if step.Session != nil {
		if err := insertSession(ctx, tx, *step.Session); err != nil {
			return nil, fmt.Errorf("keep a session: %w", err)
		}
	}
	if step.Audit != nil {
		if err := addAudit(ctx, tx, *step.Audit); err != nil {
			return nil, fmt.Errorf("write the audit log: %w", err)
		}
	}
	if step.Code != nil {
		if err := insertRendezvous(ctx, tx, *step.Code); err != nil {
			return nil, fmt.Errorf("keep a code: %w", err)
		}
	}
	return addEvents(ctx, tx, step.Events)
}

// addEvents numbers events and keeps them. From here to the end of the transaction nobody else can.
func addEvents(ctx context.Context, tx queryer, events []support.Event) ([]support.Event, error) {
	if len(events) == 0 {
		return nil, nil
	}
	scan := func(row scanner) (last uint64, err error) { return last, row.Scan(&last) }
	last, err := one(ctx, tx, scan, `UPDATE event_counter SET last = last + ? RETURNING last`, len(events))
	if err != nil {
		return nil, fmt.Errorf("number events: %w", err)
	}
	first := last - uint64(len(events)) + 1
	for i := range events {
		e := &events[i]
		e.Seq = first + uint64(i)
		_, err := tx.ExecContext(ctx, `INSERT INTO events
			(seq, request, organisation, portal, kind, state, actor_role, actor, other, introduction, at, text) VALUES (`+marks(12)+`)`,
			e.Seq, orNull(e.Request[:]), e.Organisation, e.Portal, e.Kind, e.State, e.Actor.Role, e.Actor.Agent, e.Other, e.Introduction,
			toMillis(e.At), e.Text)
		if err != nil {
			return nil, fmt.Errorf("keep an event: %w", err)
		}
	}
	return events, nil
}

const selectEvents = `SELECT seq, request, organisation, portal, kind, state, actor_role, actor, other, introduction, at, text FROM events`

func scanEvent(row scanner) (e support.Event, err error) {
	return e, row.Scan(&e.Seq, bytesColumn{e.Request[:]}, &e.Organisation, &e.Portal, &e.Kind, &e.State, &e.Actor.Role, &e.Actor.Agent,
		&e.Other, &e.Introduction, timeColumn{&e.At}, &e.Text)
}

// Events implements support.RequestReader.
func (s *Store) Events(ctx context.Context, id support.RequestID, after uint64, limit int) ([]support.Event, error) {
	return list(ctx, s.db, scanEvent, selectEvents+` WHERE request = ? AND seq > ? ORDER BY seq LIMIT ?`, id[:], after, limit)
}

// EventsSince implements support.FeedStore.
func (s *Store) EventsSince(ctx context.Context, after uint64, limit int) ([]support.Event, error) {
	return list(ctx, s.db, scanEvent, selectEvents+` WHERE seq > ? ORDER BY seq LIMIT ?`, after, limit)
}

// LastEvent implements support.FeedStore.
func (s *Store) LastEvent(ctx context.Context) (uint64, error) {
	scan := func(row scanner) (last uint64, err error) { return last, row.Scan(&last) }
	return one(ctx, s.db, scan, `SELECT last FROM event_counter`)
}
