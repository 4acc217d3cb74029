package api

import (
	"context"
	"time"

	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

// sessionView is one session between two apps.
type sessionView struct {
	ID       string     `json:"id"`
	Request  string     `json:"request" doc:"The request that it is about; one that came of nine digits is its own"`
	Portal   Ref        `json:"portal"`
	Agent    Ref        `json:"agent"`
	Customer string     `json:"customer"`
	Granted  time.Time  `json:"granted_at" doc:"When both apps got what they need to meet"`
	Started  *time.Time `json:"started_at,omitempty" doc:"When they met, as the agent's app told at the end"`
	Ended    *time.Time `json:"ended_at,omitempty"`
	Duration float64    `json:"duration" doc:"Seconds that they were together; 0 while it lasts"`
	Outcome  string     `json:"outcome" enum:"unknown,resolved,unresolved"`
	Monitor  bool       `json:"monitor" doc:"Whether it is that of a manager who watched another session; reports and webhooks tell of none"`
}

func viewSession(s support.Session, k known) sessionView {
	return sessionView{
		ID: hexOf(s.ID), Request: support.CaseID{Request: s.Request, Call: s.ID}.Name(), Portal: k.portal(s.Portal), Agent: Ref{uint64(s.Agent), k.agents[s.Agent]}, Customer: s.Customer,
		Granted: s.Granted.UTC(), Started: moment(s.Started), Ended: moment(s.Ended), Duration: s.Duration().Seconds(), Outcome: s.Outcome.Name(), Monitor: s.Monitor,
	}
}

// sessionFilter picks sessions.
type sessionFilter struct {
	Period
	Paging
}

// sessionID is the address of a session.
type sessionID struct {
	ID string `path:"id" pattern:"^[0-9a-f]{32}$" doc:"As lists have it"`
}

func (a *API) sessions() {
	const group = "Sessions"
	register(a, operation{
		method: "GET", path: "/sessions", id: "list-sessions", group: group, summary: "Sessions that began in a period, the latest first", act: support.ActSeeRequest,
	}, a.listSessions)
	register(a, operation{
		method: "GET", path: "/sessions/{id}", id: "get-session", group: group, summary: "A session", act: support.ActSeeRequest, errors: []int{404},
	}, func(ctx context.Context, who support.Manager, in *sessionID) (*struct{ Body sessionView }, error) {
		id, ok := parseID(in.ID)
		if !ok {
			return nil, support.ErrNotFound
		}
		s, err := a.Sessions.See(ctx, who, leg.SessionID(id))
		if err != nil {
			return nil, err
		}
		k, err := a.names(ctx, who)
		if err != nil {
			return nil, err
		}
		return &struct{ Body sessionView }{viewSession(s, k)}, nil
	})
}

func (a *API) listSessions(ctx context.Context, who support.Manager, in *sessionFilter) (*list[sessionView], error) {
	q, err := a.query(ctx, who, in.Period)
	if err != nil {
		return nil, err
	}
	var from support.SessionCursor
	if in.Cursor != "" {
		p, err := parsePlace(in.Cursor)
		if err != nil {
			return nil, err
		}
		from.Granted = time.UnixMilli(p.At).UTC()
		from.ID, _ = parseID(p.Session)
	}
	page, err := a.Sessions.Page(ctx, q, from, in.Limit)
	if err != nil {
		return nil, err
	}
	k, err := a.names(ctx, who)
	if err != nil {
		return nil, err
	}
	next := ""
	if len(page) == in.Limit {
		last := page[len(page)-1]
		if next, err = (place{At: last.Granted.UnixMilli(), Session: hexOf(last.ID)}).cursor(); err != nil {
			return nil, err
		}
	}
	return newList(views(page, func(s support.Session) sessionView { return viewSession(s, k) }), next), nil
}
