package support

import (
	"slices"
	"time"
)

// Grouping says what the rows of a session summary stand for.
type Grouping uint8

// The groupings.
const (
	GroupByPortal Grouping = iota
	GroupByDay
	GroupByAgent
	GroupByTeam
)

// Summary is the session summary of a period.
type Summary struct {
	Days  []SummaryDay // every day of the period, in order
	Rows  []SummaryRow // by Key; with GroupByDay in the order of Days
	Total SummaryRow
}

// SummaryDay counts the cases that were submitted on one day.
type SummaryDay struct {
	Start time.Time // the first instant of the day within the period
	Counters
}

// SummaryRow counts the cases of one group.
type SummaryRow struct {
	Key uint64 // PortalID, AgentID or TeamID by the grouping, zero for nobody's; with GroupByDay the index into Days
	Counters
	Waited         int           // how many were accepted of whom it is known how long they waited
	MedianWait     time.Duration // of those who were accepted, until then
	Handled        int           // how many were accepted and have ended
	MedianHandling time.Duration // of those who were accepted and have ended, in between
}

// summaryFold counts cases one by one.
type summaryFold struct {
	calendar calendar
	key      func(c Case, day int) uint64
	days     []SummaryDay
	groups   map[uint64]*group
	total    group
}

// group is a row in the making.
type group struct {
	Counters
	waits, handlings []time.Duration
}

func newSummaryFold(q ReportQuery, by Grouping, teams map[AgentID]TeamID) *summaryFold {
	f := &summaryFold{calendar: newCalendar(q), groups: map[uint64]*group{}}
	for _, start := range f.calendar.starts {
		f.days = append(f.days, SummaryDay{Start: start})
	}
	f.key = func(c Case, day int) uint64 {
		switch by {
		case GroupByDay:
			return uint64(day)
		case GroupByAgent:
			return uint64(c.Agent)
		case GroupByTeam:
			return uint64(teams[c.Agent])
		}
		return uint64(c.Portal)
	}
	if by == GroupByDay { // a day without a case is a row too
		for day := range f.days {
			f.groups[uint64(day)] = &group{}
		}
	}
	return f
}

func (f *summaryFold) add(c Case) {
	day := f.calendar.day(c.Created)
	if day < 0 {
		return
	}
	f.days[day].add(c)
	key := f.key(c, day)
	g := f.groups[key]
	if g == nil {
		g = &group{}
		f.groups[key] = g
	}
	g.add(c)
	f.total.add(c)
}

func (g *group) add(c Case) {
	g.Counters.add(c)
	if wait, ok := c.Wait(); ok {
		g.waits = append(g.waits, wait)
	}
	if handling, ok := c.Handling(); ok {
		g.handlings = append(g.handlings, handling)
	}
}

func (g *group) row(key uint64) SummaryRow {
	return SummaryRow{
		Key: key, Counters: g.Counters, Waited: len(g.waits), MedianWait: median(g.waits), Handled: len(g.handlings), MedianHandling: median(g.handlings),
	}
}

func (f *summaryFold) summary() Summary {
	s := Summary{Days: f.days, Total: f.total.row(0)}
	for key, g := range f.groups {
		s.Rows = append(s.Rows, g.row(key))
	}
	slices.SortFunc(s.Rows, func(a, b SummaryRow) int {
		if a.Key < b.Key {
			return -1
		}
		return int(one(a.Key > b.Key))
	})
	return s
}
