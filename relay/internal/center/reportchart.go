package center

import (
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
)

// The chart's geometry, in units of its picture, which is as wide as the page of the design.
const (
	chartWidth, chartHeight = 1200, 240
	chartLeft, chartRight   = 68, 4 // for the numbers of the axis, up to millions
	chartTop, chartFoot     = 24, 28
	maxBar                  = 46   // a bar is no wider
	barShare                = 0.62 // of its place
	chartLines              = 4    // about so many lines
	labelWidth              = 58   // a label and the gap to the next
	totalWidth              = 30   // a number over a bar, likewise
)

// chartRoom is where bars are in a picture.
type chartRoom struct {
	left, top, width, height float64
	widest, share            float64 // a bar is no wider, and of its place
}

// y is how high a value is, when the greatest reaches the top.
func (r chartRoom) y(n, greatest uint64) float64 {
	return r.top + r.height*(1-float64(n)/float64(greatest))
}

// place gives every bar its parts.
func (r chartRoom) place(bars []bar, greatest uint64) {
	place := r.width / float64(max(1, len(bars)))
	wide := min(r.widest, place*r.share)
	for i := range bars {
		b := &bars[i]
		b.Middle = r.left + place*(float64(i)+0.5)
		below := uint64(0)
		for kind, n := range b.figures {
			if n > 0 {
				base, top := r.y(below, greatest), r.y(below+n, greatest)
				b.Parts = append(b.Parts, part{X: b.Middle - wide/2, Y: top, W: wide, H: base - top, Kind: kind})
			}
			below += n
		}
		b.Top = r.y(b.Total, greatest) - 6 // room between bar and number
		every := int(labelWidth/place) + 1
		b.ShowLabel, b.ShowTotal = i%every == 0, place >= totalWidth && b.Total > 0
	}
}

// greatest is the greatest total.
func greatest(bars []bar) uint64 {
	most := uint64(0)
	for _, b := range bars {
		most = max(most, b.Total)
	}
	return most
}

// Of how many days bars stand for single days, and for weeks; longer periods have months.
const (
	mostDays  = 45
	mostWeeks = 45 * 7
)

// chart is a drawing of stacked bars.
type chart struct {
	Title         string // catalogue key
	Width, Height int
	Bars          []bar
	Lines         []chartLine
	Left, Right   int // where lines begin and end
	Base          float64
	Empty         bool
}

// bar is one of the chart's, with its parts from below.
type bar struct {
	Parts       []part
	Middle, Top float64
	Label       string
	Total       uint64
	ShowLabel   bool
	ShowTotal   bool
	figures     [chartParts]uint64
	start       time.Time
}

// part is a piece of a bar.
type part struct {
	X, Y, W, H float64
	Kind       int // its place in the legend
}

// chartLine is a line of the grid.
type chartLine struct {
	Y     float64
	Value uint64
}

// chartParts is how many kinds of endings the chart tells apart, and that a case is still open.
const chartParts = 5

// parts sorts a day's cases into the kinds of the legend.
func parts(c support.Counters) [chartParts]uint64 {
	return [chartParts]uint64{
		c.Resolved, c.Unresolved + c.Unknown, c.Abandoned + c.NoResponse, c.DownloadError + c.ConnectionError + c.Declined, c.Open,
	}
}

// newChart draws the days of a summary.
func newChart(days []support.SummaryDay, zone *time.Location, c *words.Catalogue) chart {
	bars, title := gather(days, zone, c)
	most := greatest(bars)
	step := chartStep(most)
	top := max(step, (most+step-1)/step*step)
	room := chartRoom{
		left: chartLeft, top: chartTop, width: chartWidth - chartLeft - chartRight, height: chartHeight - chartTop - chartFoot, widest: maxBar, share: barShare,
	}
	room.place(bars, top)
	ch := chart{Title: title, Width: chartWidth, Height: chartHeight, Bars: bars, Left: chartLeft, Right: chartWidth - chartRight, Base: room.top + room.height, Empty: most == 0}
	for n := uint64(0); n <= top; n += step {
		ch.Lines = append(ch.Lines, chartLine{Y: room.y(n, top), Value: n})
	}
	return ch
}

// gather makes bars of days: one for each, for each week or for each month. title is the catalogue key that says which.
func gather(days []support.SummaryDay, zone *time.Location, c *words.Catalogue) (bars []bar, title string) {
	same := func(a, b time.Time) bool { return false }
	key, title := "report.chart.day", "report.chart.title"
	switch {
	case len(days) > mostWeeks:
		key, title, same = "report.chart.month", "report.chart.title.month", func(a, b time.Time) bool { return a.Year() == b.Year() && a.Month() == b.Month() }
	case len(days) > mostDays:
		key, title, same = "report.chart.week", "report.chart.title.week", func(a, b time.Time) bool {
			ay, aw := a.ISOWeek()
			by, bw := b.ISOWeek()
			return ay == by && aw == bw
		}
	}
	for _, d := range days {
		start := d.Start.In(zone)
		if n := len(bars); n == 0 || !same(bars[n-1].start, start) {
			_, week := start.ISOWeek()
			bars = append(bars, bar{start: start, Label: c.T(key, words.Args{
				"Day": start.Day(), "Weekday": c.T(weekdayKey(start.Weekday()), nil), "Month": c.T(monthKey(start.Month()), nil), "Year": start.Year(), "Week": week,
			})})
		}
		b := &bars[len(bars)-1]
		for kind, n := range parts(d.Counters) {
			b.figures[kind] += n
		}
		b.Total += d.Submitted
	}
	return bars, title
}

// chartStep returns a round number, such that about chartLines of them reach a value.
func chartStep(most uint64) uint64 {
	for unit := uint64(1); ; unit *= 10 {
		for _, n := range []uint64{unit, 2 * unit, 5 * unit} {
			if n*chartLines >= most {
				return n
			}
		}
	}
}

// weekdayKey is the catalogue key of a weekday's short name; monthKey is that of a month's.
func weekdayKey(d time.Weekday) string {
	return [...]string{
		"report.weekday.0", "report.weekday.1", "report.weekday.2", "report.weekday.3", "report.weekday.4", "report.weekday.5", "report.weekday.6",
	}[d]
}

func monthKey(m time.Month) string {
	return [...]string{
		"report.month.1", "report.month.2", "report.month.3", "report.month.4", "report.month.5", "report.month.6",
		"report.month.7", "report.month.8", "report.month.9", "report.month.10", "report.month.11", "report.month.12",
	}[m-1]
}

// Legend are the catalogue keys of the kinds of endings, in the order of the parts of a bar.
func (d reportData) Legend() [chartParts]string {
	return [chartParts]string{"report.legend.resolved", "report.legend.unresolved", "report.legend.abandoned", "report.legend.error", "report.legend.open"}
}
