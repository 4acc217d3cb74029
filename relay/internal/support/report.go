package support

import (
	"fmt"
	"slices"
	"sort"
	"time"
)

// MaxReportDays is the longest period of a report: three years and a bit, so that years can be compared.
const MaxReportDays = 1100

// MaxReportPicks is how many portals, teams or agents a report may be narrowed to by name; whoever wants more wants all.
const MaxReportPicks = 200

// ReportQuery picks what a report counts: what happened in [From, To) in an organisation, narrowed to portals, teams and agents
// where these are not empty. Days are those of a clock in Zone.
type ReportQuery struct {
	Organisation OrganisationID
	From, To     time.Time
	Zone         *time.Location
	Portals      []PortalID
	Teams        []TeamID
	Agents       []AgentID
}

// Check returns an ErrInvalid that says why the query cannot be answered.
func (q ReportQuery) Check() error {
	switch {
	case q.Organisation == 0 || q.Zone == nil:
		return fmt.Errorf("a report of no organisation or in no time zone: %w", ErrInvalid)
	case !q.From.Before(q.To):
		return fmt.Errorf("a report from %v to %v: %w", q.From, q.To, ErrInvalid)
	case q.To.Sub(q.From) > (MaxReportDays+1)*24*time.Hour:
		return fmt.Errorf("a report over more than %d days: %w", MaxReportDays, ErrInvalid)
	case max(len(q.Portals), len(q.Teams), len(q.Agents)) > MaxReportPicks:
		return fmt.Errorf("a report of more than %d names: %w", MaxReportPicks, ErrInvalid)
	}
	return nil
}

// ReportDays returns the query's period of whole days, from the first instant of one date to the last of another, both included,
// as a clock in zone tells them.
func ReportDays(first, last time.Time, zone *time.Location) (from, to time.Time) {
	fy, fm, fd := first.Date()
	ly, lm, ld := last.Date()
	return dayStart(fy, fm, fd, zone), dayStart(ly, lm, ld+1, zone)
}

// nextDay returns the first instant of the date after that of a time. Islands that moved across the date line have skipped dates.
func nextDay(at time.Time) time.Time {
	y, m, d := at.Date()
	for {
		d++
		if next := dayStart(y, m, d, at.Location()); next.After(at) {
			return next
		}
	}
}

// dayStart returns the first instant of a date, which is not midnight where the clock is put forward then.
func dayStart(year int, month time.Month, day int, zone *time.Location) time.Time {
	noon := time.Date(year, month, day, 12, 0, 0, 0, zone) // which every date has
	const longest = 14 * time.Hour                         // from midnight to noon, with a clock put back on the way
	n := sort.Search(int(longest/time.Second), func(i int) bool {
		return sameDate(noon.Add(time.Duration(i)*time.Second-longest), noon)
	})
	return noon.Add(time.Duration(n)*time.Second - longest)
}

func sameDate(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}

// calendar cuts a period into days.
type calendar struct {
	starts []time.Time // of the days; the first may be cut by the period's start
	to     time.Time
}

func newCalendar(q ReportQuery) calendar {
	c := calendar{to: q.To}
	for at := q.From; at.Before(q.To); {
		c.starts = append(c.starts, at)
		at = nextDay(at.In(q.Zone))
	}
	return c
}

// day returns the index of the day in which a time lies, -1 when it lies outside.
func (c calendar) day(at time.Time) int {
	if !at.Before(c.to) {
		return -1
	}
	return sort.Search(len(c.starts), func(i int) bool { return c.starts[i].After(at) }) - 1
}

// median returns the middle of the durations, of an even number the mean of the middle two; zero of none. It sorts them.
func median(all []time.Duration) time.Duration {
	n := len(all)
	if n == 0 {
		return 0
	}
	slices.Sort(all)
	return (all[(n-1)/2] + all[n/2]) / 2
}
