package e2e

import (
	"context"
	"os"
	"strings"
	"testing"

	"beside.example/internal/words"
)

// afterwards is typed when control is off: enough to take longer than a pause of the agent's hand, which would hide what
// this test looks for.
var afterwards = strings.Repeat("y", 300)

// TestRevoke takes control back while the agent types as fast as a hand can: not one letter comes after the agent was told.
// Then the panic key ends the sharing of the screen.
func TestRevoke(t *testing.T) {
	r := rehearse(t)
	r.toSession()
	r.typesThrough("begin")
	r.must("customer takes control back under load", func(ctx context.Context) error {
		typing, stop := context.WithCancel(ctx)
		typed := make(chan error, 1)
		go func() {
			for typing.Err() == nil {
				if err := r.Desk.Hand.Type("x"); err != nil {
					typed <- err
					return
				}
			}
			typed <- nil
		}()
		err := r.grows(ctx)
		if err == nil {
			err = r.Customer.Click(ctx, Named("pane-takeback"))
		}
		if err == nil {
			_, err = r.Customer.Find(ctx, Containing(r.Texts.T("customer.pane.control.off")))
		}
		before, problem := os.ReadFile(r.typed)
		if err == nil {
			err = problem
		}
		if err == nil {
			_, err = r.Agent.Find(ctx, Text(r.Texts.T("agent.viewer.control.ask")))
		}
		stop()
		if problem := <-typed; err == nil {
			err = problem
		}
		if err != nil {
			return err
		}
		return r.silent(ctx, before)
	})
	r.must("customer presses the panic key", func(context.Context) error { return r.Home.Hand.Chord(KeyShift, KeyEscape) })
	r.find(r.Customer, Text(r.Texts.T("customer.pane.private")))
	r.find(r.Agent, Containing(r.Texts.T("agent.viewer.off", words.Args{"Name": customerName})))
}

// grows waits until letters arrive in the customer's terminal.
func (r *rehearsal) grows(ctx context.Context) error {
	const letters = "xxxxxxxxxx"
	return await(ctx, "letters in the customer's terminal", func() (bool, error) {
		data, err := os.ReadFile(r.typed)
		return strings.Contains(string(data), letters), err
	})
}

// silent types on, sends a word by chat, which leaves the agent's app later, and makes sure that none of the letters came.
func (r *rehearsal) silent(ctx context.Context, before []byte) error {
	if err := r.Desk.Hand.Type(afterwards); err != nil {
		return err
	}
	if err := r.says(ctx, "Typed."); err != nil {
		return err
	}
	now, err := os.ReadFile(r.typed)
	if string(now) != string(before) {
		r.t.Errorf("%d letters came after control was off", len(now)-len(before))
	}
	return err
}

// says sends a line from the agent and waits until the customer reads it.
func (r *rehearsal) says(ctx context.Context, line string) error {
	if err := r.Agent.Fill(ctx, Named("chat-box"), line); err != nil {
		return err
	}
	if err := r.Desk.Hand.Chord(KeyReturn); err != nil {
		return err
	}
	_, err := r.Customer.Find(ctx, Text(line))
	return err
}
