package support_test

import (
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

func at(t *testing.T, text string) time.Time {
	t.Helper()
	when, err := time.Parse(time.RFC3339, text)
	must(t, err)
	return when
}

// office is open in Paris on weekdays from 9:00 to 12:30 and from 14:00 to 18:00, and in the night to Sunday from 2:15 to 3:30,
// which is when the clock changes.
func office() support.Hours {
	h := support.Hours{Zone: "Europe/Paris", Closed: []string{"2026-12-25"}}
	for day := time.Monday; day <= time.Friday; day++ {
		h.Days[day] = []support.Span{{From: 9 * 60, To: 12*60 + 30}, {From: 14 * 60, To: 18 * 60}}
	}
	h.Days[time.Sunday] = []support.Span{{From: 2*60 + 15, To: 3*60 + 30}}
	return h
}

func TestHours(t *testing.T) {
	h := office()
	must(t, h.Check())
	for when, want := range map[string]bool{
		"2026-03-27T08:00:00Z": true, // Friday, 9:00 in winter
		"2026-03-27T07:59:59Z": false,
		"2026-03-30T07:00:00Z": true, // Monday, 9:00 in summer
		"2026-03-30T06:59:00Z": false,
		"2026-03-27T11:30:00Z": false, // 12:30
		"2026-03-27T16:59:00Z": true,
		"2026-03-28T10:00:00Z": false, // Saturday
		"2026-12-25T10:00:00Z": false, // a Friday, but closed
		"2026-03-29T00:59:00Z": false, // Sunday, 1:59, then the clock jumps to 3:00
		"2026-03-29T01:00:00Z": true,  // 3:00
		"2026-03-29T01:30:00Z": false, // 3:30
		"2026-10-25T00:15:00Z": true,  // Sunday, 2:15 for the first time
		"2026-10-25T01:00:00Z": false, // 2:00 for the second time
		"2026-10-25T01:15:00Z": true,  // 2:15 again
		"2026-10-25T02:29:00Z": true,  // 3:29
		"2026-10-25T02:30:00Z": false,
	} {
		if got := h.Open(at(t, when)); got != want {
			t.Errorf("open at %s: %v", when, got)
		}
	}
	var always support.Hours
	if !always.Open(time.Now()) {
		t.Error("hours that say nothing are not always")
	}
}

func TestNextHours(t *testing.T) {
	h := office()
	for after, want := range map[string]string{
		"2026-03-27T08:00:00Z": "2026-03-27T08:00:00Z", // is open
		"2026-03-27T11:45:00Z": "2026-03-27T13:00:00Z", // after lunch
		"2026-03-27T17:00:00Z": "2026-03-29T01:00:00Z", // Sunday 2:15 never comes: 3:00
		"2026-03-29T01:30:00Z": "2026-03-30T07:00:00Z", // Monday, in summer time
		"2026-12-24T17:30:00Z": "2026-12-27T01:15:00Z", // over Christmas to Sunday
		"2026-10-25T00:59:30Z": "2026-10-25T00:59:30Z",
		"2026-10-25T01:00:00Z": "2026-10-25T01:15:00Z", // the second 2:15
	} {
		got, ok := h.Next(at(t, after))
		if !ok || !got.Equal(at(t, want)) {
			t.Errorf("after %s it opens at %v, %v, want %s", after, got.UTC(), ok, want)
		}
	}
	var closed support.Hours
	for day := range 400 {
		closed.Closed = append(closed.Closed, at(t, "2026-01-01T00:00:00Z").AddDate(0, 0, day).Format(time.DateOnly))
	}
	if next, ok := closed.Next(at(t, "2026-01-02T00:00:00Z")); ok {
		t.Errorf("a portal that is always closed opens at %v", next)
	}
}

func TestHoursCheck(t *testing.T) {
	for name, change := range map[string]func(*support.Hours){
		"zone":     func(h *support.Hours) { h.Zone = "Europe/Atlantis" },
		"backward": func(h *support.Hours) { h.Days[1] = []support.Span{{From: 600, To: 600}} },
		"negative": func(h *support.Hours) { h.Days[1] = []support.Span{{From: -1, To: 600}} },
		"long":     func(h *support.Hours) { h.Days[1] = []support.Span{{From: 0, To: support.MinutesPerDay + 1}} },
		"date":     func(h *support.Hours) { h.Closed = []string{"25.12.2026"} },
	} {
		h := office()
		change(&h)
		if err := h.Check(); err == nil {
			t.Errorf("%s is not refused", name)
		}
	}
}
