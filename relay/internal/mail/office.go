package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"beside.example/internal/product"
	"beside.example/internal/words"
	"beside.example/relay/internal/support"
)

// Store is where mails wait. What is not there is a support.ErrNotFound.
type Store interface {
	// ClaimLetter returns a mail that is due, and keeps every other relay off it until a time.
	ClaimLetter(ctx context.Context, now, until time.Time) (support.Letter, error)
	PutOffLetter(ctx context.Context, l support.Letter, due time.Time) error
	RemoveLetter(ctx context.Context, l support.Letter) error
	AddAudit(ctx context.Context, e support.AuditEvent) error
	Organisation(ctx context.Context, id support.OrganisationID) (support.Organisation, error)
}

// Links makes what mails carry.
type Links interface {
	InvitationLink(ctx context.Context, id support.InvitationID) (token string, i support.Invitation, err error)
	ResetLink(ctx context.Context, mail string, again bool) (token string, a support.Agent, err error)
}

var _ Links = (*support.Links)(nil)

// Config is what an Office needs. Settings are complete.
type Config struct {
	Settings Settings
	Relay    string // HOST[:PORT] as the world reaches it
	Store    Store
	Links    Links
	Logger   *slog.Logger

	Registerer prometheus.Registerer // of the metrics; nil for none
}

// How often and how long the office tries.
const (
	lookEvery = 2 * time.Second // how soon a mail is on its way after somebody asked for it
	claimTime = 3 * sendTime    // nobody else touches a mail that this relay sends; it is free again when the relay dies
	maxTries  = 9
)

// pauses are how long a mail waits after each try that failed; the last one counts for all that follow.
func pauses() []time.Duration {
	return []time.Duration{10 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour}
}

// Office sends the mails that wait in the store, one after the other.
type Office struct {
	Config
	sender  Sender // nil when no mail is sent
	writer  *writer
	metrics *metrics
}

// New returns an office. Without a way to send mails it is closed: Run does nothing.
func New(c Config) (*Office, error) {
	sender, err := newSender(c.Settings, c.Relay)
	if err != nil {
		return nil, err
	}
	return NewWith(c, sender)
}

// NewWith returns an office with a sender of its own.
func NewWith(c Config, sender Sender) (*Office, error) {
	writer, err := newWriter(c.Relay, c.Settings)
	if err != nil {
		return nil, err
	}
	return &Office{Config: c, sender: sender, writer: writer, metrics: newMetrics(c.Registerer)}, nil
}

// On reports whether mails are sent.
func (o *Office) On() bool { return o.sender != nil }

// Through says by which way mails leave: a server's name or a folder's.
func (o *Office) Through() string {
	if o.Settings.Dir != "" {
		return o.Settings.Dir
	}
	return o.Settings.Server
}

// Sender returns the address that mails come from.
func (o *Office) Sender() string { return o.Settings.From }

// Run sends mails until ctx ends.
func (o *Office) Run(ctx context.Context) {
	if !o.On() {
		return
	}
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		o.SendDue(ctx)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// SendDue sends what is due now.
func (o *Office) SendDue(ctx context.Context) {
	for o.sendOne(ctx) {
	}
}

// sendOne sends the mail that has been due the longest; false when there is none, or none can be had.
func (o *Office) sendOne(ctx context.Context) bool {
	now := time.Now()
	l, err := o.Store.ClaimLetter(ctx, now, now.Add(claimTime))
	if err != nil {
		if !errors.Is(err, support.ErrNotFound) && ctx.Err() == nil {
			o.Logger.WarnContext(ctx, "look for mails to send", "error", err)
		}
		return false
	}
	if err := o.settle(ctx, l, o.deliver(ctx, &l)); err != nil && ctx.Err() == nil {
		o.Logger.WarnContext(ctx, "note what became of a mail", "letter", l.ID, "error", err) // it is tried again when nobody has it any more
	}
	return true
}

// errUnwanted says that nobody needs the mail any more, or that there is nobody to send it to.
var errUnwanted = errors.New("nobody wants this mail")

// deliver writes a mail and sends it. What is found out about who it is for is put into l.
func (o *Office) deliver(ctx context.Context, l *support.Letter) error {
	if !time.Now().Before(l.Expires) {
		return fmt.Errorf("it took too long: %w", context.DeadlineExceeded)
	}
	full, err := o.address(ctx, l)
	if err != nil {
		return err
	}
	m, err := o.writer.write(full)
	if err != nil {
		return err
	}
	return o.sender.Send(ctx, m)
}

// address finds out all that a mail is to say.
func (o *Office) address(ctx context.Context, l *support.Letter) (full letter, err error) {
	switch l.Kind {
	case support.LetterInvitation:
		token, i, err := o.Links.InvitationLink(ctx, l.Invitation)
		if err != nil {
			return full, unwanted(err)
		}
		full.token, full.inviter = token, i.ByName
	case support.LetterReset:
		token, a, err := o.Links.ResetLink(ctx, l.To, l.Tries > 1)
		if err != nil {
			return full, unwanted(err)
		}
		full.token, l.Organisation, l.Name = token, a.Organisation, a.Name
	}
	organisation, err := o.Store.Organisation(ctx, l.Organisation)
	if err != nil {
		return full, unwanted(err)
	}
	full.Letter, full.organisation = *l, organisation.Name
	return full, nil
}

// unwanted turns what a mail was about and is no more into errUnwanted.
func unwanted(err error) error {
	if errors.Is(err, support.ErrNotFound) || errors.Is(err, support.ErrTooMany) {
		return errUnwanted
	}
	return err
}

// settle keeps what became of a mail: sent, tried again later, or given up, of which managers are told.
func (o *Office) settle(ctx context.Context, l support.Letter, failed error) error {
	log := o.Logger.With("letter", l.ID, "kind", string(l.Kind), "try", l.Tries)
	switch {
	case failed == nil:
		log.InfoContext(ctx, "mail sent")
		o.metrics.sent.Inc()
		return o.Store.RemoveLetter(ctx, l)
	case errors.Is(failed, errUnwanted):
		return o.Store.RemoveLetter(ctx, l)
	case ctx.Err() != nil:
		return nil // the relay stops; another one, or this one later, goes on
	case !o.hopeless(l, failed):
		all := pauses()
		pause := all[min(l.Tries, len(all))-1]
		log.WarnContext(ctx, "mail not sent, tried again later", "error", failed, "pause", pause)
		o.metrics.putOff.Inc()
		return o.Store.PutOffLetter(ctx, l, time.Now().Add(pause))
	}
	log.ErrorContext(ctx, "mail given up", "error", failed)
	o.metrics.givenUp.Inc()
	if err := o.Store.RemoveLetter(ctx, l); err != nil || l.Organisation == 0 {
		return err
	}
	return o.Store.AddAudit(ctx, support.AuditEvent{
		Organisation: l.Organisation, At: time.Now(), Name: product.Name, Act: support.AuditMailFailed, Object: l.To,
	})
}

// hopeless reports whether a mail is not worth another try.
func (o *Office) hopeless(l support.Letter, failed error) bool {
	return isFinal(failed) || errors.Is(failed, support.ErrInvalid) || errors.Is(failed, context.DeadlineExceeded) && !time.Now().Before(l.Expires) || l.Tries >= maxTries
}

// InvitationAddress makes a new link for an invitation, to be passed on where no mail is sent, and returns its address.
func (o *Office) InvitationAddress(ctx context.Context, id support.InvitationID) (string, error) {
	token, i, err := o.Links.InvitationLink(ctx, id)
	if err != nil {
		return "", fmt.Errorf("make the link of an invitation: %w", err)
	}
	return string(o.writer.link(InvitationPath, words.Language(i.Language), token)), nil
}

// Try sends a mail at once that says nothing but that it arrived.
func (o *Office) Try(ctx context.Context, organisation, to, name, language string) error {
	if !o.On() {
		return support.ErrNotFound
	}
	m, err := o.writer.write(letter{
		Letter:       support.Letter{Kind: support.LetterTest, To: to, Name: name, Language: language},
		organisation: organisation,
	})
	if err != nil {
		return err
	}
	return o.sender.Send(ctx, m)
}
