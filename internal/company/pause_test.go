package company_test

import (
	"testing"

	"beside.example/protocol"
)

// TestPauseHoldsForWhoeverComes: while the customer has paused, nobody who comes in sees the screen, whether an agent or a manager.
func TestPauseHoldsForWhoeverComes(t *testing.T) {
	for name, come := range map[string]func(w *world){
		"agent":   func(w *world) { w.introduce(0, protocol.IntroductionInvite, all) },
		"manager": func(w *world) { w.monitor(0) },
		"agent who is allowed again": func(w *world) {
			w.introduce(0, protocol.IntroductionInvite, all)
			w.RevokeFrom(2, protocol.PermissionSee)
			w.Allow(2, protocol.PermissionSee)
			wait(settle)
		},
	} {
		t.Run(name, func(t *testing.T) {
			inMonitored(t, watched, func(w *world) {
				w.PauseMine()
				come(w)
				states := func(want protocol.Share, when string) {
					w.t.Helper()
					for i, m := range w.Snapshot().Members {
						if got := m.Session.Mine.State; got != want {
							t.Errorf("%s: %d is shown the screen: %s", when, i, got)
						}
					}
				}
				states(protocol.SharePaused, "paused")
				w.ResumeMine()
				wait(settle)
				states(protocol.ShareOn, "resumed")
				if len(w.Snapshot().Members) != 2 {
					t.Error("nobody came")
				}
			})
		})
	}
}
