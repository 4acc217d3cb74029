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
	r.toCode()
	r.must("customer types a wrong code", r.wrongCode)
	r.must("customer types the code", r.rightCode)
	r.must("customer consents", r.consents)
	r.must("agent sees the screen", r.sees)
	r.must("both chat", r.chat)
	r.must("network is away", r.outage)
	r.must("customer takes control back", r.takesBack)
	r.must("agent shares a screen", r.shares)
	r.must("agent ends", r.ends)
	r.must("session stands in the history", r.history)
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
