package support

import (
	"fmt"
	"time"
)

// Settings are what an organisation decides about itself. One that never decided has DefaultSettings.
type Settings struct {
	TimeZone string // IANA name: in which reports count days
	Keep     Retention
	HandIn   bool // agents' apps hand in chat log, notes and facts of a session at its end; the customer is told before consent
	// Monitoring lets managers watch sessions of those they look after: sessions whose customers were told so before they began. Everyone in
	// a session is told who watches.
	Monitoring bool
	// FactorRequired keeps out whoever has no second factor until one is set up.
	FactorRequired bool
	// OnlySingleSignOn refuses passwords where single sign-on is set up.
	OnlySingleSignOn bool
}

// Retention is for how long what happened is kept.
type Retention struct {
	Requests Days // requests with their events, sessions and surveys
	Chats    Days // chat logs and notes that were handed in
	Audit    Days // acts of management
	SignIns  Days // when and from where agents were signed in
}

// Days count whole days; Forever is the zero value.
type Days uint16

// Forever keeps things until somebody deletes them.
const Forever Days = 0

// Bounds of what may be decided.
const (
	maxDays      Days = 36500 // a century
	minAuditDays Days = 30    // so that whoever did wrong cannot have it forgotten the next day
)

// What an organisation keeps unless it decides otherwise: reports compare a year with the one before; what people wrote goes first.
const (
	defaultRequestDays Days = 730
	defaultChatDays    Days = 90
	defaultAuditDays   Days = 730
	defaultSignInDays  Days = 365
)

// DefaultSettings returns the settings of an organisation that never decided.
func DefaultSettings() Settings {
	return Settings{
		TimeZone: "UTC",
		Keep:     Retention{Requests: defaultRequestDays, Chats: defaultChatDays, Audit: defaultAuditDays, SignIns: defaultSignInDays},
	}
}

// Location returns the time zone, UTC when its name means nothing on this system.
func (s Settings) Location() *time.Location {
	zone, err := time.LoadLocation(s.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// IsZone reports whether a text names a time zone, which may not depend on the system that the relay is on.
func IsZone(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil && name != "" && name != time.Local.String()
}

// Before returns the time before which a thing is too old to be kept; false when it is kept for ever.
func (d Days) Before(now time.Time) (time.Time, bool) {
	return now.AddDate(0, 0, -int(d)), d != Forever
}

// check returns an ErrInvalid that names what cannot be.
func (s Settings) check() error {
	if !IsZone(s.TimeZone) {
		return fmt.Errorf("time zone %q: %w", s.TimeZone, ErrInvalid)
	}
	for _, d := range []Days{s.Keep.Requests, s.Keep.Chats, s.Keep.Audit, s.Keep.SignIns} {
		if d > maxDays {
			return fmt.Errorf("%d days: %w", d, ErrInvalid)
		}
	}
	if s.Keep.Audit != Forever && s.Keep.Audit < minAuditDays {
		return fmt.Errorf("%d days of the audit log, at least %d: %w", s.Keep.Audit, minAuditDays, ErrInvalid)
	}
	return nil
}
