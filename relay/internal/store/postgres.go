package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Tuning of PostgreSQL for one relay of a fleet.
const (
	postgresConns     = 8 // each is a process of the server
	postgresIdleConns = 2
	connectTimeout    = 10 * time.Second
	relistenPause     = time.Second // before listening again after the server went away
)

// openPostgres connects to the server that a URL names.
func openPostgres(ctx context.Context, dsn string) (*Store, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("read the address of the store: %w", err) // pgx leaves the password out
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(postgresConns)
	pool.SetMaxIdleConns(postgresIdleConns)
	pool.SetConnMaxIdleTime(idleTime)
	s := newStore(pool, postgresDialect())
	if err := s.migrate(ctx); err != nil {
		return s, err
	}
	listening, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stop = stop
	s.listener.Go(func() { s.listen(listening, config) })
	return s, nil
}

// listen wakes whoever follows the events when another process has written some, until ctx ends. Between two connections nobody
// is woken, and the followers' own polling has to do.
func (s *Store) listen(ctx context.Context, config *pgx.ConnConfig) {
	for ctx.Err() == nil {
		s.listenOnce(ctx, config)
		select {
		case <-ctx.Done():
		case <-time.After(relistenPause):
		}
	}
}

// listenOnce listens until the connection or ctx ends.
func (s *Store) listenOnce(ctx context.Context, config *pgx.ConnConfig) {
	conn, err := pgx.ConnectConfig(ctx, config.Copy())
	if err != nil {
		return // the health check and every other query say so
	}
	defer func() {
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), connectTimeout)
		defer cancel()
		_ = conn.Close(closing) // nothing was written through it
	}()
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return
	}
	for {
		s.signal()
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return
		}
	}
}
