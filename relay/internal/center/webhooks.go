package center

import (
	"net/http"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// webhooksPath is where webhooks are managed.
const webhooksPath = "/center/webhooks"

// Names of the templates of the pages about webhooks.
const (
	pageWebhooks = "webhooks"
	pageWebhook  = "webhook"
)

// webhookRoutes are the routes of webhooks.
func (c *Center) webhookRoutes() []route {
	const one = "/{id}"
	return []route{
		{"GET " + webhooksPath, support.ActSeeWebhook, c.showWebhooks},
		{"GET " + webhooksPath + "/new", support.ActManageWebhook, c.showNewWebhook},
		{"POST " + webhooksPath + "/new", support.ActManageWebhook, c.createWebhook},
		{"GET " + webhooksPath + one, support.ActSeeWebhook, c.showWebhook},
		{"POST " + webhooksPath + one, support.ActManageWebhook, c.changeWebhook},
		{"POST " + webhooksPath + one + "/test", support.ActManageWebhook, c.onWebhook("tested", c.Manage.TestWebhook)},
		{"POST " + webhooksPath + one + "/enable", support.ActManageWebhook, c.onWebhook("enabledhook", c.Manage.EnableWebhook)},
		{"POST " + webhooksPath + one + "/secret", support.ActManageWebhook, c.newWebhookSecret},
		{"POST " + webhooksPath + one + "/delete", support.ActManageWebhook, c.deleteWebhook},
		{"POST " + webhooksPath + one + "/deliveries/{delivery}/again", support.ActManageWebhook, c.redeliver},
	}
}

// webhooksData is the list of webhooks.
type webhooksData struct{ Webhooks []webhookLine }

// webhookLine is a webhook in the list.
type webhookLine struct {
	support.Webhook
	State badge
}

// webhookBadge says how a webhook does.
func webhookBadge(w support.Webhook) badge {
	switch {
	case !w.Disabled.IsZero():
		return badge{"api.webhook.disabled", "x", "st-bad"}
	case !w.Failing.IsZero():
		return badge{"api.webhook.failing", "warn", "st-wait"}
	}
	return badge{"api.webhook.active", "check", "st-ok"}
}

func (c *Center) showWebhooks(w http.ResponseWriter, r *http.Request, who Manager) error {
	all, err := c.Manage.Webhooks(r.Context(), who)
	if err != nil {
		return err
	}
	var data webhooksData
	for _, hook := range all {
		data.Webhooks = append(data.Webhooks, webhookLine{hook, webhookBadge(hook)})
	}
	return c.render(w, r, who, http.StatusOK, pageWebhooks, tokensPath, data)
}

// eventOptions are all events that a webhook may be told of, with those that it is.
func eventOptions(on support.WebhookEvents) []option {
	keys := map[support.WebhookEvent]string{
		support.WebhookRequestPosted: "api.event.posted", support.WebhookRequestAccepted: "api.event.accepted", support.WebhookRequestEnded: "api.event.ended",
		support.WebhookSessionBegun: "api.event.begun", support.WebhookSessionEnded: "api.event.over", support.WebhookSurveyAnswered: "api.event.surveyed",
		support.WebhookAgentSignedIn: "api.event.signedin",
	}
	var all []option
	for e := support.WebhookRequestPosted; support.WebhookEventsAll.Has(e); e++ {
		all = append(all, option{Value: e.String(), Key: keys[e], Selected: on.Has(e)})
	}
	return all
}

// readWebhook reads the form of a webhook.
func readWebhook(r *http.Request) (e support.WebhookEntry, err error) {
	if err := r.ParseForm(); err != nil {
		return e, web.BadRequest()
	}
	e.Name, e.URL = r.PostForm.Get("name"), r.PostForm.Get("url")
	if e.Events, err = support.ParseWebhookEvents(r.PostForm["event"]); err != nil {
		return e, web.BadRequest()
	}
	return e, nil
}
