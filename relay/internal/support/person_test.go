package support

import (
	"encoding/json"
	"testing"
)

// TestMatch compares what customers wrote with persons, and shows that a quick look misses none of them.
func TestMatch(t *testing.T) {
	for _, c := range []struct {
		person   Person
		customer string
		field    string
		want     match
	}{
		{Person{Name: "Élodie Müller"}, "elodie  MULLER", "", sure},
		{Person{Name: "elodie muller"}, "Élodie Müller", "", sure},
		{Person{Name: "Muller Elodie"}, "Élodie Müller", "", likely},
		{Person{Name: "Ann"}, "Hannah Berg", "", noMatch},
		{Person{Name: "Han"}, "Hannah Berg", "", likely},
		{Person{Name: "Hannah Berg"}, "", "Hannah Berg", sure},
		{Person{Name: "Hannah <Berg>"}, "Hannah <Berg>", "", sure},
		{Person{Mail: "HANNAH@riverside.example"}, "H.", "hannah@Riverside.example", sure},
		{Person{Mail: "hannah@riverside.example"}, "hannah@riverside.example", "", sure},
		{Person{Mail: "annah@riverside.example.org"}, "H.", "hannah@riverside.example", noMatch},
		{Person{Phone: "+33 (0)1 99 00 12 34"}, "H.", "01.99.00.12.34", sure},
		{Person{Phone: "0199001234"}, "H.", "+33 1 99 00 12 34", sure},
		{Person{Phone: "0033199001234"}, "H.", "0199001234", sure},
		{Person{Phone: "0199001235"}, "H.", "0199001234", noMatch},
		{Person{Phone: "199001234"}, "H.", "Room 1234", noMatch},
		{Person{Name: "Hannah", Phone: "0199001235"}, "Hannah", "0199001234", sure},
		{Person{Name: "Zoe"}, "Hannah", "", noMatch},
	} {
		seek := newSeeker(c.person)
		fields := map[string]string{"own": c.field}
		raw, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		row := PersonRow{Customer: c.customer, Fields: raw}
		if got := seek.match(row.Customer, row.fields()); got != c.want {
			t.Errorf("%+v and %q, %q: %d, want %d", c.person, c.customer, c.field, got, c.want)
		}
		if c.want != noMatch && !seek.worth(row) {
			t.Errorf("%+v and %q, %q: not worth a look", c.person, c.customer, c.field)
		}
	}
}

// FuzzPerson looks for anybody in anything: what matches is worth a look.
func FuzzPerson(f *testing.F) {
	f.Add("Hannah Berg", "h@x.example", "+44 20 7946 0018", "Élodie", "0199001234")
	f.Add("a", "", "000000", "", "\u0300\xff")
	f.Fuzz(func(t *testing.T, name, mail, phone, customer, field string) {
		p := Person{Name: name, Mail: mail, Phone: phone}
		if p.Check() != nil {
			return
		}
		raw, err := json.Marshal(map[string]string{"own": field})
		if err != nil {
			t.Fatal(err)
		}
		row := PersonRow{Customer: customer, Fields: raw}
		seek := newSeeker(p)
		if m := seek.match(customer, map[string]string{"own": customer}); m != noMatch && !seek.worth(row) {
			t.Errorf("%+v matches %q (%d) without being worth a look", p, customer, m)
		}
	})
}
