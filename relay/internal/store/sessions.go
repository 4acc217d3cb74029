package store

import (
	"context"
	"errors"
	"time"

	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

var _ support.SessionStore = (*Store)(nil)

// RedeemCode implements support.SessionStore.
func (s *Store) RedeemCode(ctx context.Context, n support.Session) (support.Session, error) {
	err := s.inTx(ctx, func(tx queryer) error {
		code, err := endCode(ctx, tx, n.Agent, n.Code, support.CodeRedeemed, n.Granted)
		if err != nil {
			return err
		}
		n.Portal, n.Customer = code.Portal, code.Customer
		return insertSession(ctx, tx, n)
	})
	return n, err
}

func insertSession(ctx context.Context, tx queryer, n support.Session) error {
	var code any // NULL for a session that came of a portal code
	if n.Code != 0 {
		code = n.Code
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO sessions (id, code, request, agent, device, introduction, monitor, portal, customer, agent_secret,
		customer_secret, granted) VALUES (`+marks(12)+`)`, n.ID[:], code, orNull(n.Request[:]), n.Agent, n.Device, n.Introduction, n.Monitor, n.Portal, n.Customer,
		n.Secrets[leg.SideAgent][:], n.Secrets[leg.SideCustomer][:], toMillis(n.Granted))
	return mapped(err)
}

const sessionColumns = `s.id, COALESCE(s.code, 0), s.request, s.agent, s.device, s.introduction, s.monitor, s.portal, s.customer, s.agent_secret, s.customer_secret, s.granted, s.started, s.ended, s.outcome`

// sessionRow holds the columns of a session that need a conversion.
type sessionRow struct {
	id, agentSecret, customerSecret []byte
	granted, started, ended         millis
}

func (r *sessionRow) into(s *support.Session) []any {
	return []any{
		&r.id, &s.Code,
		bytesColumn{s.Request[:]},
		&s.Agent, &s.Device, &s.Introduction, &s.Monitor, &s.Portal, &s.Customer, &r.agentSecret, &r.customerSecret,
		&r.granted, &r.started, &r.ended, &s.Outcome,
	}
}

func (r *sessionRow) finish(s *support.Session) error {
	s.Granted, s.Started, s.Ended = r.granted.time(), r.started.time(), r.ended.time()
	return errors.Join(
		copyExactly(s.ID[:], r.id, "session id"),
		copyExactly(s.Secrets[leg.SideAgent][:], r.agentSecret, "secret of the agent's side"),
		copyExactly(s.Secrets[leg.SideCustomer][:], r.customerSecret, "secret of the customer's side"))
}

// Session implements support.SessionStore.
func (s *Store) Session(ctx context.Context, id leg.SessionID) (support.Session, error) {
	return scanSession(s.db.QueryRowContext(ctx, `SELECT `+sessionColumns+` FROM sessions s WHERE s.id = ?`, id[:]))
}

func scanSession(row scanner) (session support.Session, err error) {
	var r sessionRow
	if err := row.Scan(r.into(&session)...); err != nil {
		return session, mapped(err)
	}
	return session, r.finish(&session)
}

// SessionsUnderWay implements support.RequestReader.
func (s *Store) SessionsUnderWay(ctx context.Context, id support.RequestID) ([]support.Session, error) {
	return list(ctx, s.db, scanSession, `SELECT `+sessionColumns+` FROM sessions s WHERE s.request = ? AND s.ended = 0 ORDER BY s.granted, s.id`, id[:])
}

// EndSession implements support.SessionStore.
func (s *Store) EndSession(ctx context.Context, agent support.AgentID, id leg.SessionID, started, ended time.Time, outcome support.Outcome) error {
	return changedOne(s.db.ExecContext(ctx, `UPDATE sessions SET started = ?, ended = ?, outcome = ? WHERE id = ? AND agent = ?`,
		toMillis(started), toMillis(ended), outcome, id[:], agent))
}

// CutSessions implements support.SessionStore.
func (s *Store) CutSessions(ctx context.Context, grantedBefore, now time.Time) ([]leg.SessionID, error) {
	scan := func(row scanner) (id leg.SessionID, err error) {
		var column []byte
		if err := row.Scan(&column); err != nil {
			return id, err
		}
		return id, copyExactly(id[:], column, "session id")
	}
	return list(ctx, s.db, scan, `UPDATE sessions SET ended = ? WHERE ended = 0
		AND (granted < ? OR agent IN (SELECT id FROM agents WHERE disabled) OR monitor AND agent NOT IN (SELECT a.id FROM agents a
			JOIN organisation_settings o ON o.organisation = a.organisation WHERE o.monitoring AND a.role IN (?, ?))) RETURNING id`,
		toMillis(now), toMillis(grantedBefore), support.RoleTeamManager, support.RoleOrganisationManager)
}

// History implements support.SessionStore.
func (s *Store) History(ctx context.Context, agent support.AgentID, before support.HistoryCursor, limit int) ([]support.HistoryEntry, error) {
	scan := func(row scanner) (e support.HistoryEntry, err error) {
		var r sessionRow
		if err := row.Scan(append(r.into(&e.Session), &e.PortalName)...); err != nil {
			return e, err
		}
		return e, r.finish(&e.Session)
	}
	query := `SELECT ` + sessionColumns + `, ` + portalName + ` FROM sessions s JOIN portals p ON p.id = s.portal WHERE s.agent = ? AND NOT s.monitor`
	args := []any{agent}
	if !before.Granted.IsZero() {
		query += ` AND (s.granted < ? OR (s.granted = ? AND s.id < ?))`
		args = append(args, toMillis(before.Granted), toMillis(before.Granted), before.ID[:])
	}
	return list(ctx, s.db, scan, query+` ORDER BY s.granted DESC, s.id DESC LIMIT ?`, append(args, limit)...)
}
