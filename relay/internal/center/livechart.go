package center

import (
	"slices"
	"time"

	"beside.example/relay/internal/support"
)

// The geometry of the live page's chart, in units of its picture, which is stretched to its place.
const (
	liveChartWidth, liveChartHeight = 360, 40
	liveBarShare                    = 0.74 // of its place
)

// leastHalves is how many half hours the live page's chart shows at least: early in the day a few bars say more in their places of six hours.
const leastHalves = 12

// The kinds of the parts of a bar: half hours that are over, and the one that is not, which is paler.
const (
	halfOver = iota
	halfUnderWay
)

// liveChart is a drawing of the requests of a day until now, half hour by half hour.
type liveChart struct {
	Requests      uint64
	Width, Height int
	Bars          []bar
}

// newLiveChart draws a day up to a time: from the first half hour with a request on.
func newLiveChart(day support.DayReport, now time.Time, zone *time.Location) liveChart {
	last := day.At(now)
	first := slices.IndexFunc(day.Halves, func(h support.HalfHour) bool { return h.Requests > 0 })
	if first < 0 {
		first = last
	}
	first = max(0, min(first, last+1-leastHalves))
	layout := "15:04"
	_, morning := day.Halves[0].Start.In(zone).Zone()
	if _, evening := day.Halves[len(day.Halves)-1].Start.In(zone).Zone(); morning != evening {
		layout += " MST" // the same hour may come twice
	}
	ch := liveChart{Requests: day.Requests, Width: liveChartWidth, Height: liveChartHeight}
	for i, h := range day.Halves[first : last+1] {
		b := bar{Label: h.Start.In(zone).Format(layout), Total: h.Requests}
		if first+i == last {
			b.figures[halfUnderWay] = h.Requests
		} else {
			b.figures[halfOver] = h.Requests
		}
		ch.Bars = append(ch.Bars, b)
	}
	room := chartRoom{width: liveChartWidth, height: liveChartHeight, widest: liveChartWidth, share: liveBarShare}
	room.place(ch.Bars, max(1, greatest(ch.Bars)))
	return ch
}
