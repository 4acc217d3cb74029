package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"beside.example/relay/internal/store"
	"beside.example/relay/internal/store/bulktest"
	"beside.example/relay/internal/store/postgrestest"
	"beside.example/relay/internal/support"
)

// bulk is a year of a busy help desk in a database.
func bulk(tb testing.TB, dsn string, cases int) (*store.Store, support.ReportQuery) {
	tb.Helper()
	s, err := store.Open(tb.Context(), dsn)
	check := func(err error) {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
	}
	check(err)
	tb.Cleanup(func() { check(s.Close()) })
	year := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	shape := bulktest.Shape{Seed: 1, Cases: cases, From: year, To: year.AddDate(1, 0, 0)}
	shape.Organisation, err = s.CreateOrganisation(tb.Context(), support.Organisation{Name: "Northfield", Key: make([]byte, 64), Created: year})
	check(err)
	team, err := s.CreateTeam(tb.Context(), support.Team{Organisation: shape.Organisation, Name: "Everyone"})
	check(err)
	const portals, agents = 8, 40
	for i := range portals {
		id, err := s.CreatePortal(tb.Context(), support.Portal{Organisation: shape.Organisation, Name: fmt.Sprintf("Portal %d", i), Created: year})
		check(err)
		shape.Portals = append(shape.Portals, id)
	}
	for i := range agents {
		id, err := s.CreateAgent(tb.Context(), support.Agent{
			Organisation: shape.Organisation, Team: team, Name: fmt.Sprintf("Agent %d", i), Mail: fmt.Sprintf("agent%d@northfield.example", i), Role: support.RoleAgent, Created: year,
		}, nil)
		check(err)
		device, err := s.CreateDevice(tb.Context(), support.Device{Agent: id, Name: "desk", TokenHash: support.NewSecret().Hash(), Created: year, Seen: year})
		check(err)
		shape.Agents, shape.Devices = append(shape.Agents, id), append(shape.Devices, device)
	}
	check(bulktest.Fill(tb.Context(), dsn, shape))
	zone, err := time.LoadLocation("Europe/Paris")
	check(err)
	q := support.ReportQuery{Organisation: shape.Organisation, Zone: zone}
	q.From, q.To = support.ReportDays(year.AddDate(0, 2, 0), year.AddDate(0, 2, 30), zone)
	return s, q
}

// testBulk holds a small data set of the benchmark's kind against what it must add up to.
func testBulk(t *testing.T, f *fixture) {
	const cases = 3000
	s, q := bulk(t, f.dsn, cases)
	q.From, q.To = q.From.AddDate(-1, 0, 0), q.To.AddDate(1, 0, 0)
	reports := support.NewReports(s)
	summary, err := reports.Summary(t.Context(), q, support.GroupByDay)
	must(t, err)
	total := summary.Total
	if total.Submitted != cases || total.Open != 0 {
		t.Errorf("%+v of %d cases", total, cases)
	}
	sum := total.DownloadError + total.ConnectionError + total.Declined + total.NoResponse + total.Abandoned + total.Resolved + total.Unresolved + total.Unknown
	if sum != total.Ended() {
		t.Errorf("%d cases in final states, %d ended", sum, total.Ended())
	}
	listed := uint64(0)
	must(t, reports.EachCase(t.Context(), q, func(support.CaseEntry) error { listed++; return nil }))
	if listed != cases {
		t.Errorf("%d cases listed of %d", listed, cases)
	}
	days, err := reports.SignIns(t.Context(), q)
	must(t, err)
	if len(days) != 40*365 || days[0].Total() != 9*time.Hour || days[0].SignIns != 1 {
		t.Errorf("%d days of agents, the first %+v", len(days), days[0])
	}
}

// BenchmarkReports answers reports on 1,000,000 cases of a year, on SQLite and on PostgreSQL. Making them takes a few minutes.
func BenchmarkReports(b *testing.B) {
	b.Run("SQLite", func(b *testing.B) { benchmarkReports(b, filepath.Join(b.TempDir(), "relay.db")) })
	b.Run("PostgreSQL", func(b *testing.B) { benchmarkReports(b, postgrestest.Start(b).NewDatabase(b)) })
}

func benchmarkReports(b *testing.B, dsn string) {
	const cases = 1_000_000
	s, month := bulk(b, dsn, cases)
	reports := support.NewReports(s)
	privacy, who := support.NewPrivacy(s), support.Manager{
		Agent: support.Agent{Role: support.RoleOrganisationManager}, Organisation: support.Organisation{ID: month.Organisation},
	}
	person := support.Person{Name: "Zarina Quist", Mail: "customer7@riverside.example", Phone: "+44 20 7946 000007"}
	year := month
	year.From, year.To = year.From.AddDate(0, -2, 0), year.From.AddDate(0, 10, 0)
	for _, report := range []struct {
		name  string
		count func() error
	}{
		{"month/summary", func() error { _, err := reports.Summary(b.Context(), month, support.GroupByPortal); return err }},
		{"month/agents", func() error { _, err := reports.Agents(b.Context(), month); return err }},
		{"month/sign-ins", func() error { _, err := reports.SignIns(b.Context(), month); return err }},
		{"month/survey", func() error { _, err := reports.Survey(b.Context(), month); return err }},
		{"month/page", func() error { _, err := reports.Cases(b.Context(), month, support.CaseCursor{}, 50); return err }},
		{"year/summary", func() error { _, err := reports.Summary(b.Context(), year, support.GroupByPortal); return err }},
		{"year/agents", func() error { _, err := reports.Agents(b.Context(), year); return err }},
		{"year/sign-ins", func() error { _, err := reports.SignIns(b.Context(), year); return err }},
		{"year/survey", func() error { _, err := reports.Survey(b.Context(), year); return err }},
		{"person", func() error { _, _, err := privacy.Find(b.Context(), who, person); return err }},
	} {
		b.Run(report.name, func(b *testing.B) {
			b.ReportAllocs()
			before := cpuTime(b)
			for b.Loop() {
				if err := report.count(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((cpuTime(b)-before).Milliseconds())/float64(b.N), "cpu-ms/op")
		})
	}
}

// cpuTime is how much of a processor this process has had: on a machine that does other things too, it says more than a clock. What a
// server does is not in it.
func cpuTime(b *testing.B) time.Duration {
	const user, system, tick = 13, 14, 10 * time.Millisecond // as proc(5) counts the fields, and as Linux counts time there
	text, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		b.Fatal(err)
	}
	ticks := time.Duration(0)
	fields := strings.Fields(string(text))
	for _, field := range []int{user, system} {
		n, err := strconv.Atoi(fields[field])
		if err != nil {
			b.Fatal(err)
		}
		ticks += time.Duration(n)
	}
	return ticks * tick
}
