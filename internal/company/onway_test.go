package company_test

import (
	"sync"
	"testing"

	"beside.example/internal/company"
	"beside.example/protocol"
)

// TestTakenBackOnTheWay: what the customer takes back from everybody is taken from an agent as well who was let in and has not begun yet.
func TestTakenBackOnTheWay(t *testing.T) {
	for name, test := range map[string]struct {
		takeBack func(c *company.Company)
		left     protocol.Permission
	}{
		"nothing": {func(*company.Company) {}, all},
		"control": {func(c *company.Company) { c.Revoke(protocol.PermissionControl) }, all &^ protocol.PermissionControl},
		"panic":   {(*company.Company).Panic, 0},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, all, func(w *world) {
				w.silent = make(chan struct{})
				speak := sync.OnceFunc(func() { close(w.silent) })
				defer speak()
				w.agents[0].Introduce(protocol.Introduce{ID: 1, Kind: protocol.IntroductionTransfer, Code: "K7MWQ2RT", Name: "Ben Okafor", Rights: all})
				wait(protocol.ArmAfter + settle)
				w.AnswerIntroduction(1, true)
				wait(settle)
				if len(w.agents) != 2 || len(w.Snapshot().Members) != 1 {
					t.Fatal("the agent is not on the way")
				}
				test.takeBack(w.Company)
				speak()
				wait(settle)
				if got := w.agents[1].Snapshot().Granted(); got != test.left {
					t.Errorf("the agent who comes may %s, want %s", got, test.left)
				}
			})
		})
	}
}
