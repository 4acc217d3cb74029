package signalhub_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// open makes a code and lets a customer join with it.
func open(t *testing.T, agent, customer *signalling.Client) (made signalling.Code, agents, customers *signalling.Exchange) {
	t.Helper()
	made, err := agent.CreateCode(t.Context(), portal, "Bea", 0)
	if err != nil {
		t.Fatalf("create a code: %v", err)
	}
	agents, customers = join(t, agent, customer, made)
	return made, agents, customers
}

func join(t *testing.T, agent, customer *signalling.Client, made signalling.Code) (agents, customers *signalling.Exchange) {
	t.Helper()
	customers, err := customer.Join(t.Context(), made.Nameplate, signalling.SID{1, 2, 3})
	if err != nil {
		t.Fatalf("join: %v", err)
	}
	agents, err = agent.AcceptExchange(t.Context())
	if err != nil {
		t.Fatalf("accept: %v", err)
	}
	if agents.ID != customers.ID || agents.Code != made.ID || agents.SID != (signalling.SID{1, 2, 3}) {
		t.Fatalf("agent sees %+v", agents)
	}
	return agents, customers
}

// say sends a step of an exchange from one side and reads it at the other.
func say(t *testing.T, from, to *signalling.Exchange, text string) {
	t.Helper()
	if err := from.Send([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if got, err := to.Receive(t.Context()); err != nil || string(got) != text {
		t.Fatalf("got %q, %v, want %q", got, err, text)
	}
}

func reason(err error) signalling.EndReason {
	var ended *signalling.EndedError
	if errors.As(err, &ended) {
		return ended.Reason
	}
	return 0
}

// TestBrokenOff lists how exchanges end before they become a session.
func TestBrokenOff(t *testing.T) {
	for name, test := range map[string]struct {
		breakOff func(t *testing.T, w *world, agent, customer *signalling.Client, made signalling.Code, a, c *signalling.Exchange)
		want     signalling.EndReason // at the customer's app
	}{
		"wrong secret": {func(_ *testing.T, _ *world, _, _ *signalling.Client, _ signalling.Code, a, _ *signalling.Exchange) {
			a.End(signalling.EndFailed)
		}, signalling.EndFailed},
		"agent's app closes": {func(_ *testing.T, w *world, _, _ *signalling.Client, _ signalling.Code, _, _ *signalling.Exchange) {
			w.hub.CutAgent(7, protocol.FaultAccountClosed)
		}, signalling.EndGone},
		"nobody holds the secret": {func(_ *testing.T, _ *world, _, _ *signalling.Client, _ signalling.Code, a, _ *signalling.Exchange) {
			a.End(signalling.EndNotMine)
		}, signalling.EndGone},
		"code dies": {func(t *testing.T, _ *world, agent, _ *signalling.Client, made signalling.Code, _, _ *signalling.Exchange) {
			if err := agent.WithdrawCode(t.Context(), made.ID, true); err != nil {
				t.Error(err)
			}
		}, signalling.EndDead},
		"nobody answers": {func(*testing.T, *world, *signalling.Client, *signalling.Client, signalling.Code, *signalling.Exchange, *signalling.Exchange) {
			pass(signalling.ExchangeWithin + time.Second)
		}, signalling.EndTimeout},
		"flood": {func(t *testing.T, _ *world, _, _ *signalling.Client, _ signalling.Code, a, _ *signalling.Exchange) {
			for range signalling.MaxExchangeMessages + 1 {
				_ = a.Send([]byte("again"))
			}
		}, signalling.EndFailed},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, nil)
				agent, customer := w.connected(adaToken), w.connected("")
				made, a, c := open(t, agent, customer)
				test.breakOff(t, w, agent, customer, made, a, c)
				<-c.Done()
				for {
					if _, err := c.Receive(t.Context()); err != nil {
						if reason(err) != test.want {
							t.Errorf("got %v, want %v", err, test.want)
						}
						break
					}
				}
				if _, err := a.Redeem(t.Context()); err == nil {
					t.Error("redeemed afterwards")
				}
			})
		})
	}
}

// TestOneAtATime shows that a code has one exchange at a time, that the next one may follow, and that a customer has one too.
func TestOneAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		agent, first, second := w.connected(adaToken), w.connected(""), w.connected("")
		made, a, c := open(t, agent, first)
		_, err := second.Join(t.Context(), made.Nameplate, signalling.SID{})
		var busy *signalling.Error
		if !errors.As(err, &busy) || busy.Fault != protocol.FaultRelayBusy || busy.Wait <= 0 || busy.Wait > signalling.ExchangeWithin {
			t.Errorf("second customer: %v", err)
		}
		if _, err := first.Join(t.Context(), made.Nameplate, signalling.SID{}); signalling.Fault(err) != protocol.FaultRelayRefused {
			t.Errorf("the same customer again: %v", err)
		}
		c.End(signalling.EndCancelled)
		<-a.Done()
		if _, err := a.Receive(t.Context()); reason(err) != signalling.EndCancelled {
			t.Errorf("agent: %v", err)
		}
		join(t, agent, second, made)
	})
}

// TestTwoApps shows that the app which holds the secret gets the exchange, wherever the code was made.
func TestTwoApps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		desk, laptop, bob, customer := w.connected(adaToken), w.connected(ada2Token), w.connected(bobToken), w.connected("")
		made, onDesk, c := open(t, desk, customer)
		onLaptop, err := laptop.AcceptExchange(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		onLaptop.End(signalling.EndNotMine)
		say(t, onDesk, c, "Ya")
		say(t, c, onDesk, "Yb")
		if codes := laptop.Codes(); len(codes) != 1 || codes[0].ID != made.ID {
			t.Errorf("laptop sees %+v", codes)
		}
		if codes := bob.Codes(); len(codes) != 0 {
			t.Errorf("bob sees %+v", codes)
		}
		if err := bob.WithdrawCode(t.Context(), made.ID, false); signalling.Fault(err) != protocol.FaultRelayRefused {
			t.Errorf("bob withdraws it: %v", err)
		}
		if err := laptop.WithdrawCode(t.Context(), made.ID, false); err != nil {
			t.Errorf("laptop withdraws it: %v", err)
		}
		<-onDesk.Done()
	})
}
