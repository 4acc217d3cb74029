package store

import (
	"context"
	"errors"
	"time"

	"beside.example/relay/internal/support"
)

var (
	_ support.ReportStore = (*Store)(nil)
	_ support.ReviewStore = (*Store)(nil)
	_ support.LiveStore   = (*Store)(nil)
)

// each hands every row of a query to visit as scan reads it.
func each[T any](ctx context.Context, q queryer, scan func(scanner) (T, error), visit func(T) error, query string, args ...any) (err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return mapped(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return err
		}
		if err := visit(one); err != nil {
			return err
		}
	}
	return rows.Err()
}

// where gathers the conditions of a report's query.
type where struct {
	text string
	args []any
}

func (w *where) and(condition string, args ...any) {
	w.text += ` AND ` + condition
	w.args = append(w.args, args...)
}

// period restricts a column of times to the query's period.
func (w *where) period(q support.ReportQuery, column string) {
	w.and(column+` >= ? AND `+column+` < ?`, toMillis(q.From), toMillis(q.To))
}

// narrow restricts the columns of a portal and of an agent to what the query picks.
func (w *where) narrow(q support.ReportQuery, portal, agent string) {
	if len(q.Portals) > 0 {
		w.and(portal+` IN (`+marks(len(q.Portals))+`)`, anys(q.Portals)...)
	}
	if len(q.Agents) > 0 {
		w.and(agent+` IN (`+marks(len(q.Agents))+`)`, anys(q.Agents)...)
	}
	if len(q.Teams) > 0 {
		w.and(agent+` IN (SELECT id FROM agents WHERE team IN (`+marks(len(q.Teams))+`))`, anys(q.Teams)...)
	}
}

func anys[ID any](ids []ID) []any {
	all := make([]any, len(ids))
	for i, id := range ids {
		all[i] = id
	}
	return all
}

// AgentTeams implements support.ReportStore.
func (s *Store) AgentTeams(ctx context.Context, organisation support.OrganisationID) (map[support.AgentID]support.TeamID, error) {
	type member struct {
		agent support.AgentID
		team  support.TeamID
	}
	teams := map[support.AgentID]support.TeamID{}
	scan := func(row scanner) (m member, err error) { return m, row.Scan(&m.agent, &m.team) }
	note := func(m member) error { teams[m.agent] = m.team; return nil }
	return teams, each(ctx, s.db, scan, note, `SELECT id, team FROM agents WHERE organisation = ?`, organisation)
}

// Stints implements support.ReportStore.
func (s *Store) Stints(ctx context.Context, q support.ReportQuery, visit func(support.Stint) error) error {
	scan := func(row scanner) (n support.Stint, err error) {
		var kind support.EventKind
		var posted time.Time
		err = row.Scan(&kind, &n.Agent, timeColumn{&n.Began}, timeColumn{&posted}, timeColumn{&n.Ended}, &n.State)
		if n.Accepted = kind == support.EventAccepted; n.Accepted && !posted.IsZero() {
			n.Response = n.Began.Sub(posted)
		}
		return n, err
	}
	const agent = `(CASE WHEN e.kind = 15 THEN e.other ELSE e.actor END)`
	w := where{text: `e.organisation = ? AND e.kind IN (5, 15)`, args: []any{q.Organisation}}
	w.period(q, "e.at")
	w.narrow(q, "e.portal", agent)
	return each(ctx, s.db, scan, visit, `SELECT e.kind, `+agent+`, e.at, r.posted, COALESCE(x.at, 0), COALESCE(x.state, 0)
		FROM events e JOIN requests r ON r.id = e.request LEFT JOIN events x ON x.seq =
			(SELECT MIN(y.seq) FROM events y WHERE y.request = e.request AND y.seq > e.seq AND y.kind IN (15, 17))
		WHERE `+w.text, w.args...)
}

// Refusals implements support.ReportStore.
func (s *Store) Refusals(ctx context.Context, q support.ReportQuery, visit func(support.Refusals) error) error {
	scan := func(row scanner) (n support.Refusals, err error) {
		return n, row.Scan(&n.Agent, &n.Declined, &n.Lapsed)
	}
	const agent = `(CASE WHEN e.kind = 4 THEN e.other ELSE e.actor END)`
	w := where{text: `e.organisation = ? AND e.kind IN (4, 6)`, args: []any{q.Organisation}}
	w.period(q, "e.at")
	w.narrow(q, "e.portal", agent)
	return each(ctx, s.db, scan, visit, `SELECT `+agent+`, SUM(CASE WHEN e.kind = 6 THEN 1 ELSE 0 END), SUM(CASE WHEN e.kind = 4 THEN 1 ELSE 0 END)
		FROM events e WHERE `+w.text+` GROUP BY `+agent, w.args...)
}

// GrantedSessions implements support.ReportStore.
func (s *Store) GrantedSessions(ctx context.Context, q support.ReportQuery, visit func(support.Session) error) error {
	return s.grantedSessions(ctx, q, "", visit)
}

// grantedSessions is GrantedSessions with one more condition.
func (s *Store) grantedSessions(ctx context.Context, q support.ReportQuery, condition string, visit func(support.Session) error) error {
	scan := func(row scanner) (n support.Session, err error) {
		return n, row.Scan(bytesColumn{n.ID[:]}, &n.Code, bytesColumn{n.Request[:]}, &n.Agent, &n.Portal,
			timeColumn{&n.Granted}, timeColumn{&n.Started}, timeColumn{&n.Ended}, &n.Outcome)
	}
	w := where{text: `NOT s.monitor AND s.portal IN (SELECT id FROM portals WHERE organisation = ?)`, args: []any{q.Organisation}}
	w.period(q, "s.granted")
	w.narrow(q, "s.portal", "s.agent")
	return each(ctx, s.db, scan, visit, `SELECT s.id, COALESCE(s.code, 0), s.request, s.agent, s.portal, s.granted, s.started, s.ended, s.outcome
		FROM sessions s WHERE `+w.text+condition, w.args...)
}

// GivenAnswers implements support.ReportStore.
func (s *Store) GivenAnswers(ctx context.Context, q support.ReportQuery, visit func(support.GivenAnswer) error) error {
	scan := func(row scanner) (a support.GivenAnswer, err error) {
		return a, row.Scan(bytesColumn{a.Request[:]}, &a.Portal, &a.Agent, timeColumn{&a.At}, &a.Key, &a.Rating, &a.Text)
	}
	w := where{text: `e.organisation = ? AND e.kind = 18`, args: []any{q.Organisation}}
	w.period(q, "e.at")
	w.narrow(q, "e.portal", "r.agent")
	return each(ctx, s.db, scan, visit, `SELECT e.request, e.portal, r.agent, e.at, a.key, a.rating, a.text
		FROM events e JOIN requests r ON r.id = e.request JOIN survey_answers a ON a.request = e.request
		WHERE `+w.text+` ORDER BY e.seq, a.place`, w.args...)
}
