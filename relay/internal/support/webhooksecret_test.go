package support

import (
	"slices"
	"testing"
	"time"
)

// TestFormerSecrets gives a webhook one secret after the other: those before count for a day, a few of them, unless they are to end at once.
func TestFormerSecrets(t *testing.T) {
	start := time.Now().Truncate(time.Millisecond)
	w := Webhook{Secret: Secret{1}}
	holds := func(what string, at time.Time, want ...Secret) {
		t.Helper()
		if got := w.Secrets(at); !slices.Equal(got, want) {
			t.Errorf("%s: signed with %d secrets, want %d", what, len(got), len(want))
		}
	}
	holds("at first", start, Secret{1})
	w.renew(Secret{2}, start, false)
	holds("after a new one", start, Secret{2}, Secret{1})
	holds("a day later", start.Add(formerSecretLife), Secret{2})
	if until := w.FormerUntil(start); !until.Equal(start.Add(formerSecretLife)) || !w.FormerUntil(until).IsZero() {
		t.Errorf("a former one counts until %v", until)
	}
	w.renew(Secret{3}, start.Add(time.Hour), false)
	holds("after another one", start.Add(time.Hour), Secret{3}, Secret{2}, Secret{1})
	holds("when the first has ended", start.Add(formerSecretLife), Secret{3}, Secret{2})
	for n := range byte(10) {
		w.renew(Secret{4 + n}, start.Add(2*time.Hour), false)
	}
	if got := len(w.Secrets(start.Add(2 * time.Hour))); got != 1+maxFormerSecrets {
		t.Errorf("signed with %d secrets", got)
	}
	w.renew(Secret{99}, start.Add(3*time.Hour), true)
	holds("at once", start.Add(3*time.Hour), Secret{99})
}
