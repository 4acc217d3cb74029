package store

import (
	"context"
	"fmt"
)

// What we may tune of giving room back.
const (
	// spareShare is which share of the file may lie free: what is deleted day by day makes room for what comes, and only what a shorter
	// retention or the end of a portal leaves is given back.
	spareShare = 10 // one in ten
	// shrinkPages are given back in one short transaction: a quarter of a megabyte, some milliseconds.
	shrinkPages = 64
)

// GiveBack implements support.RetentionStore. PostgreSQL does so by itself, and a file that an older relay made never does: see operating.md.
func (s *Store) GiveBack(ctx context.Context) (more bool, err error) {
	if s.writer == nil {
		return false, nil
	}
	scan := func(row scanner) (n int64, err error) { return n, row.Scan(&n) }
	err = s.transact(ctx, func(tx queryer) error {
		pages, err := one(ctx, tx, scan, `PRAGMA page_count`)
		if err != nil {
			return fmt.Errorf("ask how large the file is: %w", err)
		}
		free, err := one(ctx, tx, scan, `PRAGMA freelist_count`)
		if err != nil {
			return fmt.Errorf("ask how much of the file is free: %w", err)
		}
		if free*spareShare <= pages {
			return nil
		}
		step := func(scanner) (struct{}, error) { return struct{}{}, nil } // it moves a page at each row, which says nothing
		if _, err := list(ctx, tx, step, fmt.Sprintf(`PRAGMA incremental_vacuum(%d)`, shrinkPages)); err != nil {
			return fmt.Errorf("give room back: %w", err)
		}
		left, err := one(ctx, tx, scan, `PRAGMA freelist_count`)
		more = left < free
		return err
	})
	return more, err
}
