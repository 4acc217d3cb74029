package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

// testFormer holds it that what is deleted is gone for those who work, and stays for those who look back.
func testFormer(t *testing.T, f *fixture) {
	f.deletePortal(t)
	f.deleteTeam(t)
	f.deleteAgent(t)
}

func (f *fixture) deletePortal(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	code := f.newCode(t, "4711", now)
	before, err := f.DeskVersion(ctx)
	must(t, err)
	must(t, f.DeletePortal(ctx, f.portal, now.Add(time.Minute)))
	if after, err := f.DeskVersion(ctx); err != nil || after == before {
		t.Errorf("apps do not hear of it: version %d, %v", after, err)
	}
	if err := f.DeletePortal(ctx, f.portal, now); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
	was, err := f.Portal(ctx, f.portal)
	if err != nil || !was.Former || was.Name != "Phone" || was.Slug != "" {
		t.Errorf("left is %+v, %v", was, err)
	}
	here, err := f.Portals(ctx, f.organisation.ID)
	must(t, err)
	former, err := f.FormerPortals(ctx, f.organisation.ID)
	must(t, err)
	served, err := f.AgentPortals(ctx, f.agent.ID)
	must(t, err)
	codes, err := f.ActiveCodes(ctx, f.agent.ID, now)
	must(t, err)
	if len(here) != 0 || len(former) != 1 || former[0].Name != "Phone" || len(served) != 0 || len(codes) != 0 {
		t.Errorf("%d portals, former %+v, %d served, %d codes", len(here), former, len(served), len(codes))
	}
	if got, err := f.LatestCode(ctx, code.Nameplate); err != nil || got.State != support.CodeWithdrawn {
		t.Errorf("its code is in state %d, %v", got.State, err)
	}
	_, err = f.CreatePortal(ctx, support.Portal{Organisation: f.organisation.ID, Name: "Phone", Created: now})
	must(t, err)
}

func (f *fixture) deleteTeam(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	team := func(parent support.TeamID, name string) support.TeamID {
		id, err := f.CreateTeam(ctx, support.Team{Organisation: f.organisation.ID, Parent: parent, Name: name})
		must(t, err)
		return id
	}
	below, other := team(f.team, "Below"), team(0, "Other")
	_, err := f.PutCanned(ctx, support.Canned{Organisation: f.organisation.ID, Scope: support.CannedTeam, Team: f.team, Title: "Hello", Text: "Hello"})
	must(t, err)
	if n, err := f.TeamMembers(ctx, f.team); err != nil || n != (support.TeamMembers{Agents: 1, Teams: 1, Replies: 1}) {
		t.Errorf("members %+v, %v", n, err)
	}
	for _, to := range []support.TeamID{f.team, below} {
		if err := f.DeleteTeam(ctx, f.team, to); !errors.Is(err, support.ErrInvalid) {
			t.Errorf("into itself or below: %v", err)
		}
	}
	if err := f.DeleteTeam(ctx, f.team, 0); err == nil {
		t.Error("a team with people in it is gone")
	}
	must(t, f.DeleteTeam(ctx, f.team, other))
	teams, err := f.Teams(ctx, f.organisation.ID)
	must(t, err)
	if n, err := f.TeamMembers(ctx, other); err != nil || n != (support.TeamMembers{Agents: 1, Teams: 1, Replies: 1}) || len(teams) != 2 {
		t.Errorf("members %+v, %v, teams %+v", n, err, teams)
	}
	must(t, f.DeleteTeam(ctx, below, 0))
	if err := f.DeleteTeam(ctx, below, 0); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
	f.team = other
}

func (f *fixture) deleteAgent(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	const nowhere = "deleted-1@agents.invalid"
	token := support.NewSecret().Hash()
	_, err := f.CreateDevice(ctx, support.Device{Agent: f.agent.ID, Name: "Claire's desk", TokenHash: token, Created: now, Seen: now})
	must(t, err)
	must(t, f.BeginSecondFactor(ctx, f.agent.ID, []byte("secret")))
	must(t, f.KeepReset(ctx, f.agent.ID, support.NewSecret().Hash(), now))
	_, err = f.CreateInvitation(ctx, support.Invitation{
		Organisation: f.organisation.ID, By: f.agent.ID, Created: now, AgentEntry: support.AgentEntry{Name: "Bob", Mail: "bob@x.example", Team: f.team},
	})
	must(t, err)
	must(t, f.AddAudit(ctx, support.AuditEvent{
		Organisation: f.organisation.ID, At: now, Agent: f.agent.ID, Name: f.agent.Name, Act: support.AuditAgentCreated, Object: f.agent.Name,
		Changes: []support.Change{{Field: "mail", After: f.agent.Mail}},
	}))
	must(t, f.DeleteAgent(ctx, f.agent, nowhere))
	a, err := f.Agent(ctx, f.agent.ID)
	if err != nil || a.Name != f.agent.Name || a.Mail != nowhere || a.PasswordHash != "" || !a.Disabled {
		t.Errorf("left is %+v, %v", a, err)
	}
	who, err := f.DeviceByToken(ctx, token)
	if err != nil || !who.Device.Revoked || who.Device.Name != "" {
		t.Errorf("the device is %+v, %v", who.Device, err)
	}
	if _, err := f.SecondFactor(ctx, f.agent.ID); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("the second factor: %v", err)
	}
	open, err := f.Invitations(ctx, f.organisation.ID)
	must(t, err)
	log, err := f.Audit(ctx, f.organisation.ID, f.agent.ID, 0, 1)
	must(t, err)
	if len(open) != 0 || log[0].Name != f.agent.Name || !slices.Equal(log[0].Changes, []support.Change{{Field: "mail", After: nowhere}}) {
		t.Errorf("%d invitations, the log says %+v", len(open), log[0])
	}
	f.newAgent(t, f.agent.Mail) // the address is free
}
