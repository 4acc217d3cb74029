package support_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/relay/internal/support"
)

// present lists the agents whom every relay sees as being there.
func (d *helpDesk) present() (agents []int) {
	d.Helper()
	all, err := d.presence.Colleagues(d.Context(), d.agents[0].Organisation.ID)
	must(d.T, err)
	for i, who := range d.agents {
		if slices.ContainsFunc(all, func(p support.PresentAgent) bool { return p.Agent == who.Agent.ID }) {
			agents = append(agents, i)
		}
	}
	return agents
}

func (d *helpDesk) wantPresent(want ...int) {
	d.Helper()
	if got := d.present(); !slices.Equal(got, want) {
		d.Fatalf("agents %v are there, want %v", got, want)
	}
}

func TestPresence(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := d.Context()
		all, err := d.presence.Present(ctx, d.portals[support.PortalBox].ID)
		must(t, err)
		if p := all[0]; len(all) != 3 || p.Name != "Aiko" || p.TeamName != "Everyone" || p.Status != support.StatusAvailable || len(p.Portals) != 5 {
			t.Errorf("present %+v", all)
		}
		// A second app of an agent, which is readier than the first.
		must(t, d.presence.SetStatus(ctx, d.visits[0], support.StatusAway))
		token, err := support.NewAccounts(d.store).AddDevice(ctx, d.agents[0].Agent.ID, "laptop")
		must(t, err)
		laptop, err := support.NewAccounts(d.store).SignedIn(ctx, token)
		must(t, err)
		visit, err := d.presence.Arrive(ctx, laptop, support.StatusBusy)
		must(t, err)
		if all, err = d.presence.Present(ctx, d.portals[support.PortalBox].ID); err != nil || len(all) != 3 || all[0].Status != support.StatusBusy {
			t.Errorf("present %+v, %v", all, err)
		}
		must(t, d.presence.Leave(ctx, d.visits[0]))
		d.wantPresent(0, 1, 2)
		must(t, d.presence.Leave(ctx, visit))
		d.wantPresent(1, 2)
		must(t, d.store.SetDisabled(ctx, d.agents[1].Agent.ID, true))
		d.wantPresent(2)
	})
}

// TestLateGoodbye lets an app come back before the relay has noticed that it had gone.
func TestLateGoodbye(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := d.Context()
		again, err := d.presence.Arrive(ctx, d.agents[0], support.StatusBusy)
		must(t, err)
		must(t, d.presence.SetStatus(ctx, d.visits[0], support.StatusAway))
		must(t, d.presence.Leave(ctx, d.visits[0]))
		d.wantPresent(0, 1, 2)
		must(t, d.presence.Leave(ctx, again))
		d.wantPresent(1, 2)
	})
}

// TestFencing lets one relay of two fall silent, and come back.
func TestFencing(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := d.Context()
		other := support.NewPresence(d.store)
		must(t, other.Beat(ctx))
		// One agent moves to the other relay before the first one notices.
		moved, err := other.Arrive(ctx, d.agents[2], support.StatusAvailable)
		must(t, err)
		must(t, d.presence.Leave(ctx, d.visits[2]))
		d.wantPresent(0, 1, 2)
		for range 4 {
			time.Sleep(support.BeatEvery)
			must(t, other.Beat(ctx))
		}
		d.wantPresent(2)
		must(t, d.presence.SetStatus(ctx, d.visits[0], support.StatusBusy)) // told to nobody: the relay is fenced off
		d.wantPresent(2)
		must(t, d.presence.Beat(ctx))
		d.wantPresent(0, 1, 2)
		must(t, other.Leave(ctx, moved))
		d.wantPresent(0, 1)
		all, err := other.Present(ctx, d.portals[support.PortalBox].ID)
		must(t, err)
		if all[0].Status != support.StatusBusy {
			t.Errorf("what was said while fenced off is lost: %+v", all[0])
		}
	})
}

func TestPresenceRun(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		other := support.NewPresence(d.store)
		_, err := other.Arrive(d.Context(), d.agents[0], support.StatusAvailable) // before the first beat
		must(t, err)
		must(t, d.presence.Leave(d.Context(), d.visits[0]))
		ended := make(chan struct{})
		ctx, cancel := contextOf(d)
		go func() {
			defer close(ended)
			other.Run(ctx, func(err error) { t.Error(err) })
		}()
		d.pass(10 * time.Second)
		d.wantPresent(0, 1, 2)
		cancel()
		<-ended
		synctest.Wait()
		d.wantPresent(1, 2)
	})
}

func TestReach(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := d.Context()
		portal := d.portals[support.PortalBox]
		want := func(want support.Reach) {
			t.Helper()
			if got, err := d.presence.Reach(ctx, portal); err != nil || got != want {
				t.Errorf("reach %v, %v, want %v", got, err, want)
			}
		}
		want(support.ReachOpen)
		for _, v := range d.visits {
			must(t, d.presence.Leave(ctx, v))
		}
		want(support.ReachNobody)
		portal.Hours.Closed = []string{time.Now().UTC().Format(time.DateOnly)}
		want(support.ReachClosed)
	})
}
