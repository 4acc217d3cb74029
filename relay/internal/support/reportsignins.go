package support

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Stay is a time in which one app of an agent was connected with one status.
type Stay struct {
	Agent       AgentID
	Status      Status
	Since, Till time.Time
}

// ShortBreak is the longest gap between two connections of an agent that is not the end of a sign-in: a change of network, a relay that
// starts again, a lid closed and opened. The gap itself counts as being away from the relay.
const ShortBreak = 2 * time.Minute

// Statuses is how many statuses there are.
const Statuses = int(StatusAway) + 1

// SignInDay tells when an agent was signed in on one day. With several apps at once the readiest status counts, as it does for requests.
type SignInDay struct {
	Agent       AgentID
	Day         time.Time // its first instant within the period
	SignIns     uint64    // that began on this day
	First, Last time.Time // the first and the last instant
	Times       [Statuses]time.Duration
}

// Total returns how long the agent was signed in.
func (d SignInDay) Total() time.Duration {
	var total time.Duration
	for _, t := range d.Times {
		total += t
	}
	return total
}

// SignIns tells on which days of a period agents were signed in, by AgentID and day.
func (r *Reports) SignIns(ctx context.Context, q ReportQuery) ([]SignInDay, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	pieces, err := r.byAgents(ctx, q)
	if err != nil {
		return nil, err
	}
	calendar := newCalendar(q)
	var rows []SignInDay
	var stays []Stay
	flush := func() {
		rows = append(rows, signInDays(calendar, stays)...)
		stays = stays[:0]
	}
	err = bitByBit(ctx, r, pieces, func(piece ReportQuery) error {
		return r.store.Stays(ctx, piece, func(s Stay) error {
			if len(stays) > 0 && stays[0].Agent != s.Agent {
				flush()
			}
			stays = append(stays, s)
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read who was there: %w", err)
	}
	flush()
	return rows, nil
}

// edge is a moment at which a stay begins or ends.
type edge struct {
	at     time.Time
	status Status
	change int
}

// signInDays tells on which days one agent was signed in. It walks from edge to edge of the stays and knows at each how many there are.
func signInDays(calendar calendar, stays []Stay) []SignInDay {
	if len(stays) == 0 {
		return nil
	}
	var edges []edge
	for _, s := range stays {
		if s.Status <= StatusAway && s.Since.Before(s.Till) {
			edges = append(edges, edge{s.Since, s.Status, 1}, edge{s.Till, s.Status, -1})
		}
	}
	slices.SortFunc(edges, func(a, b edge) int { return a.at.Compare(b.at) })
	d := signInFold{calendar: calendar, agent: stays[0].Agent}
	var there [Statuses]int
	var before, gone time.Time
	for _, e := range edges {
		if status := slices.IndexFunc(there[:], func(n int) bool { return n > 0 }); status >= 0 {
			d.spend(before, e.at, Status(status))
			gone = e.at
		} else if gone.IsZero() || e.at.Sub(gone) > ShortBreak {
			d.begin(e.at)
		}
		there[e.status] += e.change
		before = e.at
	}
	return d.days
}

// signInFold gathers the days of one agent, which come in order.
type signInFold struct {
	calendar calendar
	agent    AgentID
	days     []SignInDay
}

// on returns the day with an index.
func (f *signInFold) on(day int) *SignInDay {
	start := f.calendar.starts[day]
	if n := len(f.days); n == 0 || !f.days[n-1].Day.Equal(start) {
		f.days = append(f.days, SignInDay{Agent: f.agent, Day: start})
	}
	return &f.days[len(f.days)-1]
}

func (f *signInFold) begin(at time.Time) {
	if day := f.calendar.day(at); day >= 0 {
		f.on(day).SignIns++
	}
}

// spend counts time with a status, day by day.
func (f *signInFold) spend(since, till time.Time, status Status) {
	if first := f.calendar.starts[0]; since.Before(first) {
		since = first
	}
	for since.Before(till) {
		day := f.calendar.day(since)
		if day < 0 {
			return
		}
		end := f.calendar.to
		if day+1 < len(f.calendar.starts) {
			end = f.calendar.starts[day+1]
		}
		if till.Before(end) {
			end = till
		}
		d := f.on(day)
		d.Times[status] += end.Sub(since)
		if d.First.IsZero() {
			d.First = since
		}
		d.Last, since = end, end
	}
}
