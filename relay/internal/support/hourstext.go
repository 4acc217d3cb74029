package support

import (
	"fmt"
	"strings"
	"time"
)

// ParseSpans reads the hours of a day as people write them, such as "09:00-12:30 14:00-18:00"; ErrInvalid for anything else.
func ParseSpans(text string) ([]Span, error) {
	var spans []Span
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ' ' || r == ',' }) {
		span, err := parseSpan(part)
		if err != nil {
			return nil, err
		}
		spans = append(spans, span)
	}
	return spans, nil
}

// SpansText writes what ParseSpans reads.
func SpansText(spans []Span) string {
	var parts []string
	for _, s := range spans {
		parts = append(parts, minuteText(s.From)+"-"+minuteText(s.To))
	}
	return strings.Join(parts, " ")
}

// String writes the hours on one line, empty when the portal is always open.
func (h Hours) String() string {
	var parts []string
	for day, spans := range h.Days {
		if len(spans) > 0 {
			parts = append(parts, strings.ToLower(time.Weekday(day).String())+" "+SpansText(spans))
		}
	}
	if len(h.Closed) > 0 {
		parts = append(parts, "closed "+strings.Join(h.Closed, " "))
	}
	if len(parts) > 0 && h.Zone != "" {
		parts = append(parts, h.Zone)
	}
	return strings.Join(parts, "; ")
}

// parseSpan reads "09:00-12:30".
func parseSpan(text string) (Span, error) {
	from, to, _ := strings.Cut(text, "-")
	var s Span
	var err error
	if s.From, err = parseMinute(from); err == nil {
		s.To, err = parseMinute(to)
	}
	if err != nil || s.From >= s.To {
		return s, fmt.Errorf("%q, write such as 09:00-12:30: %w", text, ErrInvalid)
	}
	return s, nil
}

// parseMinute reads "09:00" as minutes since midnight; "24:00" is the end of the day.
func parseMinute(text string) (int, error) {
	if text == "24:00" {
		return MinutesPerDay, nil
	}
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0, fmt.Errorf("%q is no time: %w", text, ErrInvalid)
	}
	return t.Hour()*60 + t.Minute(), nil
}

func minuteText(minute int) string {
	const perHour = 60
	return fmt.Sprintf("%02d:%02d", minute/perHour, minute%perHour)
}
