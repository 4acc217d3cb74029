package e2e

import (
	"context"
	"fmt"
	"testing"
)

// TestKeyboard goes from the relay's question to a session as a customer without a mouse does.
func TestKeyboard(t *testing.T) {
	r := rehearse(t)
	r.toStart()
	r.must("customer confirms the relay", r.press("relay-yes", KeySpace))
	r.must("customer types the code", func(ctx context.Context) error {
		if err := r.reach(ctx, "code-entry"); err != nil {
			return err
		}
		return r.Home.Hand.Type(r.digits)
	})
	r.find(r.Customer, Named("code-continue").Enabled())
	r.must("customer goes on", r.press("code-continue", KeySpace))
	r.find(r.Customer, Named("consent-start").Enabled())
	for _, row := range []string{"consent-see", "consent-control"} {
		r.must("customer says Yes to "+row, r.press(row, KeySpace))
		r.find(r.Customer, Named(row).Reading(r.Texts.T("ui.yes")))
	}
	r.must("customer starts the session", r.press("consent-start", KeySpace))
	r.find(r.Customer, Named("chat-box"))
	r.must("agent sees the screen", r.sees)
	r.must("customer takes control back", r.press("pane-takeback", KeySpace))
	r.find(r.Agent, Text(r.Texts.T("agent.viewer.control.ask")))
}

// press returns a step in which the customer goes to a thing by the keyboard and presses a key.
func (r *rehearsal) press(name string, key rune) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		if err := r.reach(ctx, name); err != nil {
			return err
		}
		return r.Home.Hand.Type(string(key))
	}
}

// reach presses Tab until a thing in the customer's app has the keyboard.
func (r *rehearsal) reach(ctx context.Context, name string) error {
	const most = 40 // no page has so many things to stop at
	for range most {
		here, err := r.Customer.keyboard()
		if err != nil {
			return err
		}
		if here.Name == name {
			return nil
		}
		if err := r.Home.Hand.Chord(KeyTab); err != nil {
			return err
		}
		last := here
		err = await(ctx, "Tab to move on from "+last.Name+last.Text, func() (bool, error) {
			now, err := r.Customer.keyboard()
			return now.Area != last.Area && now.Focused, err
		})
		if err != nil {
			return err
		}
	}
	return fmt.Errorf("%d times Tab do not reach %q", most, name)
}
