package api

import (
	"context"
	"fmt"
	"time"

	"beside.example/relay/internal/support"
)

// usualDays is how many days an answer is about when the call names none: two weeks, so that every weekday can be compared.
const usualDays = 14

// Period is what every call about what happened may say.
type Period struct {
	From   string   `query:"from" format:"date" doc:"The first day; two weeks up to the last one when missing"`
	To     string   `query:"to" format:"date" doc:"The last day, itself included; today when missing"`
	Zone   string   `query:"zone" maxLength:"64" doc:"In which days are counted, such as Europe/Paris; the organisation's when missing"`
	Portal []uint64 `query:"portal,explode" maxItems:"200" doc:"Only these portals"`
	Team   []uint64 `query:"team,explode" maxItems:"200" doc:"Only agents of these teams"`
	Agent  []uint64 `query:"agent,explode" maxItems:"200" doc:"Only these agents"`
}

// query reads a period, within what the asker may see.
func (a *API) query(ctx context.Context, who support.Manager, p Period) (q support.ReportQuery, err error) {
	q = support.ReportQuery{Portals: idsOf[support.PortalID](p.Portal), Teams: idsOf[support.TeamID](p.Team), Agents: idsOf[support.AgentID](p.Agent)}
	if q.Zone, err = a.zone(ctx, who, p.Zone); err != nil {
		return q, err
	}
	last := time.Now().In(q.Zone)
	if p.To != "" {
		if last, err = day(p.To); err != nil {
			return q, err
		}
	}
	first := last.AddDate(0, 0, 1-usualDays)
	if p.From != "" {
		if first, err = day(p.From); err != nil {
			return q, err
		}
	}
	q.From, q.To = support.ReportDays(first, last, q.Zone)
	if err := q.Narrow(who); err != nil {
		return q, err
	}
	return q, q.Check()
}

func (a *API) zone(ctx context.Context, who support.Manager, name string) (*time.Location, error) {
	if name == "" {
		settings, err := a.Directory.Settings(ctx, who.Organisation.ID)
		return settings.Location(), err
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == time.Local.String() { // where the relay stands is nobody's business
		return nil, fmt.Errorf("time zone %q, write one such as Europe/Paris: %w", name, support.ErrInvalid)
	}
	return zone, nil
}

func day(text string) (time.Time, error) {
	date, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return date, fmt.Errorf("day %q, write one such as 2026-12-31: %w", text, support.ErrInvalid)
	}
	return date, nil
}

// SpanView says what a report is about.
type SpanView struct {
	From time.Time `json:"from" doc:"The first instant"`
	To   time.Time `json:"to" doc:"The first instant after it"`
	Zone string    `json:"zone"`
}

func viewSpan(q support.ReportQuery) SpanView {
	return SpanView{q.From.UTC(), q.To.UTC(), q.Zone.String()}
}
