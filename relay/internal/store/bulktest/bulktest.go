// Package bulktest fills a store's SQLite file with as many cases as one wants, drawn from a seed: a year of a busy help desk. Benchmarks
// use it; no program does. It writes to the tables directly, since a million requests through the store would take a day of events, and
// it knows nothing of what is then asked of them.
package bulktest

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"beside.example/relay/internal/support"
)

// Shape says what a data set is like. Portals and agents are those that the store has.
type Shape struct {
	Seed         uint64
	Cases        int
	Organisation support.OrganisationID
	Portals      []support.PortalID
	Agents       []support.AgentID
	From, To     time.Time // the cases come in between, evenly
}

// Fill writes the data set into the file at path, whose tables a store has made.
func Fill(ctx context.Context, path string, shape Shape) (err error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return fmt.Errorf("open the file: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // which does nothing after a commit
	f := filler{shape: shape, draw: rand.New(rand.NewPCG(shape.Seed, 0))}
	if err := tx.QueryRowContext(ctx, `SELECT last FROM event_counter`).Scan(&f.seq); err != nil {
		return fmt.Errorf("ask for the last event: %w", err)
	}
	if err := f.prepare(ctx, tx); err != nil {
		return err
	}
	for i := range shape.Cases {
		if err := f.one(ctx, i); err != nil {
			return fmt.Errorf("case %d: %w", i, err)
		}
	}
	if _, err := tx.ExecContext(ctx, `UPDATE event_counter SET last = ?`, f.seq); err != nil {
		return fmt.Errorf("count the events: %w", err)
	}
	return tx.Commit()
}

// filler draws cases and writes them.
type filler struct {
	shape                    Shape
	draw                     *rand.Rand
	seq                      int64
	request, event, session  *sql.Stmt
	code, phoneSession, mark *sql.Stmt
}

func (f *filler) prepare(ctx context.Context, tx *sql.Tx) error {
	for to, text := range map[**sql.Stmt]string{
		&f.request: `INSERT INTO requests (id, organisation, portal, kind, state, customer, question, fields, language, wanted, created, posted,
			accepted, ended, seen, agent, session, notes, token) VALUES (?, ?, ?, 3, ?, ?, ?, '{}', 'en', 0, ?, ?, ?, ?, ?, ?, ?, '', ?)`,
		&f.event: `INSERT INTO events (seq, request, organisation, portal, kind, state, actor_role, actor, other, introduction, at, text)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, '')`,
		&f.session: `INSERT INTO sessions (id, request, agent, portal, customer, agent_secret, customer_secret, granted, started, ended, outcome)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		&f.code: `INSERT INTO codes (id, agent, portal, nameplate, customer, created, expires, state, ended) VALUES (?, ?, ?, '', ?, ?, ?, 1, ?)`,
		&f.phoneSession: `INSERT INTO sessions (id, code, agent, portal, customer, agent_secret, customer_secret, granted, started, ended, outcome)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		&f.mark: `INSERT INTO survey_answers (request, place, key, rating, text) VALUES (?, 0, 'help', ?, '')`,
	} {
		statement, err := tx.PrepareContext(ctx, text)
		if err != nil {
			return fmt.Errorf("prepare: %w", err)
		}
		*to = statement
	}
	return nil
}

// id returns an ID with the number of its case, drawn so that IDs come in no order.
func (f *filler) id(i int) []byte {
	id := make([]byte, 16)
	binary.BigEndian.PutUint64(id, f.draw.Uint64())
	binary.BigEndian.PutUint64(id[8:], uint64(i))
	return id
}

// Of a hundred cases, so many come by telephone, never reach an agent, and are answered in the survey.
const (
	byTelephone = 20
	unanswered  = 12
	surveyed    = 30
)

// Times of a case, in milliseconds.
const (
	minWait, maxWait     = 2_000, 600_000
	minHelp, maxHelp     = 60_000, 3_600_000
	firstLook, appMeets  = 1_000, 20_000
	secretSize, idOfCase = 32, "Customer %d"
)

func (f *filler) one(ctx context.Context, i int) error {
	span := f.shape.To.Sub(f.shape.From).Milliseconds()
	at := f.shape.From.UnixMilli() + span*int64(i)/int64(f.shape.Cases)
	portal, agent := f.shape.Portals[f.draw.IntN(len(f.shape.Portals))], f.shape.Agents[f.draw.IntN(len(f.shape.Agents))]
	helped := at + minHelp + f.draw.Int64N(maxHelp-minHelp)
	if f.draw.IntN(100) < byTelephone {
		return f.phone(ctx, i, portal, agent, at, helped)
	}
	return f.asked(ctx, i, portal, agent, at)
}

func (f *filler) phone(ctx context.Context, i int, portal support.PortalID, agent support.AgentID, at, ended int64) error {
	customer, secret := fmt.Sprintf(idOfCase, i), make([]byte, secretSize)
	if _, err := f.code.ExecContext(ctx, i+1, agent, portal, customer, at, at, at); err != nil {
		return err
	}
	_, err := f.phoneSession.ExecContext(ctx, f.id(i), i+1, agent, portal, customer, secret, secret, at, at+appMeets, ended, f.draw.IntN(3))
	return err
}

func (f *filler) asked(ctx context.Context, i int, portal support.PortalID, agent support.AgentID, at int64) error {
	id, posted := f.id(i), at+firstLook
	accepted := posted + minWait + f.draw.Int64N(maxWait-minWait)
	ended := accepted + minHelp + f.draw.Int64N(maxHelp-minHelp)
	state := support.RequestResolved + support.RequestState(f.draw.IntN(3))
	session := f.id(i)
	if f.draw.IntN(100) < unanswered {
		state = support.RequestDownloadError + support.RequestState(f.draw.IntN(5))
		agent, accepted, session = 0, 0, nil
	}
	token := append(f.id(i), id...)
	_, err := f.request.ExecContext(ctx, id, f.shape.Organisation, portal, state, fmt.Sprintf(idOfCase, i), "The label printer prints blank labels.",
		at, posted, accepted, ended, ended, agent, session, token)
	if err != nil {
		return err
	}
	events := []support.EventKind{support.EventSubmitted, support.EventPosted, support.EventAccepted, support.EventEnded}
	for k, when := range []int64{at, posted, accepted, ended} {
		if when == 0 {
			continue
		}
		f.seq++
		if _, err := f.event.ExecContext(ctx, f.seq, id, f.shape.Organisation, portal, events[k], state, support.ActorAgent, agent, when); err != nil {
			return err
		}
	}
	if session == nil {
		return nil
	}
	secret := make([]byte, secretSize)
	if _, err := f.session.ExecContext(ctx, session, id, agent, portal, "", secret, secret, accepted, accepted+appMeets, ended, f.draw.IntN(3)); err != nil {
		return err
	}
	if f.draw.IntN(100) >= surveyed {
		return nil
	}
	f.seq++
	if _, err := f.event.ExecContext(ctx, f.seq, id, f.shape.Organisation, portal, support.EventSurveyed, state, support.ActorCustomer, 0, ended+appMeets); err != nil {
		return err
	}
	_, err = f.mark.ExecContext(ctx, id, 1+f.draw.IntN(support.MaxRating))
	return err
}
