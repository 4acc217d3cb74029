package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"beside.example/relay/internal/support"
)

//go:embed migrations
var migrations embed.FS

// Store keeps the relay's facts. It is safe for concurrent use, by several processes on one database too.
type Store struct {
	pool *sql.DB
	db   database // the pool in its dialect
	// writer has room for one: with SQLite, whoever writes holds it.
	writer chan struct{}
	wake   chan struct{}
	// mailWake is wake for the other one who listens: each is woken by whatever another process has to tell.
	mailWake chan struct{}
	// stop ends listener, which hears of other processes' events; nil when there is none.
	stop     context.CancelFunc
	listener sync.WaitGroup
	// joined says that db is a transaction already, to which whatever is done belongs.
	joined bool
}

// Open opens a database and brings its tables up to date: the PostgreSQL server of a URL that begins with postgres://, or else
// the SQLite file at a path, which it creates with mode 0600 when it is missing.
func Open(ctx context.Context, dsn string) (*Store, error) {
	open := openSQLite
	if IsServer(dsn) {
		open = openPostgres
	}
	s, err := open(ctx, dsn)
	if err != nil && s != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, err
}

// IsServer reports whether dsn names a server rather than a file.
func IsServer(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

func newStore(pool *sql.DB, d dialect) *Store {
	return &Store{pool: pool, db: database{queryer: pool, dialect: d}, wake: make(chan struct{}, 1), mailWake: make(chan struct{}, 1)}
}

func (s *Store) migrate(ctx context.Context) error {
	files, err := fs.Sub(migrations, s.db.migrations)
	if err != nil {
		return fmt.Errorf("open %s: %w", s.db.migrations, err)
	}
	var options []goose.ProviderOption
	if s.db.goose == goose.DialectPostgres { // relays of a fleet may start at once
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return fmt.Errorf("make the lock of the migrations: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(s.db.goose, s.pool, files, options...)
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bring the store up to date: %w", err)
	}
	return nil
}

// Close closes the store. No other method may be called after it.
func (s *Store) Close() error {
	if s.stop != nil {
		s.stop()
	}
	s.listener.Wait()
	return s.pool.Close()
}

// Ping reports whether the store answers, for the health check.
func (s *Store) Ping(ctx context.Context) error { return s.pool.PingContext(ctx) }

// Wake implements support.FeedStore.
func (s *Store) Wake() <-chan struct{} { return s.wake }

// signal wakes whoever follows the events.
func (s *Store) signal() {
	for _, wake := range []chan struct{}{s.wake, s.mailWake} {
		select {
		case wake <- struct{}{}:
		default: // has not been heard since the last one
		}
	}
}

// scanner is one row to read from.
type scanner interface{ Scan(dest ...any) error }

// list reads every row of a query with scan.
func list[T any](ctx context.Context, q queryer, scan func(scanner) (T, error), query string, args ...any) (all []T, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, mapped(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, mapped(rows.Err())
}

// one reads the one row of a query with scan; ErrNotFound when there is none.
func one[T any](ctx context.Context, q queryer, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	found, err := scan(q.QueryRowContext(ctx, query, args...))
	return found, mapped(err)
}

// insert runs an INSERT … RETURNING id.
func insert[ID ~uint64](ctx context.Context, q queryer, query string, args ...any) (ID, error) {
	return one(ctx, q, func(row scanner) (id ID, err error) { return id, row.Scan(&id) }, query, args...)
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
