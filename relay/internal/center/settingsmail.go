package center

import (
	"context"
	"errors"
	"net/http"
	"time"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// How often a manager may try whether mails arrive, and how long that may take: less than a page may.
const (
	mailTries    = 5
	mailPeriod   = 10 * time.Minute
	mailPatience = 15 * time.Second
)

// tryMail sends the manager a mail and says on the page what came of it.
func (c *Center) tryMail(w http.ResponseWriter, r *http.Request, who Manager) error {
	o, err := c.Manage.SettingsFor(r.Context(), who)
	if err != nil {
		return err
	}
	if !c.Mail.On() {
		return support.ErrNotFound
	}
	data := settingsData{Seen: support.SeenOf(o)}
	if wait := c.mailTries.Take(who.Organisation.ID); wait > 0 {
		data.Problem, data.Seconds = "relay.signin.toomany", web.Seconds(wait)
		return c.renderSettings(w, r, who, http.StatusTooManyRequests, o, data)
	}
	ctx, cancel := context.WithTimeout(r.Context(), mailPatience)
	defer cancel()
	failed := c.Mail.Try(ctx, o.Name, who.Agent.Mail, who.Agent.Name, string(web.Language(r)))
	outcome := "sent"
	if failed != nil {
		outcome = "failed"
		c.Logger.WarnContext(r.Context(), "test mail not sent", "error", failed)
	}
	if err := c.Manage.Note(r.Context(), who, support.AuditMailTested, outcome); err != nil {
		return errors.Join(err, failed)
	}
	if failed != nil {
		data.Problem = "settings.mail.failed"
		return c.renderSettings(w, r, who, http.StatusBadGateway, o, data)
	}
	return goTo(w, r, settingsPath, "mailed")
}
