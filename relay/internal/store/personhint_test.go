package store_test

import (
	"testing"

	"beside.example/relay/internal/support"
)

// testPersonHint has customers write themselves in every way that a database could overlook, and finds each of them.
func testPersonHint(t *testing.T, f *fixture) {
	w := newWeek(t, f)
	privacy, who := support.NewPrivacy(f.Store), w.manager()
	created := w.at(t, "24 09:00:00.000")
	for i, c := range []struct {
		customer, field string
		person          support.Person
	}{
		{"Élodie Müller", "", support.Person{Name: "elodie muller"}},
		{"ELODIE MULLER-PLAIN", "", support.Person{Name: "Élodie Müller-Plain"}},
		{"100% Sure_Thing!", "", support.Person{Name: "100% sure_thing!"}},
		{"100x Sure-Thing?", "", support.Person{Name: "100x sure-thing?"}},
		{"Anon A", "O\"Neil <Rob> & Sons\\", support.Person{Name: "o\"neil <rob> & sons\\"}},
		{"Anon B", "r&d@riverside.example", support.Person{Mail: "R&D@riverside.example"}},
		{"Anon C", "call 01-99.00 (12) 3499", support.Person{Phone: "+33 199 00 12 34 99"}},
		{"Ольга Иванова", "", support.Person{Name: "ольга иванова"}},
		{"Straße Straßer", "", support.Person{Name: "Straße Straßer"}},
		{"\u00a0Spaced\u2003Out", "", support.Person{Name: "spaced out"}},
		{"Ｗｉｄｅ Load", "", support.Person{Name: "wide load"}},
	} {
		id := support.RequestID{99, byte(i + 1)}
		r := support.Request{ID: id, Organisation: w.organisation.ID, Portal: w.desk, State: support.RequestSubmitted, Token: support.NewSecret().Hash()}
		r.Created, r.Seen, r.Customer, r.Fields = created, created, c.customer, map[string]string{"own": c.field}
		must(t, w.CreateRequest(t.Context(), r, support.Event{Request: id, Organisation: r.Organisation, Portal: r.Portal, Kind: support.EventSubmitted, At: created}))
		traces, _, err := privacy.Find(t.Context(), who, c.person)
		must(t, err)
		if len(traces) != 1 || traces[0].Request != id {
			t.Errorf("%+v finds %+v, not %q, %q", c.person, traces, c.customer, c.field)
		}
	}
	rows, err := f.People(t.Context(), w.organisation.ID, support.PersonHint{Groups: [][]string{{"sure_", "%"}}}, support.OldPlace{}, 100)
	must(t, err)
	plain := 0
	for _, row := range rows {
		if isASCII(row.Customer) {
			plain++
		}
	}
	if plain != 1 {
		t.Errorf("%d rows of plain letters have a percent sign and an underscore in them", plain)
	}
	_, _, err = privacy.Find(t.Context(), who, support.Person{Phone: "000001"})
	wantErr(t, err, support.ErrInvalid) // one digit, by which everybody would be found
}

func isASCII(text string) bool {
	for _, r := range text {
		if r > 127 {
			return false
		}
	}
	return true
}
