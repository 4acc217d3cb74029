package store

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

var _ support.PrivacyStore = (*Store)(nil)

// People implements support.PrivacyStore.
func (s *Store) People(ctx context.Context, o support.OrganisationID, hint support.PersonHint, from support.OldPlace, limit int) ([]support.PersonRow, error) {
	since, key := toMillis(from.At), append([]byte{}, from.Key...)
	asked := func(row scanner) (p support.PersonRow, err error) {
		return p, row.Scan(bytesColumn{p.Request[:]}, timeColumn{&p.Created}, &p.Customer, &p.Fields)
	}
	w := where{text: `organisation = ? AND created >= ? AND erased = 0 AND (created > ? OR id > ?)`, args: []any{o, since, since, key}}
	w.worth(hint, s.db.like, "customer", "fields")
	all, err := list(ctx, s.db, asked, `SELECT id, created, customer, fields FROM requests WHERE `+w.text+` ORDER BY created, id LIMIT ?`, append(w.args, limit)...)
	if err != nil {
		return nil, err
	}
	called := func(row scanner) (p support.PersonRow, err error) {
		return p, row.Scan(bytesColumn{p.Call[:]}, timeColumn{&p.Created}, &p.Customer)
	}
	until := millis(math.MaxInt64)
	if len(all) == limit { // later calls belong to a later page
		until = toMillis(all[limit-1].Created)
	}
	w = where{
		text: `s.portal IN (SELECT id FROM portals WHERE organisation = ?) AND s.code IS NOT NULL AND s.granted >= ? AND s.granted <= ? AND s.erased = 0
		AND (s.granted > ? OR s.id > ?)`,
		args: []any{o, since, until, since, key},
	}
	w.worth(hint, s.db.like, "s.customer")
	calls, err := list(ctx, s.db, called, `SELECT s.id, s.granted, s.customer FROM sessions s WHERE `+w.text+` ORDER BY s.granted, s.id LIMIT ?`, append(w.args, limit)...)
	if err != nil {
		return nil, err
	}
	all = append(all, calls...)
	slices.SortFunc(all, func(a, b support.PersonRow) int {
		if c := a.Created.Compare(b.Created); c != 0 {
			return c
		}
		return bytes.Compare(idOf(a), idOf(b))
	})
	return all[:min(limit, len(all))], nil
}

// worth restricts columns of texts to what a hint says; like compares texts without regard to capitals.
func (w *where) worth(hint support.PersonHint, like string, columns ...string) {
	var either []string
	var args []any
	escape := strings.NewReplacer(`!`, `!!`, `%`, `!%`, `_`, `!_`)
	for _, column := range columns {
		either = append(either, `octet_length(`+column+`) <> length(`+column+`)`)
		for _, texts := range hint.Groups {
			each := column + ` ` + like + ` ? ESCAPE '!'`
			either = append(either, `(`+each+strings.Repeat(` AND `+each, len(texts)-1)+`)`)
			for _, text := range texts {
				args = append(args, `%`+escape.Replace(text)+`%`)
			}
		}
		if hint.Number != "" {
			either, args = append(either, column+` LIKE ?`), append(args, `%`+strings.Join(strings.Split(hint.Number, ""), `%`)+`%`)
		}
	}
	w.and(`(`+strings.Join(either, ` OR `)+`)`, args...)
}

func idOf(p support.PersonRow) []byte {
	if p.Request == (support.RequestID{}) {
		return p.Call[:]
	}
	return p.Request[:]
}

// Comments implements support.PrivacyStore.
func (s *Store) Comments(ctx context.Context, sessions []leg.SessionID) ([]string, error) {
	if len(sessions) == 0 {
		return nil, nil
	}
	var ids []any
	for i := range sessions {
		ids = append(ids, sessions[i][:])
	}
	scan := func(row scanner) (text string, err error) { return text, row.Scan(&text) }
	return list(ctx, s.db, scan, `SELECT comment FROM introductions WHERE comment <> '' AND session IN (`+marks(len(ids))+`) ORDER BY id`, ids...)
}

// ErasedAt implements support.ReviewStore.
func (s *Store) ErasedAt(ctx context.Context, c support.Case) (at time.Time, err error) {
	scan := func(row scanner) (at time.Time, err error) { return at, row.Scan(timeColumn{&at}) }
	if c.Request != (support.RequestID{}) {
		return one(ctx, s.db, scan, `SELECT erased FROM requests WHERE id = ?`, c.Request[:])
	}
	return one(ctx, s.db, scan, `SELECT erased FROM sessions WHERE id = ?`, c.Session[:])
}

// EraseCases implements support.PrivacyStore.
func (s *Store) EraseCases(ctx context.Context, o support.OrganisationID, ids []support.CaseID, at time.Time, e support.AuditEvent) error {
	return s.Manage(ctx, func(within support.ManageStore) error {
		tx := within.(*Store).db // Manage hands out what it made
		var requests, calls []any
		for _, id := range ids {
			if id.Request != (support.RequestID{}) {
				requests = append(requests, id.Request[:])
			} else {
				calls = append(calls, id.Call[:])
			}
		}
		erased, err := changeAll(ctx, tx, fmt.Sprintf(`UPDATE requests SET customer = '', question = '', fields = '{}', notes = '', erased = %d
			WHERE ended <> 0 AND organisation = %d AND id IN `, toMillis(at), o), requests)
		if err != nil {
			return err
		}
		called, err := changeAll(ctx, tx, fmt.Sprintf(`UPDATE sessions SET erased = %d WHERE ended <> 0 AND code IS NOT NULL
			AND portal IN (SELECT id FROM portals WHERE organisation = %d) AND id IN `, toMillis(at), o), calls)
		if err != nil {
			return err
		}
		if erased+called != uint64(len(ids)) {
			return support.ErrChanged
		}
		if err := eraseBelongings(ctx, tx, requests, calls); err != nil {
			return err
		}
		return within.AddAudit(ctx, e)
	})
}

// eraseBelongings erases what belongs to requests and calls.
func eraseBelongings(ctx context.Context, tx queryer, requests, calls []any) error {
	sessions, err := sessionsOf(ctx, tx, requests, calls)
	if err != nil {
		return err
	}
	for _, step := range []struct {
		text string
		of   []any
	}{
		{`UPDATE events SET text = '' WHERE request IN `, requests},
		{`UPDATE survey_answers SET text = '' WHERE request IN `, requests},
		{`UPDATE rendezvous SET customer = '' WHERE request IN `, requests},
		{`UPDATE rendezvous SET customer = '' WHERE session IN `, sessions},
		{`UPDATE introductions SET customer = '', comment = '' WHERE session IN `, sessions},
		{`UPDATE sessions SET customer = '' WHERE id IN `, sessions},
		{`DELETE FROM hand_ins WHERE session IN `, sessions},
	} {
		if _, err := changeAll(ctx, tx, step.text, step.of); err != nil {
			return err
		}
	}
	if len(calls) == 0 {
		return nil
	}
	_, err = tx.ExecContext(ctx, `UPDATE codes SET customer = '' WHERE id IN (SELECT code FROM sessions WHERE id IN (`+marks(len(calls))+`))`, calls...)
	return err
}

// EraseAgent implements support.PrivacyStore.
func (s *Store) EraseAgent(ctx context.Context, was support.Agent, name, mail string, e support.AuditEvent) error {
	return s.Manage(ctx, func(within support.ManageStore) error {
		tx := within.(*Store).db
		if err := leave(ctx, tx, was, name, mail); err != nil {
			return err
		}
		return within.AddAudit(ctx, e)
	})
}

// eraseFromAudit puts another name and address in the place of an agent's in all that the audit log says.
func eraseFromAudit(ctx context.Context, tx queryer, was support.Agent, name, mail string) error {
	if _, err := tx.ExecContext(ctx, `UPDATE audit SET name = ? WHERE organisation = ? AND agent = ? AND token = 0`, name, was.Organisation, was.ID); err != nil {
		return err
	}
	// What the agent called the own computers and keys may have been anything.
	if _, err := tx.ExecContext(ctx, `UPDATE audit SET object = '' WHERE organisation = ? AND agent = ? AND act IN ('own-device', 'key-added', 'key-removed')`,
		was.Organisation, was.ID); err != nil {
		return err
	}
	for before, after := range map[string]string{was.Name: name, was.Mail: mail} {
		if _, err := tx.ExecContext(ctx, `UPDATE audit SET object = ? WHERE organisation = ? AND object = ?`, after, was.Organisation, before); err != nil {
			return err
		}
	}
	scan := func(row scanner) (e support.AuditEvent, err error) { return e, row.Scan(&e.ID, asJSON(&e.Changes)) }
	acts, err := list(ctx, tx, scan, `SELECT id, changes FROM audit WHERE organisation = ? AND act LIKE 'agent-%'`, was.Organisation)
	if err != nil {
		return err
	}
	other := func(text string) string {
		switch text {
		case was.Name:
			return name
		case was.Mail:
			return mail
		}
		return text
	}
	for _, act := range acts {
		before := slices.Clone(act.Changes)
		for i := range act.Changes {
			c := &act.Changes[i]
			c.Before, c.After = other(c.Before), other(c.After)
		}
		if slices.Equal(before, act.Changes) {
			continue
		}
		if _, err := tx.ExecContext(ctx, `UPDATE audit SET changes = ? WHERE id = ?`, asJSON(&act.Changes), act.ID); err != nil {
			return err
		}
	}
	return nil
}
