package portal

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
)

// weekdays are the catalogue keys of the days by time.Weekday.
var weekdays = [...]string{
	"relay.day.sunday", "relay.day.monday", "relay.day.tuesday", "relay.day.wednesday", "relay.day.thursday", "relay.day.friday", "relay.day.saturday",
}

// week is the order in which opening hours are written.
var week = [...]time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// schedule writes opening hours, a line for days in a row that have the same ones; nothing for a portal that is always open.
func schedule(c *words.Catalogue, h support.Hours) []string {
	var lines []string
	for i := 0; i < len(week); {
		spans := h.Days[week[i]]
		last := i
		for last+1 < len(week) && slices.Equal(h.Days[week[last+1]], spans) {
			last++
		}
		if len(spans) > 0 {
			days := words.Args{"First": c.T(weekdays[week[i]]), "Last": c.T(weekdays[week[last]]), "Hours": spansText(c, spans)}
			key := "relay.closed.days"
			if i == last {
				key = "relay.closed.day"
			}
			lines = append(lines, c.T(key, days))
		}
		i = last + 1
	}
	return lines
}

func spansText(c *words.Catalogue, spans []support.Span) string {
	var parts []string
	for _, s := range spans {
		parts = append(parts, c.T("relay.closed.span", words.Args{"From": minuteClock(s.From), "To": minuteClock(s.To)}))
	}
	return strings.Join(parts, ", ")
}

// clock writes a time of the day.
func clock(t time.Time) string { return t.Format("15:04") }

func minuteClock(minute int) string {
	const perHour = 60
	return fmt.Sprintf("%d:%02d", minute/perHour, minute%perHour)
}

// zone returns the zone that a portal's hours are meant in. An unknown one is UTC: setting up a portal refuses it.
func zone(h support.Hours) *time.Location {
	z, err := time.LoadLocation(h.Zone)
	if err != nil {
		return time.UTC
	}
	return z
}
