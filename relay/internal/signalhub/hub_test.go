package signalhub_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/identity"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/signalhub"
)

// pass lets time pass inside a bubble of synctest.
func pass(d time.Duration) { <-time.After(d) }

// TestConversation goes from the code to the history, as in the package doc of signalling.
func TestConversation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		agent, customer := w.connected(adaToken), w.connected("")
		in := agent.State().Welcome.SignedIn
		if in.Organisation != "Northfield" || in.Name != "Ada" || in.MaxCodes != 8 || len(in.Portals) != 1 || in.CodeLifetime != 10*time.Minute {
			t.Errorf("agent is told %+v", in)
		}
		if customer.State().Welcome.SignedIn != nil {
			t.Error("customer is told of an agent")
		}
		made, agents, customers := open(t, agent, customer)
		if codes := agent.Codes(); len(codes) != 1 || codes[0] != made {
			t.Errorf("active codes: %+v", codes)
		}
		if customers.Organisation != "Northfield" || !customers.OrganisationKey.Equal(w.organ.PublicKey()) {
			t.Errorf("customer is told %+v", customers)
		}
		say(t, agents, customers, "Ya")
		say(t, customers, agents, "Yb, confirmation")
		say(t, agents, customers, "confirmation")
		a, err := agents.Redeem(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		c, err := customers.Granted(t.Context())
		if err != nil || a.Session != c.Session || a.Secret == c.Secret {
			t.Fatalf("granted %v and %v, %v", a, c, err)
		}
		if want := signalling.FeatureControl | signalling.FeatureDetails; a.Withheld != want || c.Withheld != want {
			t.Errorf("withheld: %b and %b, want what the portal does not allow and what the team does not", a.Withheld, c.Withheld)
		}
		checkSession(t, w, agent, customer, a, c)
		if _, err := customer.Join(t.Context(), made.Nameplate, signalling.SID{}); signalling.Fault(err) != protocol.FaultCodeUsed {
			t.Errorf("join twice: %v", err)
		}
		synctest.Wait()
		if codes := agent.Codes(); len(codes) != 0 {
			t.Errorf("codes after redeeming: %+v", codes)
		}
		for _, secret := range []string{string(made.Nameplate), adaToken, fmt.Sprintf("%x", a.Secret[:])} {
			if strings.Contains(w.logs.String(), secret) {
				t.Errorf("the log holds %q", secret)
			}
		}
		if families, err := w.metrics.Gather(); err != nil || len(families) < 6 {
			t.Errorf("%d metrics, %v", len(families), err)
		}
	})
}

// checkSession does what follows once both sides have their secrets.
func checkSession(t *testing.T, w *world, agent, customer *signalling.Client, a, c signalling.SessionGranted) {
	t.Helper()
	key := make(ed25519.PublicKey, ed25519.PublicKeySize)
	for _, side := range []struct {
		client *signalling.Client
		side   leg.Side
		secret signalling.Secret
	}{{agent, leg.SideAgent, a.Secret}, {customer, leg.SideCustomer, c.Secret}} {
		grant, err := side.client.Ticket(t.Context(), a.Session, side.side, side.secret, key)
		if err != nil || grant.Ticket[0] != byte(side.side) || grant.Address != "help.test:443" {
			t.Errorf("ticket of %v: %v, %v", side.side, grant, err)
		}
		_, err = side.client.Ticket(t.Context(), a.Session, side.side.Other(), side.secret, key)
		if signalling.Fault(err) != protocol.FaultTicket {
			t.Errorf("%v gets the other side's ticket: %v", side.side, err)
		}
	}
	end := signalling.SessionEnd{Session: a.Session, Outcome: signalling.OutcomeResolved, Started: time.Now(), Ended: time.Now()}
	if err := agent.EndSession(t.Context(), end); err != nil {
		t.Errorf("end: %v", err)
	}
	w.mu.Lock()
	if len(w.quiet) != 1 || w.quiet[0] != a.Session {
		t.Errorf("legs of %v end", w.quiet)
	}
	w.mu.Unlock()
	page, err := agent.History(t.Context(), signalling.HistoryCursor{}, 20)
	if err != nil || len(page.Entries) != 1 || page.More || page.Entries[0].Session != a.Session ||
		page.Entries[0].Outcome != signalling.OutcomeResolved || page.Entries[0].Customer != "Bea" {
		t.Errorf("history: %+v, %v", page, err)
	}
	if page, err = agent.History(t.Context(), page.Next, 20); err != nil || len(page.Entries) != 0 {
		t.Errorf("history, next page: %+v, %v", page, err)
	}
	credential, err := agent.Credential(t.Context(), ed25519.PublicKey(slices.Repeat([]byte{9}, ed25519.PublicKeySize)))
	if err != nil {
		t.Errorf("credential: %v", err)
	}
	opened, err := identity.Open(credential, w.organ.PublicKey(), time.Now())
	if err != nil || opened.Agent != "Ada" || opened.Organisation != "Northfield" || opened.Device[31] != 9 {
		t.Errorf("credential: %+v, %v", opened, err)
	}
}

// TestCustomersMayNot shows that what agents ask is refused to customers, and the other way round.
func TestCustomersMayNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		agent, customer := w.connected(adaToken), w.connected("")
		_, create := customer.CreateCode(t.Context(), portal, "", 0)
		_, history := customer.History(t.Context(), signalling.HistoryCursor{}, 1)
		_, credential := customer.Credential(t.Context(), nil)
		_, joins := agent.Join(t.Context(), "4711", signalling.SID{})
		_, strange := agent.CreateCode(t.Context(), 99, "", 0)
		for name, err := range map[string]error{
			"create": create, "history": history, "credential": credential, "available": customer.SetStatus(t.Context(), signalling.StatusAvailable),
			"end": customer.EndSession(t.Context(), signalling.SessionEnd{}), "withdraw": customer.WithdrawCode(t.Context(), 1, false),
			"sign out": customer.SignOut(t.Context()), "an agent joins": joins, "another's portal": strange,
		} {
			if signalling.Fault(err) != protocol.FaultRelayRefused {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// TestLimits shows the limits for strangers: the sixth attempt in a minute waits, and an agent hears of none of them.
func TestLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		w.connected(adaToken)
		customer := w.connected("")
		try := func(i int) error {
			_, err := customer.Join(t.Context(), code.Nameplate(fmt.Sprintf("%04d", i)), signalling.SID{})
			return err
		}
		for i := range 5 {
			if err := try(i); signalling.Fault(err) != protocol.FaultCodeUnknown {
				t.Errorf("attempt %d: %v", i, err)
			}
		}
		var slow *signalling.Error
		if err := try(5); !errors.As(err, &slow) || slow.Fault != protocol.FaultCodeSlow || slow.Wait <= 0 {
			t.Fatalf("sixth attempt: %v", err)
		}
		pass(slow.Wait)
		if err := try(6); signalling.Fault(err) != protocol.FaultCodeUnknown {
			t.Errorf("after waiting: %v", err)
		}
		for range 60 {
			w.limits.Failed()
		}
		pass(time.Minute)
		began := time.Now()
		if err := try(7); signalling.Fault(err) != protocol.FaultCodeUnknown || time.Since(began) < 2*time.Second {
			t.Errorf("under the alarm: %v after %v", err, time.Since(began))
		}
		if !strings.Contains(w.logs.String(), "guessing codes") {
			t.Error("no alarm in the log")
		}
	})
}

// TestExpired shows that the apps hear of a code that ran out.
func TestExpired(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		agent, customer := w.connected(adaToken), w.connected("")
		made, err := agent.CreateCode(t.Context(), portal, "", time.Minute)
		if err != nil || made.Left != time.Minute {
			t.Fatalf("%+v, %v", made, err)
		}
		pass(50 * time.Second)
		if left := agent.Codes()[0].Left; left < 9*time.Second || left > 10*time.Second {
			t.Errorf("%v left", left)
		}
		_, c := join(t, agent, customer, made)
		<-c.Done()
		if _, err := c.Receive(t.Context()); reason(err) != signalling.EndExpired {
			t.Errorf("exchange with it: %v", err)
		}
		if codes := agent.Codes(); len(codes) != 0 {
			t.Errorf("codes: %+v", codes)
		}
	})
}

// TestDrain shows what apps see when the relay restarts: a word, then the end, then nobody until it is back.
func TestDrain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		agent, customer := w.connected(adaToken), w.connected("")
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		began := time.Now()
		w.hub.Drain(ctx, signalling.Restarting{ReconnectIn: time.Second, TryFor: time.Minute})
		if took := time.Since(began); took > time.Second {
			t.Errorf("drained in %v", took)
		}
		for _, client := range []*signalling.Client{agent, customer} {
			await(t, client, func() bool { return client.State().Fault == protocol.FaultRelayRestarting })
			if in := client.State(); in.Phase != signalling.PhaseWaiting || in.Welcome == nil {
				t.Errorf("shows %+v", in)
			}
		}
	})
}

// TestKilled kills the relay in the middle of everything: an exchange is lost and begun again, the code is still there, and a session
// gets its tickets from the new relay with the old secrets.
func TestKilled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		agent, customer := w.connected(adaToken), w.connected("")
		_, a, c := open(t, agent, customer)
		say(t, a, c, "Ya")
		granted, err := a.Redeem(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Granted(t.Context()); err != nil {
			t.Fatal(err)
		}
		made, a, c := open(t, agent, customer)
		w.stop()
		for _, x := range []*signalling.Exchange{a, c} {
			if _, err := x.Receive(t.Context()); reason(err) != signalling.EndGone || signalling.Fault(err) != protocol.FaultAgentAway {
				t.Errorf("exchange: %v", err)
			}
		}
		pass(5 * time.Second)
		w.config.Registerer = prometheus.NewRegistry()
		w.start()
		began := time.Now()
		key := make(ed25519.PublicKey, ed25519.PublicKeySize)
		if _, err := agent.Ticket(t.Context(), granted.Session, leg.SideAgent, granted.Secret, key); err != nil {
			t.Errorf("ticket: %v", err)
		}
		await(t, customer, func() bool { return customer.State().Phase == signalling.PhaseConnected })
		if took := time.Since(began); took > 3*time.Second {
			t.Errorf("both back after %v", took)
		}
		if codes := agent.Codes(); len(codes) != 1 || codes[0].ID != made.ID {
			t.Errorf("codes: %+v", codes)
		}
		a, c = join(t, agent, customer, made)
		say(t, a, c, "Ya again")
	})
}

// TestBrokenStore shows that apps get a clear answer, and stay connected, while the store is down.
func TestBrokenStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		agent, customer := w.connected(adaToken), w.connected("")
		w.mu.Lock()
		w.broken = errors.New("disk full")
		w.mu.Unlock()
		_, joins := customer.Join(t.Context(), "4711", signalling.SID{})
		_, creates := agent.CreateCode(t.Context(), portal, "", 0)
		for _, err := range []error{joins, creates} {
			if signalling.Fault(err) != protocol.FaultRelayInternal {
				t.Errorf("got %v", err)
			}
		}
		pass(time.Minute)
		if agent.State().Phase != signalling.PhaseConnected {
			t.Errorf("agent: %+v", agent.State())
		}
	})
}

// TestRoom shows the bounds on connections.
func TestRoom(t *testing.T) {
	for name, change := range map[string]func(*signalhub.Config){
		"in all":      func(c *signalhub.Config) { c.MaxConnections = 2 },
		"per address": func(c *signalhub.Config) { c.MaxPerAddress = 2 },
	} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, change)
			w.connected("")
			w.connected("")
			third, _ := w.app("")
			await(t, third, func() bool { return third.State().Phase == signalling.PhaseWaiting })
			if fault := third.State().Fault; fault != protocol.FaultRelayBusy {
				t.Errorf("%s: %v", name, fault)
			}
		})
	}
}
