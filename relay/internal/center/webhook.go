package center

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"beside.example/relay/internal/support"
)

// deliveriesPage is how many deliveries a page of the log shows.
const deliveriesPage = 50

// webhookData is the form of a webhook with the log of its deliveries.
type webhookData struct {
	support.Webhook
	Seen    support.Seen
	State   badge
	Shown   string    // the secret, when it is new
	Both    time.Time // until when a former secret counts as well; zero for none
	Events  []option
	Log     []deliveryLine
	Next    uint64 // where the next page of the log begins, 0 at the end
	Problem string // catalogue key
	Seconds int
}

// deliveryLine is a delivery in the log.
type deliveryLine struct {
	support.Delivery
	State badge
	Over  bool
}

// deliveryBadge says how far a delivery has come.
func deliveryBadge(d support.Delivery) badge {
	switch d.Status {
	case support.DeliveryTaken:
		return badge{"api.delivery.taken", "check", "st-ok"}
	case support.DeliveryGivenUp:
		return badge{"api.delivery.givenup", "x", "st-bad"}
	}
	if d.Tries > 0 {
		return badge{"api.delivery.again", "refresh", "st-wait"}
	}
	return badge{"api.delivery.waiting", "away", "st-wait"}
}

func (c *Center) showNewWebhook(w http.ResponseWriter, r *http.Request, who Manager) error {
	return c.renderWebhook(w, r, who, http.StatusOK, webhookData{Webhook: support.Webhook{WebhookEntry: support.WebhookEntry{Events: support.WebhookEventsAll}}})
}

// webhookOf returns the webhook that an address names.
func (c *Center) webhookOf(r *http.Request, who Manager) (support.Webhook, error) {
	id, err := pathID(r)
	if err != nil {
		return support.Webhook{}, err
	}
	return c.Manage.WebhookFor(r.Context(), who, support.WebhookID(id))
}

func (c *Center) showWebhook(w http.ResponseWriter, r *http.Request, who Manager) error {
	hook, err := c.webhookOf(r, who)
	if err != nil {
		return err
	}
	return c.renderWebhook(w, r, who, http.StatusOK, webhookData{Webhook: hook, Seen: support.SeenOf(hook.WebhookEntry)})
}

func (c *Center) renderWebhook(w http.ResponseWriter, r *http.Request, who Manager, status int, data webhookData) error {
	data.Events, data.State, data.Both = eventOptions(data.WebhookEntry.Events), webhookBadge(data.Webhook), data.FormerUntil(time.Now())
	if data.ID != 0 {
		var before uint64
		if text := r.URL.Query().Get("before"); text != "" {
			var err error
			if before, err = strconv.ParseUint(text, 10, 63); err != nil {
				return support.ErrNotFound
			}
		}
		log, err := c.Manage.Deliveries(r.Context(), who, data.ID, before, deliveriesPage+1)
		if err != nil {
			return fmt.Errorf("list what was on its way: %w", err)
		}
		if len(log) > deliveriesPage {
			log = log[:deliveriesPage]
			data.Next = log[deliveriesPage-1].ID
		}
		for _, d := range log {
			data.Log = append(data.Log, deliveryLine{d, deliveryBadge(d), d.Status != support.DeliveryWaiting})
		}
	}
	return c.render(w, r, who, status, pageWebhook, tokensPath, data)
}

// createWebhook makes a webhook and shows its secret once.
func (c *Center) createWebhook(w http.ResponseWriter, r *http.Request, who Manager) error {
	e, err := readWebhook(r)
	if err != nil {
		return err
	}
	made, err := c.Manage.CreateWebhook(r.Context(), who, e)
	if status, problem, is := webhookProblem(err); is {
		return c.renderWebhook(w, r, who, status, webhookData{Webhook: support.Webhook{WebhookEntry: e}, Problem: problem})
	}
	if err != nil {
		return err
	}
	return c.renderWebhook(w, r, who, http.StatusOK, webhookData{Webhook: made, Seen: support.SeenOf(made.WebhookEntry), Shown: support.WebhookSecretText(made.Secret)})
}

// changeWebhook keeps the form of a webhook.
func (c *Center) changeWebhook(w http.ResponseWriter, r *http.Request, who Manager) error {
	hook, err := c.webhookOf(r, who)
	if err != nil {
		return err
	}
	e, err := readWebhook(r)
	if err != nil {
		return err
	}
	seen := support.Seen(r.PostForm.Get("seen"))
	err = c.Manage.ChangeWebhook(r.Context(), who, hook.ID, seen, e)
	if errors.Is(err, support.ErrChanged) {
		return c.renderConflict(w, r, who, tokensPath, conflictData{Name: hook.Name, Again: r.URL.Path})
	}
	if status, problem, is := webhookProblem(err); is {
		hook.WebhookEntry = e
		return c.renderWebhook(w, r, who, status, webhookData{Webhook: hook, Seen: seen, Problem: problem})
	}
	if err != nil {
		return err
	}
	return goTo(w, r, r.URL.Path, "saved")
}

// webhookProblem says what is wrong with the form of a webhook.
func webhookProblem(err error) (status int, problem string, is bool) {
	switch {
	case errors.Is(err, support.ErrTooMany):
		return http.StatusConflict, "api.webhook.toomany", true
	case errors.Is(err, support.ErrInvalid):
		return http.StatusUnprocessableEntity, "api.webhook.invalid", true
	}
	return 0, "", false
}

// onWebhook returns the handler of a button on the page of a webhook.
func (c *Center) onWebhook(done string, act func(ctx context.Context, who Manager, id support.WebhookID) error) handler {
	return func(w http.ResponseWriter, r *http.Request, who Manager) error {
		id, err := pathID(r)
		if err != nil {
			return err
		}
		if err := act(r.Context(), who, support.WebhookID(id)); err != nil {
			return err
		}
		return goTo(w, r, fmt.Sprintf("%s/%d", webhooksPath, id), done)
	}
}

// atOnceField is ticked when receivers that know the former secret alone are to be left behind.
const atOnceField = "at-once"

// newWebhookSecret gives a webhook another secret, shown once.
func (c *Center) newWebhookSecret(w http.ResponseWriter, r *http.Request, who Manager) error {
	hook, err := c.webhookOf(r, who)
	if err != nil {
		return err
	}
	if hook, err = c.Manage.NewWebhookSecret(r.Context(), who, hook.ID, r.PostFormValue(atOnceField) != ""); err != nil {
		return err
	}
	return c.renderWebhook(w, r, who, http.StatusOK, webhookData{Webhook: hook, Seen: support.SeenOf(hook.WebhookEntry), Shown: support.WebhookSecretText(hook.Secret)})
}

func (c *Center) deleteWebhook(w http.ResponseWriter, r *http.Request, who Manager) error {
	hook, err := c.webhookOf(r, who)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	err = c.Manage.DeleteWebhook(r.Context(), who, hook.ID, support.Seen(r.PostForm.Get("seen")))
	if errors.Is(err, support.ErrChanged) {
		return c.renderConflict(w, r, who, tokensPath, conflictData{Name: hook.Name, Again: fmt.Sprintf("%s/%d", webhooksPath, hook.ID)})
	}
	if err != nil {
		return err
	}
	return goTo(w, r, webhooksPath, "deleted")
}

// redeliver sends a delivery again, as the same message.
func (c *Center) redeliver(w http.ResponseWriter, r *http.Request, who Manager) error {
	delivery, err := strconv.ParseUint(r.PathValue("delivery"), 10, 63)
	if err != nil {
		return support.ErrNotFound
	}
	return c.onWebhook("again", func(ctx context.Context, who Manager, id support.WebhookID) error {
		return c.Manage.Redeliver(ctx, who, id, delivery)
	})(w, r, who)
}
