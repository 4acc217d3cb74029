package support

import (
	"fmt"
	"slices"
	"time"
	_ "time/tzdata" // a portal's time zone means the same on a system that has none
)

// MinutesPerDay is where the last minute of a day ends.
const MinutesPerDay = 24 * 60

// Hours are the opening hours of a portal. The zero Hours are always open.
type Hours struct {
	Zone   string    `json:"zone,omitempty"`   // IANA name, such as "Europe/Paris"; empty means UTC
	Days   [7][]Span `json:"days"`             // by time.Weekday; none on any day means all day on every day
	Closed []string  `json:"closed,omitempty"` // dates such as "2026-12-25" on which the portal stays closed
}

// Span is a part of a day in minutes as its clock shows them, From included and To not.
type Span struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Check returns an ErrInvalid that says what is wrong with the hours.
func (h Hours) Check() error {
	if _, err := time.LoadLocation(h.Zone); err != nil {
		return fmt.Errorf("time zone %q, write one such as Europe/Paris: %w", h.Zone, ErrInvalid)
	}
	for day, spans := range h.Days {
		for _, s := range spans {
			if s.From < 0 || s.From >= s.To || s.To > MinutesPerDay {
				return fmt.Errorf("hours on %v, from %d to %d minutes: %w", time.Weekday(day), s.From, s.To, ErrInvalid)
			}
		}
	}
	for _, date := range h.Closed {
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			return fmt.Errorf("closed on %q, write a date such as 2026-12-25: %w", date, ErrInvalid)
		}
	}
	return nil
}

// location returns the zone; hours with an unknown one were never kept, so UTC is as good as any then.
func (h Hours) location() *time.Location {
	zone, err := time.LoadLocation(h.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Open reports whether the portal is open at a time. What counts is what a clock on its wall shows: an hour that the clock skips
// in spring never comes, one that it repeats in autumn is open twice.
func (h Hours) Open(at time.Time) bool {
	local := at.In(h.location())
	minute := local.Hour()*60 + local.Minute()
	return slices.ContainsFunc(h.on(local), func(s Span) bool { return s.From <= minute && minute < s.To })
}

// on returns the spans of the day of a local time.
func (h Hours) on(local time.Time) []Span {
	if slices.Contains(h.Closed, local.Format(time.DateOnly)) {
		return nil
	}
	if h.daily() {
		return []Span{{From: 0, To: MinutesPerDay}}
	}
	return h.Days[local.Weekday()]
}

// daily reports whether no day has hours of its own.
func (h Hours) daily() bool {
	return !slices.ContainsFunc(h.Days[:], func(spans []Span) bool { return len(spans) > 0 })
}

// lookAhead is how far Next looks: over a year, a portal that stays closed longer has closed.
const lookAhead = 370

// Next returns when the portal opens next after a time; ok is false when it does not within a year. While it is open, that is
// the time itself.
func (h Hours) Next(after time.Time) (next time.Time, ok bool) {
	if h.Open(after) {
		return after, true
	}
	zone := h.location()
	local := after.In(zone)
	for day := range lookAhead {
		noon := time.Date(local.Year(), local.Month(), local.Day()+day, 12, 0, 0, 0, zone)
		for _, s := range h.on(noon) {
			opens, found := h.opening(noon, s, after)
			if found && (!ok || opens.Before(next)) {
				next, ok = opens, true
			}
		}
		if ok {
			return next, true
		}
	}
	return time.Time{}, false
}

// opening returns the first minute of a span, on the day of a local time and after another time, at which the portal is open. It
// looks around the minute that the calendar says, since that one may be missing or come twice when the clock changes.
func (h Hours) opening(day time.Time, s Span, after time.Time) (time.Time, bool) {
	const around = 2 * time.Hour // no clock changes by more
	says := time.Date(day.Year(), day.Month(), day.Day(), s.From/60, s.From%60, 0, 0, day.Location())
	for at := says.Add(-around); at.Before(says.Add(around)); at = at.Add(time.Minute) {
		if at.After(after) && h.Open(at) {
			return at, true
		}
	}
	return time.Time{}, false
}
