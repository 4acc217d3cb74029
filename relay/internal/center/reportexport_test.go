package center

import (
	"database/sql"
	"net/http"
	"net/http/httptest"
	"testing"

	"beside.example/relay/internal/support"
)

// stalled takes an answer, but nothing after the first piece until it may go on.
type stalled struct {
	counter
	writes  int
	stands  chan struct{} // closed once it stands
	mayGoOn chan struct{}
}

func (s *stalled) Write(p []byte) (int, error) {
	const first = 3 // the mark of the encoding, and a page or two of rows
	if s.writes++; s.writes == first {
		close(s.stands)
		<-s.mayGoOn
	}
	return s.counter.Write(p)
}

// TestSlowReaderHoldsNothing stops reading in the middle of an export: others write meanwhile, and the write-ahead log of SQLite is emptied,
// which a reader in the store would keep it from.
func TestSlowReaderHoldsNothing(t *testing.T) {
	const cases = 3000
	o := newOffice(t, cases)
	w := &stalled{counter: counter{header: http.Header{}}, stands: make(chan struct{}), mayGoOn: make(chan struct{})}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "https://relay.northfield.example/center/sessions/export/csv", nil)
	r.AddCookie(&http.Cookie{Name: cookieName, Value: o.tokens[o.elena.ID]})
	served := make(chan struct{})
	go func() { defer close(served); o.ServeHTTP(w, r) }()
	<-w.stands
	_, err := o.CreateTeam(t.Context(), support.Team{Organisation: o.organisation, Name: "Third line"})
	must(t, err)
	db, err := sql.Open("sqlite", o.dsn)
	must(t, err)
	var busy, pages, moved int
	must(t, db.QueryRowContext(t.Context(), `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved))
	must(t, db.Close())
	if busy != 0 || pages != 0 {
		t.Errorf("the log still has %d pages, busy %d", pages, busy)
	}
	close(w.mayGoOn)
	<-served
	if w.rows != cases+3 {
		t.Errorf("%d lines", w.rows)
	}
}
