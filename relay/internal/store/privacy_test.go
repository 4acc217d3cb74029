package store_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"beside.example/protocol/leg"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// figures are all that reports say of the week.
func (w *week) figures(t *testing.T) string {
	t.Helper()
	reports, q := support.NewReports(w.Store), w.query(t)
	summary, err := reports.Summary(t.Context(), q, support.GroupByAgent)
	must(t, err)
	agents, err := reports.Agents(t.Context(), q)
	must(t, err)
	signIns, err := reports.SignIns(t.Context(), q)
	must(t, err)
	survey, err := reports.Survey(t.Context(), q)
	must(t, err)
	survey.Texts = nil // which are what is erased
	var cases []support.Case
	must(t, reports.EachCase(t.Context(), q, func(e support.CaseEntry) error { cases = append(cases, e.Case); return nil }))
	return fmt.Sprintf("%+v\n%+v\n%+v\n%+v\n%+v", summary, agents, signIns, survey, cases)
}

// secrets are what nobody may find any more once the person is erased.
var secrets = []string{"Zarina", "zarina@riverside.example", "7946 0018", "dark as night", "her manager", "asks for Tom", "So kind"}

// zarina lets somebody ask twice, once on the telephone, and leave traces wherever one can.
func (w *week) zarina(t *testing.T) []support.CaseID {
	t.Helper()
	ctx := t.Context()
	created := w.at(t, "24 09:00:00.000")
	r := support.Request{Organisation: w.organisation.ID, Portal: w.desk, State: support.RequestSubmitted, Token: support.NewSecret().Hash()}
	r.ID, r.Customer, r.Question, r.Created, r.Seen = support.RequestID{77}, "Zarina Quist", "My display is dark as night", created, created
	r.Fields = map[string]string{"mail": "zarina@riverside.example", "phone": "+44 20 7946 0018"}
	must(t, w.CreateRequest(ctx, r, support.Event{Request: r.ID, Organisation: r.Organisation, Portal: r.Portal, Kind: support.EventSubmitted, At: created}))
	w.says(t, 77, "It is dark as night")
	w.session(t, r, 77, w.claire, 1000, 2000, 3000)
	device, err := w.CreateDevice(ctx, support.Device{Agent: w.claire, Name: "desk", TokenHash: support.NewSecret().Hash(), Created: now, Seen: now})
	must(t, err)
	_, err = w.CreateIntroduction(ctx, support.Introduction{
		Organisation: r.Organisation, From: w.claire, Device: device, Portal: w.desk, Customer: "Zarina Quist", Created: created, Until: created,
		Asked: support.Asked{Session: leg.SessionID{77}, Request: r.ID, Comment: "She asks for Tom"},
	}, 8, support.Event{Request: r.ID, Organisation: r.Organisation, Portal: r.Portal, Kind: support.EventIntroduced, At: created})
	must(t, err)
	_, _, err = w.ChangeRequest(ctx, r.ID, func(r *support.Request) (support.Step, error) {
		r.State, r.Ended, r.Notes = support.RequestResolved, created.Add(time.Hour), "Called her manager"
		return support.Step{}, nil
	})
	must(t, err)
	w.answer(t, r, created.Add(2*time.Hour), support.Answer{Key: "remarks", Text: "So kind"})
	c := support.Code{Agent: w.tom, Portal: w.phone, Customer: "Zarina Quist", Created: created, Expires: created.Add(time.Hour), Nameplate: "1077"}
	id, err := w.CreateCode(ctx, c, 8)
	must(t, err)
	call := leg.SessionID{78}
	_, err = w.RedeemCode(ctx, support.Session{ID: call, Code: id, Agent: w.tom, Granted: created})
	must(t, err)
	must(t, w.KeepHandIn(ctx, support.HandIn{Session: call, Part: 2, DeviceKey: make([]byte, 32), Signature: make([]byte, 64), Page: []byte("It is dark as night"), Made: now, Received: now}))
	must(t, w.EndSession(ctx, w.tom, call, created, created.Add(time.Minute), support.OutcomeResolved))
	return []support.CaseID{{Request: r.ID}, {Call: call}}
}

// manager is somebody who looks after everything.
func (w *week) manager() support.Manager {
	return support.Manager{Agent: support.Agent{ID: 99, Name: "Elena", Role: support.RoleOrganisationManager}, Organisation: w.organisation}
}

// testPerson finds a person by what is known, hands out what is kept, and erases it: nothing is left of it in any table, and no figure changes.
func testPerson(t *testing.T, f *fixture) {
	w := newWeek(t, f)
	ids := w.zarina(t)
	privacy, who := support.NewPrivacy(f.Store), w.manager()
	for _, c := range []struct {
		person support.Person
		want   int
		sure   bool
	}{
		{support.Person{Name: "zarina  QUIST"}, 2, true},
		{support.Person{Name: "Zar"}, 2, false},
		{support.Person{Mail: "Zarina@Riverside.example"}, 1, true},
		{support.Person{Phone: "020 7946 0018"}, 1, true},
		{support.Person{Phone: "7946-0018"}, 1, true},
		{support.Person{Name: "Quist Zarina"}, 2, false},
		{support.Person{Name: "Quistina"}, 0, false},
		{support.Person{Phone: "7946 0019"}, 0, false},
		{support.Person{Name: "Noor"}, 14, true},
	} {
		traces, more, err := privacy.Find(t.Context(), who, c.person)
		must(t, err)
		if len(traces) != c.want || more || c.want > 0 && traces[0].Sure != c.sure {
			t.Errorf("%+v is found %d times, %+v", c.person, len(traces), traces)
		}
	}
	for _, p := range []support.Person{{}, {Name: "ab"}, {Phone: "12"}, {Phone: "x"}} {
		_, _, err := privacy.Find(t.Context(), who, p)
		wantErr(t, err, support.ErrInvalid)
	}
	files, err := privacy.Export(t.Context(), who, ids)
	must(t, err)
	whole := fmt.Sprintf("%+v", files)
	for _, secret := range secrets {
		if !strings.Contains(whole, secret) {
			t.Errorf("the export lacks %q: %s", secret, whole)
		}
	}
	figures := w.figures(t)
	must(t, privacy.Erase(t.Context(), who, ids))
	if after := w.figures(t); after != figures {
		t.Errorf("the figures were\n%s\nand are\n%s", figures, after)
	}
	findNowhere(t, f.dsn, secrets)
	if traces, _, err := privacy.Find(t.Context(), who, support.Person{Name: "Zarina Quist"}); err != nil || len(traces) != 0 {
		t.Errorf("found after all: %+v, %v", traces, err)
	}
	review, err := support.NewReviews(f.Store).Call(t.Context(), who, ids[1].Call)
	must(t, err)
	if time.Since(review.Erased) > time.Hour || review.Customer != "" {
		t.Errorf("the review of an erased call: %+v", review)
	}
	entries, err := support.NewReports(f.Store).Cases(t.Context(), w.query(t), support.CaseCursor{}, 500)
	must(t, err)
	if n := len(slices.DeleteFunc(entries, func(e support.CaseEntry) bool { return !e.Erased })); n != 2 {
		t.Errorf("%d cases are listed as erased", n)
	}
	testEraseNothing(t, w, privacy, who)
}

// testEraseNothing asks for what may not be erased: nothing is.
func testEraseNothing(t *testing.T, w *week, privacy *support.Privacy, who support.Manager) {
	t.Helper()
	stranger := who
	stranger.Organisation.ID++
	agent := who
	agent.Agent.Role = support.RoleTeamManager
	first := []support.CaseID{{Request: support.RequestID{1}}}
	open := []support.CaseID{{Request: support.RequestID{1}}, {Request: support.RequestID{11}}}
	wantErr(t, privacy.Erase(t.Context(), stranger, first), support.ErrChanged)
	wantErr(t, privacy.Erase(t.Context(), agent, first), support.ErrDenied)
	wantErr(t, privacy.Erase(t.Context(), who, open), support.ErrChanged)
	wantErr(t, privacy.Erase(t.Context(), who, []support.CaseID{{Call: leg.SessionID{1}}}), support.ErrChanged) // a request's session
	_, err := privacy.Export(t.Context(), stranger, first)
	wantErr(t, err, support.ErrNotFound)
	r, err := w.Request(t.Context(), support.RequestID{1})
	must(t, err)
	if r.Customer != "Noor" {
		t.Error("erased all the same")
	}
	acts, err := w.Audit(t.Context(), w.organisation.ID, 0, 0, 100)
	must(t, err)
	for _, e := range acts {
		if text := fmt.Sprintf("%+v", e); strings.Contains(text, "Zarina") || strings.Contains(text, "Noor") {
			t.Errorf("the log says %s", text)
		}
	}
	acts = acts[1:] // somebody looked at the review
	if acts[0].Act != support.AuditPersonSought || acts[1].Act != support.AuditPersonErased || acts[1].Changes[0].Before != "2" || acts[2].Act != support.AuditPersonExported {
		t.Errorf("the log says %+v", acts[:3])
	}
}

// findNowhere looks for words in every column of every table.
func findNowhere(t *testing.T, dsn string, words []string) {
	t.Helper()
	driver, tables := "sqlite", `SELECT name FROM sqlite_master WHERE type = 'table'`
	if store.IsServer(dsn) {
		driver, tables = "pgx", `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`
	}
	db, err := sql.Open(driver, dsn)
	must(t, err)
	defer func() { must(t, db.Close()) }()
	var names []string
	rows, err := db.QueryContext(t.Context(), tables)
	must(t, err)
	for rows.Next() {
		var name string
		must(t, rows.Scan(&name))
		names = append(names, name)
	}
	must(t, rows.Err())
	for _, name := range names {
		rows, err := db.QueryContext(t.Context(), `SELECT * FROM `+name)
		must(t, err)
		columns, err := rows.Columns()
		must(t, err)
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			must(t, rows.Scan(values...))
			for i := range values {
				text := fmt.Sprintf("%s", *values[i].(*any))
				for _, word := range words {
					if strings.Contains(text, word) {
						t.Errorf("%s.%s still says %q", name, columns[i], text)
					}
				}
			}
		}
		must(t, rows.Err())
	}
}

// testFormerAgent takes the name from an agent who left: from the agent, and from all that the log says.
func testFormerAgent(t *testing.T, f *fixture) {
	w := newWeek(t, f)
	ctx, privacy, who := t.Context(), support.NewPrivacy(f.Store), w.manager()
	gone := w.newAgent(t, "ulrike@northfield.example")
	gone.Name = "Ulrike Wenzel"
	must(t, w.UpdateAgent(ctx, gone))
	figures := w.figures(t)
	for _, e := range []support.AuditEvent{
		{Agent: 99, Name: "Elena", Act: support.AuditAgentCreated, Object: "Ulrike Wenzel", Changes: []support.Change{{Field: "name", After: "Ulrike Wenzel"}, {Field: "mail", After: gone.Mail}, {Field: "role", After: "agent"}}},
		{Agent: gone.ID, Name: "Ulrike Wenzel", Act: support.AuditSignIn},
	} {
		e.Organisation, e.At = w.organisation.ID, now
		must(t, w.AddAudit(ctx, e))
	}
	wantErr(t, privacy.EraseAgent(ctx, who, gone.ID), support.ErrChanged) // still in service
	must(t, w.SetDisabled(ctx, gone.ID, true))
	stranger := who
	stranger.Organisation.ID++
	wantErr(t, privacy.EraseAgent(ctx, stranger, gone.ID), support.ErrNotFound)
	must(t, privacy.EraseAgent(ctx, who, gone.ID))
	findNowhere(t, f.dsn, []string{"Ulrike", "ulrike"})
	a, err := w.Agent(ctx, gone.ID)
	must(t, err)
	if a.Name != support.FormerName(gone.ID) || !a.Erased() || !a.Disabled {
		t.Errorf("the agent is %+v", a)
	}
	former, err := privacy.Former(ctx, who)
	must(t, err)
	if len(former) != 1 || former[0].ID != gone.ID {
		t.Errorf("former agents: %+v", former)
	}
	acts, err := w.Audit(ctx, w.organisation.ID, 0, 0, 10)
	must(t, err)
	if acts[0].Act != support.AuditAgentErased || acts[2].Object != a.Name || acts[2].Changes[2].After != "agent" || acts[1].Name != a.Name {
		t.Errorf("the log says %+v", acts)
	}
	if after := w.figures(t); after != figures {
		t.Errorf("the figures were\n%s\nand are\n%s", figures, after)
	}
}
