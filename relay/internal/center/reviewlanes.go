package center

import (
	"slices"
	"strings"
	"time"

	"beside.example/relay/internal/support"
)

// The geometry of a review's lanes, in units of their picture, which is about as wide as its place on a screen.
const (
	lanesWidth, lanesLeft = 420, 120
	laneHeight, laneBar   = 26, 14
	laneMarks             = 5 // times under the lanes
	leastBar              = 2 // what lasted a moment is seen too
)

// lanes is a drawing of who was there when.
type lanes struct {
	Width, Height, Left, Bed, Bar int
	Lanes                         []lane
	Marks                         []laneMark
	Foot                          int
}

// lane is one row of the drawing.
type lane struct {
	Name  string // empty for Key
	Key   string // catalogue key
	Class string
	Y     int
	Bars  []laneBars
}

// laneBars is one stretch of time in a lane.
type laneBars struct{ X, W float64 }

// laneMark is a time under the lanes.
type laneMark struct {
	X  float64
	At time.Time
}

// newLanes draws the stints, the sessions and the chat of a review.
func newLanes(v support.Review, d reviewData, zone *time.Location, now time.Time) lanes {
	end := v.Ended
	if end.IsZero() {
		end = now
	}
	for _, s := range v.Sessions {
		if s.Ended.After(end) {
			end = s.Ended
		}
	}
	whole := max(end.Sub(v.Created), time.Second)
	const room = lanesWidth - lanesLeft
	x := func(at time.Time) float64 {
		share := float64(at.Sub(v.Created)) / float64(whole)
		return lanesLeft + room*min(max(share, 0), 1)
	}
	drawing := lanes{Width: lanesWidth, Left: lanesLeft, Bed: room, Bar: laneBar}
	add := func(name, key, class string, all []presence) {
		if len(all) == 0 {
			return
		}
		l := lane{Name: name, Key: key, Class: class, Y: len(drawing.Lanes) * laneHeight}
		for _, p := range all {
			till := p.Till
			if p.Lasts {
				till = end
			}
			l.Bars = append(l.Bars, laneBars{X: x(p.Since), W: max(x(till)-x(p.Since), leastBar)})
		}
		drawing.Lanes = append(drawing.Lanes, l)
	}
	for _, p := range byPerson(d.Had) {
		add(p[0].Who, "", "had", p)
	}
	for _, p := range byPerson(d.Met) {
		if !saw(d.Account, p[0].Who) {
			add(p[0].Who, "report.review.lane.session", "sess", p)
		}
	}
	for _, p := range byPerson(d.Account.Seen) {
		add(shortName(p[0].Who), "handin.lane.seen", "seen", p)
	}
	for _, p := range byPerson(d.Account.Controlled) {
		add(shortName(p[0].Who), "handin.lane.control", "ctrl", p)
	}
	said, files := d.moments()
	add("", "report.review.lane.chat", "tick", said)
	add("", "handin.lane.files", "file", files)
	drawing.Foot = len(drawing.Lanes)*laneHeight + laneBar
	drawing.Height = drawing.Foot + laneBar/2
	for i := range laneMarks {
		at := v.Created.Add(whole * time.Duration(i) / (laneMarks - 1))
		drawing.Marks = append(drawing.Marks, laneMark{X: x(at), At: at.In(zone)})
	}
	return drawing
}

// moments are when something was said, and when files were sent.
func (d reviewData) moments() (said, files []presence) {
	for _, line := range d.Log {
		if line.Who != "" {
			said = append(said, presence{Since: line.At, Till: line.At})
		}
	}
	for _, f := range d.Account.Files {
		files = append(files, presence{Since: f.At, Till: f.At})
	}
	return said, files
}

// saw reports whether somebody's own app told when they saw the screen, which says more than when the session was.
func saw(a accountData, who string) bool {
	return slices.ContainsFunc(a.Seen, func(p presence) bool { return p.Who == who })
}

// shortName is what a lane has room for.
func shortName(name string) string {
	first, _, _ := strings.Cut(name, " ")
	return first
}

// byPerson puts together when each person was there, in the order in which they came.
func byPerson(all []presence) [][]presence {
	var people [][]presence
next:
	for _, p := range all {
		for i := range people {
			if people[i][0].Who == p.Who {
				people[i] = append(people[i], p)
				continue next
			}
		}
		people = append(people, []presence{p})
	}
	return people
}
