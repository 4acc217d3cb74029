package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

// testTokens makes, finds, uses and ends API tokens as managers and programs do.
func testTokens(t *testing.T, f *fixture) {
	ctx := t.Context()
	night, err := f.CreateTeam(ctx, support.Team{Organisation: f.organisation.ID, Parent: f.team, Name: "Night"})
	must(t, err)
	must(t, f.UpdateAgent(ctx, support.Agent{ID: f.agent.ID, Name: "Claire", Team: f.team, Role: support.RoleOrganisationManager}))
	maker, err := f.Agent(ctx, f.agent.ID)
	must(t, err)
	who := support.Manager{Agent: maker, Organisation: f.organisation}
	manage, tokens := support.NewManage(f), support.NewTokens(f)
	entry := support.TokenEntry{Name: "Importer", Scopes: support.ScopePeopleWrite, Teams: []support.TeamID{f.team}, Expires: time.Now().Add(time.Hour)}
	made, text, err := manage.CreateToken(ctx, who, entry)
	must(t, err)
	_, second, err := manage.CreateToken(ctx, who, support.TokenEntry{Name: "Reader", Scopes: support.ScopeReportsRead, Expires: entry.Expires})
	must(t, err)

	program, err := tokens.Find(ctx, text)
	must(t, err)
	if program.Token.ID != made.ID || program.Token.Scopes != entry.Scopes || program.Organisation.ID != f.organisation.ID || !slices.Equal(program.Managed, []support.TeamID{f.team, night}) {
		t.Errorf("the token is %+v with teams %v", program.Token, program.Managed)
	}
	list, err := manage.Tokens(ctx, who)
	must(t, err)
	if len(list) != 2 || list[1].Name != "Importer" || list[1].MakerName != "Claire" || list[1].Used.IsZero() || list[1].End != text[len(text)-4:] || !list[0].Used.IsZero() {
		t.Errorf("the list is %+v", list)
	}

	// What a program does is done under its own name, and it makes neither tokens nor managers.
	id, err := manage.CreateAgent(ctx, program, support.AgentEntry{Name: "New", Mail: "new@northfield.example", Team: night, Role: support.RoleAgent}, "$hash")
	must(t, err)
	log, err := f.Audit(ctx, f.organisation.ID, 0, 0, 1)
	must(t, err)
	if log[0].Act != support.AuditAgentCreated || log[0].Name != "Importer" || log[0].Token != made.ID || log[0].Agent != maker.ID {
		t.Errorf("the log says %+v", log[0])
	}
	if _, err := manage.CreateAgent(ctx, program, support.AgentEntry{Name: "Boss", Mail: "boss@northfield.example", Team: night, Role: support.RoleTeamManager}, "$hash"); !errors.Is(err, support.ErrDenied) {
		t.Errorf("a program made a manager: %v", err)
	}
	if _, _, err := manage.CreateToken(ctx, program, entry); !errors.Is(err, support.ErrDenied) {
		t.Errorf("a program made a token: %v", err)
	}
	if err := manage.SetDisabled(ctx, program, maker.ID, true); err == nil {
		t.Error("a program disabled who made it")
	}
	must(t, manage.SetDisabled(ctx, program, id, true))

	// It ends when it is revoked, and with the service of who made it.
	must(t, manage.RevokeToken(ctx, who, made.ID))
	if err := manage.RevokeToken(ctx, who, made.ID); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("it was revoked twice: %v", err)
	}
	mustBeDenied(t, f, text, "revoked")
	must(t, f.SetDisabled(ctx, maker.ID, true))
	mustBeDenied(t, f, second, "of somebody out of service")
	must(t, f.SetDisabled(ctx, maker.ID, false))
	mustBeDenied(t, f, second, "of somebody who was out of service")
	mustBeDenied(t, f, support.TokenText(support.NewSecret()), "that is none")
	testTokenLimits(t, f, who)
}

func mustBeDenied(t *testing.T, f *fixture, text, what string) {
	t.Helper()
	if _, err := support.NewTokens(f).Find(t.Context(), text); !errors.Is(err, support.ErrDenied) {
		t.Errorf("a token %s: %v", what, err)
	}
}

// testTokenLimits makes tokens that may not be, and one that its maker may not have any more.
func testTokenLimits(t *testing.T, f *fixture, who support.Manager) {
	ctx, manage, soon := t.Context(), support.NewManage(f), time.Now().Add(time.Hour)
	for name, e := range map[string]support.TokenEntry{
		"no name": {Scopes: 1, Expires: soon}, "no scope": {Name: "x", Expires: soon}, "no such scope": {Name: "x", Scopes: support.ScopesAll + 1, Expires: soon},
		"no end": {Name: "x", Scopes: 1}, "two years": {Name: "x", Scopes: 1, Expires: soon.AddDate(2, 0, 0)}, "past": {Name: "x", Scopes: 1, Expires: now},
		"no such team": {Name: "x", Scopes: 1, Expires: soon, Teams: []support.TeamID{99}},
	} {
		if _, _, err := manage.CreateToken(ctx, who, e); !errors.Is(err, support.ErrInvalid) {
			t.Errorf("a token with %s: %v", name, err)
		}
	}
	var text string
	for i := range support.MaxTokens + 1 {
		_, made, err := manage.CreateToken(ctx, who, support.TokenEntry{Name: "x", Scopes: 1, Expires: soon})
		if i == support.MaxTokens {
			if !errors.Is(err, support.ErrTooMany) {
				t.Errorf("%d tokens: %v", i+1, err)
			}
			continue
		}
		must(t, err)
		text = made
	}
	must(t, f.UpdateAgent(ctx, support.Agent{ID: who.Agent.ID, Name: "Claire", Team: f.team, Role: support.RoleTeamManager}))
	mustBeDenied(t, f, text, "of somebody who manages a team alone")
}
