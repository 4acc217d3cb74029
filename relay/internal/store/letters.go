package store

import (
	"context"
	"time"

	"beside.example/relay/internal/support"
)

const letterColumns = `id, organisation, kind, recipient, name, language, invitation, created, expires, due, tries`

func scanLetter(row scanner) (l support.Letter, err error) {
	return l, row.Scan(&l.ID, &l.Organisation, &l.Kind, &l.To, &l.Name, &l.Language, &l.Invitation,
		timeColumn{&l.Created}, timeColumn{&l.Expires}, timeColumn{&l.Due}, &l.Tries)
}

// AddLetter implements support.InvitationStore.
func (s *Store) AddLetter(ctx context.Context, l support.Letter, most int) error {
	scan := func(row scanner) (n int, err error) { return n, row.Scan(&n) }
	waiting, err := one(ctx, s.db, scan, `SELECT COUNT(*) FROM letters`)
	if err != nil {
		return err
	}
	if waiting >= most {
		return support.ErrTooMany
	}
	if l.Invitation != 0 { // one mail is enough
		if _, err := s.db.ExecContext(ctx, `DELETE FROM letters WHERE invitation = ? AND tries = 0`, l.Invitation); err != nil {
			return err
		}
	}
	_, err = s.db.ExecContext(ctx, `INSERT INTO letters (organisation, kind, recipient, name, language, invitation, created, expires, due)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		l.Organisation, l.Kind, l.To, l.Name, l.Language, l.Invitation, toMillis(l.Created), toMillis(l.Expires), toMillis(l.Due))
	return err
}

// ClaimLetter returns the mail that has been due the longest, and keeps every other relay off it until a time; ErrNotFound when none is
// due. Whoever claims it counts one try more.
func (s *Store) ClaimLetter(ctx context.Context, now, until time.Time) (support.Letter, error) {
	// Due is asked for twice: of two relays that pick the same row, the later one finds it changed.
	return one(ctx, s.db, scanLetter, `UPDATE letters SET tries = tries + 1, due = ?
		WHERE due <= ? AND id = (SELECT id FROM letters WHERE due <= ? ORDER BY due, id LIMIT 1) RETURNING `+letterColumns,
		toMillis(until), toMillis(now), toMillis(now))
}

// PutOffLetter lets a mail that was claimed with that many tries wait until a time.
func (s *Store) PutOffLetter(ctx context.Context, l support.Letter, due time.Time) error {
	return changedOne(s.db.ExecContext(ctx, `UPDATE letters SET due = ? WHERE id = ? AND tries = ?`, toMillis(due), l.ID, l.Tries))
}

// RemoveLetter forgets a mail that was claimed with that many tries.
func (s *Store) RemoveLetter(ctx context.Context, l support.Letter) error {
	return changedOne(s.db.ExecContext(ctx, `DELETE FROM letters WHERE id = ? AND tries = ?`, l.ID, l.Tries))
}
