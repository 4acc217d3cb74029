package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"beside.example/protocol/leg"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/store/postgrestest"
	"beside.example/relay/internal/support"
)

// expire deletes what is too old at a time.
func expire(tb testing.TB, s *store.Store, at time.Time) {
	tb.Helper()
	x := support.NewExpiry(s, func(err error) { tb.Error(err) })
	if err := x.Expire(tb.Context(), at); err != nil {
		tb.Fatal(err)
	}
	holder := support.NewSecret().Hash() // the next one need not wait for the lease to run out
	far := time.Now().Add(time.Hour)
	if _, err := s.Lease(tb.Context(), "retention", holder, far, time.Time{}); err != nil {
		tb.Fatal(err)
	}
}

// testRetention lets the hand-made week grow old, and looks at what is left of it and at what is said of the rest.
func testRetention(t *testing.T, f *fixture) {
	w := newWeek(t, f)
	ctx, o := t.Context(), w.organisation.ID
	w.says(t, 1, "My display is black.")  // on the 23rd
	w.says(t, 12, "The printer is back.") // on the 29th
	settings := support.DefaultSettings()
	settings.TimeZone, settings.Keep = "Europe/Paris", support.Retention{Requests: 20, Chats: 10, SignIns: 15, Audit: 30}
	must(t, w.PutSettings(ctx, o, settings))
	must(t, w.AddAudit(ctx, support.AuditEvent{Organisation: o, At: w.at(t, "01 12:00:00.000"), Name: "Elena", Act: support.AuditSignIn}))
	must(t, w.AddAudit(ctx, support.AuditEvent{Organisation: o, At: w.at(t, "20 12:00:00.000"), Name: "Elena", Act: support.AuditSignIn}))
	day := func(n int) time.Time { return time.Date(2026, 4, n, 12, 0, 0, 0, w.zone) }
	expire(t, f.Store, day(6))
	w.says(t, 1, "Are you there?") // what comes after the end of a case is gone a while later
	expire(t, f.Store, day(6))     // nothing is done twice on a day
	if lines := w.lines(t, 1); !slices.Equal(lines, []string{"", "Are you there?"}) {
		t.Errorf("lines of the 23rd: %q", lines)
	}
	if lines := w.lines(t, 12); !slices.Equal(lines, []string{"The printer is back."}) {
		t.Errorf("lines of the 29th: %q", lines)
	}
	w.counts(t, 16, 5) // no figure changes with the words
	expire(t, f.Store, day(15))
	w.counts(t, 7, 1) // of the 26th and after
	if lines := w.lines(t, 12); !slices.Equal(lines, []string{""}) {
		t.Errorf("lines of the 29th: %q", lines)
	}
	marks, err := w.RetentionMarks(ctx, o)
	must(t, err)
	for kind, want := range map[support.Perishable]time.Time{
		support.PerishableCases: w.at(t, "26 00:00:00.000"), support.PerishableChats: time.Date(2026, 4, 5, 0, 0, 0, 0, w.zone),
		support.PerishableSignIns: w.at(t, "31 00:00:00.000"), support.PerishableAudit: w.at(t, "16 00:00:00.000"),
	} {
		if !marks[kind].Before.Equal(want) {
			t.Errorf("%s are gone from before %v, want %v", kind.Field(), marks[kind].Before, want)
		}
	}
	var gone []string
	deletions, err := w.Deletions(ctx, o, 0, 10)
	must(t, err)
	for _, d := range deletions {
		gone = append(gone, fmt.Sprint(d.Kind.Field(), " ", d.Count))
	}
	// The latest first: eight stays; a line; eight requests, with that of the week before, and two calls. Nine days earlier an act and a line.
	if want := []string{"sign_ins 8", "chats 1", "cases 10", "audit 1", "chats 1"}; !slices.Equal(gone, want) {
		t.Errorf("gone are %q, want %q", gone, want)
	}
	acts, err := w.Audit(ctx, o, 0, 0, 10)
	must(t, err)
	if len(acts) != 3 || acts[0].Act != support.AuditRetention || acts[0].Agent != 0 || len(acts[0].Changes) != 3 || acts[0].Changes[0] != (support.Change{Field: "cases", Before: "10"}) {
		t.Errorf("the log says %+v", acts)
	}
	if next, err := w.Deletions(ctx, o, deletions[3].ID, 10); err != nil || len(next) != 1 {
		t.Errorf("the page after it: %+v, %v", next, err)
	}
}

// says adds a line to the chat of a request.
func (w *week) says(t *testing.T, number byte, text string) {
	t.Helper()
	_, _, err := w.ChangeRequest(t.Context(), support.RequestID{number}, func(r *support.Request) (support.Step, error) {
		r.Lines++
		e := support.Event{Request: r.ID, Organisation: r.Organisation, Portal: r.Portal, Kind: support.EventSaid, Actor: support.ByCustomer(), At: r.Created, Text: text}
		return support.Step{Events: []support.Event{e}}, nil
	})
	must(t, err)
}

// lines returns what was said in a request.
func (w *week) lines(t *testing.T, number byte) (lines []string) {
	t.Helper()
	events, err := w.Events(t.Context(), support.RequestID{number}, 0, 100)
	must(t, err)
	for _, e := range events {
		if e.Kind == support.EventSaid {
			lines = append(lines, e.Text)
		}
	}
	return lines
}

// counts holds the number of cases and of days with sign-ins of the week against what they should be.
func (w *week) counts(t *testing.T, cases uint64, days int) {
	t.Helper()
	reports := support.NewReports(w.Store)
	s, err := reports.Summary(t.Context(), w.query(t), support.GroupByDay)
	must(t, err)
	signIns, err := reports.SignIns(t.Context(), w.query(t))
	must(t, err)
	if s.Total.Submitted != cases || len(signIns) != days {
		t.Errorf("%d cases and %d days with sign-ins, want %d and %d", s.Total.Submitted, len(signIns), cases, days)
	}
}

// testLease lets one relay at a time do something.
func testLease(t *testing.T, f *fixture) {
	one, other := support.NewSecret().Hash(), support.NewSecret().Hash()
	for i, step := range []struct {
		holder support.SecretHash
		after  time.Duration
		want   bool
	}{{one, 0, true}, {other, time.Second, false}, {one, 50 * time.Second, true}, {other, 80 * time.Second, false}, {other, 110 * time.Second, true}, {one, 111 * time.Second, false}} {
		at := now.Add(step.after)
		if ok, err := f.Lease(t.Context(), "x", step.holder, at, at.Add(time.Minute)); err != nil || ok != step.want {
			t.Errorf("step %d: %v, %v", i, ok, err)
		}
	}
	if ok, err := f.Lease(t.Context(), "y", one, now, now.Add(time.Minute)); err != nil || !ok {
		t.Errorf("another lease: %v, %v", ok, err)
	}
}

// testLeftovers forgets codes that nobody redeemed, and those of sessions with their sessions alone.
func testLeftovers(t *testing.T, f *fixture) {
	ctx := t.Context()
	long := now.AddDate(0, 0, 30)
	unused := f.newCode(t, "1001", now)
	used := f.newCode(t, "1002", now)
	_, err := f.RedeemCode(ctx, support.Session{ID: leg.SessionID{1}, Code: used.ID, Agent: f.agent.ID, Granted: now.Add(time.Minute)})
	must(t, err)
	for _, want := range []uint64{1, 0} {
		if n, err := f.DeleteLeftovers(ctx, long, 100); err != nil || n != want {
			t.Errorf("%d leftovers, %v, want %d", n, err, want)
		}
	}
	_, err = f.LatestCode(ctx, unused.Nameplate)
	wantErr(t, err, support.ErrNotFound)
	if c, err := f.LatestCode(ctx, used.Nameplate); err != nil || c.ID != used.ID {
		t.Errorf("the code of a session: %+v, %v", c, err)
	}
}

// BenchmarkRetention deletes 100,000 cases while somebody writes all the time, and tells how long a write waits at most.
func BenchmarkRetention(b *testing.B) {
	b.Run("SQLite", func(b *testing.B) {
		benchmarkRetention(b, func() string { return filepath.Join(b.TempDir(), "relay.db") })
	})
	b.Run("PostgreSQL", func(b *testing.B) {
		server := postgrestest.Start(b)
		benchmarkRetention(b, func() string { return server.NewDatabase(b) })
	})
}

func benchmarkRetention(b *testing.B, fresh func() string) {
	const cases = 100_000
	for b.Loop() {
		b.StopTimer()
		s, q := bulk(b, fresh(), cases)
		ctx, cancel := context.WithCancel(b.Context())
		waits := make(chan []time.Duration)
		go func() { waits <- writeOften(ctx, s, q.Organisation) }()
		b.StartTimer()
		began := time.Now()
		expire(b, s, time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
		b.StopTimer()
		cancel()
		all := <-waits
		slices.Sort(all)
		b.ReportMetric(time.Since(began).Seconds(), "deleting-s")
		b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "median-wait-ms")
		b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-wait-ms")
		b.ReportMetric(float64(all[len(all)-1].Microseconds())/1000, "worst-wait-ms")
		deletions, err := s.Deletions(b.Context(), q.Organisation, 0, 10)
		if err != nil || len(deletions) == 0 || deletions[len(deletions)-1].Count != cases {
			b.Fatalf("deleted %+v, %v", deletions, err)
		}
		b.StartTimer()
	}
}

// writeOften writes like a desk does, until ctx ends, and returns how long each write took.
func writeOften(ctx context.Context, s *store.Store, o support.OrganisationID) (waits []time.Duration) {
	const often = 5 * time.Millisecond
	ticker := time.NewTicker(often)
	defer ticker.Stop()
	for i := 0; ; i++ {
		select {
		case <-ctx.Done():
			return waits
		case <-ticker.C:
		}
		began := time.Now()
		if _, err := s.CreateTeam(ctx, support.Team{Organisation: o, Name: fmt.Sprintf("Team %d", i)}); err == nil {
			waits = append(waits, time.Since(began))
		}
	}
}

// TestShrinks has much of a store deleted, and finds the file smaller after the next look; what was made without the means to shrink stays as it
// is, and nobody asks again and again.
func TestShrinks(t *testing.T) {
	const much = 10 << 20 // bytes
	path := filepath.Join(t.TempDir(), "relay.db")
	raw := func(statements string) int64 {
		t.Helper()
		db, err := sql.Open("sqlite", path)
		must(t, err)
		_, err = db.ExecContext(t.Context(), statements+`; PRAGMA wal_checkpoint(TRUNCATE)`)
		must(t, errors.Join(err, db.Close()))
		info, err := os.Stat(path)
		must(t, err)
		return info.Size()
	}
	fill := fmt.Sprintf(`CREATE TABLE much (x BLOB); INSERT INTO much VALUES (zeroblob(%d)); DROP TABLE much`, much)
	s, err := store.Open(t.Context(), path)
	must(t, err)
	before := raw(fill)
	expire(t, s, time.Now())
	after := raw(`SELECT 1`)
	must(t, s.Close())
	if before < much || after > before/4 {
		t.Errorf("%d bytes before, %d after", before, after)
	}
	path = filepath.Join(t.TempDir(), "old.db")
	raw(`CREATE TABLE little (x BLOB); ` + fill)
	s, err = store.Open(t.Context(), path)
	must(t, err)
	defer func() { must(t, s.Close()) }()
	if more, err := s.GiveBack(t.Context()); more || err != nil {
		t.Errorf("more %v, %v", more, err)
	}
}
