package share

import (
	"image"
	"slices"
	"time"

	"beside.example/internal/framebuffer"
)

// After somebody has acted, what changes near that place is the answer that they wait for. It is grabbed soon, and goes out before all else.
const (
	// hasteFor is how long an answer is waited for: programs that take longer are not felt to be quick anyhow.
	hasteFor = 100 * time.Millisecond
	// hasteInterval is the shortest time between two grabs then, of which there are hasteGrabs at most: a display that changes all the
	// time would else be grabbed at four times the usual rate while somebody types.
	hasteInterval = grabInterval / 4
	hasteGrabs    = 4
	// heldRest is how long after an answer the rest of the same grab is coded. Until then whoever sends, carries and decodes the answer has
	// better to do with the processors, which all of them may share.
	heldRest = time.Millisecond
	// handFor is for how long after that somebody is believed to be at work, and handUpdate how long an update may become then, in
	// bytes: coding one takes two or three milliseconds, and whatever changes next waits for no more.
	handFor    = 2 * time.Second
	handUpdate = 8 << 10
)

// haste is what a scene knows of the last act. Stage.mu guards it.
type haste struct {
	acted time.Time
	at    image.Point
	// early is how many grabs may yet be sooner than usual.
	early int
}

// Acted tells that the viewer has just pressed or released something at a place in the picture: what changes near it goes out first.
// It returns at once.
func (s *Screen) Acted(at image.Point) {
	s.stage.mu.Lock()
	defer s.stage.mu.Unlock()
	if s.scene == nil || s.paused {
		return
	}
	s.scene.haste = haste{acted: time.Now(), at: at, early: hasteGrabs}
	if changed, _ := s.scene.feed.state(); changed || slices.ContainsFunc(s.scene.groups(), func(g *group) bool { return g.stale }) {
		s.scene.look() // else nothing waits that need not wait any more
	}
}

// urgent reports whether an answer is waited for.
func (h *haste) urgent(now time.Time) bool { return now.Sub(h.acted) < hasteFor }

// interval returns the shortest time between two grabs, which is usual unless an answer is waited for.
func (h *haste) interval(now time.Time, usual time.Duration) time.Duration {
	if h.early > 0 && h.urgent(now) {
		return hasteInterval
	}
	return usual
}

// limit returns how long an update may become of which limit is usual.
func (h *haste) limit(now time.Time, limit int) int {
	switch since := now.Sub(h.acted); {
	case since < hasteFor:
		return min(limit, minUpdate)
	case since < handFor:
		return min(limit, handUpdate)
	default:
		return limit
	}
}

// nearReach is how far around the place of an act is near, in pixels: what a button, some words or an entry of a menu covers. Each pixel more
// would keep the answer back for as long as it takes to code.
const nearReach = 96

// near returns what is around the place of the act.
func (h *haste) near() image.Rectangle {
	return image.Rectangle{Min: h.at, Max: h.at}.Inset(-nearReach)
}

// split appends the parts of a region inside and outside of a box to two regions.
func split(region framebuffer.Region, box image.Rectangle, inside, outside framebuffer.Region) (in, out framebuffer.Region) {
	for _, r := range region {
		if common := r.Intersect(box); !common.Empty() {
			inside = append(inside, common)
		}
	}
	return inside, region.AppendWithout(outside, box)
}
