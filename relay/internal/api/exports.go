package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"beside.example/relay/internal/support"
)

// exportFilter is a call for an export.
type exportFilter struct {
	Period
	Format string `query:"format" enum:"csv,json" default:"csv"`
}

// exports are streams of rows: however many there are, the relay keeps none of them.
func (a *API) exports() {
	for _, e := range []struct {
		name, summary string
		act           support.Act
		table         func(ctx context.Context, q support.ReportQuery, k known) table
	}{
		{"requests", "Every request of a period, the latest first", support.ActSeeRequest, a.requestTable},
		{"agents", "What each agent did in a period", support.ActSeeReports, a.agentTable},
		{"sign-ins", "When agents were signed in, day by day", support.ActSeeReports, a.signInTable},
		{"answers", "Every answer to a survey, the earliest first", support.ActSeeReports, a.answerTable},
	} {
		register(a, operation{
			method: "GET", path: "/exports/" + e.name, id: "export-" + e.name, group: "Exports", summary: e.summary, act: e.act,
			text: "CSV with the names of the columns above, or a JSON array of objects. The answer comes while it is read; one that was cut off has no proper end.",
		}, func(ctx context.Context, who support.Manager, in *exportFilter) (*huma.StreamResponse, error) {
			q, k, err := a.about(ctx, who, in.Period)
			if err != nil {
				return nil, err
			}
			t := e.table(ctx, q, k)
			t.name = e.name
			return stream(t, in.Format), nil
		})
		a.describeExport("/exports/" + e.name)
	}
}

// describeExport says in the document what an export answers, which no Go type says.
func (a *API) describeExport(path string) {
	text := &huma.Schema{Type: huma.TypeString}
	rows := &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeObject}}
	a.huma.OpenAPI().Paths[Root+path].Get.Responses["200"] = &huma.Response{
		Description: "The rows", Content: map[string]*huma.MediaType{"text/csv": {Schema: text}, "application/json": {Schema: rows}},
	}
}

func (a *API) requestTable(ctx context.Context, q support.ReportQuery, _ known) table {
	return table{
		columns: []string{"id", "portal", "customer", "question", "agent", "state", "submitted_at", "posted_at", "accepted_at", "ended_at", "wait", "handling", "rating"},
		each: func(row func(...any) error) error {
			return a.Reports.EachCase(ctx, q, func(e support.CaseEntry) error {
				return row(e.Name(), e.PortalName, e.Customer, e.Question, e.AgentName, e.State.Name(), e.Created, e.Posted, e.Accepted, e.Ended,
					seconds(e.Wait()), seconds(e.Handling()), e.Rating)
			})
		},
	}
}

func (a *API) agentTable(ctx context.Context, q support.ReportQuery, k known) table {
	return table{
		columns: []string{
			"agent", "name", "accepted", "taken_over", "handed_over", "declined", "lapsed", "telephone", "sessions", "session_time", "resolved", "unresolved",
			"unknown", "median_response", "median_handling",
		},
		each: func(row func(...any) error) error {
			rows, err := a.Reports.Agents(ctx, q)
			for _, p := range rows {
				if err == nil {
					err = row(p.Agent, k.agents[p.Agent], p.Accepted, p.TakenOver, p.HandedOver, p.Declined, p.Lapsed, p.Phone, p.Sessions, p.SessionTime.Seconds(),
						p.Resolved, p.Unresolved, p.Unknown, p.MedianResponse.Seconds(), p.MedianHandling.Seconds())
				}
			}
			return err
		},
	}
}

func (a *API) signInTable(ctx context.Context, q support.ReportQuery, k known) table {
	return table{
		columns: []string{"agent", "name", "day", "sign_ins", "first", "last", "available", "busy", "away"},
		each: func(row func(...any) error) error {
			rows, err := a.Reports.SignIns(ctx, q)
			for _, d := range rows {
				if err == nil {
					v := viewPresence(d, k, q.Zone)
					err = row(v.Agent.ID, v.Agent.Name, v.Day, v.SignIns, v.First, v.Last, v.Available, v.Busy, v.Away)
				}
			}
			return err
		},
	}
}

func (a *API) answerTable(ctx context.Context, q support.ReportQuery, k known) table {
	return table{
		columns: []string{"request", "portal", "agent", "at", "key", "rating", "text"},
		each: func(row func(...any) error) error {
			return a.Reports.EachAnswer(ctx, q, func(g support.GivenAnswer) error {
				return row(hexOf(g.Request), k.portals[g.Portal], k.agents[g.Agent], g.At, g.Key, g.Rating, g.Text)
			})
		},
	}
}
