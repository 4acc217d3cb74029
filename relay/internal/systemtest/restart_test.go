package systemtest

import (
	"errors"
	"testing"
	"time"

	"beside.example/internal/join"
	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/protocol/transport"
)

// relayGap is how long a relayed session may stand still when its relay dies and comes back.
const relayGap = 8 * time.Second

// TestRestart takes the relay away from a live session until both apps have noticed, by kill and by a clean stop, and brings it
// back on the same port and data. The session goes on with the keys that it has.
func TestRestart(t *testing.T) {
	for name, noUDP := range map[string]bool{"udp": false, "tls": true} {
		t.Run(name, func(t *testing.T) {
			r := newRelay(t, nil)
			m := r.machine().behind(noUDP)
			a, c := newAgent(r, m), newCustomer(r, m)
			typed, _ := a.newCode(0)
			s := meet(a, c, typed)
			s.agent.Conn.SetLively(true)
			s.customer.Conn.SetLively(true)
			for how, end := range map[string]func(){"killed": r.kill, "stopped": r.stop} {
				s.echo()
				gone := time.Now()
				end()
				s.waitFor(transport.Reconnecting)
				noticed := time.Since(gone)
				r.start()
				back := time.Now()
				s.echo()
				if gap := time.Since(gone); gap > relayGap {
					t.Errorf("%s: an echo came after %v", how, gap)
				}
				t.Logf("%s: noticed after %v, echo %v after the return", how, noticed, time.Since(back))
				s.waitFor(transport.Connected)
			}
			again, _ := a.newCode(0) // signalling is back as well
			meet(a, c, again).echo()
			redial(t, s)
			s.echo()
		})
	}
}

// TestDisabledAgent disables an agent in the middle of a session, as a subcommand in another process does.
func TestDisabledAgent(t *testing.T) {
	r := newRelay(t, nil)
	a, c := newAgent(r, r.machine()), newCustomer(r, r.machine())
	typed, _ := a.newCode(0)
	s := meet(a, c, typed)
	waiting, _ := a.newCode(0)
	s.agent.Conn.SetLively(true)
	s.customer.Conn.SetLively(true)
	s.echo()
	began := time.Now()
	r.disableAgent()
	select {
	case err := <-a.ended:
		var refused *signalling.Error
		if !errors.As(err, &refused) || refused.Fault != protocol.FaultSignedOut {
			t.Errorf("the agent's app is told %v", err)
		}
	case <-time.After(patience):
		t.Fatal("the agent stays signed in")
	}
	s.waitFor(transport.Reconnecting)
	if took := time.Since(began); took > relayGap {
		t.Errorf("cut after %v", took)
	}
	t.Logf("cut after %v", time.Since(began))
	if _, err := s.customer.Redial(t.Context()); join.Fault(err) != protocol.FaultTicket {
		t.Errorf("the customer's app gets %v", err)
	}
	if fault := c.refused(waiting); fault != protocol.FaultAgentAway {
		t.Errorf("a code of the agent still leads to %v", fault)
	}
}
