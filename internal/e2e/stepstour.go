package e2e

import "context"

// tour looks at the pages and windows that a single session does not come by.
func (j *Journey) tour() []step {
	page := func(slug, selector string) func(ctx context.Context) error {
		return func(ctx context.Context) error {
			if err := j.Page.Open(ctx, j.portal(slug)); err != nil {
				return err
			}
			return j.finds(ctx, selector)
		}
	}
	return []step{
		{"customer looks at the queue", page(queuePortal, portalForm)},
		{"customer looks at the agents", page(matchPortal, ".pick input")},
		{"customer looks at the button", page(buttonPortal, portalForm)},
		{"customer looks at the page for codes", page(pinPortal, codeField)},
		{"agent looks at the codes", j.looksAt("agent.nav.codes", Named("codes-new"))},
		{"agent looks at the settings", j.looksAt("agent.nav.settings", Named("settings-signout"))},
	}
}

// looksAt goes to a page of the agent's app, by its name in the list of pages, and waits for what is on it.
func (j *Journey) looksAt(name string, there Match) func(ctx context.Context) error {
	return func(ctx context.Context) error {
		if err := j.Agent.Click(ctx, Text(j.Texts.T(name))); err != nil {
			return err
		}
		_, err := j.Agent.Find(ctx, there)
		return err
	}
}
