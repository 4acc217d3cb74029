package e2e

import (
	"context"
	"slices"
	"testing"
)

// TestOwnWindows lets the agent click, through the viewer, on what the customer alone may press in Beside's own windows: the
// answer to a question, and the buttons that stop sharing. Nothing comes of it.
func TestOwnWindows(t *testing.T) {
	r := rehearse(t)
	r.allows = []string{"consent-see", "consent-control"}
	r.toSession()
	r.typesThrough("one")
	r.must("agent clicks on Stop", r.clicksThrough("pane-stop"))
	r.must("agent clicks on the banner's Stop", r.clicksThrough("banner-stop"))
	r.typesThrough("two")
	r.find(r.Customer, Text(r.Texts.T("customer.pane.shared")))

	r.must("agent asks for details", func(ctx context.Context) error { return r.Agent.Click(ctx, Named("tool-details")) })
	r.find(r.Customer, Named("ask-yes"))
	r.must("agent clicks on Yes", r.clicksThrough("ask-yes"))
	r.find(r.Agent, Text(r.Texts.T("agent.viewer.card")))
	r.must("the chat still works", func(ctx context.Context) error { return r.says(ctx, "Clicked.") })
	r.find(r.Customer, Named("ask-yes"))
	r.must("customer says No", func(ctx context.Context) error { return r.Customer.Click(ctx, Named("ask-no")) })
	if err := r.Customer.Vanish(r.ctx, Named("ask-yes")); err != nil {
		t.Fatal(err)
	}
	r.typesThrough("three")
	if slices.Contains(r.Agent.Said(), r.Texts.T("agent.computer.reading")) {
		t.Error("the agent answered the customer's question")
	}
}

// clicksThrough returns a step in which the agent clicks, in the viewer, on a thing in a window of the customer's app.
func (r *rehearsal) clicksThrough(name string) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		thing, err := r.Customer.Find(ctx, Named(name))
		if err != nil {
			return err
		}
		if err := r.Agent.Raise(ctx, Named("viewer-display")); err != nil {
			return err
		}
		at, err := r.InPicture(ctx, thing.Centre())
		if err != nil {
			return err
		}
		return r.Desk.Hand.Click(at)
	}
}
