package support

import (
	"context"
	"fmt"
	"time"

	"beside.example/protocol/leg"
)

// ReportStore is what Reports needs of a store. Whatever it reads, it hands to a function one by one, so that a year needs no more memory than
// a day; an error of the function ends the reading and is returned.
type ReportStore interface {
	// Cases reads the cases that were submitted in the query's period.
	Cases(ctx context.Context, q ReportQuery, each func(Case) error) error
	// CasePage returns up to limit of the same cases with what people want to read of them, the latest first, from a cursor on.
	CasePage(ctx context.Context, q ReportQuery, from CaseCursor, limit int) ([]CaseEntry, error)
	// Stints reads the stints that began in the query's period.
	Stints(ctx context.Context, q ReportQuery, each func(Stint) error) error
	// Refusals counts, by agent, the Noes and the lapsed offers of the query's period.
	Refusals(ctx context.Context, q ReportQuery, each func(Refusals) error) error
	// GrantedSessions reads the sessions that were granted in the query's period, without their secrets.
	GrantedSessions(ctx context.Context, q ReportQuery, each func(Session) error) error
	// Stays reads the stays of agents that touch the query's period, ordered by agent. Portals do not matter.
	Stays(ctx context.Context, q ReportQuery, each func(Stay) error) error
	// GivenAnswers reads the answers to surveys that were given in the query's period, in the order in which they came.
	GivenAnswers(ctx context.Context, q ReportQuery, each func(GivenAnswer) error) error
	// AgentTeams returns the team of every agent of an organisation.
	AgentTeams(ctx context.Context, organisation OrganisationID) (map[AgentID]TeamID, error)
	// RetentionMarks tells up to when what of an organisation is gone.
	RetentionMarks(ctx context.Context, o OrganisationID) (map[Perishable]RetentionMark, error)
}

// Reports counts what happened. It is safe for concurrent use.
type Reports struct {
	store ReportStore
	tell  func(done, whole int) // nil when nobody wants to know
}

// NewReports returns the reports on what store keeps.
func NewReports(store ReportStore) *Reports { return &Reports{store: store} }

// Summary counts the cases of a period by day and by group.
func (r *Reports) Summary(ctx context.Context, q ReportQuery, by Grouping) (Summary, error) {
	if err := q.Check(); err != nil {
		return Summary{}, err
	}
	var teams map[AgentID]TeamID
	if by == GroupByTeam {
		var err error
		if teams, err = r.store.AgentTeams(ctx, q.Organisation); err != nil {
			return Summary{}, fmt.Errorf("ask for the teams: %w", err)
		}
	}
	f := newSummaryFold(q, by, teams)
	err := bitByBit(ctx, r, q.pieces(), func(piece ReportQuery) error {
		return r.store.Cases(ctx, piece, func(c Case) error { f.add(c); return nil })
	})
	if err != nil {
		return Summary{}, fmt.Errorf("count the cases: %w", err)
	}
	return f.summary(), nil
}

// CaseEntry is a case as the session detail lists it.
type CaseEntry struct {
	Case
	Customer   string
	Question   string
	PortalName string
	AgentName  string // empty for nobody
	Erased     bool   // who asked was erased
	Rating     uint8  // the first that the customer gave, 0 for none
}

// CaseCursor is a place in the list of cases: those before it in time follow. The zero value starts at the latest.
type CaseCursor struct {
	Created time.Time
	Request RequestID
	Session leg.SessionID // of a telephone case
}

// Cursor returns the place right after the entry.
func (e CaseEntry) Cursor() CaseCursor {
	c := CaseCursor{Created: e.Created, Request: e.Request}
	if e.Request == (RequestID{}) {
		c.Session = e.Session
	}
	return c
}

// MaxCasePage is the most cases that one call of Reports.Cases returns: at about 300 bytes each, some 150 KiB.
const MaxCasePage = 500

// Cases returns up to limit cases of a period, the latest first, from a cursor on.
func (r *Reports) Cases(ctx context.Context, q ReportQuery, from CaseCursor, limit int) ([]CaseEntry, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	return r.store.CasePage(ctx, q, from, min(max(limit, 1), MaxCasePage))
}

// EachCase hands every case of a period to each, the latest first, page by page: whoever reads slowly holds nothing open.
func (r *Reports) EachCase(ctx context.Context, q ReportQuery, each func(CaseEntry) error) error {
	var from CaseCursor
	for {
		page, err := r.Cases(ctx, q, from, MaxCasePage)
		if err != nil {
			return err
		}
		for _, e := range page {
			if err := each(e); err != nil {
				return err
			}
			from = e.Cursor()
		}
		if len(page) < MaxCasePage {
			return nil
		}
	}
}
