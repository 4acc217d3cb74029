package e2e

import (
	"context"
	"strings"
	"testing"

	"beside.example/internal/words"
)

// TestFrench holds a session in French and in the dark look. A text that is missing in the catalogue shows as its key, in
// brackets: no window may show one.
func TestFrench(t *testing.T) {
	r := rehearse(t)
	r.Texts, r.Dark = words.MustLoad(words.French), true
	for _, s := range r.fromCode() {
		if s.name != "customer closes" {
			r.must(s.name, s.take)
		}
	}
	r.must("every text is translated", func(context.Context) error {
		for name, app := range map[string]*App{"agent": r.Agent, "customer": r.Customer} {
			if _, err := app.Things(); err != nil {
				return err
			}
			for _, said := range app.Said() {
				if strings.ContainsAny(said, "[]") || strings.Contains(said, "<no value>") {
					t.Errorf("the %s's app shows %q", name, said)
				}
			}
		}
		return nil
	})
	r.closed()
}
