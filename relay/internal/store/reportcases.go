package store

import (
	"bytes"
	"context"
	"slices"
	"time"

	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

// ownerOf is whose a request is in the reports: who has it or had it last, else whom the customer picked.
const ownerOf = `(CASE WHEN r.agent <> 0 THEN r.agent ELSE r.wanted END)`

const caseColumns = `r.id, r.session, r.portal, ` + ownerOf + `, r.state, r.created, r.posted, r.accepted, r.ended`

func caseInto(c *support.Case) []any {
	return []any{
		bytesColumn{c.Request[:]},
		bytesColumn{c.Session[:]},
		&c.Portal, &c.Agent, &c.State,
		timeColumn{&c.Created},
		timeColumn{&c.Posted},
		timeColumn{&c.Accepted},
		timeColumn{&c.Ended},
	}
}

// Cases implements support.ReportStore.
func (s *Store) Cases(ctx context.Context, q support.ReportQuery, visit func(support.Case) error) error {
	scan := func(row scanner) (c support.Case, err error) {
		err = row.Scan(caseInto(&c)...)
		c.Met = c.Session != (leg.SessionID{})
		return c, err
	}
	w := ofRequests(q)
	err := each(ctx, s.db, scan, visit, `SELECT `+caseColumns+` FROM requests r WHERE `+w.text, w.args...)
	if err != nil {
		return err
	}
	phone := func(n support.Session) error { return visit(support.PhoneCase(n)) }
	return s.grantedSessions(ctx, q, ` AND s.code IS NOT NULL`, phone)
}

func ofRequests(q support.ReportQuery) where {
	w := where{text: `r.organisation = ?`, args: []any{q.Organisation}}
	w.period(q, "r.created")
	w.narrow(q, "r.portal", ownerOf)
	return w
}

// CasePage implements support.ReportStore. Of cases that came at the same moment, requests stand before telephone cases.
func (s *Store) CasePage(ctx context.Context, q support.ReportQuery, from support.CaseCursor, limit int) ([]support.CaseEntry, error) {
	page, err := s.requestPage(ctx, q, from, limit)
	if err != nil {
		return nil, err
	}
	phone, err := s.phonePage(ctx, q, from, limit)
	if err != nil {
		return nil, err
	}
	page = append(page, phone...)
	slices.SortStableFunc(page, func(a, b support.CaseEntry) int { return b.Created.Compare(a.Created) })
	return page[:min(limit, len(page))], nil
}

// upTo cuts the query's period off after the moment of a cursor, so that the database begins there rather than at the end of the period.
func upTo(q support.ReportQuery, from support.CaseCursor) support.ReportQuery {
	if next := from.Created.Add(time.Millisecond); !from.Created.IsZero() && next.Before(q.To) {
		q.To = next
	}
	return q
}

func (s *Store) requestPage(ctx context.Context, q support.ReportQuery, from support.CaseCursor, limit int) ([]support.CaseEntry, error) {
	scan := func(row scanner) (e support.CaseEntry, err error) {
		err = row.Scan(append(caseInto(&e.Case), &e.Customer, &e.Question, &e.PortalName, &e.AgentName, &e.Erased, &e.Rating)...)
		e.Met = e.Session != (leg.SessionID{})
		return e, err
	}
	w := ofRequests(upTo(q, from))
	switch {
	case from.Created.IsZero():
	case from.Session != leg.SessionID{}:
		w.and(`r.created < ?`, toMillis(from.Created))
	default:
		w.and(`(r.created < ? OR r.id < ?)`, toMillis(from.Created), from.Request[:])
	}
	return list(ctx, s.db, scan, `SELECT `+caseColumns+`, r.customer, r.question, `+portalName+`, COALESCE(a.name, ''), r.erased <> 0,
		COALESCE((SELECT y.rating FROM survey_answers y WHERE y.request = r.id AND y.rating <> 0 ORDER BY y.place LIMIT 1), 0)
		FROM requests r JOIN portals p ON p.id = r.portal LEFT JOIN agents a ON a.id = `+ownerOf+`
		WHERE `+w.text+` ORDER BY r.created DESC, r.id DESC LIMIT ?`, append(w.args, limit)...)
}

func (s *Store) phonePage(ctx context.Context, q support.ReportQuery, from support.CaseCursor, limit int) ([]support.CaseEntry, error) {
	scan := func(row scanner) (e support.CaseEntry, err error) {
		var n support.Session
		err = row.Scan(bytesColumn{n.ID[:]}, &n.Agent, &n.Portal, timeColumn{&n.Granted}, timeColumn{&n.Started}, timeColumn{&n.Ended}, &n.Outcome,
			&e.Customer, &e.PortalName, &e.AgentName, &e.Erased)
		e.Case = support.PhoneCase(n)
		return e, err
	}
	w := where{text: `p.organisation = ? AND s.code IS NOT NULL`, args: []any{q.Organisation}}
	w.period(upTo(q, from), "s.granted")
	w.narrow(q, "s.portal", "s.agent")
	if !from.Created.IsZero() {
		last := from.Session[:]
		if from.Session == (leg.SessionID{}) { // a request, before all telephone cases of its moment
			last = bytes.Repeat([]byte{0xff}, len(last)+1)
		}
		w.and(`(s.granted < ? OR s.id < ?)`, toMillis(from.Created), last)
	}
	return list(ctx, s.db, scan, `SELECT s.id, s.agent, s.portal, s.granted, s.started, s.ended, s.outcome, s.customer, `+portalName+`, a.name, s.erased <> 0
		FROM sessions s JOIN portals p ON p.id = s.portal JOIN agents a ON a.id = s.agent
		WHERE `+w.text+` ORDER BY s.granted DESC, s.id DESC LIMIT ?`, append(w.args, limit)...)
}

// RequestSessions implements support.ReviewStore.
func (s *Store) RequestSessions(ctx context.Context, id support.RequestID) ([]support.Session, error) {
	return list(ctx, s.db, scanSession, `SELECT `+sessionColumns+` FROM sessions s WHERE s.request = ? ORDER BY s.granted, s.id`, id[:])
}

// CallsUnderWay implements support.LiveStore. Without a time, it would be read through all sessions that ever were.
func (s *Store) CallsUnderWay(ctx context.Context, organisation support.OrganisationID, since time.Time) ([]support.Session, error) {
	return list(ctx, s.db, scanSession, `SELECT `+sessionColumns+` FROM sessions s JOIN portals p ON p.id = s.portal
		WHERE s.ended = 0 AND s.code IS NOT NULL AND p.organisation = ? AND s.granted >= ? ORDER BY s.granted, s.id`, organisation, toMillis(since))
}
