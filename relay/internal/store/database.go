package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"beside.example/relay/internal/support"
)

// dialect is what differs between the databases, beside the types of columns.
type dialect struct {
	goose      goose.Dialect
	migrations string // folder
	// place writes the placeholders of a query, which the code writes as question marks.
	place func(query string) string
	// lock is run at the start of a transaction that must be alone; empty where every transaction is.
	lock string
	// forUpdate ends a SELECT of a row that nobody else may change before the transaction ends.
	forUpdate string
	// like compares texts with a pattern, small ASCII letters being the same as capitals.
	like string
	// notify is run in a transaction that keeps events, to wake other processes; empty where there is no way.
	notify string
}

func sqliteDialect() dialect {
	return dialect{
		goose: goose.DialectSQLite3, migrations: "migrations/sqlite",
		place: func(query string) string { return query }, like: "LIKE",
	}
}

// channel is where PostgreSQL tells of new events.
const channel = "beside_events"

func postgresDialect() dialect {
	return dialect{
		goose: goose.DialectPostgres, migrations: "migrations/postgres",
		place: numbered, like: "ILIKE",
		// Any number will do as long as nobody else locks it in this database.
		lock:      `SELECT pg_advisory_xact_lock(7203184115)`,
		forUpdate: ` FOR UPDATE`,
		notify:    `NOTIFY ` + channel,
	}
}

// numbered writes the placeholders as PostgreSQL wants them and the one type that it names otherwise. No text in our queries has a
// question mark of its own.
func numbered(query string) string {
	var b strings.Builder
	for n := 1; ; n++ {
		before, after, found := strings.Cut(query, "?")
		b.WriteString(before)
		if !found {
			return strings.ReplaceAll(b.String(), "AS BLOB", "AS BYTEA")
		}
		b.WriteString("$" + strconv.Itoa(n))
		query = after
	}
}

// queryer is what a database and a transaction have in common.
type queryer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// database speaks a dialect.
type database struct {
	queryer
	dialect
}

// ExecContext implements queryer.
func (d database) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return d.queryer.ExecContext(ctx, d.place(query), args...)
}

// QueryContext implements queryer.
func (d database) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return d.queryer.QueryContext(ctx, d.place(query), args...)
}

// QueryRowContext implements queryer.
func (d database) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return d.queryer.QueryRowContext(ctx, d.place(query), args...)
}

// mapped turns what the database says into the errors of package support.
func mapped(err error) error {
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return support.ErrNotFound
	case taken(err):
		return support.ErrExists
	}
	return err
}

// taken reports whether an error says that a value which must be unique is there already.
func taken(err error) bool {
	const uniqueViolation = "23505" // PostgreSQL's number for it
	var lite *sqlite.Error
	var post *pgconn.PgError
	switch {
	case errors.As(err, &lite):
		return lite.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	case errors.As(err, &post):
		return post.Code == uniqueViolation
	}
	return false
}

// inTx runs f in a transaction that no other inTx runs beside, and keeps what it did only when it returns nil.
func (s *Store) inTx(ctx context.Context, f func(tx queryer) error) error {
	return s.transact(ctx, func(tx queryer) error {
		if s.db.lock != "" {
			if _, err := tx.ExecContext(ctx, s.db.lock); err != nil {
				return fmt.Errorf("wait for other transactions: %w", err)
			}
		}
		return f(tx)
	})
}

// transact runs f in a transaction and keeps what it did only when it returns nil. On PostgreSQL others run beside it.
func (s *Store) transact(ctx context.Context, f func(tx queryer) error) error {
	if s.joined {
		return f(s.db)
	}
	if s.writer != nil {
		select {
		case s.writer <- struct{}{}:
			defer func() { <-s.writer }()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	tx, err := s.pool.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin a transaction: %w", err)
	}
	if err := f(database{queryer: tx, dialect: s.db.dialect}); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit a transaction: %w", err)
	}
	return nil
}
