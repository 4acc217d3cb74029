package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"beside.example/relay/internal/support"
)

//go:embed migrations
var migrations embed.FS

// Store keeps the relay's facts. It is safe for concurrent use, by several processes on one file too.
type Store struct {
	db *sql.DB
}

// Tuning of SQLite for a relay that idles in little memory.
const (
	maxConns    = 4                // readers beside the one writer that SQLite knows
	idleConns   = 1                // each keeps a page cache
	busyTimeout = 5 * time.Second  // how long a writer waits for another process, such as a subcommand
	idleTime    = 30 * time.Second // then a connection beyond idleConns is closed
	cacheKiB    = 512              // the pages that a connection keeps; the whole of a small relay's data
)

// Open opens the SQLite file at path, creating it with mode 0600 when it is missing, and brings its tables up to date.
func Open(ctx context.Context, path string) (*Store, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	settings := url.Values{"_txlock": {"immediate"}, "_pragma": {
		fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()),
		"journal_mode(WAL)",
		"synchronous(NORMAL)",
		"foreign_keys(1)",
		fmt.Sprintf("cache_size(-%d)", cacheKiB),
		"temp_store(MEMORY)",
	}}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: filepath.ToSlash(absolute), RawQuery: settings.Encode()}).String())
	if err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	db.SetMaxOpenConns(maxConns)
	db.SetMaxIdleConns(idleConns)
	db.SetConnMaxIdleTime(idleTime)
	if err := migrate(ctx, db, goose.DialectSQLite3, "migrations/sqlite"); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &Store{db: db}, nil
}

func migrate(ctx context.Context, db *sql.DB, dialect goose.Dialect, folder string) error {
	files, err := fs.Sub(migrations, folder)
	if err != nil {
		return fmt.Errorf("open %s: %w", folder, err)
	}
	provider, err := goose.NewProvider(dialect, db, files)
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bring the store up to date: %w", err)
	}
	return nil
}

// Close closes the store. No other method may be called after it.
func (s *Store) Close() error { return s.db.Close() }

// Ping reports whether the store answers, for the health check.
func (s *Store) Ping(ctx context.Context) error { return s.db.PingContext(ctx) }

// queryer is what *sql.DB and *sql.Tx have in common.
type queryer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// inTx runs f in a transaction that takes the write lock at its start, and keeps what it did only when it returns nil.
func (s *Store) inTx(ctx context.Context, f func(tx queryer) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin a transaction: %w", err)
	}
	if err := f(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit a transaction: %w", err)
	}
	return nil
}

// scanner is one row to read from.
type scanner interface{ Scan(dest ...any) error }

// list reads every row of a query with scan.
func list[T any](ctx context.Context, q queryer, scan func(scanner) (T, error), query string, args ...any) (all []T, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// insert runs an INSERT … RETURNING id.
func insert[ID ~uint64](ctx context.Context, q queryer, query string, args ...any) (ID, error) {
	var id ID
	err := q.QueryRowContext(ctx, query, args...).Scan(&id)
	return id, mapped(err)
}

// mapped turns what the database says into the errors of package support.
func mapped(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return support.ErrNotFound
	}
	var e *sqlite.Error
	if errors.As(err, &e) && (e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY) {
		return support.ErrExists
	}
	return err
}

// changedOne returns ErrNotFound unless the statement changed a row.
func changedOne(result sql.Result, err error) error {
	if err != nil {
		return mapped(err)
	}
	n, err := result.RowsAffected()
	if err != nil {
		return err
	}
	if n == 0 {
		return support.ErrNotFound
	}
	return nil
}

// millis is a time as the tables keep it: milliseconds since 1970, 0 for the zero time.
type millis int64

func toMillis(t time.Time) millis {
	if t.IsZero() {
		return 0
	}
	return millis(t.UnixMilli())
}

func (m millis) time() time.Time {
	if m == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(m)).UTC()
}
