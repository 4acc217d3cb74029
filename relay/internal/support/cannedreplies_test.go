package support_test

import (
	"testing"

	"beside.example/relay/internal/support"
)

func TestCannedReplies(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := d.Context()
		canned := support.NewCannedReplies(d.store)
		claire := d.agents[0]
		mine, err := canned.Put(ctx, claire, support.Canned{Scope: support.CannedAgent, Agent: claire.Agent.ID, Title: " Hello\u202e ", Text: "Hello {name}"})
		must(t, err)
		if mine.Title != "Hello" {
			t.Errorf("title %q", mine.Title)
		}
		_, err = canned.Put(ctx, claire, support.Canned{Scope: support.CannedTeam, Team: claire.Team.ID, Title: "Team", Text: "x"})
		d.wantErr(err, support.ErrDenied)
		manager := d.agents[1]
		manager.Agent.Role = support.RoleOrganisationManager
		team, err := canned.Put(ctx, manager, support.Canned{Scope: support.CannedTeam, Team: claire.Team.ID, Title: "Team", URL: "https://help.example/"})
		must(t, err)
		_, err = canned.Put(ctx, manager, support.Canned{Title: "All", Text: "x"})
		must(t, err)
		titles := func(who support.SignedIn, want ...string) {
			t.Helper()
			list, err := canned.List(ctx, who)
			must(t, err)
			for i, c := range list {
				if len(list) != len(want) || c.Title != want[i] {
					t.Fatalf("agent %d sees %+v, want %v", who.Agent.ID, list, want)
				}
			}
		}
		titles(claire, "All", "Hello", "Team")
		titles(d.agents[2], "All", "Team")
		d.wantErr(canned.Delete(ctx, claire, team.ID), support.ErrNotFound)
		_, err = canned.Put(ctx, d.agents[2], support.Canned{ID: mine.ID, Scope: support.CannedAgent, Agent: d.agents[2].Agent.ID, Title: "Mine now", Text: "x"})
		d.wantErr(err, support.ErrNotFound)
		mine.Text = "Good day {name}"
		mine, err = canned.Put(ctx, claire, mine)
		must(t, err)
		must(t, canned.Delete(ctx, claire, mine.ID))
		titles(claire, "All", "Team")
		for name, bad := range map[string]support.Canned{
			"no title":     {Text: "x"},
			"no text":      {Title: "x"},
			"script":       {Title: "x", URL: "javascript:alert(1)"},
			"no host":      {Title: "x", URL: "https:///x"},
			"with a login": {Title: "x", URL: "https://bank@evil.example"},
			"no team":      {Scope: support.CannedTeam, Title: "x", Text: "x"},
		} {
			if _, err := bad.Clean(); err == nil {
				t.Errorf("%s is kept", name)
			}
		}
	})
}

func TestSurvey(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := d.Context()
		surveys := support.NewSurveys(d.store)
		portal := d.portals[support.PortalBox]
		portal.Survey = []support.Question{{Key: "help", Kind: support.QuestionRating}, {Key: "words", Kind: support.QuestionText}}
		id := d.post(support.PortalBox)
		answers := []support.Answer{{Key: "words", Text: "Fine\u202e"}, {Key: "help", Rating: 5}, {Key: "else", Rating: 1}}
		d.wantErr(surveys.Answer(ctx, portal, d.request(id), answers), support.ErrGone) // nobody has helped
		d.accept(0, id)
		_, err := d.requests.Close(ctx, d.agents[0], id, support.OutcomeResolved, "")
		must(t, err)
		d.wantErr(surveys.Answer(ctx, portal, d.request(id), []support.Answer{{Key: "help", Rating: 6}}), support.ErrInvalid)
		d.wantErr(surveys.Answer(ctx, portal, d.request(id), nil), support.ErrInvalid)
		must(t, surveys.Answer(ctx, portal, d.request(id), answers))
		d.wantErr(surveys.Answer(ctx, portal, d.request(id), answers), support.ErrExists)
		kept, err := d.store.Answers(ctx, id)
		must(t, err)
		if len(kept) != 2 || kept[0] != (support.Answer{Key: "help", Rating: 5}) || kept[1] != (support.Answer{Key: "words", Text: "Fine"}) {
			t.Errorf("kept %+v", kept)
		}
		if answered, err := surveys.Answered(ctx, id); err != nil || !answered {
			t.Errorf("answered %v, %v", answered, err)
		}
		portal.Features &^= support.FeatureSurvey
		d.wantErr(surveys.Answer(ctx, portal, d.request(id), answers), support.ErrGone)
	})
}
