package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

// testManage holds it that an act of management is kept whole or not at all.
func testManage(t *testing.T, f *fixture) {
	ctx := t.Context()
	agent := f.agent.ID
	broken := errors.New("broken")
	event := support.AuditEvent{Organisation: f.organisation.ID, At: now, Agent: agent, Name: "Claire", Act: support.AuditTeamCreated, Object: "Night", Changes: []support.Change{{Field: "name", After: "Night"}}}
	for _, end := range []error{broken, nil} {
		err := f.Manage(ctx, func(within support.ManageStore) error {
			if _, err := within.CreateTeam(ctx, support.Team{Organisation: f.organisation.ID, Name: "Night"}); err != nil {
				return err
			}
			if err := within.SetAgentPortals(ctx, agent, nil); err != nil { // opens a transaction of its own elsewhere
				return err
			}
			return errors.Join(within.AddAudit(ctx, event), end)
		})
		if !errors.Is(err, end) {
			t.Fatalf("manage: %v", err)
		}
		teams, err := f.Teams(ctx, f.organisation.ID)
		must(t, err)
		log, err := f.Audit(ctx, f.organisation.ID, 0, 0, 10)
		must(t, err)
		served, err := f.AgentPortals(ctx, agent)
		must(t, err)
		kept := slices.ContainsFunc(teams, func(team support.Team) bool { return team.Name == "Night" })
		if kept != (end == nil) || (len(log) == 1) != kept || (len(served) == 0) != kept {
			t.Errorf("after %v: team kept %v, %d in the log, %d portals", end, kept, len(log), len(served))
		}
		if kept && (log[0].Name != event.Name || !slices.Equal(log[0].Changes, event.Changes) || !log[0].At.Equal(now)) {
			t.Errorf("the log says %+v", log[0])
		}
	}
	if log, err := f.Audit(ctx, f.organisation.ID, agent+1, 0, 10); len(log) != 0 || err != nil {
		t.Errorf("another agent did %d things, %v", len(log), err)
	}
}

// testDeskVersion holds it that whatever an app was told counts.
func testDeskVersion(t *testing.T, f *fixture) {
	ctx := t.Context()
	agent, err := f.Agent(ctx, f.agent.ID)
	must(t, err)
	portal, err := f.Portal(ctx, f.portal)
	must(t, err)
	team, err := f.Team(ctx, f.team)
	must(t, err)
	device, err := f.CreateDevice(ctx, support.Device{Agent: f.agent.ID, Name: "desk", TokenHash: support.NewSecret().Hash(), Created: now, Seen: now})
	must(t, err)
	reply := support.Canned{Organisation: f.organisation.ID, Title: "Hello", Text: "Hello"}
	for _, c := range []struct {
		name string
		do   func() error
		same bool
	}{
		{"a device is seen", func() error { return f.DeviceSeen(ctx, device, now.Add(time.Hour)) }, true},
		{"an agent", func() error { return f.UpdateAgent(ctx, agent) }, false},
		{"a team", func() error { return f.UpdateTeam(ctx, team) }, false},
		{"a portal", func() error { return f.UpdatePortal(ctx, portal) }, false},
		{"no portals", func() error { return f.SetAgentPortals(ctx, f.agent.ID, nil) }, false},
		{"one portal", func() error { return f.SetAgentPortals(ctx, f.agent.ID, []support.PortalID{f.portal}) }, false},
		{"a canned reply", func() (err error) { reply.ID, err = f.PutCanned(ctx, reply); return err }, false},
		{"another text of it", func() error { _, err := f.PutCanned(ctx, reply); return err }, false},
		{"no canned reply", func() error { return f.DeleteCanned(ctx, reply.ID) }, false},
		{"a device is revoked", func() error { return f.RevokeDevice(ctx, f.agent.ID, device) }, false},
		{"an agent is disabled", func() error { return f.SetDisabled(ctx, f.agent.ID, true) }, false},
	} {
		before, err := f.DeskVersion(ctx)
		must(t, err)
		must(t, c.do())
		after, err := f.DeskVersion(ctx)
		must(t, err)
		if (before == after) != c.same || after < before {
			t.Errorf("%s: from %d to %d", c.name, before, after)
		}
	}
}

// testCenterSignIns holds it that a browser stays signed in until it is signed out, and that old ones are forgotten.
func testCenterSignIns(t *testing.T, f *fixture) {
	ctx := t.Context()
	n := support.CenterSignIn{Agent: f.agent.ID, Token: support.NewSecret().Hash(), Address: "192.0.2.1", Browser: "Browser", Way: support.BySingleSignOn, Created: now, Seen: now}
	id, err := f.KeepCenterSignIn(ctx, n, now.Add(-time.Hour))
	must(t, err)
	who, err := f.CenterSignIn(ctx, n.Token)
	if n.ID = id; err != nil || who.SignIn != n || who.Agent.ID != f.agent.ID || who.Organisation.ID != f.organisation.ID || who.Team.ID != f.team {
		t.Errorf("signed in is %+v, %v", who, err)
	}
	must(t, f.CenterSeen(ctx, id, now.Add(time.Minute)))
	if all, err := f.CenterSignInsOf(ctx, f.agent.ID); err != nil || len(all) != 1 || !all[0].Seen.Equal(now.Add(time.Minute)) {
		t.Errorf("sign-ins: %+v, %v", all, err)
	}
	if err := f.EndCenterSignIn(ctx, f.agent.ID+1, id); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("another agent ends it: %v", err)
	}
	later := n
	later.Token, later.Created = support.NewSecret().Hash(), now.Add(24*time.Hour)
	_, err = f.KeepCenterSignIn(ctx, later, now.Add(12*time.Hour))
	must(t, err)
	if _, err := f.CenterSignIn(ctx, n.Token); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("an old sign-in is kept: %v", err)
	}
	must(t, f.SetPassword(ctx, f.agent.ID, "another hash"))
	if _, err := f.CenterSignIn(ctx, later.Token); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("signed out everywhere: %v", err)
	}
}
