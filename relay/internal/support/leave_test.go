package support_test

import (
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

// An invited colleague stays when the first agent closes: the request goes on as the colleague's, and ends with them.
func TestFirstAgentLeaves(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := d.Context()
		id, first := d.inSession()
		i := d.introduce(support.Asked{Session: first, Kind: support.RendezvousInvite, ToAgent: d.agents[1].Agent.ID})
		yes, err := d.introductions.Answer(ctx, d.agents[1], i.ID, true, deviceKey)
		must(t, err)
		second, err := d.requests.Begin(ctx, d.agents[1], yes.Code)
		must(t, err)

		_, err = d.requests.Close(ctx, d.agents[0], id, support.OutcomeUnresolved, "left to a colleague")
		must(t, err)
		if r := d.request(id); r.State != support.RequestInSession || r.Agent != d.agents[1].Agent.ID || r.Session != second.Session.ID {
			t.Fatalf("after the first agent left: %+v", r)
		}
		_, err = d.requests.Close(ctx, d.agents[0], id, support.OutcomeResolved, "")
		d.wantErr(err, support.ErrTaken)

		sessions := support.NewSessions(d.store)
		must(t, sessions.End(ctx, d.agents[1].Agent.ID, second.Session.ID, time.Time{}, time.Now(), support.OutcomeResolved))
		must(t, sessions.End(ctx, d.agents[0].Agent.ID, first, time.Time{}, time.Now(), support.OutcomeUnresolved))
		_, err = d.requests.Close(ctx, d.agents[1], id, support.OutcomeResolved, "")
		must(t, err)
		if r := d.request(id); r.State != support.RequestResolved {
			t.Errorf("after both left: %+v", r)
		}
	})
}
