package systemtest

import (
	"context"
	"crypto/ed25519"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"beside.example/internal/join"
	"beside.example/protocol"
	"beside.example/protocol/carrier"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/server"
)

// TestJoin goes from the sign-in to words that travel both ways, loses the connection and makes it again, with UDP and without.
func TestJoin(t *testing.T) {
	for kind, noUDP := range map[carrier.Kind]bool{carrier.KindUDP: false, carrier.KindTLS: true} {
		t.Run(kind.String(), func(t *testing.T) {
			r := newRelay(t, nil)
			m := r.machine().behind(noUDP)
			a, c := newAgent(r, m), newCustomer(r, m)
			typed, made := a.newCode(0)
			if status := r.page("/me?n=" + string(made.Nameplate)); status != http.StatusOK {
				t.Errorf("the code's page: status %d", status)
			}
			began := time.Now()
			s := meet(a, c, typed)
			took := time.Since(began)
			t.Logf("joined after %v, echo %v", took, s.echo())
			if way := s.customer.Way(); way.Kind != kind {
				t.Errorf("way %v", way.Kind)
			}
			checkEnds(t, a, s)
			redial(t, s)
			s.echo()
			end := signalling.SessionEnd{Session: s.agent.Session, Outcome: signalling.OutcomeResolved, Started: began, Ended: time.Now()}
			must(t, a.EndSession(t.Context(), end))
			page, err := a.History(t.Context(), signalling.HistoryCursor{}, 10)
			if err != nil || len(page.Entries) != 1 || page.Entries[0].Outcome != signalling.OutcomeResolved {
				t.Errorf("history %+v, %v", page, err)
			}
			began = time.Now()
			if _, err := s.customer.Redial(t.Context()); join.Fault(err) != protocol.FaultTicket || time.Since(began) > patience/2 {
				t.Errorf("after the end the customer's app gets %v, after %v", err, time.Since(began))
			}
		})
	}
}

// checkEnds shows that the two apps agree who they are, and that the customer's knows the agent.
func checkEnds(t *testing.T, a *agent, s *session) {
	t.Helper()
	if s.agent.CheckWords("en") != s.customer.CheckWords("en") || s.agent.Ends != s.customer.Ends || s.agent.Session != s.customer.Session {
		t.Error("the two apps do not agree")
	}
	public, device, err := ed25519.GenerateKey(nil)
	must(t, err)
	credential, err := a.Credential(t.Context(), public)
	must(t, err)
	who, err := s.customer.Verify(s.agent.Identity(credential, device), time.Now())
	if err != nil || who.Agent != "Claire" || who.Organisation != "Northfield" {
		t.Errorf("the customer is shown %+v, %v", who, err)
	}
}

// redial ends the connection and makes another at both ends.
func redial(t *testing.T, s *session) {
	t.Helper()
	must(t, errors.Join(s.agent.Conn.Close(protocol.CloseGone, ""), s.customer.Conn.Close(protocol.CloseGone, "")))
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var dialling sync.WaitGroup
	var agentErr, customerErr error
	dialling.Go(func() { s.agent.Conn, agentErr = s.agent.Redial(ctx) })
	dialling.Go(func() { s.customer.Conn, customerErr = s.customer.Redial(ctx) })
	dialling.Wait()
	must(t, errors.Join(agentErr, customerErr))
}

// TestWrongCode types wrong digits until the code is dead, of which the agent is told.
func TestWrongCode(t *testing.T) {
	r := newRelay(t, nil)
	a, c := newAgent(r, r.machine()), newCustomer(r, r.machine())
	typed, made := a.newCode(0)
	bad := wrong(typed)
	r.logs.mustNotShow(bad)
	for left := join.MaxAttempts - 1; left >= 0; left-- {
		result := c.join(bad)
		arrival := a.arrival()
		if arrival.Code != made.ID || join.Fault(arrival.Err) != protocol.FaultCodeWrong || arrival.Left != left {
			t.Errorf("the agent is told %+v", arrival)
		}
		if j := <-result; join.Fault(j.err) != toldOfWrong(left) {
			t.Errorf("the customer is told %v with %d attempts left", j.err, left)
		}
	}
	a.wait(func() bool { return len(a.Codes()) == 0 })
	if fault := c.refused(typed); fault != protocol.FaultCodeTries {
		t.Errorf("the same app is told %v", fault)
	}
	if fault := newCustomer(r, r.machine()).refused(typed); fault != protocol.FaultCodeDead {
		t.Errorf("another app is told %v", fault)
	}
}

// toldOfWrong is what a customer is told of wrong digits: to read them again, or that the code is dead when that was the last
// attempt.
func toldOfWrong(left int) protocol.Fault {
	if left == 0 {
		return protocol.FaultCodeTries
	}
	return protocol.FaultCodeWrong
}

// TestEndedCode types codes that were good once.
func TestEndedCode(t *testing.T) {
	r := newRelay(t, nil)
	a := newAgent(r, r.machine())
	for fault, end := range map[protocol.Fault]func() code.Code{
		protocol.FaultCodeUsed: func() code.Code {
			typed, _ := a.newCode(0)
			meet(a, newCustomer(r, r.machine()), typed).echo()
			return typed
		},
		protocol.FaultCodeExpired: func() code.Code {
			typed, _ := a.newCode(time.Second)
			return typed
		},
		protocol.FaultCodeWithdrawn: func() code.Code {
			typed, made := a.newCode(0)
			must(t, a.WithdrawCode(t.Context(), made.ID, false))
			return typed
		},
	} {
		typed := end()
		a.wait(func() bool { return len(a.Codes()) == 0 })
		if got := newCustomer(r, r.machine().at("127.0.1.2")).refused(typed); got != fault {
			t.Errorf("the customer is told %v, want %v", got, fault)
		}
		if status := r.page("/me?n=" + string(typed.Nameplate)); status != http.StatusGone {
			t.Errorf("the page of a code with %v: status %d", fault, status)
		}
	}
}

// TestSecondCustomer has two customers with one code: while one tries, the other waits; once one is in, the other is not.
func TestSecondCustomer(t *testing.T) {
	r := newRelay(t, nil)
	a, c := newAgent(r, r.machine()), newCustomer(r, r.machine())
	typed, _ := a.newCode(0)
	first := newCustomer(r, r.machine())
	x, err := first.Join(t.Context(), typed.Nameplate, signalling.SID{1})
	must(t, err)
	if fault := c.refused(typed); fault != protocol.FaultRelayBusy {
		t.Errorf("while another tries: %v", fault)
	}
	x.End(signalling.EndCancelled)
	if arrival := a.arrival(); arrival.Err == nil || arrival.Left != join.MaxAttempts-1 {
		t.Errorf("the agent is told %+v", arrival)
	}
	results := []<-chan joined{first.join(typed), c.join(typed)}
	if arrival := a.arrival(); arrival.Err == nil {
		defer func() { must(t, arrival.Joined.Conn.Close(protocol.CloseGone, "")) }()
	} else {
		t.Errorf("the agent is told %v", arrival.Err)
	}
	in := 0
	for _, result := range results {
		j := <-result
		if j.err == nil {
			in++
			defer func() { must(t, j.Conn.Close(protocol.CloseGone, "")) }()
		} else if fault := join.Fault(j.err); fault != protocol.FaultRelayBusy && fault != protocol.FaultCodeUsed {
			t.Errorf("the one who was late is told %v", fault)
		}
	}
	if in != 1 {
		t.Errorf("%d customers are in", in)
	}
}

// TestSideBySide holds as many sessions as an agent's app may.
func TestSideBySide(t *testing.T) {
	const sessions = 8
	r := newRelay(t, nil)
	a := newAgent(r, r.machine())
	var all []*session
	for n := range sessions {
		typed, _ := a.newCode(0)
		all = append(all, meet(a, newCustomer(r, r.machine().behind(n%2 == 1)), typed))
	}
	var talking sync.WaitGroup
	for _, s := range all {
		talking.Go(func() {
			for range 20 {
				if s.echo() > time.Second {
					t.Error("an echo took more than a second")
				}
			}
		})
	}
	talking.Wait()
	seen := map[[32]byte]bool{}
	for _, s := range all {
		seen[s.agent.Ends.Agent], seen[s.agent.Ends.Customer] = true, true
	}
	if len(seen) != 2*sessions {
		t.Errorf("%d keys for %d sessions", len(seen), sessions)
	}
}

// TestTwoRelays runs two relays side by side, which know nothing of each other, and kills one.
func TestTwoRelays(t *testing.T) {
	here, there := newRelay(t, nil), newRelay(t, func(c *server.Config) { c.Name = "There" })
	kept, lost := newSession(here), newSession(there)
	typed, _ := newAgent(here, here.machine()).newCode(0)
	if fault := newCustomer(there, there.machine()).refused(typed); fault != protocol.FaultCodeUnknown {
		t.Errorf("one relay's code at the other: %v", fault)
	}
	there.kill()
	for range 10 {
		kept.echo()
	}
	there.start()
	lost.echo()
}
