package support_test

import (
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

func TestSigningKey(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		ages []time.Duration // the newest first
		want int
	}{
		"the first one, at once":           {[]time.Duration{0}, 0},
		"a new one is not known yet":       {[]time.Duration{support.TicketKeyNotice - time.Second, 25 * time.Hour}, 1},
		"a new one is known":               {[]time.Duration{support.TicketKeyNotice, 25 * time.Hour}, 0},
		"the one of a clock that was fast": {[]time.Duration{-9000 * time.Hour, 2 * time.Hour, 26 * time.Hour}, 1},
		"nothing but such a one":           {[]time.Duration{-9000 * time.Hour, 0}, 1},
	} {
		var keys []support.TicketKey
		for _, age := range test.ages {
			keys = append(keys, support.TicketKey{Created: now.Add(-age)})
		}
		if got := support.SigningKey(keys, now); !got.Created.Equal(keys[test.want].Created) {
			t.Errorf("%s: the key of %v signs", name, now.Sub(got.Created))
		}
	}
}
