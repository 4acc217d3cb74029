package store_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

// query is the week's, for everyone.
func (w *week) query(t *testing.T) support.ReportQuery {
	t.Helper()
	q := support.ReportQuery{Organisation: w.organisation.ID, Zone: w.zone}
	q.From, q.To = support.ReportDays(w.at(t, "23 12:00:00.000"), w.at(t, "29 12:00:00.000"), w.zone)
	return q
}

// testReportWeek plays a week and holds every figure of every report against tables made by hand.
func testReportWeek(t *testing.T, f *fixture) {
	w := newWeek(t, f)
	reports := support.NewReports(f.Store)
	t.Run("summary", func(t *testing.T) { checkSummary(t, w, reports) })
	t.Run("days", func(t *testing.T) { checkDays(t, w, reports) })
	t.Run("groups", func(t *testing.T) { checkGroups(t, w, reports) })
	t.Run("filters", func(t *testing.T) { checkFilters(t, w, reports) })
	t.Run("agents", func(t *testing.T) { checkAgents(t, w, reports) })
	t.Run("sign-ins", func(t *testing.T) { checkSignIns(t, w, reports) })
	t.Run("survey", func(t *testing.T) { checkSurvey(t, w, reports) })
	t.Run("cases", func(t *testing.T) { checkCases(t, w, reports) })
}

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

func checkSummary(t *testing.T, w *week, reports *support.Reports) {
	got, err := reports.Summary(t.Context(), w.query(t), support.GroupByPortal)
	must(t, err)
	desk := support.Counters{
		Submitted: 10, Posted: 9, Accepted: 6, Sessions: 2,
		Open: 1, DownloadError: 1, ConnectionError: 1, Declined: 1, Abandoned: 1, Resolved: 3, Unresolved: 1, Unknown: 1,
	}
	match := support.Counters{Submitted: 2, Posted: 2, Declined: 1, NoResponse: 1}
	phone := support.Counters{Submitted: 4, Posted: 4, Accepted: 4, Sessions: 1, Open: 1, ConnectionError: 1, Resolved: 1, Unknown: 1}
	equal(t, "rows", got.Rows, []support.SummaryRow{
		{Key: uint64(w.phone), Counters: phone, Handled: 1, MedianHandling: 605 * time.Second},
		{Key: uint64(w.desk), Counters: desk, Waited: 6, MedianWait: 45 * time.Second, Handled: 6, MedianHandling: 750 * time.Second},
		{Key: uint64(w.match), Counters: match},
	})
	equal(t, "total", got.Total, support.SummaryRow{Counters: support.Counters{
		Submitted: 16, Posted: 15, Accepted: 10, Sessions: 3,
		Open: 2, DownloadError: 1, ConnectionError: 2, Declined: 2, NoResponse: 1, Abandoned: 1, Resolved: 4, Unresolved: 1, Unknown: 2,
	}, Waited: 6, MedianWait: 45 * time.Second, Handled: 7, MedianHandling: 605 * time.Second})
	days := []support.Counters{
		{Submitted: 4, Posted: 4, Accepted: 3, Sessions: 3, Abandoned: 1, Resolved: 2, Unresolved: 1},
		{Submitted: 3, Posted: 3, Accepted: 1, ConnectionError: 1, Declined: 1, NoResponse: 1},
		{Submitted: 2, Posted: 1, Accepted: 1, DownloadError: 1, ConnectionError: 1},
		{Submitted: 1, Posted: 1, Declined: 1},
		{Submitted: 1, Posted: 1, Accepted: 1, Unknown: 1},
		{Submitted: 1, Posted: 1, Accepted: 1, Unknown: 1},
		{Submitted: 4, Posted: 4, Accepted: 3, Open: 2, Resolved: 2},
	}
	starts := []string{"23", "24", "25", "26", "27", "28", "29"}
	if len(got.Days) != len(days) {
		t.Fatalf("%d days", len(got.Days))
	}
	for i, day := range got.Days {
		equal(t, "day "+starts[i], day.Counters, days[i])
		if want := w.at(t, starts[i]+" 00:00:00.000"); !day.Start.Equal(want) {
			t.Errorf("day %s begins at %v, want %v", starts[i], day.Start, want)
		}
	}
}

// checkDays holds the half hours of days against those made by hand: calls are none, and the last day has 23 hours.
func checkDays(t *testing.T, w *week, reports *support.Reports) {
	day := func(date string) support.ReportQuery {
		q := w.query(t)
		q.From, q.To = support.ReportDays(w.at(t, date+" 12:00:00.000"), w.at(t, date+" 12:00:00.000"), w.zone)
		return q
	}
	for _, c := range []struct {
		date   string
		narrow func(q *support.ReportQuery)
		length int
		halves map[int]uint64
		waited int
		wait   time.Duration
	}{
		{date: "23", length: 48, halves: map[int]uint64{18: 2, 47: 1}, waited: 2, wait: 45 * time.Second},
		{date: "24", length: 48, halves: map[int]uint64{0: 1, 20: 1}},
		{date: "29", length: 46, halves: map[int]uint64{3: 1, 4: 1, 45: 1}, waited: 2, wait: 35 * time.Second},
		{date: "23", narrow: func(q *support.ReportQuery) { q.Teams = []support.TeamID{w.back} }, length: 48, halves: map[int]uint64{18: 1}, waited: 1, wait: 30 * time.Second},
		{date: "24", narrow: func(q *support.ReportQuery) { q.Portals = []support.PortalID{w.desk} }, length: 48},
		{date: "24", narrow: func(q *support.ReportQuery) { q.Agents = []support.AgentID{w.claire} }, length: 48, halves: map[int]uint64{20: 1}},
	} {
		q := day(c.date)
		if c.narrow != nil {
			c.narrow(&q)
		}
		got, err := reports.Day(t.Context(), q)
		must(t, err)
		var sum uint64
		for i, h := range got.Halves {
			sum += h.Requests
			if h.Requests != c.halves[i] || !h.Start.Equal(q.From.Add(time.Duration(i)*30*time.Minute)) || got.At(h.Start) != i {
				t.Errorf("day %s, half hour %d: %+v, want %d", c.date, i, h, c.halves[i])
			}
		}
		if len(got.Halves) != c.length || sum != got.Requests || got.Waited != c.waited || got.MedianWait != c.wait {
			t.Errorf("day %s: %d halves with %d of %d requests, %d waited %v", c.date, len(got.Halves), sum, got.Requests, got.Waited, got.MedianWait)
		}
	}
	if _, err := reports.Day(t.Context(), w.query(t)); !errors.Is(err, support.ErrInvalid) {
		t.Errorf("half hours of a week: %v", err)
	}
}

func checkGroups(t *testing.T, w *week, reports *support.Reports) {
	for by, want := range map[support.Grouping]map[uint64]uint64{
		support.GroupByAgent: {0: 4, uint64(w.claire): 5, uint64(w.tom): 3, uint64(w.priya): 4},
		support.GroupByTeam:  {0: 4, uint64(w.front): 8, uint64(w.back): 4},
		support.GroupByDay:   {0: 4, 1: 3, 2: 2, 3: 1, 4: 1, 5: 1, 6: 4},
	} {
		s, err := reports.Summary(t.Context(), w.query(t), by)
		must(t, err)
		got := map[uint64]uint64{}
		for _, row := range s.Rows {
			got[row.Key] = row.Submitted
		}
		equal(t, "submitted", got, want)
	}
}

func checkFilters(t *testing.T, w *week, reports *support.Reports) {
	for name, c := range map[string]struct {
		narrow func(q *support.ReportQuery)
		want   uint64
	}{
		"portals": {func(q *support.ReportQuery) { q.Portals = []support.PortalID{w.desk, w.match} }, 12},
		"team":    {func(q *support.ReportQuery) { q.Teams = []support.TeamID{w.front} }, 8},
		"teams":   {func(q *support.ReportQuery) { q.Teams = []support.TeamID{w.front, w.back} }, 12},
		"agent":   {func(q *support.ReportQuery) { q.Agents = []support.AgentID{w.priya} }, 4},
		"agent of a team": {func(q *support.ReportQuery) {
			q.Agents, q.Teams = []support.AgentID{w.priya}, []support.TeamID{w.front}
		}, 0},
		"agent, portal": {func(q *support.ReportQuery) {
			q.Agents, q.Portals = []support.AgentID{w.claire}, []support.PortalID{w.desk}
		}, 3},
		"in UTC": {func(q *support.ReportQuery) {
			q.Zone = time.UTC
			q.From, q.To = q.From.Add(time.Hour), q.To.Add(2*time.Hour)
		}, 17},
		"elsewhere": {func(q *support.ReportQuery) { q.Organisation++ }, 1},
	} {
		q := w.query(t)
		c.narrow(&q)
		s, err := reports.Summary(t.Context(), q, support.GroupByPortal)
		must(t, err)
		if s.Total.Submitted != c.want {
			t.Errorf("%s: %d cases, want %d", name, s.Total.Submitted, c.want)
		}
	}
	_, err := reports.Summary(t.Context(), support.ReportQuery{}, support.GroupByPortal)
	wantErr(t, err, support.ErrInvalid)
}

func checkAgents(t *testing.T, w *week, reports *support.Reports) {
	got, err := reports.Agents(t.Context(), w.query(t))
	must(t, err)
	equal(t, "agents", got, []support.AgentPerformance{
		{ // request 12 was accepted in the week after, 13 in this one
			Agent: w.claire, Accepted: 3, Declined: 1, Phone: 1, Sessions: 2, SessionTime: 1120 * time.Second, Resolved: 3, Unknown: 1,
			MedianResponse: 60 * time.Second, MedianHandling: 450 * time.Second,
		},
		{
			Agent: w.tom, Accepted: 2, HandedOver: 1, Declined: 1, Lapsed: 1, Phone: 2, Sessions: 1, SessionTime: 279 * time.Second, Unknown: 1,
			MedianResponse: 20 * time.Second, MedianHandling: 450 * time.Second,
		},
		{
			Agent: w.priya, Accepted: 1, TakenOver: 1, Declined: 1, Phone: 1, Sessions: 1, SessionTime: 604 * time.Second, Resolved: 1, Unresolved: 1,
			MedianResponse: 60 * time.Second, MedianHandling: 2100 * time.Second,
		},
	})
	q := w.query(t)
	q.Teams = []support.TeamID{w.back}
	got, err = reports.Agents(t.Context(), q)
	must(t, err)
	if len(got) != 1 || got[0].Agent != w.priya {
		t.Errorf("of the team behind, %+v", got)
	}
}

func checkSignIns(t *testing.T, w *week, reports *support.Reports) {
	got, err := reports.SignIns(t.Context(), w.query(t))
	must(t, err)
	for i := range got { // as they are compared
		got[i].Day, got[i].First, got[i].Last = got[i].Day.In(w.zone), got[i].First.In(w.zone), got[i].Last.In(w.zone)
	}
	equal(t, "sign-ins", got, []support.SignInDay{
		{
			Agent: w.claire, Day: w.at(t, "23 00:00:00.000"), SignIns: 2, First: w.at(t, "23 08:00:00.000"), Last: w.at(t, "23 18:30:00.000"),
			Times: [support.Statuses]time.Duration{8*time.Hour + 28*time.Minute + 30*time.Second, 30 * time.Minute, 30 * time.Minute},
		},
		{
			Agent: w.tom, Day: w.at(t, "23 00:00:00.000"), First: w.at(t, "23 00:00:00.000"), Last: w.at(t, "23 01:00:00.000"),
			Times: [support.Statuses]time.Duration{time.Hour},
		},
		{
			Agent: w.tom, Day: w.at(t, "29 00:00:00.000"), SignIns: 1, First: w.at(t, "29 23:00:00.000"), Last: w.at(t, "29 23:30:00.000"),
			Times: [support.Statuses]time.Duration{support.StatusBusy: 30 * time.Minute},
		},
		{
			Agent: w.priya, Day: w.at(t, "28 00:00:00.000"), SignIns: 1, First: w.at(t, "28 22:00:00.000"), Last: w.at(t, "29 00:00:00.000"),
			Times: [support.Statuses]time.Duration{2 * time.Hour},
		},
		{
			Agent: w.priya, Day: w.at(t, "29 00:00:00.000"), First: w.at(t, "29 00:00:00.000"), Last: w.at(t, "29 06:00:00.000"),
			Times: [support.Statuses]time.Duration{5 * time.Hour}, // the clock skips one
		},
	})
}

func checkSurvey(t *testing.T, w *week, reports *support.Reports) {
	got, err := reports.Survey(t.Context(), w.query(t))
	must(t, err)
	equal(t, "rows", got.Rows, []support.SurveyRow{
		{Portal: w.desk, Key: "help", Answers: 2, Ratings: [support.MaxRating]uint64{0, 0, 1, 0, 1}, Sum: 8},
		{Portal: w.desk, Key: "remarks", Answers: 1},
	})
	if mean, ok := got.Rows[0].Mean(); !ok || mean != 4 || got.Customers != 2 {
		t.Errorf("%d customers give %v on the average, %v", got.Customers, mean, ok)
	}
	if len(got.Texts) != 1 || got.Texts[0].Text != "Merci" || got.Texts[0].Agent != w.claire || got.Texts[0].Request[0] != 1 {
		t.Errorf("texts %+v", got.Texts)
	}
}

// checkCases lists the cases in pages of every size, and all of them in one go.
func checkCases(t *testing.T, w *week, reports *support.Reports) {
	const want = "12.23.11.10.9.24.8.7.6.22.5.4.3.21.2.1."
	number := func(e support.CaseEntry) byte {
		if e.Request[0] != 0 {
			return e.Request[0]
		}
		return e.Session[0] + 10
	}
	read := func(limit int) string {
		var got string
		var from support.CaseCursor
		for {
			page, err := reports.Cases(t.Context(), w.query(t), from, limit)
			must(t, err)
			for _, e := range page {
				got += itoa(number(e)) + "."
				from = e.Cursor()
			}
			if len(page) < limit {
				return got
			}
		}
	}
	for _, limit := range []int{1, 2, 3, 5, 16, 500} {
		if got := read(limit); got != want {
			t.Errorf("in pages of %d: %s, want %s", limit, got, want)
		}
	}
	var all []support.CaseEntry
	must(t, reports.EachCase(t.Context(), w.query(t), func(e support.CaseEntry) error { all = append(all, e); return nil }))
	first := all[len(all)-1]
	if first.Customer != "Noor" || first.PortalName != "Staff desk" || first.AgentName == "" || first.Rating != 5 || !first.Met || first.State != support.RequestResolved {
		t.Errorf("first case %+v", first)
	}
	enough := errors.New("enough")
	wantErr(t, reports.EachCase(t.Context(), w.query(t), func(support.CaseEntry) error { return enough }), enough)
}

func itoa(n byte) string {
	if n >= 10 {
		return itoa(n/10) + string('0'+n%10)
	}
	return string('0' + n)
}

// TestNumbers holds the numbers by which the reports find events against their names.
func TestNumbers(t *testing.T) {
	equal(t, "kinds", []support.EventKind{4, 5, 6, 15, 17, 18}, []support.EventKind{
		support.EventOfferLapsed, support.EventAccepted, support.EventDeclined, support.EventTakenOver, support.EventEnded, support.EventSurveyed,
	})
}

// testLook notes who looked at a case: once in an hour, and for everyone who does.
func testLook(t *testing.T, f *fixture) {
	look := func(agent support.AgentID, at time.Time) {
		e := support.AuditEvent{Organisation: f.organisation.ID, At: at, Agent: agent, Name: "Elena", Act: support.AuditReviewed, Object: "00ff"}
		must(t, f.AddAuditOnce(t.Context(), e, at.Add(-time.Hour)))
	}
	look(1, now)
	look(1, now.Add(59*time.Minute))
	look(2, now.Add(59*time.Minute))
	look(1, now.Add(time.Hour))
	look(1, now.Add(2*time.Hour-time.Millisecond))
	all, err := f.Audit(t.Context(), f.organisation.ID, 0, 0, 10)
	must(t, err)
	if len(all) != 3 || all[0].Agent != 1 || !all[0].At.Equal(now.Add(time.Hour)) || all[1].Agent != 2 {
		t.Errorf("the log says %+v", all)
	}
}
