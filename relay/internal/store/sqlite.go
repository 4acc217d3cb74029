package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// Tuning of SQLite for a relay that idles in little memory.
const (
	maxConns    = 4                // readers beside the one writer that SQLite knows
	idleConns   = 1                // each keeps a page cache
	busyTimeout = 5 * time.Second  // how long a writer waits for another process, such as a subcommand
	idleTime    = 30 * time.Second // then a connection beyond idleConns is closed
	cacheKiB    = 512              // the pages that a connection keeps; the whole of a small relay's data
)

// openSQLite opens the file at path, creating it with mode 0600 when it is missing.
func openSQLite(ctx context.Context, path string) (*Store, error) {
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
		"auto_vacuum(INCREMENTAL)", // of a new file alone, before anything is in it: what much was deleted from can shrink
		"journal_mode(WAL)",
		"synchronous(NORMAL)",
		"foreign_keys(1)",
		"secure_delete(1)", // what is erased is not left in the file's free pages
		fmt.Sprintf("cache_size(-%d)", cacheKiB),
		"temp_store(MEMORY)",
	}}
	pool, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: filepath.ToSlash(absolute), RawQuery: settings.Encode()}).String())
	if err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	pool.SetMaxOpenConns(maxConns)
	pool.SetMaxIdleConns(idleConns)
	pool.SetConnMaxIdleTime(idleTime)
	s := newStore(pool, sqliteDialect())
	// Writers of this process queue here: SQLite's own way to wait is to try again now and then.
	s.writer = make(chan struct{}, 1)
	return s, s.migrate(ctx)
}
