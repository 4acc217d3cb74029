package support

import (
	"encoding/base64"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"beside.example/protocol/leg"
)

// WebhookID names a webhook within one relay. The zero value names none.
type WebhookID uint64

// Webhook is an address of an organisation's that is told what happens.
type Webhook struct {
	ID           WebhookID
	Organisation OrganisationID
	WebhookEntry
	Secret   Secret         // what deliveries are signed with; shown once
	Former   []FormerSecret // what they are signed with as well, the latest first
	Created  time.Time
	Failing  time.Time // since when nothing was taken; zero when the latest delivery was
	Disabled time.Time // when the relay gave up; zero while it has not
}

// FormerSecret is a secret that was replaced, and counts for a while so that receivers can change over.
type FormerSecret struct {
	Secret Secret
	Until  time.Time
}

// What holds for former secrets.
const (
	formerSecretLife = 24 * time.Hour // a working day everywhere
	maxFormerSecrets = 3              // more than one, so that whoever lost a new secret and made another one breaks nothing
)

// Secrets are what a delivery is signed with at a time, the newest first.
func (w Webhook) Secrets(now time.Time) []Secret {
	all := []Secret{w.Secret}
	for _, f := range w.Former {
		if now.Before(f.Until) {
			all = append(all, f.Secret)
		}
	}
	return all
}

// FormerUntil is until when a former secret counts; zero when none does.
func (w Webhook) FormerUntil(now time.Time) time.Time {
	var last time.Time
	for _, f := range w.Former {
		if f.Until.After(now) && f.Until.After(last) {
			last = f.Until
		}
	}
	return last
}

// renew gives the webhook another secret; the one before counts for a while, unless all end at once.
func (w *Webhook) renew(secret Secret, now time.Time, atOnce bool) {
	former := append([]FormerSecret{{w.Secret, now.Add(formerSecretLife).Truncate(time.Millisecond)}}, w.Former...)
	former = slices.DeleteFunc(former, func(f FormerSecret) bool { return atOnce || !now.Before(f.Until) })
	w.Secret, w.Former = secret, former[:min(len(former), maxFormerSecrets)]
}

// WebhookEntry is what managers decide about a webhook.
type WebhookEntry struct {
	Name   string
	URL    string
	Events WebhookEvents
}

// WebhookEvent says what a delivery tells of.
type WebhookEvent uint8

// The events. The numbers stand in the store, whose triggers write them.
const (
	WebhookRequestPosted   WebhookEvent = iota + 1 // a request waits
	WebhookRequestAccepted                         // an agent said Yes
	WebhookRequestEnded                            // a request's state is final
	WebhookSessionBegun                            // two apps got what they need to meet
	WebhookSessionEnded
	WebhookSurveyAnswered
	WebhookAgentSignedIn // an agent is there who was not for more than ShortBreak

	webhookEventsEnd

	// WebhookTest is sent when a manager asks for it.
	WebhookTest WebhookEvent = 100
)

// WebhookEvents are the events that a webhook is told of, one bit each.
type WebhookEvents uint16

// WebhookEventsAll is every event.
const WebhookEventsAll WebhookEvents = 1<<(webhookEventsEnd-1) - 1

// webhookEventNames are the events by the names that programs use.
var webhookEventNames = [...]string{
	WebhookRequestPosted: "request.posted", WebhookRequestAccepted: "request.accepted", WebhookRequestEnded: "request.ended",
	WebhookSessionBegun: "session.begun", WebhookSessionEnded: "session.ended", WebhookSurveyAnswered: "survey.answered",
	WebhookAgentSignedIn: "agent" + ".signed_in", // in two, since texts for people have keys of that shape
}

// String returns the event's name.
func (e WebhookEvent) String() string {
	if e == WebhookTest {
		return "webhook.test"
	}
	if int(e) < len(webhookEventNames) && webhookEventNames[e] != "" {
		return webhookEventNames[e]
	}
	return fmt.Sprintf("event %d", uint8(e))
}

// Has reports whether an event is among them.
func (s WebhookEvents) Has(e WebhookEvent) bool {
	return e > 0 && e < webhookEventsEnd && s&(1<<(e-1)) != 0
}

// Names lists the events by the names that ParseWebhookEvents reads.
func (s WebhookEvents) Names() []string {
	var names []string
	for e := WebhookEvent(1); e < webhookEventsEnd; e++ {
		if s.Has(e) {
			names = append(names, e.String())
		}
	}
	return names
}

// ParseWebhookEvents reads names of events; ErrInvalid for anything else.
func ParseWebhookEvents(names []string) (WebhookEvents, error) {
	var s WebhookEvents
	for _, name := range names {
		i := slices.Index(webhookEventNames[:], name)
		if i < 1 {
			return 0, fmt.Errorf("event %q, write some of %s: %w", name, strings.Join(webhookEventNames[1:], ", "), ErrInvalid)
		}
		s |= 1 << (i - 1)
	}
	return s, nil
}

// webhookSecretPrefix begins the text of a secret, as Standard Webhooks has it.
const webhookSecretPrefix = "whsec_"

// WebhookSecretText writes a webhook's secret as receivers want it.
func WebhookSecretText(s Secret) string {
	return webhookSecretPrefix + base64.StdEncoding.EncodeToString(s[:])
}

// Delivery is one event on its way to one webhook, and what came of it.
type Delivery struct {
	ID      uint64
	Webhook WebhookID
	Message string // by which the receiver knows what it has had already; every try has the same
	Event   WebhookEvent
	At      time.Time // when it happened
	Request RequestID
	Session leg.SessionID
	Portal  PortalID
	Agent   AgentID
	Outcome uint8 // a RequestState with events of requests, an Outcome with events of sessions
	DeliveryResult
	Claimed time.Time // until when somebody is at it
}

// DeliveryResult is how far a delivery has come.
type DeliveryResult struct {
	Status DeliveryStatus
	Tries  int
	Next   time.Time // when it is tried again, with DeliveryWaiting
	Tried  time.Time // the last time; zero before
	Code   int       // what the receiver answered the last time, 0 when it answered nothing
	Error  string    // why it was not taken the last time
}

// DeliveryStatus says whether a delivery was taken.
type DeliveryStatus uint8

// The statuses. The numbers stand in the store.
const (
	DeliveryWaiting DeliveryStatus = iota
	DeliveryTaken
	DeliveryGivenUp
)

// maxWebhookURL is how long a webhook's address may be, in bytes.
const maxWebhookURL = 2000

// clean returns the entry as it may be kept. Addresses take https; http is for receivers on the relay's own machine, in trials.
func (e WebhookEntry) clean() (WebhookEntry, error) {
	if e.Name = CleanName(e.Name); e.Name == "" {
		return e, fmt.Errorf("a webhook needs a name: %w", ErrInvalid)
	}
	if e.Events == 0 || e.Events&^WebhookEventsAll != 0 {
		return e, fmt.Errorf("events %b of a webhook: %w", e.Events, ErrInvalid)
	}
	u, err := url.Parse(e.URL)
	if err != nil || len(e.URL) > maxWebhookURL || u.Host == "" || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Opaque != "" {
		return e, fmt.Errorf("the address of a webhook, write one such as https://desk.example/hook: %w", ErrInvalid)
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !onLoopback(u.Hostname())) {
		return e, fmt.Errorf("the address of a webhook without https: %w", ErrInvalid)
	}
	return e, nil
}

// onLoopback reports whether a name in an address means the machine itself.
func onLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback() && net.ParseIP(host) != nil
}

// facts are what the audit log says of a webhook.
func (e WebhookEntry) facts() []fact {
	return []fact{{"name", e.Name}, {"url", e.URL}, {"events", strings.Join(e.Events.Names(), ", ")}}
}
