package e2e

import (
	"context"
	"testing"

	"beside.example/internal/words"
)

// TestNo says No to an agent, by Esc and by a click. Enter, pressed at once, belongs to the page before and says nothing.
func TestNo(t *testing.T) {
	r := rehearse(t)
	r.toConsent()
	r.find(r.Customer, Named("consent-start"))
	r.must("Enter at once does nothing", func(ctx context.Context) error {
		if err := r.Home.Hand.Chord(KeyReturn); err != nil {
			return err
		}
		_, err := r.Customer.Find(ctx, Named("consent-start").Enabled())
		return err
	})
	r.must("Esc says No", func(context.Context) error { return r.Home.Hand.Chord(KeyEscape) })
	r.refused()

	r.must("agent makes another code", r.makesCode)
	r.must("customer starts again", r.customerStarts)
	r.must("customer confirms the relay", r.customerConfirms)
	r.must("customer types the code", r.rightCode)
	r.must("No says No", func(ctx context.Context) error { return r.Customer.Click(ctx, Named("consent-no")) })
	r.refused()
}

// refused waits until the agent is told of a No and the customer's app is gone, and makes sure that the agent has never seen a screen.
func (r *rehearsal) refused() {
	r.t.Helper()
	r.find(r.Agent, Containing(r.Texts.T("agent.ended.declined", words.Args{"Name": customerName})))
	r.must("the customer's app closes", r.cleanEnd)
	for _, said := range r.Agent.Said() {
		if said == "viewer-display" {
			r.t.Error("the agent's app opened a viewer before any consent")
		}
	}
}
