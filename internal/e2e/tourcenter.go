package e2e

import (
	"context"
	"slices"
	"time"
)

// centerPages are where the pages of the management center are, with what leads on to one of the kind that a table lists.
var centerPages = []struct{ name, path, further string }{
	{"live", "/center/live", ""},
	{"session summary", "/center/reports", ""},
	{"agents' report", "/center/reports/agents", ""},
	{"sign-in activity", "/center/reports/sign-ins", ""},
	{"survey report", "/center/reports/survey", ""},
	{"sessions", "/center/sessions", "table td a.b"},
	{"people", "/center/people", `main table a[href^="/center/people/agents/"]`},
	{"teams", "/center/people", `main table a[href^="/center/people/teams/"]`},
	{"portals", "/center/portals", "main table a"},
	{"canned replies", "/center/replies", "main table a"},
	{"a new portal", "/center/portals/new", ""},
	{"a new agent", "/center/people/agents/new", ""},
	{"a new team", "/center/people/teams/new", ""},
	{"invitations", "/center/people/invitations", ""},
	{"the import of agents", "/center/people/import", ""},
	{"long reports", "/center/reports/jobs", ""},
	{"settings", "/center/settings", ""},
	{"privacy", "/center/privacy", ""},
	{"programs", "/center/tokens", ""},
	{"a new token", "/center/tokens/new", ""},
	{"webhooks", "/center/webhooks", ""},
	{"audit log", "/center/audit", ""},
	{"own sign-ins", "/center/me", ""},
}

// center goes through the management center, light and in English, and some of it dark and in French.
func (t *Tour) center() []scene {
	claire := t.Claire
	var scenes []scene
	for _, p := range centerPages {
		scenes = append(scenes, scene{claire, "manager looks at " + p.name, claire.managerOpens(p.path)})
		if p.further == "" {
			continue
		}
		further := claire.managerFollows(p.further)
		if p.path == sessionsPath {
			further = inOrder(further, t.handedIn)
		}
		scenes = append(scenes, scene{claire, "manager looks at one of " + p.name, further})
	}
	for _, p := range slices.Concat(centerPages[:2], centerPages[5:6]) {
		scenes = append(scenes, scene{claire, "in French and dark: manager looks at " + p.name, inOrder(
			func(ctx context.Context) error { return claire.manager.dark(ctx) }, claire.managerOpens(p.path+"?lang=fr"))})
	}
	return append(scenes, scene{claire, "in French and dark: manager looks at a session", claire.managerFollows("table td a.b")})
}

// policy: from now on the organisation keeps what is written in sessions, which customers are told before they agree.
func (t *Tour) policy() []scene {
	claire := t.Claire
	return []scene{
		{claire, "manager opens the management center", claire.opensCenter},
		{claire, "manager signs in", claire.entersCenter},
		{claire, "manager wants the chat kept", claire.managerDecides("hand-in")},
	}
}

// managerDecides turns a policy of the organisation's on.
func (j *Journey) managerDecides(policy string) act {
	return inOrder(j.managerOpens("/center/settings"), func(ctx context.Context) error {
		if err := j.manager.Choose(ctx, policy); err != nil {
			return err
		}
		return j.manager.Press(ctx, `form[action="/center/settings"] button`, pageText("center.done.saved"))
	})
}

// handedIn finds in a review what agent and customer wrote in the session, and the agent's notes.
func (t *Tour) handedIn(ctx context.Context) error {
	for _, part := range []string{chatHello, chatThanks, notesText} {
		if err := t.Claire.manager.See(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

// managerOpens goes to a page of the management center, until it has its heading.
func (j *Journey) managerOpens(path string) act {
	return func(ctx context.Context) error {
		if err := j.manager.raise(ctx); err != nil {
			return err
		}
		if err := j.manager.Open(ctx, j.center(path)); err != nil {
			return err
		}
		return j.manager.complete(ctx)
	}
}

// managerFollows follows the first link that a selector finds.
func (j *Journey) managerFollows(selector string) act {
	return func(ctx context.Context) error {
		before, err := evaluate[string](ctx, j.manager.Browser, "window.location.href")
		if err != nil {
			return err
		}
		err = j.manager.clickUntil(ctx, selector, time.Time{}, "another page", func() (bool, error) {
			now, err := evaluate[string](ctx, j.manager.Browser, "window.location.href")
			return now != before, err
		})
		if err != nil {
			return err
		}
		return j.manager.complete(ctx)
	}
}

// complete waits until the page is there as a whole, with its navigation and a heading.
func (m *manager) complete(ctx context.Context) error {
	return await(ctx, "a page of the management center", func() (bool, error) {
		return evaluate[bool](ctx, m.Browser, `document.readyState === "complete" && !!document.querySelector(".cnav nav a") && !!document.querySelector("main h1")`)
	})
}
