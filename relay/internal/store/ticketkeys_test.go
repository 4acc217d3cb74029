package store_test

import (
	"crypto/ed25519"
	"slices"
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

func testTicketKeys(t *testing.T, f *fixture) {
	const ticketLife = 12 * time.Hour
	created := []time.Duration{} // of the keys there are, after now
	for _, step := range []struct {
		what string
		at   time.Duration
		want []time.Duration
	}{
		{"first start", 0, []time.Duration{0}},
		{"start again", time.Hour, []time.Duration{0}},
		{"a day later", 24 * time.Hour, []time.Duration{24 * time.Hour, 0}},
		{"tickets of the first still live", 38*time.Hour - time.Millisecond, []time.Duration{24 * time.Hour, 0}},
		{"none does", 38 * time.Hour, []time.Duration{24 * time.Hour}},
		{"after a long sleep the last key stays beside the new one", 1000 * time.Hour, []time.Duration{1000 * time.Hour, 24 * time.Hour}},
		{"the clock was set back", 10 * time.Hour, []time.Duration{1000 * time.Hour, 24 * time.Hour, 10 * time.Hour}},
	} {
		at := now.Add(step.at)
		_, key, err := ed25519.GenerateKey(nil)
		must(t, err)
		keys, err := f.RenewTicketKeys(t.Context(), support.TicketKey{Key: key, Created: at}, support.TicketKeyTimesAt(at, ticketLife))
		must(t, err)
		created = created[:0]
		for _, k := range keys {
			created = append(created, k.Created.Sub(now))
		}
		if !slices.Equal(created, step.want) {
			t.Errorf("%s: there are keys of %v, not %v", step.what, created, step.want)
		}
		if added := keys[slices.Index(created, step.want[0])].Key.Equal(key); added != (step.want[0] == step.at) {
			t.Errorf("%s: the newest key is the fresh one: %v", step.what, added)
		}
	}
}
