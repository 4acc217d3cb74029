package cputime

import "testing"

// TestNow reads until the clock has gone on: it does so only because reading takes processor time.
func TestNow(t *testing.T) {
	const readings = 1_000_000 // far more than it takes
	before := Now()
	for range readings {
		if Now() > before {
			return
		}
	}
	t.Error("the clock stands")
}
