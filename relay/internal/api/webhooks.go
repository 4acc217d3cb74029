package api

import (
	"context"
	"net/http"
	"time"

	"beside.example/relay/internal/support"
)

// WebhookEntry is what may be said of a webhook.
type WebhookEntry struct {
	Name   string   `json:"name" minLength:"1" maxLength:"80"`
	URL    string   `json:"url" format:"uri" minLength:"1" maxLength:"2000" doc:"https, without a user name"`
	Events []string `json:"events" minItems:"1" maxItems:"32" doc:"Of which it is told, such as request.posted"`
}

// WebhookView is a webhook.
type WebhookView struct {
	ID uint64 `json:"id"`
	WebhookEntry
	Created     time.Time  `json:"created_at"`
	Failing     *time.Time `json:"failing_since,omitempty" doc:"Since when it has taken nothing"`
	Disabled    *time.Time `json:"disabled_at,omitempty" doc:"When the relay gave up telling it anything"`
	FormerUntil *time.Time `json:"former_secret_until,omitempty" doc:"Until when deliveries are signed with the secret before as well"`
}

func viewWebhook(w support.Webhook) WebhookView {
	return WebhookView{
		ID: uint64(w.ID), WebhookEntry: WebhookEntry{Name: w.Name, URL: w.URL, Events: names(w.Events.Names())}, Created: w.Created.UTC(),
		Failing: moment(w.Failing), Disabled: moment(w.Disabled), FormerUntil: moment(w.FormerUntil(time.Now())),
	}
}

func (e WebhookEntry) entry() (support.WebhookEntry, error) {
	events, err := support.ParseWebhookEvents(e.Events)
	return support.WebhookEntry{Name: e.Name, URL: e.URL, Events: events}, err
}

// secretView is a webhook with its secret.
type secretView struct {
	WebhookView
	Secret string `json:"secret" doc:"With which receivers check signatures. No other call shows it."`
}

func viewSecret(w support.Webhook) secretView {
	return secretView{viewWebhook(w), support.WebhookSecretText(w.Secret)}
}

const webhooksGroup = "Webhooks"

func (a *API) webhooks() {
	k := thing[support.Webhook, WebhookEntry, WebhookView, support.WebhookID]{
		path: "/webhooks", name: "webhook", names: "webhooks", group: webhooksGroup, title: "a webhook", see: support.ActSeeWebhook, manage: support.ActManageWebhook,
		id: func(w support.Webhook) support.WebhookID { return w.ID }, show: viewWebhook,
		find: func(ctx context.Context, who support.Manager, id support.WebhookID) (support.Webhook, support.Seen, error) {
			w, err := a.Manage.WebhookFor(ctx, who, id)
			return w, support.SeenOf(w.WebhookEntry), err
		},
	}
	listed(a, k, "All webhooks", func(ctx context.Context, who support.Manager, _ Paging) ([]support.Webhook, error) {
		return a.Manage.Webhooks(ctx, who)
	})
	k.readable(a)
	register(a, operation{
		method: http.MethodPost, path: k.path, id: "create-webhook", group: k.group, summary: "Make a webhook", text: "The answer shows its secret, once.",
		act: k.manage, status: http.StatusCreated, errors: []int{http.StatusConflict},
	}, func(ctx context.Context, who support.Manager, in *making[WebhookEntry]) (*created[secretView], error) {
		e, err := in.Body.entry()
		if err != nil {
			return nil, err
		}
		w, err := a.Manage.CreateWebhook(ctx, who, e)
		if err != nil {
			return nil, err
		}
		return &created[secretView]{etag(support.SeenOf(w.WebhookEntry)), k.location(w.ID), viewSecret(w)}, nil
	})
	k.changeable(a, func(ctx context.Context, who support.Manager, id support.WebhookID, seen support.Seen, said WebhookEntry) error {
		e, err := said.entry()
		if err != nil {
			return err
		}
		return a.Manage.ChangeWebhook(ctx, who, id, seen, e)
	})
	deleted(a, k, "What is on its way to it goes with it.", func(ctx context.Context, who support.Manager, id support.WebhookID, seen support.Seen, _ Deleting) error {
		return a.Manage.DeleteWebhook(ctx, who, id, seen)
	})
	a.webhookActs()
	a.deliveries()
}

// newSecret is a call for another secret.
type newSecret struct {
	ThingPath
	AtOnce bool `query:"at_once" doc:"Whether former secrets end at once, since somebody else may know them"`
}

// webhookActs are what can be done to a webhook beside changing what is said of one.
func (a *API) webhookActs() {
	for _, one := range []struct {
		name, summary string
		do            func(ctx context.Context, who support.Manager, id support.WebhookID) error
	}{
		{"test", "Send a webhook something that tells of nothing", a.Manage.TestWebhook},
		{"enable", "Tell a webhook again which the relay gave up", a.Manage.EnableWebhook},
	} {
		register(a, operation{
			method: http.MethodPost, path: "/webhooks/{id}/" + one.name, id: one.name + "-webhook", group: webhooksGroup, summary: one.summary,
			act: support.ActManageWebhook, status: http.StatusNoContent, errors: []int{http.StatusNotFound},
		}, func(ctx context.Context, who support.Manager, in *ThingPath) (*struct{}, error) {
			return nil, one.do(ctx, who, support.WebhookID(in.ID))
		})
	}
	register(a, operation{
		method: http.MethodPost, path: "/webhooks/{id}/secret", id: "renew-webhook-secret", group: webhooksGroup, summary: "Give a webhook another secret",
		text: "The answer shows it, once. Deliveries are signed with the one before as well for a day, unless it is to end at once.",
		act:  support.ActManageWebhook, errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, who support.Manager, in *newSecret) (*struct{ Body secretView }, error) {
		w, err := a.Manage.NewWebhookSecret(ctx, who, support.WebhookID(in.ID), in.AtOnce)
		if err != nil {
			return nil, err
		}
		return &struct{ Body secretView }{viewSecret(w)}, nil
	})
}
