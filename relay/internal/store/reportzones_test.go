package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

// Three weeks in which the days are not what one thinks. What happens is written in UTC, since a local time may come twice; the tables are
// made by hand from what the local clocks say.
//
//   - Paris, Monday 19 to Sunday 25 October 2026: the Sunday has 25 hours. It begins at 22:00 UTC of the 24th and ends at 23:00 UTC; 2:00 to
//     3:00 comes twice, first at 0:00 UTC and then at 1:00 UTC.
//   - St. John's, Monday 26 October to Sunday 1 November 2026, 2½ hours behind UTC and 3½ in winter: the Sunday begins at 2:30 UTC and ends on
//     the 2nd at 3:30 UTC.
//   - Kolkata, the same days as in Paris, always 5½ hours ahead: days begin at 18:30 UTC.

// zonedCase is a request of the script: when it came, how many seconds it waited for a Yes, and how many more it took.
type zonedCase struct {
	utc        string
	wait, help int64
}

// zonedStay is a time in which an agent was signed in.
type zonedStay struct{ since, till string }

// zonedWeek is a script with its tables.
type zonedWeek struct {
	zone, first, last string
	cases             []zonedCase
	stays             []zonedStay
	// The requests of each day.
	days [7]uint64
	// Each day of sign-ins: its place in the week, the local clock at the beginning and the end, the hours between, and how many began.
	signIns []string
	total   uint64
	// The medians, in seconds, of the requests of the week.
	wait, handling float64
}

func zonedWeeks() []zonedWeek {
	return []zonedWeek{
		{
			zone: "Europe/Paris", first: "2026-10-19", last: "2026-10-25",
			cases: []zonedCase{
				{"2026-10-18 21:59:59.999", 1, 1},         // Sunday before: 23:59:59.999
				{"2026-10-18 22:00:00.000", 10, 100},      // Monday, its first instant
				{"2026-10-24 21:59:59.999", 20, 200},      // Saturday, its last
				{"2026-10-24 22:00:00.000", 30, 300},      // Sunday, its first
				{"2026-10-25 00:30:00.000", 40, 7_200},    // Sunday 2:30 in summer time; ends two hours later, at 3:30 by the clock
				{"2026-10-25 01:30:00.000", 50, 400},      // Sunday 2:30 again, in winter time
				{"2026-10-25 22:59:59.999", 60, 500},      // Sunday, its last instant, 25 hours after its first
				{"2026-10-25 23:00:00.000", 1_000, 1_000}, // Monday after
			},
			stays: []zonedStay{
				{"2026-10-24 20:00:00.000", "2026-10-25 02:00:00.000"}, // Saturday 22:00 to Sunday 3:00: two hours, and four
				{"2026-10-25 22:00:00.000", "2026-10-25 23:30:00.000"}, // Sunday 23:00 to Monday 0:30
			},
			days:    [7]uint64{1, 0, 0, 0, 0, 1, 4},
			signIns: []string{"5 22:00-00:00 2h0m0s 1", "6 00:00-00:00 5h0m0s 1"},
			total:   6, wait: 35, handling: 350,
		},
		{
			zone: "America/St_Johns", first: "2026-10-26", last: "2026-11-01",
			cases: []zonedCase{
				{"2026-10-26 02:29:59.999", 1, 1},     // Sunday before
				{"2026-10-26 02:30:00.000", 10, 100},  // Monday 0:00
				{"2026-11-01 02:29:59.999", 30, 200},  // Saturday 23:59:59.999
				{"2026-11-01 02:30:00.000", 50, 300},  // Sunday 0:00
				{"2026-11-01 04:15:00.000", 70, 400},  // Sunday 1:45 in summer time
				{"2026-11-01 05:15:00.000", 90, 500},  // Sunday 1:45 again
				{"2026-11-02 03:29:59.999", 110, 600}, // Sunday 23:59:59.999
				{"2026-11-02 03:30:00.000", 1, 1},     // Monday after
			},
			stays: []zonedStay{
				{"2026-11-01 02:30:00.000", "2026-11-02 03:30:00.000"}, // the whole Sunday
			},
			days:    [7]uint64{1, 0, 0, 0, 0, 1, 4},
			signIns: []string{"6 00:00-00:00 25h0m0s 1"},
			total:   6, wait: 60, handling: 350,
		},
		{
			zone: "Asia/Kolkata", first: "2026-10-19", last: "2026-10-25",
			cases: []zonedCase{
				{"2026-10-18 18:29:59.999", 1, 1}, // Sunday before
				{"2026-10-18 18:30:00.000", 10, 100},
				{"2026-10-19 18:29:59.999", 20, 200}, // Monday, its last instant
				{"2026-10-19 18:30:00.000", 30, 300}, // Tuesday
				{"2026-10-22 00:00:00.000", 40, 400}, // Thursday 5:30
				{"2026-10-25 18:29:59.999", 50, 500}, // Sunday
				{"2026-10-25 18:30:00.000", 1, 1},
			},
			stays: []zonedStay{
				{"2026-10-20 17:30:00.000", "2026-10-20 19:30:00.000"}, // Tuesday 23:00 to Wednesday 1:00
			},
			days:    [7]uint64{2, 1, 0, 1, 0, 0, 1},
			signIns: []string{"1 23:00-00:00 1h0m0s 1", "2 00:00-01:00 1h0m0s 0"},
			total:   5, wait: 30, handling: 300,
		},
	}
}

// testReportZones plays the weeks and holds the reports against the tables.
func testReportZones(t *testing.T, f *fixture) {
	for _, z := range zonedWeeks() {
		zone, err := time.LoadLocation(z.zone)
		must(t, err)
		w := &week{fixture: newSibling(t, f, z.zone), zone: zone}
		w.desk, w.claire = w.portal, w.fixture.agent.ID
		q := w.playZoned(t, z)
		t.Run(z.zone, func(t *testing.T) { w.checkZoned(t, z, q) })
	}
}

// newSibling makes another organisation in the same store.
func newSibling(t *testing.T, f *fixture, name string) *fixture {
	t.Helper()
	ctx := t.Context()
	n := &fixture{Store: f.Store, organisation: support.Organisation{Name: name, Key: f.organisation.Key, Created: now}}
	var err error
	n.organisation.ID, err = n.CreateOrganisation(ctx, n.organisation)
	must(t, err)
	n.team, err = n.CreateTeam(ctx, support.Team{Organisation: n.organisation.ID, Name: "Everyone"})
	must(t, err)
	n.portal, err = n.CreatePortal(ctx, support.Portal{Organisation: n.organisation.ID, Name: "Desk", Created: now})
	must(t, err)
	n.agent = n.newAgent(t, strings.ToLower(strings.ReplaceAll(name, "/", "."))+"@northfield.example")
	return n
}

func utc(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04:05.000", text)
	must(t, err)
	return at
}

// playZoned plays a week and returns the query for all of it.
func (w *week) playZoned(t *testing.T, z zonedWeek) support.ReportQuery {
	t.Helper()
	ctx := t.Context()
	w.requests = int(w.organisation.ID) * 20 // numbers that no other week has
	for _, c := range z.cases {
		const second = 1000
		w.request(t, w.desk, 0, utc(t, c.utc), posted(0), accepted(c.wait*second, w.claire), ended((c.wait+c.help)*second, support.RequestResolved))
	}
	node, err := w.RegisterNode(ctx, utc(t, z.cases[0].utc))
	must(t, err)
	device, err := w.CreateDevice(ctx, support.Device{Agent: w.claire, Name: "desk", TokenHash: support.NewSecret().Hash(), Created: now, Seen: now})
	must(t, err)
	visit := support.Visit{Agent: w.claire, Device: device}
	for _, s := range z.stays {
		must(t, w.Arrive(ctx, node, visit, support.StatusAvailable, utc(t, s.since)))
		must(t, w.Depart(ctx, node, visit, utc(t, s.till)))
	}
	first, err := time.Parse(time.DateOnly, z.first)
	must(t, err)
	last, err := time.Parse(time.DateOnly, z.last)
	must(t, err)
	q := support.ReportQuery{Organisation: w.organisation.ID, Zone: w.zone}
	q.From, q.To = support.ReportDays(first, last, w.zone)
	return q
}

func (w *week) checkZoned(t *testing.T, z zonedWeek, q support.ReportQuery) {
	t.Helper()
	reports := support.NewReports(w.Store)
	s, err := reports.Summary(t.Context(), q, support.GroupByAgent)
	must(t, err)
	var days [7]uint64
	for i, d := range s.Days {
		days[i] = d.Submitted
		if clock := d.Start.In(w.zone).Format("Mon 15:04"); clock != [...]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}[i]+" 00:00" {
			t.Errorf("day %d begins on %s", i, clock)
		}
	}
	equal(t, "days", days, z.days)
	sunday, halves := q, [...]int{24: 48, 25: 50}
	sunday.From = s.Days[6].Start
	d, err := reports.Day(t.Context(), sunday)
	must(t, err)
	if d.Requests != z.days[6] || len(d.Halves) != halves[sunday.To.Sub(sunday.From)/time.Hour] || d.Halves[len(d.Halves)-1].Requests != 1 {
		t.Errorf("Sunday's half hours: %+v", d)
	}
	equal(t, "total", s.Total, support.SummaryRow{
		Counters: support.Counters{Submitted: z.total, Posted: z.total, Accepted: z.total, Resolved: z.total},
		Waited:   int(z.total), MedianWait: time.Duration(z.wait * float64(time.Second)), Handled: int(z.total), MedianHandling: time.Duration(z.handling * float64(time.Second)),
	})
	agents, err := reports.Agents(t.Context(), q)
	must(t, err)
	signIns, err := reports.SignIns(t.Context(), q)
	must(t, err)
	var lines []string
	for _, d := range signIns {
		day := 0
		for i := range s.Days {
			if s.Days[i].Start.Equal(d.Day) {
				day = i
			}
		}
		lines = append(lines, fmt.Sprintf("%d %s-%s %v %d", day, d.First.In(w.zone).Format("15:04"), d.Last.In(w.zone).Format("15:04"), d.Total(), d.SignIns))
	}
	equal(t, "sign-ins", lines, z.signIns)
	if len(agents) != 1 || agents[0].Agent != w.claire {
		t.Fatalf("agents %+v", agents)
	}
	entries, err := reports.Cases(t.Context(), q, support.CaseCursor{}, 100)
	must(t, err)
	if uint64(len(entries)) != z.total {
		t.Errorf("%d cases listed, want %d", len(entries), z.total)
	}
}
