package cli

import (
	"fmt"
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
		for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ' ' || r == ',' }) {
			span, err := parseSpan(part)
			if err != nil {
				return h, strings.ToLower(time.Weekday(day).String()), err
			}
			h.Days[day] = append(h.Days[day], span)
		}
	}
	return h, "zone", h.Check()
}

// parseSpan reads "09:00-12:30".
func parseSpan(text string) (support.Span, error) {
	from, to, _ := strings.Cut(text, "-")
	var s support.Span
	var err error
	if s.From, err = parseMinute(from); err == nil {
		s.To, err = parseMinute(to)
	}
	if err != nil || s.From >= s.To {
		return s, fmt.Errorf("%q, write such as 09:00-12:30", text)
	}
	return s, nil
}

// parseMinute reads "09:00" as minutes since midnight; "24:00" is the end of the day.
func parseMinute(text string) (int, error) {
	if text == "24:00" {
		return support.MinutesPerDay, nil
	}
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0, fmt.Errorf("%q is no time", text)
	}
	return t.Hour()*60 + t.Minute(), nil
}
