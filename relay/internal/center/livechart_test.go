package center

import (
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

// TestLiveChart draws days up to a moment: which half hours it shows, under which names, and how.
func TestLiveChart(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	must(t, err)
	for name, c := range map[string]struct {
		date, now   string // by the clock in Paris; now in UTC
		asked       []int  // the places of half hours with requests
		bars        int
		first, last string
	}{
		"a quiet morning":          {"2026-11-23", "2026-11-23T08:20:00Z", nil, 12, "03:30", "09:00"},
		"right after midnight":     {"2026-11-23", "2026-11-22T23:00:00Z", nil, 1, "00:00", "00:00"},
		"a long day":               {"2026-11-23", "2026-11-23T22:59:59Z", []int{14, 20, 47}, 34, "07:00", "23:30"},
		"from midnight on":         {"2026-11-23", "2026-11-23T22:30:00Z", []int{0}, 48, "00:00", "23:30"},
		"an hour that comes twice": {"2026-10-25", "2026-10-25T01:40:00Z", []int{0}, 8, "00:00 CEST", "02:30 CET"},
		"a day of 25 hours":        {"2026-10-25", "2026-10-25T22:45:00Z", []int{0}, 50, "00:00 CEST", "23:30 CET"},
		"a day of 23 hours":        {"2026-03-29", "2026-03-29T21:45:00Z", []int{0}, 46, "00:00 CET", "23:30 CEST"},
	} {
		date, err := time.Parse(time.DateOnly, c.date)
		must(t, err)
		now, err := time.Parse(time.RFC3339, c.now)
		must(t, err)
		var day support.DayReport
		from, to := support.ReportDays(date, date, paris)
		for at := from; at.Before(to); at = at.Add(30 * time.Minute) {
			day.Halves = append(day.Halves, support.HalfHour{Start: at})
		}
		for _, i := range c.asked {
			day.Halves[i].Requests += 2
			day.Requests += 2
		}
		ch := newLiveChart(day, now, paris)
		last := len(ch.Bars) - 1
		if len(ch.Bars) != c.bars || ch.Bars[0].Label != c.first || ch.Bars[last].Label != c.last || ch.Requests != day.Requests {
			t.Errorf("%s: %d bars from %s to %s, %d requests", name, len(ch.Bars), ch.Bars[0].Label, ch.Bars[last].Label, ch.Requests)
		}
		for i, b := range ch.Bars {
			for _, p := range b.Parts {
				if (p.Kind == halfUnderWay) != (i == last) || p.Y != 0 || p.H != liveChartHeight || p.X < 0 || p.X+p.W > liveChartWidth {
					t.Errorf("%s, bar %d: %+v", name, i, p)
				}
			}
			if (len(b.Parts) > 0) != (b.Total > 0) {
				t.Errorf("%s, bar %d: %d requests in %d parts", name, i, b.Total, len(b.Parts))
			}
		}
	}
}
