package cli

import (
	"strings"
	"time"

	"beside.example/relay/internal/support"
)

// hours reads opening hours, such as monday = "09:00-12:30 14:00-18:00". key is the one that is wrong when there is an error.
func (e hoursEntry) hours() (h support.Hours, key string, err error) {
	h.Zone, h.Closed = e.Zone, e.Closed
	days := [...]string{
		time.Sunday: e.Sunday, time.Monday: e.Monday, time.Tuesday: e.Tuesday, time.Wednesday: e.Wednesday, time.Thursday: e.Thursday,
		time.Friday: e.Friday, time.Saturday: e.Saturday,
	}
	for day, text := range days {
		spans, err := support.ParseSpans(text)
		if err != nil {
			return h, strings.ToLower(time.Weekday(day).String()), err
		}
		h.Days[day] = spans
	}
	return h, "zone", h.Check()
}
