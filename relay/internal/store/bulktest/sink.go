package bulktest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// table is one that is filled.
type table int

// The tables, each after those that it names rows of.
const (
	codes table = iota
	requests
	sessions
	events
	answers
	visits
	tables
)

// columns are those that a row has, in its order.
func (t table) columns() (name string, columns []string) {
	shape := [tables]string{
		codes:    "codes: id agent portal nameplate customer created expires state ended",
		requests: "requests: id organisation portal kind state customer question fields language wanted created posted accepted ended seen agent session lines notes token",
		sessions: "sessions: id code request agent portal customer agent_secret customer_secret granted started ended outcome",
		events:   "events: seq request organisation portal kind state actor_role actor other introduction at text",
		answers:  "survey_answers: request place key rating text",
		visits:   "visits: agent device node status since until",
	}[t]
	name, list, _ := strings.Cut(shape, ": ")
	return name, strings.Fields(list)
}

// sink takes rows into a database.
type sink interface {
	row(ctx context.Context, t table, values ...any) error
	// lastEvent returns the number of the last event.
	lastEvent(ctx context.Context) (int64, error)
	// end keeps everything, after which events go on from a number.
	end(ctx context.Context, lastEvent int64) error
	Close() error
}

// fileSink fills an SQLite file in one transaction.
type fileSink struct {
	db         *sql.DB
	tx         *sql.Tx
	statements [tables]*sql.Stmt
}

func openFile(ctx context.Context, path string) (_ *fileSink, err error) {
	s := &fileSink{}
	const patient = "?_txlock=immediate&_pragma=busy_timeout(20000)" // a relay may be at work on it
	if s.db, err = sql.Open("sqlite", path+patient); err != nil {
		return nil, fmt.Errorf("open the file: %w", err)
	}
	if s.tx, err = s.db.BeginTx(ctx, nil); err != nil {
		return nil, errors.Join(fmt.Errorf("begin: %w", err), s.db.Close())
	}
	for t := range tables {
		name, columns := t.columns()
		marks := strings.TrimSuffix(strings.Repeat("?, ", len(columns)), ", ")
		text := "INSERT INTO " + name + " (" + strings.Join(columns, ", ") + ") VALUES (" + marks + ")"
		if s.statements[t], err = s.tx.PrepareContext(ctx, text); err != nil {
			return nil, errors.Join(fmt.Errorf("prepare: %w", err), s.Close())
		}
	}
	return s, nil
}

func (s *fileSink) row(ctx context.Context, t table, values ...any) error {
	_, err := s.statements[t].ExecContext(ctx, values...)
	return err
}

func (s *fileSink) lastEvent(ctx context.Context) (last int64, err error) {
	return last, s.tx.QueryRowContext(ctx, `SELECT last FROM event_counter`).Scan(&last)
}

func (s *fileSink) end(ctx context.Context, lastEvent int64) error {
	if _, err := s.tx.ExecContext(ctx, `UPDATE event_counter SET last = ?`, lastEvent); err != nil {
		return err
	}
	return s.tx.Commit()
}

func (s *fileSink) Close() error {
	_ = s.tx.Rollback() // which does nothing after a commit
	return s.db.Close()
}

// serverSink fills a PostgreSQL server, so many rows at a time.
type serverSink struct {
	conn *pgx.Conn
	rows [tables][][]any
	held int
}

// batch is how many rows go to the server at a time.
const batch = 20_000

func openServer(ctx context.Context, dsn string) (*serverSink, error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	return &serverSink{conn: conn}, nil
}

func (s *serverSink) row(ctx context.Context, t table, values ...any) error {
	s.rows[t] = append(s.rows[t], values)
	if s.held++; s.held < batch {
		return nil
	}
	return s.flush(ctx)
}

func (s *serverSink) flush(ctx context.Context) error {
	for t := range tables {
		name, columns := t.columns()
		if _, err := s.conn.CopyFrom(ctx, pgx.Identifier{name}, columns, pgx.CopyFromRows(s.rows[t])); err != nil {
			return fmt.Errorf("copy to %s: %w", name, err)
		}
		s.rows[t] = s.rows[t][:0]
	}
	s.held = 0
	return nil
}

func (s *serverSink) lastEvent(ctx context.Context) (last int64, err error) {
	return last, s.conn.QueryRow(ctx, `SELECT last FROM event_counter`).Scan(&last)
}

func (s *serverSink) end(ctx context.Context, lastEvent int64) error {
	if err := s.flush(ctx); err != nil {
		return err
	}
	if _, err := s.conn.Exec(ctx, `UPDATE event_counter SET last = $1`, lastEvent); err != nil {
		return err
	}
	// The server numbers codes itself, and would begin anew; and it plans by what it knows of the tables.
	if _, err := s.conn.Exec(ctx, `SELECT setval(pg_get_serial_sequence('codes', 'id'), (SELECT MAX(id) FROM codes) + 1)`); err != nil {
		return err
	}
	_, err := s.conn.Exec(ctx, `ANALYZE`)
	return err
}

func (s *serverSink) Close() error { return s.conn.Close(context.Background()) }
