package store

import (
	"context"
	"time"

	"beside.example/relay/internal/support"
)

var _ support.ManageStore = (*Store)(nil)

// Manage runs f in a transaction that no other act of management runs beside, and keeps what it did only when it returns nil.
func (s *Store) Manage(ctx context.Context, f func(within support.ManageStore) error) error {
	within := s.db.dialect
	within.place, within.lock = asWritten, "" // the transaction places, and is alone already
	return s.inTx(ctx, func(tx queryer) error {
		return f(&Store{db: database{queryer: tx, dialect: within}, joined: true})
	})
}

// asWritten is the placing of a dialect above one that places already.
func asWritten(query string) string { return query }

// AddAudit implements support.ManageStore.
func (s *Store) AddAudit(ctx context.Context, e support.AuditEvent) error {
	return addAudit(ctx, s.db, e)
}

func addAudit(ctx context.Context, q queryer, e support.AuditEvent) error {
	_, err := q.ExecContext(ctx, `INSERT INTO audit (organisation, at, agent, token, name, act, object, changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		e.Organisation, toMillis(e.At), e.Agent, e.Token, e.Name, e.Act, e.Object, asJSON(&e.Changes))
	return err
}

// AddAuditOnce implements support.ReviewStore.
func (s *Store) AddAuditOnce(ctx context.Context, e support.AuditEvent, since time.Time) error {
	scan := func(row scanner) (n int, err error) { return n, row.Scan(&n) }
	n, err := one(ctx, s.db, scan, `SELECT count(*) FROM audit WHERE organisation = ? AND agent = ? AND act = ? AND object = ? AND at > ? AND token = ?`,
		e.Organisation, e.Agent, e.Act, e.Object, toMillis(since), e.Token)
	if err != nil || n > 0 {
		return err
	}
	return s.AddAudit(ctx, e)
}

// Audit lists up to limit acts of management in an organisation that come before one, the latest first; before 0 means from the latest on.
// With an agent, only what that one did.
func (s *Store) Audit(ctx context.Context, o support.OrganisationID, agent support.AgentID, before uint64, limit int) ([]support.AuditEvent, error) {
	scan := func(row scanner) (e support.AuditEvent, err error) {
		return e, row.Scan(&e.ID, &e.Organisation, timeColumn{&e.At}, &e.Agent, &e.Token, &e.Name, &e.Act, &e.Object, asJSON(&e.Changes))
	}
	query, args := `SELECT id, organisation, at, agent, token, name, act, object, changes FROM audit WHERE organisation = ?`, []any{o}
	if agent != 0 {
		query, args = query+` AND agent = ?`, append(args, agent)
	}
	if before != 0 {
		query, args = query+` AND id < ?`, append(args, before)
	}
	return list(ctx, s.db, scan, query+` ORDER BY id DESC LIMIT ?`, append(args, limit)...)
}

// Team finds a team, else support.ErrNotFound.
func (s *Store) Team(ctx context.Context, id support.TeamID) (support.Team, error) {
	return one(ctx, s.db, scanTeam, `SELECT `+teamColumns+` FROM teams t WHERE t.id = ?`, id)
}
