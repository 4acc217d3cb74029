package support

import (
	"context"
	"fmt"
	"time"
)

// MaxWebhooks is how many webhooks an organisation may have: whatever happens is written once for each.
const MaxWebhooks = 20

// ManageWebhookStore is what Manage needs of a store for webhooks. Lookups that find nothing return ErrNotFound.
type ManageWebhookStore interface {
	Webhook(ctx context.Context, id WebhookID) (Webhook, error)
	// Webhooks lists an organisation's webhooks, the earliest first.
	Webhooks(ctx context.Context, o OrganisationID) ([]Webhook, error)
	CreateWebhook(ctx context.Context, w Webhook) (WebhookID, error)
	// UpdateWebhook replaces all that is kept of a webhook but its organisation and when it was made.
	UpdateWebhook(ctx context.Context, w Webhook) error
	// DeleteWebhook removes a webhook with everything on its way to it.
	DeleteWebhook(ctx context.Context, id WebhookID) error
	// TestWebhook puts a WebhookTest on its way.
	TestWebhook(ctx context.Context, id WebhookID, at time.Time) error
	// Deliveries lists up to limit deliveries to a webhook that come before one, the latest first; before 0 means from the latest on.
	Deliveries(ctx context.Context, id WebhookID, before uint64, limit int) ([]Delivery, error)
	// Redeliver puts a delivery that is over on its way again.
	Redeliver(ctx context.Context, webhook WebhookID, delivery uint64) error
}

// Webhooks lists the organisation's webhooks. ErrDenied when whoever asks may not see them.
func (m *Manage) Webhooks(ctx context.Context, who Manager) ([]Webhook, error) {
	if !who.May(ActSeeWebhook, Object{}) {
		return nil, ErrDenied
	}
	return m.store.Webhooks(ctx, who.Organisation.ID)
}

// WebhookFor returns a webhook that whoever asks may see.
func (m *Manage) WebhookFor(ctx context.Context, who Manager, id WebhookID) (Webhook, error) {
	return webhookFor(ctx, m.store, who, id)
}

func webhookFor(ctx context.Context, store ManageStore, who Manager, id WebhookID) (Webhook, error) {
	w, err := store.Webhook(ctx, id)
	if err != nil {
		return Webhook{}, err
	}
	if w.Organisation != who.Organisation.ID || !who.May(ActSeeWebhook, Object{}) {
		return Webhook{}, ErrNotFound
	}
	return w, nil
}

// Deliveries lists what was on its way to a webhook, the latest first; before 0 means from the latest on.
func (m *Manage) Deliveries(ctx context.Context, who Manager, id WebhookID, before uint64, limit int) ([]Delivery, error) {
	if _, err := webhookFor(ctx, m.store, who, id); err != nil {
		return nil, err
	}
	return m.store.Deliveries(ctx, id, before, limit)
}

// CreateWebhook makes a webhook; its Secret is to be shown once. ErrTooMany when there are MaxWebhooks.
func (m *Manage) CreateWebhook(ctx context.Context, who Manager, e WebhookEntry) (w Webhook, err error) {
	if !who.May(ActManageWebhook, Object{}) {
		return Webhook{}, ErrDenied
	}
	if e, err = e.clean(); err != nil {
		return Webhook{}, err
	}
	w = Webhook{Organisation: who.Organisation.ID, WebhookEntry: e, Secret: NewSecret(), Created: time.Now().Truncate(time.Millisecond)}
	err = m.store.Manage(ctx, func(within ManageStore) error {
		there, err := within.Webhooks(ctx, who.Organisation.ID)
		if err != nil {
			return fmt.Errorf("list the webhooks: %w", err)
		}
		if len(there) >= MaxWebhooks {
			return ErrTooMany
		}
		if w.ID, err = within.CreateWebhook(ctx, w); err != nil {
			return fmt.Errorf("keep a webhook: %w", err)
		}
		return note(ctx, within, who, AuditWebhookCreated, w.Name, changes(nil, e.facts()))
	})
	return w, err
}

// onWebhook runs one act on a webhook that the manager may manage, and writes it to the audit log.
func (m *Manage) onWebhook(ctx context.Context, who Manager, id WebhookID, act AuditAct, do func(within ManageStore, w Webhook) ([]Change, error)) error {
	if !who.May(ActManageWebhook, Object{}) {
		return ErrDenied
	}
	return m.store.Manage(ctx, func(within ManageStore) error {
		w, err := webhookFor(ctx, within, who, id)
		if err != nil {
			return err
		}
		differ, err := do(within, w)
		if err != nil {
			return fmt.Errorf("%s: %w", act, err)
		}
		return note(ctx, within, who, act, w.Name, differ)
	})
}

// ChangeWebhook changes a webhook whose entry is as the manager saw it, else ErrChanged.
func (m *Manage) ChangeWebhook(ctx context.Context, who Manager, id WebhookID, seen Seen, e WebhookEntry) error {
	e, err := e.clean()
	if err != nil {
		return err
	}
	return m.onWebhook(ctx, who, id, AuditWebhookChanged, func(within ManageStore, w Webhook) ([]Change, error) {
		if err := still(w.WebhookEntry, seen); err != nil {
			return nil, err
		}
		differ := changes(w.facts(), e.facts())
		w.WebhookEntry = e
		return differ, within.UpdateWebhook(ctx, w)
	})
}

// EnableWebhook lets a webhook be told again which the relay gave up.
func (m *Manage) EnableWebhook(ctx context.Context, who Manager, id WebhookID) error {
	return m.onWebhook(ctx, who, id, AuditWebhookEnabled, func(within ManageStore, w Webhook) ([]Change, error) {
		w.Disabled, w.Failing = time.Time{}, time.Time{}
		return nil, within.UpdateWebhook(ctx, w)
	})
}

// NewWebhookSecret gives a webhook another secret, to be shown once. Deliveries are signed with the one before as well for a day, unless it is
// to end at once.
func (m *Manage) NewWebhookSecret(ctx context.Context, who Manager, id WebhookID, atOnce bool) (w Webhook, err error) {
	err = m.onWebhook(ctx, who, id, AuditWebhookSecret, func(within ManageStore, was Webhook) ([]Change, error) {
		w = was
		w.renew(NewSecret(), time.Now(), atOnce)
		return nil, within.UpdateWebhook(ctx, w)
	})
	return w, err
}

// DeleteWebhook removes a webhook whose entry is as the manager saw it, else ErrChanged, with everything on its way to it.
func (m *Manage) DeleteWebhook(ctx context.Context, who Manager, id WebhookID, seen Seen) error {
	return m.onWebhook(ctx, who, id, AuditWebhookDeleted, func(within ManageStore, w Webhook) ([]Change, error) {
		if err := still(w.WebhookEntry, seen); err != nil {
			return nil, err
		}
		return nil, within.DeleteWebhook(ctx, id)
	})
}

// TestWebhook sends a webhook something that tells of nothing.
func (m *Manage) TestWebhook(ctx context.Context, who Manager, id WebhookID) error {
	return m.onWebhook(ctx, who, id, AuditWebhookTested, func(within ManageStore, _ Webhook) ([]Change, error) {
		return nil, within.TestWebhook(ctx, id, time.Now())
	})
}

// Redeliver sends again what was taken or given up, as the same message.
func (m *Manage) Redeliver(ctx context.Context, who Manager, id WebhookID, delivery uint64) error {
	return m.onWebhook(ctx, who, id, AuditWebhookAgain, func(within ManageStore, _ Webhook) ([]Change, error) {
		return nil, within.Redeliver(ctx, id, delivery)
	})
}
