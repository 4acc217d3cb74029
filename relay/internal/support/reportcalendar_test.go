package support

import (
	"testing"
	"time"
)

func zoneOf(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// TestDayStart holds the first instants of dates on which clocks were changed, or that were skipped, against what they are in UTC.
func TestDayStart(t *testing.T) {
	for _, c := range []struct {
		zone, date, want string
	}{
		{"Europe/Paris", "2026-03-29", "2026-03-28T23:00:00Z"},
		{"Europe/Paris", "2026-03-30", "2026-03-29T22:00:00Z"},
		{"Europe/Paris", "2026-10-25", "2026-10-24T22:00:00Z"},
		{"Europe/Paris", "2026-10-26", "2026-10-25T23:00:00Z"},
		{"Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z"},      // 0:00 is 1:00
		{"Africa/Cairo", "2026-10-30", "2026-10-29T22:00:00Z"},      // 23:00 comes twice on the day before
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"}, // 0:00 is 1:00
		{"Australia/Lord_Howe", "2026-04-06", "2026-04-05T13:30:00Z"},
		{"UTC", "2026-02-28", "2026-02-28T00:00:00Z"},
		{"Pacific/Kiritimati", "2026-01-01", "2025-12-31T10:00:00Z"},
	} {
		zone := zoneOf(t, c.zone)
		date, err := time.Parse(time.DateOnly, c.date)
		if err != nil {
			t.Fatal(err)
		}
		from, to := ReportDays(date, date, zone)
		if got := from.UTC().Format(time.RFC3339); got != c.want {
			t.Errorf("%s in %s begins at %s, want %s", c.date, c.zone, got, c.want)
		}
		if a, b := from.In(zone), to.Add(-time.Millisecond).In(zone); a.Format(time.DateOnly) != c.date || b.Format(time.DateOnly) != c.date {
			t.Errorf("%s in %s lasts from %v to %v", c.date, c.zone, a, b)
		}
	}
}

// TestCalendar cuts periods into days and finds the day of times at their edges.
func TestCalendar(t *testing.T) {
	for _, c := range []struct {
		zone, first, last string
		days              int
	}{
		{"Europe/Paris", "2026-03-23", "2026-03-29", 7},
		{"Europe/Paris", "2026-10-19", "2026-11-01", 14},
		{"Africa/Cairo", "2026-04-20", "2026-04-26", 7},
		{"Pacific/Apia", "2011-12-28", "2012-01-01", 4}, // there was no 30 December
		{"UTC", "2028-02-28", "2028-03-01", 3},
	} {
		zone := zoneOf(t, c.zone)
		first, _ := time.Parse(time.DateOnly, c.first)
		last, _ := time.Parse(time.DateOnly, c.last)
		from, to := ReportDays(first, last, zone)
		cal := newCalendar(ReportQuery{From: from, To: to, Zone: zone})
		if len(cal.starts) != c.days {
			t.Errorf("%s to %s in %s has the days %v, want %d", c.first, c.last, c.zone, cal.starts, c.days)
		}
		for i, start := range cal.starts {
			if cal.day(start) != i || cal.day(start.Add(-time.Millisecond)) != i-1 {
				t.Errorf("day %d in %s: its first instant is on day %d, the one before on %d", i, c.zone, cal.day(start), cal.day(start.Add(-time.Millisecond)))
			}
		}
		if cal.day(to) != -1 || cal.day(to.Add(-time.Millisecond)) != c.days-1 {
			t.Errorf("the end in %s lies on day %d", c.zone, cal.day(to))
		}
	}
}

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		all  []time.Duration
		want time.Duration
	}{
		{nil, 0}, {[]time.Duration{5}, 5}, {[]time.Duration{9, 1}, 5}, {[]time.Duration{9, 1, 2}, 2}, {[]time.Duration{8, 1, 4, 2}, 3},
	} {
		if got := median(c.all); got != c.want {
			t.Errorf("median of %v is %v, want %v", c.all, got, c.want)
		}
	}
}

// TestQueryCheck refuses what would be too much, or nothing.
func TestQueryCheck(t *testing.T) {
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	good := ReportQuery{Organisation: 1, From: start, To: start.AddDate(0, 1, 0), Zone: time.UTC}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(q *ReportQuery){
		"no organisation": func(q *ReportQuery) { q.Organisation = 0 },
		"no zone":         func(q *ReportQuery) { q.Zone = nil },
		"no time":         func(q *ReportQuery) { q.To = q.From },
		"too long":        func(q *ReportQuery) { q.To = q.From.AddDate(4, 0, 0) },
		"too many":        func(q *ReportQuery) { q.Portals = make([]PortalID, MaxReportPicks+1) },
	} {
		q := good
		spoil(&q)
		if q.Check() == nil {
			t.Errorf("a query with %s passes", name)
		}
	}
}
