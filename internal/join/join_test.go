package join

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/carrier"
	"beside.example/protocol/code"
	"beside.example/protocol/identity"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
	"beside.example/protocol/transport"
	"beside.example/protocol/transport/transporttest"
)

// talk checks that what one side writes on the control stream comes to the other.
func talk(t *testing.T, from, to *transport.Conn) {
	t.Helper()
	const words = "hello"
	if _, err := from.Control().Write([]byte(words)); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, len(words))
	if _, err := io.ReadFull(to.Control(), got); err != nil || string(got) != words {
		t.Fatalf("got %q, %v", got, err)
	}
}

func TestJoinAndRedial(t *testing.T) {
	b := newBoard()
	b.legs = transporttest.NewRelay(t)
	a := b.open(t)
	defer a.close()
	o := a.join(t, t.Context(), "1234-56789")
	if o.err != nil || o.arrival.Err != nil {
		t.Fatal(o.err, o.arrival.Err)
	}
	agent, customer := o.arrival.Joined, o.joined
	talk(t, agent.Conn, customer.Conn)
	talk(t, customer.Conn, agent.Conn)
	if agent.CheckWords("en") != customer.CheckWords("en") || agent.Ends != customer.Ends || agent.Session != customer.Session {
		t.Error("the sides do not agree")
	}
	if customer.Organisation != "Northfield Health" || customer.Nameplate != nameplate || !customer.Capabilities.Has(protocol.CapabilityShare) {
		t.Errorf("customer knows %+v", customer)
	}
	if customer.Withheld != signalling.FeatureControl {
		t.Errorf("withheld: %b, want what the relay said", customer.Withheld)
	}
	if way := customer.Way(); way.Kind != carrier.KindUDP {
		t.Errorf("way %v", way.Kind)
	}
	if got := a.dead(); len(got) != 0 {
		t.Errorf("code %v is dead", got)
	}

	if err := errors.Join(agent.Conn.Close(protocol.CloseGone, ""), customer.Conn.Close(protocol.CloseGone, "")); err != nil {
		t.Fatal(err)
	}
	again := make(chan error, 1)
	var customerConn *transport.Conn
	go func() {
		var err error
		customerConn, err = customer.Redial(t.Context())
		again <- err
	}()
	agentConn, err := agent.Redial(t.Context())
	if err := errors.Join(err, <-again); err != nil {
		t.Fatal(err)
	}
	talk(t, agentConn, customerConn)
	if err := errors.Join(agentConn.Close(protocol.CloseGone, ""), customerConn.Close(protocol.CloseGone, "")); err != nil {
		t.Error(err)
	}
}

// TestRedialAfterTheEnd redials a session that the relay knows to be over: nobody waits for what cannot come.
func TestRedialAfterTheEnd(t *testing.T) {
	b := newBoard()
	b.legs = transporttest.NewRelay(t)
	b.legs.RefuseTickets(&signalling.Error{Fault: protocol.FaultTicket})
	a := b.open(t)
	defer a.close()
	began := time.Now()
	o := a.join(t, t.Context(), "1234 56789")
	if Fault(o.err) != protocol.FaultTicket || Fault(o.arrival.Err) != protocol.FaultTicket {
		t.Errorf("customer %v, agent %v", o.err, o.arrival.Err)
	}
	if took := time.Since(began); took > connectWithin/2 {
		t.Errorf("took %v", took)
	}
}

func TestIdentityOfTheSession(t *testing.T) {
	now := time.Now()
	ends := identity.Ends{Agent: [32]byte{1}, Customer: [32]byte{2}}
	agent := &Joined{Ends: ends}
	customer := &Joined{Ends: ends, OrganisationKey: public(organisation)}
	credential := identity.Credential{
		Organisation: "Northfield Health", Agent: "Élodie", Device: identity.DeviceKey(public(device)), NotAfter: now.Add(time.Hour),
	}.Sign(organisation)
	shown := agent.Identity(credential, device)
	if who, err := customer.Verify(shown, now); err != nil || who.Agent != "Élodie" {
		t.Errorf("%+v, %v", who, err)
	}
	other := &Joined{Ends: identity.Ends{Agent: [32]byte{1}, Customer: [32]byte{3}}, OrganisationKey: public(organisation)}
	stranger := &Joined{Ends: ends, OrganisationKey: public(device)}
	for name, c := range map[string]struct {
		j  *Joined
		at time.Time
	}{"another session": {other, now}, "another organisation": {stranger, now}, "over": {customer, now.Add(24 * time.Hour)}} {
		if _, err := c.j.Verify(shown, c.at); Fault(err) != protocol.FaultIdentity {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWrongDigits guesses until the code is dead, in both apps.
func TestWrongDigits(t *testing.T) {
	a := newBoard().open(t)
	defer a.close()
	for left := MaxAttempts - 1; left >= 0; left-- {
		told := protocol.FaultCodeWrong
		if left == 0 {
			told = protocol.FaultCodeTries // nobody is asked to read a dead code again
		}
		o := a.join(t, t.Context(), "1234 00000")
		if Fault(o.err) != told || Fault(o.arrival.Err) != protocol.FaultCodeWrong || o.arrival.Left != left {
			t.Fatalf("customer %v, agent %v, left %d", o.err, o.arrival.Err, o.arrival.Left)
		}
	}
	if _, err := a.customer.Join(t.Context(), typed(t, "1234 56789"), nil); Fault(err) != protocol.FaultCodeTries {
		t.Errorf("the same app once more: %v", err)
	}
	another := newCustomer(Config{}, face{a.board, leg.SideCustomer})
	if _, err := another.Join(t.Context(), typed(t, "1234 56789"), nil); Fault(err) != protocol.FaultAgentAway {
		t.Errorf("another app with the right digits: %v", err)
	}
	if got := a.dead(); len(got) != 1 || got[0] != codeID {
		t.Errorf("dead: %v", got)
	}
}

// TestUnfinished has customers who ask to join and then say nothing.
func TestUnfinished(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBoard()
		a := b.open(t)
		defer a.close()
		for left := MaxAttempts - 1; left >= 0; left-- {
			if _, err := (face{b, leg.SideCustomer}).Join(t.Context(), nameplate, signalling.SID{}); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			arrival, err := a.door.Next(t.Context())
			if err != nil || Fault(arrival.Err) != protocol.FaultAgentAway || arrival.Left != left || time.Since(began) != signalling.ExchangeWithin {
				t.Errorf("after %v: %+v, %v", time.Since(began), arrival, err)
			}
		}
		synctest.Wait()
		if got := b.dead(); len(got) != 1 {
			t.Errorf("dead: %v", got)
		}
	})
}

// TestManyAtOnce has more customers at once than the code has attempts.
func TestManyAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBoard()
		a := b.open(t)
		defer a.close()
		for range 2 * MaxAttempts {
			if _, err := (face{b, leg.SideCustomer}).Join(t.Context(), nameplate, signalling.SID{}); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		served, refused := 0, 0
		for _, x := range b.exchanges {
			served += x.sent
			select {
			case <-x.over:
				if x.reason == signalling.EndDead {
					refused++
				}
			default:
			}
		}
		if served != MaxAttempts || refused != MaxAttempts {
			t.Errorf("%d served, %d refused", served, refused)
		}
	})
}

func TestNotMine(t *testing.T) {
	a := newBoard().open(t)
	defer a.close()
	a.door.Forget(codeID)
	if _, err := a.customer.Join(t.Context(), typed(t, "1234 56789"), nil); Fault(err) != protocol.FaultAgentAway {
		t.Errorf("got %v", err)
	}
	if _, err := a.customer.Join(t.Context(), typed(t, "4321 56789"), nil); Fault(err) != protocol.FaultCodeUnknown {
		t.Errorf("unknown nameplate: %v", err)
	}
}

// TestCodeExpires has a relay that keeps a code alive for longer than its agent was told.
func TestCodeExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newBoard().open(t)
		defer a.close()
		<-time.After(codeLife + time.Second)
		if _, err := a.customer.Join(t.Context(), typed(t, "1234 56789"), nil); Fault(err) != protocol.FaultCodeExpired {
			t.Errorf("got %v", err)
		}
	})
}

// TestCancel has a person who gives up while the agent's app does not answer.
func TestCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBoard()
		b.meddle = func(leg.Side, int, []byte) []byte { return nil }
		a := b.open(t)
		defer a.close()
		ctx, cancel := context.WithCancel(t.Context())
		var stages []Stage
		done := make(chan error, 1)
		go func() {
			_, err := a.customer.Join(ctx, typed(t, "1234 56789"), func(s Stage) { stages = append(stages, s) })
			done <- err
		}()
		synctest.Wait()
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) || Fault(err) != 0 {
			t.Errorf("got %v", err)
		}
		if len(stages) != 2 || stages[1] != StageChecking {
			t.Errorf("stages %v", stages)
		}
		if arrival, err := a.door.Next(t.Context()); err != nil || arrival.Left != MaxAttempts-1 {
			t.Errorf("%+v, %v", arrival, err)
		}
		if a.customer.tried(nameplate) != 0 {
			t.Error("counted although nothing to guess at was sent")
		}
	})
}

func TestTriesAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCustomer(Config{}, nil)
		for range MaxAttempts {
			c.count(nameplate)
		}
		if _, err := c.Join(t.Context(), typed(t, "1234 56789"), nil); Fault(err) != protocol.FaultCodeTries {
			t.Errorf("got %v", err)
		}
		<-time.After(triesFor)
		if n := c.tried(nameplate); n != 0 {
			t.Errorf("%d tries after %v", n, triesFor)
		}
	})
}

func TestFaults(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancelLate := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancelLate()
	cause := errors.New("cause")
	ticket := &signalling.Error{Fault: protocol.FaultTicket}
	bound := carrier.State{Kind: carrier.KindUDP}
	for name, c := range map[string]struct {
		err  error
		want protocol.Fault
	}{
		"nothing":         {nil, 0},
		"code":            {fmt.Errorf("parse: %w", code.ErrTooShort), protocol.FaultCodeShape},
		"relay":           {&signalling.Error{Fault: protocol.FaultCodeExpired}, protocol.FaultCodeExpired},
		"cancelled":       {connectError(cancelled, cause, bound), 0},
		"ticket refused":  {connectError(late, cause, carrier.State{Ticket: ticket}), protocol.FaultTicket},
		"no way":          {connectError(late, cause, carrier.State{}), protocol.FaultNoWay},
		"peer away":       {connectError(late, cause, bound), protocol.FaultPeerGone},
		"not private":     {connectError(t.Context(), cause, bound), protocol.FaultNotPrivate},
		"exchange broken": {exchangeFault(cause, protocol.FaultCodeWrong), protocol.FaultExchange},
		"exchange slow":   {exchangeFault(context.DeadlineExceeded, protocol.FaultCodeWrong), protocol.FaultAgentAway},
	} {
		if got := Fault(c.err); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
