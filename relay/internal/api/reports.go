package api

import (
	"context"
	"slices"
	"time"

	"beside.example/relay/internal/support"
)

// groupings are the rows that a summary may have, by the names that programs use.
var groupings = [...]string{support.GroupByPortal: "portal", support.GroupByDay: "day", support.GroupByAgent: "agent", support.GroupByTeam: "team"}

// summaryRow counts the requests of one group.
type summaryRow struct {
	Key            uint64  `json:"key,omitempty" doc:"The portal, agent or team; missing for nobody's and for days"`
	Name           string  `json:"name,omitempty"`
	Day            string  `json:"day,omitempty" doc:"With rows=day"`
	MedianWait     float64 `json:"median_wait" doc:"Seconds, of those who were accepted, until then"`
	MedianHandling float64 `json:"median_handling" doc:"Seconds, of those who were accepted and have ended, in between"`
	support.Counters
}

// summaryView is the session summary of a period.
type summaryView struct {
	SpanView
	Rows  []summaryRow `json:"rows"`
	Total summaryRow   `json:"total"`
}

// summaryFilter is a call for a summary.
type summaryFilter struct {
	Period
	Rows string `query:"rows" enum:"portal,day,agent,team" default:"portal" doc:"What the rows stand for"`
}

// performanceView tells what one agent did in a period.
type performanceView struct {
	Agent          Ref     `json:"agent"`
	Accepted       uint64  `json:"accepted"`
	TakenOver      uint64  `json:"taken_over"`
	HandedOver     uint64  `json:"handed_over"`
	Declined       uint64  `json:"declined"`
	Lapsed         uint64  `json:"lapsed" doc:"A queue's offers that the agent let pass"`
	Telephone      uint64  `json:"telephone"`
	Sessions       uint64  `json:"sessions"`
	SessionTime    float64 `json:"session_time" doc:"Seconds, together"`
	Resolved       uint64  `json:"resolved"`
	Unresolved     uint64  `json:"unresolved"`
	Unknown        uint64  `json:"unknown"`
	MedianResponse float64 `json:"median_response" doc:"Seconds from posted to Yes"`
	MedianHandling float64 `json:"median_handling" doc:"Seconds"`
}

// agentsView is the report on agents.
type agentsView struct {
	SpanView
	Rows []performanceView `json:"rows" doc:"Agents who did nothing are not there"`
}

// presenceView tells when an agent was signed in on one day.
type presenceView struct {
	Agent     Ref       `json:"agent"`
	Day       string    `json:"day"`
	SignIns   uint64    `json:"sign_ins"`
	First     time.Time `json:"first"`
	Last      time.Time `json:"last"`
	Available float64   `json:"available" doc:"Seconds"`
	Busy      float64   `json:"busy" doc:"Seconds"`
	Away      float64   `json:"away" doc:"Seconds"`
}

// signInsView is the report on sign-ins.
type signInsView struct {
	SpanView
	Rows []presenceView `json:"rows"`
}

func (a *API) reports() {
	const group = "Reports"
	register(a, operation{method: "GET", path: "/reports/summary", id: "report-summary", group: group, summary: "How many requests there were, and how they ended", act: support.ActSeeReports, long: true}, a.summary)
	register(a, operation{method: "GET", path: "/reports/agents", id: "report-agents", group: group, summary: "What each agent did", act: support.ActSeeReports, long: true},
		func(ctx context.Context, who support.Manager, in *Period) (*struct{ Body agentsView }, error) {
			q, k, err := a.about(ctx, who, *in)
			if err != nil {
				return nil, err
			}
			rows, err := a.Reports.Agents(ctx, q)
			return &struct{ Body agentsView }{agentsView{viewSpan(q), views(rows, func(p support.AgentPerformance) performanceView { return viewPerformance(p, k) })}}, err
		})
	register(a, operation{method: "GET", path: "/reports/sign-ins", id: "report-sign-ins", group: group, summary: "When agents were signed in, day by day", act: support.ActSeeReports, long: true},
		func(ctx context.Context, who support.Manager, in *Period) (*struct{ Body signInsView }, error) {
			q, k, err := a.about(ctx, who, *in)
			if err != nil {
				return nil, err
			}
			rows, err := a.Reports.SignIns(ctx, q)
			return &struct{ Body signInsView }{signInsView{viewSpan(q), views(rows, func(d support.SignInDay) presenceView { return viewPresence(d, k, q.Zone) })}}, err
		})
	register(a, operation{method: "GET", path: "/reports/survey", id: "report-survey", group: group, summary: "How customers answered the surveys", act: support.ActSeeReports, long: true}, a.survey)
}

// about reads a call for a report.
func (a *API) about(ctx context.Context, who support.Manager, p Period) (support.ReportQuery, known, error) {
	q, err := a.query(ctx, who, p)
	if err != nil {
		return q, known{}, err
	}
	k, err := a.names(ctx, who)
	return q, k, err
}

func (a *API) summary(ctx context.Context, who support.Manager, in *summaryFilter) (*struct{ Body summaryView }, error) {
	q, k, err := a.about(ctx, who, in.Period)
	if err != nil {
		return nil, err
	}
	by := support.Grouping(max(slices.Index(groupings[:], in.Rows), 0))
	s, err := a.Reports.Summary(ctx, q, by)
	if err != nil {
		return nil, err
	}
	v := summaryView{SpanView: viewSpan(q), Total: viewRow(s.Total), Rows: []summaryRow{}}
	for _, r := range s.Rows {
		row := viewRow(r)
		switch by {
		case support.GroupByDay:
			row.Key, row.Day = 0, s.Days[r.Key].Start.In(q.Zone).Format(time.DateOnly)
		case support.GroupByAgent:
			row.Name = k.agents[support.AgentID(r.Key)]
		case support.GroupByTeam:
			row.Name = k.teams[support.TeamID(r.Key)]
		default:
			row.Name = k.portals[support.PortalID(r.Key)]
		}
		v.Rows = append(v.Rows, row)
	}
	return &struct{ Body summaryView }{v}, nil
}

func viewRow(r support.SummaryRow) summaryRow {
	return summaryRow{Key: r.Key, MedianWait: r.MedianWait.Seconds(), MedianHandling: r.MedianHandling.Seconds(), Counters: r.Counters}
}

func viewPerformance(p support.AgentPerformance, k known) performanceView {
	return performanceView{
		Agent: Ref{uint64(p.Agent), k.agents[p.Agent]}, Accepted: p.Accepted, TakenOver: p.TakenOver, HandedOver: p.HandedOver, Declined: p.Declined,
		Lapsed: p.Lapsed, Telephone: p.Phone, Sessions: p.Sessions, SessionTime: p.SessionTime.Seconds(), Resolved: p.Resolved, Unresolved: p.Unresolved,
		Unknown: p.Unknown, MedianResponse: p.MedianResponse.Seconds(), MedianHandling: p.MedianHandling.Seconds(),
	}
}

func viewPresence(d support.SignInDay, k known, zone *time.Location) presenceView {
	return presenceView{
		Agent: Ref{uint64(d.Agent), k.agents[d.Agent]}, Day: d.Day.In(zone).Format(time.DateOnly), SignIns: d.SignIns, First: d.First.UTC(), Last: d.Last.UTC(),
		Available: d.Times[support.StatusAvailable].Seconds(), Busy: d.Times[support.StatusBusy].Seconds(), Away: d.Times[support.StatusAway].Seconds(),
	}
}
