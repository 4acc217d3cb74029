package company_test

import (
	"testing"

	"beside.example/protocol"
)

// TestFidelityCountsForEverybody: one choice for whoever is here and whoever comes.
func TestFidelityCountsForEverybody(t *testing.T) {
	in(t, all, func(w *world) {
		w.SetFidelity(protocol.FidelityExact)
		w.introduce(0, protocol.IntroductionInvite, all)
		for i, agent := range w.agents {
			if got := agent.Snapshot().Theirs.Fidelity; got != protocol.FidelityExact {
				t.Errorf("agent %d is told %s", i, got)
			}
		}
		w.SetFidelity(protocol.FidelitySaving)
		wait(settle)
		for i, agent := range w.agents {
			if got := agent.Snapshot().Theirs.Fidelity; got != protocol.FidelitySaving {
				t.Errorf("after the change agent %d is told %s", i, got)
			}
		}
		if got := w.Snapshot().Mine.Fidelity; got != protocol.FidelitySaving {
			t.Errorf("the window shows %s", got)
		}
	})
}
