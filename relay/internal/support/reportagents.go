package support

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// Stint is the time in which one agent had one request: from the Yes, or from taking over, until handing over or the end.
type Stint struct {
	Agent    AgentID
	Accepted bool // began with a Yes, else by taking over
	Began    time.Time
	Response time.Duration // with Accepted: how long the customer had waited
	Ended    time.Time     // zero while it lasts
	State    RequestState  // with Ended: in which the stint left the request; not final when another agent took over
}

// Refusals count what an agent did not do.
type Refusals struct {
	Agent            AgentID
	Declined, Lapsed uint64
}

// AgentPerformance tells what one agent did in a period. What the agent did counts when it was done, a stint or a session when it began.
type AgentPerformance struct {
	Agent       AgentID
	Accepted    uint64        // requests to which the agent said Yes
	TakenOver   uint64        // requests taken over from colleagues
	HandedOver  uint64        // requests that colleagues took over
	Declined    uint64        // requests to which the agent said No
	Lapsed      uint64        // a queue's offers that the agent let pass
	Phone       uint64        // cases that came by telephone
	Sessions    uint64        // sessions in which the apps met
	SessionTime time.Duration // together

	Resolved, Unresolved, Unknown uint64 // as the cases ended that the agent had last

	MedianResponse time.Duration // of the accepted requests: from posted to Yes
	MedianHandling time.Duration // of the stints and telephone cases that have ended
}

// performance is a row in the making.
type performance struct {
	AgentPerformance
	responses, handlings []time.Duration
}

func (p *performance) judged(state RequestState) {
	p.Resolved += one(state == RequestResolved)
	p.Unresolved += one(state == RequestUnresolved)
	p.Unknown += one(state == RequestUnknown)
}

func (p *performance) stint(s Stint) {
	p.Accepted += one(s.Accepted)
	p.TakenOver += one(!s.Accepted)
	if s.Accepted {
		p.responses = append(p.responses, s.Response)
	}
	if s.Ended.IsZero() {
		return
	}
	p.handlings = append(p.handlings, s.Ended.Sub(s.Began))
	p.HandedOver += one(!s.State.Final())
	p.judged(s.State)
}

func (p *performance) session(s Session) {
	if !s.Started.IsZero() {
		p.Sessions++
		p.SessionTime += s.Duration()
	}
	if s.Code == 0 {
		return // of a request, whose stints tell the rest, or brought into a colleague's session
	}
	p.Phone++
	c := PhoneCase(s)
	p.judged(c.State)
	if handling, ok := c.Handling(); ok {
		p.handlings = append(p.handlings, handling)
	}
}

// Agents tells what each agent did in a period, by AgentID. Agents who did nothing are not there.
func (r *Reports) Agents(ctx context.Context, q ReportQuery) ([]AgentPerformance, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	all := map[AgentID]*performance{}
	of := func(id AgentID) *performance {
		if all[id] == nil {
			all[id] = &performance{AgentPerformance: AgentPerformance{Agent: id}}
		}
		return all[id]
	}
	err := bitByBit(ctx, r, q.pieces(), func(piece ReportQuery) error { return r.performances(ctx, piece, of) })
	if err != nil {
		return nil, err
	}
	rows := make([]AgentPerformance, 0, len(all))
	for _, p := range all {
		p.MedianResponse, p.MedianHandling = median(p.responses), median(p.handlings)
		rows = append(rows, p.AgentPerformance)
	}
	slices.SortFunc(rows, func(a, b AgentPerformance) int { return cmp.Compare(a.Agent, b.Agent) })
	return rows, nil
}

// performances adds what agents did in a piece of a period.
func (r *Reports) performances(ctx context.Context, q ReportQuery, of func(AgentID) *performance) error {
	if err := r.store.Stints(ctx, q, func(s Stint) error { of(s.Agent).stint(s); return nil }); err != nil {
		return fmt.Errorf("read who had which request: %w", err)
	}
	err := r.store.Refusals(ctx, q, func(n Refusals) error {
		p := of(n.Agent)
		p.Declined, p.Lapsed = p.Declined+n.Declined, p.Lapsed+n.Lapsed
		return nil
	})
	if err != nil {
		return fmt.Errorf("count who said No: %w", err)
	}
	if err := r.store.GrantedSessions(ctx, q, func(s Session) error { of(s.Agent).session(s); return nil }); err != nil {
		return fmt.Errorf("read the sessions: %w", err)
	}
	return nil
}
