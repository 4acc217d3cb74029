package signalhub_test

import (
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol/signalling"
)

// TestChangedAgentIsToldAnew shows that what a manager changes about an agent reaches the app within two seconds, and nobody else's.
func TestChangedAgentIsToldAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, nil)
		ada, bob := w.connected(adaToken), w.connected(bobToken)
		pass(time.Minute) // the connections have settled
		before := bob.State().Welcome
		w.mu.Lock()
		who := w.tokens[adaToken]
		who.Team.Name = "Pharmacy"
		w.tokens[adaToken] = who
		w.version++
		w.mu.Unlock()
		pass(2 * time.Second)
		synctest.Wait()
		if now := ada.State(); now.Phase != signalling.PhaseConnected || now.Welcome.SignedIn.Team != "Pharmacy" {
			t.Errorf("ada is %v in team %q", now.Phase, now.Welcome.SignedIn.Team)
		}
		if bob.State().Welcome != before {
			t.Error("bob was cut too")
		}
	})
}
