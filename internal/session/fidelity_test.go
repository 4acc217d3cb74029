package session_test

import (
	"testing"

	"beside.example/protocol"
)

// TestFidelity checks that the agent is told what the customer has chosen, from the start and in mid-session, and that the screen goes
// on being seen.
func TestFidelity(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, protocol.PermissionSee)
		p.agent.OpenView()
		p.wait(settle)
		if got := p.agent.Snapshot().Theirs.Fidelity; got != protocol.FidelityAutomatic {
			t.Errorf("at first the agent is told %s", got)
		}
		for _, chosen := range []protocol.Fidelity{protocol.FidelityExact, protocol.FidelitySaving, protocol.FidelitySaving, protocol.FidelityAutomatic} {
			p.customer.SetFidelity(chosen)
			p.customer.desk.fill()
			p.wait(settle)
			if got := p.agent.Snapshot().Theirs.Fidelity; got != chosen {
				t.Errorf("the agent is told %s, not %s", got, chosen)
			}
			if got := p.customer.Snapshot().Mine.Fidelity; got != chosen {
				t.Errorf("the customer's window shows %s, not %s", got, chosen)
			}
			if stats := p.agent.View().Stats(); !stats.Exact || stats.Encoding != protocol.EncodingContext {
				t.Errorf("%s: the picture is %+v", chosen, stats)
			}
		}
		if got := p.agent.Snapshot().Mine.Fidelity; got != protocol.FidelityAutomatic {
			t.Errorf("the customer's choice changed the agent's own to %s", got)
		}
	})
}
