package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"beside.example/protocol"
	"beside.example/relay/internal/support"
)

var _ support.RetentionStore = (*Store)(nil)

// Lease implements support.RetentionStore.
func (s *Store) Lease(ctx context.Context, name string, holder support.SecretHash, now, until time.Time) (bool, error) {
	err := changedOne(s.db.ExecContext(ctx, `INSERT INTO leases (name, holder, until) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
		WHERE leases.holder = excluded.holder OR leases.until <= ?`, name, holder[:], toMillis(until), toMillis(now)))
	if errors.Is(err, support.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// RetentionMarks implements support.RetentionStore.
func (s *Store) RetentionMarks(ctx context.Context, o support.OrganisationID) (map[support.Perishable]support.RetentionMark, error) {
	type row struct {
		kind support.Perishable
		mark support.RetentionMark
	}
	scan := func(from scanner) (r row, err error) {
		return r, from.Scan(&r.kind, timeColumn{&r.mark.Before}, timeColumn{&r.mark.Looked})
	}
	marks := map[support.Perishable]support.RetentionMark{}
	note := func(r row) error { marks[r.kind] = r.mark; return nil }
	return marks, each(ctx, s.db, scan, note, `SELECT kind, before, looked FROM retention_marks WHERE organisation = ?`, o)
}

// SetRetentionMark implements support.RetentionStore.
func (s *Store) SetRetentionMark(ctx context.Context, o support.OrganisationID, kind support.Perishable, m support.RetentionMark) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO retention_marks (organisation, kind, before, looked) VALUES (?, ?, ?, ?)
		ON CONFLICT (organisation, kind) DO UPDATE SET before = excluded.before, looked = excluded.looked`, o, kind, toMillis(m.Before), toMillis(m.Looked))
	return err
}

// AddDeletion implements support.RetentionStore.
func (s *Store) AddDeletion(ctx context.Context, d support.Deletion) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO deletions (organisation, kind, at, before, count) VALUES (?, ?, ?, ?, ?)`,
		d.Organisation, d.Kind, toMillis(d.At), toMillis(d.Before), d.Count)
	return err
}

// Deletions lists up to limit deletions of an organisation that come before one, the latest first; before 0 means from the latest on.
func (s *Store) Deletions(ctx context.Context, o support.OrganisationID, before uint64, limit int) ([]support.Deletion, error) {
	scan := func(row scanner) (d support.Deletion, err error) {
		return d, row.Scan(&d.ID, &d.Organisation, &d.Kind, timeColumn{&d.At}, timeColumn{&d.Before}, &d.Count)
	}
	query, args := `SELECT id, organisation, kind, at, before, count FROM deletions WHERE organisation = ?`, []any{o}
	if before != 0 {
		query, args = query+` AND id < ?`, append(args, before)
	}
	return list(ctx, s.db, scan, query+` ORDER BY id DESC LIMIT ?`, append(args, limit)...)
}

// DeleteOld implements support.RetentionStore.
func (s *Store) DeleteOld(ctx context.Context, o support.OrganisationID, kind support.Perishable, from support.OldPlace, before time.Time, limit int) (
	next support.OldPlace, deleted uint64, more bool, err error,
) {
	err = s.transact(ctx, func(tx queryer) error {
		switch kind {
		case support.PerishableCases:
			deleted, err = deleteCases(ctx, tx, o, before, limit)
		case support.PerishableChats:
			next, deleted, more, err = deleteChats(ctx, tx, o, from, before, limit)
			return err
		case support.PerishableSignIns:
			deleted, err = changed(tx.ExecContext(ctx, `DELETE FROM visits WHERE id IN (SELECT v.id FROM visits v JOIN agents a ON a.id = v.agent
				WHERE a.organisation = ? AND v.until <> 0 AND v.until < ? ORDER BY v.until LIMIT ?)`, o, toMillis(before), limit))
		case support.PerishableAudit:
			deleted, err = changed(tx.ExecContext(ctx, `DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE organisation = ? AND at < ?
				ORDER BY id LIMIT ?)`, o, toMillis(before), limit))
		default:
			err = fmt.Errorf("delete kind %d: %w", kind, support.ErrInvalid)
		}
		more = deleted > 0
		return err
	})
	return next, deleted, more, err
}

// deleteCases deletes the oldest requests and calls that are over, with all that belongs to them.
func deleteCases(ctx context.Context, tx queryer, o support.OrganisationID, before time.Time, limit int) (uint64, error) {
	requests, err := list(ctx, tx, scanID, `SELECT id FROM requests WHERE organisation = ? AND created < ? AND ended <> 0
		ORDER BY created, id LIMIT ?`, o, toMillis(before), limit)
	if err != nil {
		return 0, err
	}
	calls, err := list(ctx, tx, scanID, `SELECT s.id FROM sessions s JOIN portals p ON p.id = s.portal
		WHERE s.code IS NOT NULL AND p.organisation = ? AND s.granted < ? AND s.ended <> 0 ORDER BY s.granted, s.id LIMIT ?`, o, toMillis(before), limit)
	if err != nil {
		return 0, err
	}
	met, err := sessionsOf(ctx, tx, requests, calls)
	if err != nil {
		return 0, err
	}
	if err := deleteSessions(ctx, tx, met); err != nil {
		return 0, err
	}
	for _, text := range []string{
		`DELETE FROM survey_answers WHERE request IN `, `DELETE FROM rendezvous WHERE request IN `, `DELETE FROM introductions WHERE request IN `,
		`DELETE FROM events WHERE request IN `, `DELETE FROM requests WHERE id IN `,
	} {
		if _, err := changeAll(ctx, tx, text, requests); err != nil {
			return 0, err
		}
	}
	// What colleagues were asked in calls belongs to no request.
	if len(requests)+len(calls) < limit {
		_, err = tx.ExecContext(ctx, `DELETE FROM events WHERE request IS NULL AND organisation = ? AND kind BETWEEN 12 AND 15 AND at < ?`, o, toMillis(before))
	}
	return uint64(len(requests) + len(calls)), err
}

// deleteSessions deletes sessions, with what was handed in of them and the codes that they came of.
func deleteSessions(ctx context.Context, tx queryer, ids []any) error {
	if len(ids) == 0 {
		return nil
	}
	scan := func(row scanner) (any, error) {
		var code int64
		err := row.Scan(&code)
		return code, err
	}
	codes, err := list(ctx, tx, scan, `SELECT code FROM sessions WHERE code IS NOT NULL AND id IN (`+marks(len(ids))+`)`, ids...)
	if err != nil {
		return err
	}
	for _, text := range []string{`DELETE FROM rendezvous WHERE session IN `, `DELETE FROM introductions WHERE session IN `, `DELETE FROM sessions WHERE id IN `} {
		if _, err := changeAll(ctx, tx, text, ids); err != nil {
			return err
		}
	}
	_, err = changeAll(ctx, tx, `DELETE FROM codes WHERE id IN `, codes)
	return err
}

// oldCase is a case as whoever walks through them sees it.
type oldCase struct {
	at   time.Time
	id   []byte
	call bool
}

// oldCases lists the cases of an organisation that are over, from after a place to before a time, the oldest first.
func oldCases(ctx context.Context, q queryer, o support.OrganisationID, from support.OldPlace, before time.Time, limit int) ([]oldCase, error) {
	since, key := toMillis(from.At), append([]byte{}, from.Key...)
	scan := func(call bool) func(row scanner) (oldCase, error) {
		return func(row scanner) (n oldCase, err error) {
			n.call = call
			return n, row.Scan(timeColumn{&n.at}, &n.id)
		}
	}
	all, err := list(ctx, q, scan(false), `SELECT created, id FROM requests WHERE organisation = ? AND created >= ? AND created < ? AND ended <> 0
		AND (created > ? OR id > ?) ORDER BY created, id LIMIT ?`, o, since, toMillis(before), since, key, limit)
	if err != nil {
		return nil, err
	}
	if len(all) == limit { // later calls belong to a later page
		before = all[limit-1].at.Add(time.Millisecond)
	}
	calls, err := list(ctx, q, scan(true), `SELECT s.granted, s.id FROM sessions s JOIN portals p ON p.id = s.portal WHERE p.organisation = ?
		AND s.code IS NOT NULL AND s.granted >= ? AND s.granted < ? AND s.ended <> 0 AND (s.granted > ? OR s.id > ?)
		ORDER BY s.granted, s.id LIMIT ?`, o, since, toMillis(before), since, key, limit)
	if err != nil {
		return nil, err
	}
	all = append(all, calls...)
	slices.SortFunc(all, func(a, b oldCase) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		return bytes.Compare(a.id, b.id)
	})
	return all[:min(limit, len(all))], nil
}

// deleteChats removes what was written in the oldest cases after a place, and moves the place on.
func deleteChats(ctx context.Context, tx queryer, o support.OrganisationID, from support.OldPlace, before time.Time, limit int) (
	next support.OldPlace, deleted uint64, more bool, err error,
) {
	all, err := oldCases(ctx, tx, o, from, before, limit)
	if err != nil || len(all) == 0 {
		return next, 0, false, err
	}
	var requests, calls []any
	for _, n := range all {
		if n.call {
			calls = append(calls, n.id)
		} else {
			requests = append(requests, n.id)
		}
	}
	met, err := sessionsOf(ctx, tx, requests, calls)
	if err != nil {
		return next, 0, false, err
	}
	deleted, err = deleteWords(ctx, tx, requests, met)
	last := all[len(all)-1]
	return support.OldPlace{At: last.at, Key: last.id}, deleted, len(all) == limit, err
}

// deleteWords removes what was written in requests and sessions: lines, notes, comments, and what was handed in of them.
func deleteWords(ctx context.Context, tx queryer, requests, sessions []any) (deleted uint64, err error) {
	for _, step := range []struct {
		text string
		of   []any
	}{
		{`UPDATE events SET text = '' WHERE text <> '' AND request IN `, requests},
		{`UPDATE requests SET notes = '' WHERE notes <> '' AND id IN `, requests},
		{`UPDATE introductions SET comment = '' WHERE comment <> '' AND session IN `, sessions},
		{`DELETE FROM hand_ins WHERE part <> 1 AND session IN `, sessions}, // the facts stay, without a word
	} {
		n, err := changeAll(ctx, tx, step.text, step.of)
		if err != nil {
			return deleted, err
		}
		deleted += n
	}
	return deleted, nil
}

// DeleteLeftovers implements support.RetentionStore.
func (s *Store) DeleteLeftovers(ctx context.Context, before time.Time, limit int) (uint64, error) {
	var deleted uint64
	err := s.transact(ctx, func(tx queryer) error {
		for _, text := range []string{
			`DELETE FROM rendezvous WHERE code IN (SELECT code FROM rendezvous WHERE expires < ? ORDER BY expires LIMIT ?)`,
			`DELETE FROM codes WHERE id IN (SELECT id FROM codes WHERE state <> 1 AND expires < ? ORDER BY expires LIMIT ?)`, // became no session
		} {
			n, err := changed(tx.ExecContext(ctx, text, toMillis(before), limit))
			if err != nil {
				return err
			}
			deleted = max(deleted, n)
		}
		return nil
	})
	return deleted, err
}

func scanID(row scanner) (any, error) {
	var id []byte
	err := row.Scan(&id)
	return id, err
}

// sessionsOf lists the sessions of requests and those of calls: the calls themselves, and the sessions of who was brought into them, which
// belong to no request.
func sessionsOf(ctx context.Context, q queryer, requests, calls []any) ([]any, error) {
	all := slices.Clone(calls)
	for newest := calls; len(newest) > 0 && len(all) < protocol.MaxAgents*len(calls); {
		brought, err := list(ctx, q, scanID, `SELECT s.id FROM sessions s JOIN introductions i ON i.id = s.introduction
			WHERE s.request IS NULL AND i.session IN (`+marks(len(newest))+`)`, newest...)
		if err != nil {
			return nil, err
		}
		all, newest = append(all, brought...), brought
	}
	if len(requests) == 0 {
		return all, nil
	}
	met, err := list(ctx, q, scanID, `SELECT id FROM sessions WHERE request IN (`+marks(len(requests))+`)`, requests...)
	return append(all, met...), err
}

// changeAll runs a statement that ends with the rows it is for, and returns how many it changed.
func changeAll(ctx context.Context, tx queryer, text string, ids []any) (uint64, error) {
	if len(ids) == 0 {
		return 0, nil
	}
	return changed(tx.ExecContext(ctx, text+`(`+marks(len(ids))+`)`, ids...))
}

// changed returns how many rows a statement changed.
func changed(result sql.Result, err error) (uint64, error) {
	if err != nil {
		return 0, mapped(err)
	}
	n, err := result.RowsAffected()
	return uint64(max(n, 0)), err
}
