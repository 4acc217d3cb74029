package share

import (
	"image"
	"time"

	"beside.example/internal/codec"
)

// What was coded with loss is made exact once it has rested. That takes ten times the bytes that made it nearly right, so it waits for about as
// long as it will take, and then has a rate of its own: it is in vain for whatever is replaced soon.
const (
	// quietAfter is the shortest time for which nothing must have been coded with loss before: long enough that scrolling and videos do not
	// pause for it, too short to look for what is missing.
	quietAfter = 300 * time.Millisecond
	// quietPixel is how much longer it must be for each pixel that is to be made exact, if that comes to more: a full display of 1080p
	// waits for a second, a picture in a page no longer than usual.
	quietPixel = 500 * time.Nanosecond
	// quietMost bounds that, and what a slide show makes of it.
	quietMost = 2 * time.Second
	// pauseFor is for how long nothing at all must have changed: what comes next often comes soon, and need not wait for this.
	pauseFor = 150 * time.Millisecond
	// quietUpdate bounds an update that makes exact, in bytes: whatever changes next waits no longer than for that.
	quietUpdate = 32 << 10
	// quietParts is how many times as long such an update may be as others while the connection is narrow: as long as its window. One that fills
	// it no more than half would keep it as narrow as loss has left it, since a window only grows that is used.
	quietParts = 2
	// restTimes is for how many times as long as it took to code such an update none is coded after it: an eighth of a core. One goes only
	// when nothing is under way.
	restTimes = 7
	// restMost bounds that, so that a machine which does much else goes on with it as well.
	restMost = 50 * time.Millisecond
)

// Where bytes are dear, what was coded with loss becomes exact slowly, and only after savingQuiet: savingMend bytes each savingMendRest. So a
// photograph that somebody looks at becomes exact in the end, and one that passes costs nothing more.
const (
	savingQuiet    = 2 * time.Second
	savingMendRest = time.Second
	savingMend     = 8 << 10
)

// mending is how a group makes exact what was coded with loss. It belongs to the group's goroutine.
type mending struct {
	// made is the encoder's Debt.Made of the last update, owed since when it is.
	made uint32
	owed time.Time
	// last is when an update last made something exact, rest for how long none does after that.
	last time.Time
	rest time.Duration
	// vain is how often the wait is doubled, since the last pictures were made exact in vain.
	vain int
	// spent tells that some of the present picture was made exact, done since when all of it is.
	spent bool
	done  time.Time
}

// mendsIn returns how long it still is until what was coded with loss is made exact, or goes on to be. It is called with mu held.
func (g *group) mendsIn(now time.Time, loss codec.Loss) time.Duration {
	m := &g.mending
	since := now.Sub(g.scene.grabbed)
	quiet := m.quietFor(g.encoder.Debt().Pixels)
	switch loss {
	case codec.LossNone:
		return -since
	case codec.LossMuch:
		quiet = savingQuiet
	}
	return max(pauseFor-since, quiet-now.Sub(m.owed), m.rest-now.Sub(m.last))
}

// quietFor returns for how long nothing must have been coded with loss before so many pixels are made exact.
func (m *mending) quietFor(pixels int) time.Duration {
	return min(quietMost, max(quietAfter, time.Duration(pixels)*quietPixel)<<m.vain)
}

// account takes note of what an update left to be done, which was begun at a time.
func (m *mending) account(debt codec.Debt, j job, began time.Time) {
	if j.hints.Quiet {
		m.spent, m.last, m.rest = true, began, savingMendRest
		if j.hints.Loss == codec.LossSome {
			m.rest = min(restTimes*time.Since(began), restMost)
		}
	}
	switch {
	case debt.Made != m.made:
		m.made, m.owed, m.done = debt.Made, began, time.Time{}
	case debt.Pixels == 0 && m.done.IsZero():
		m.done = began
	}
}

// newPicture is which part of a picture, as 1/n, changes at least when another photograph comes.
const newPicture = 4

// learn waits twice as long for quiet, from when another picture came before the last one was exact for as long as it had to wait for
// that: making it so was in vain, and dear. Once it paid, the wait is as short as usual again. It is called by the group's goroutine, with
// scene.grabbing held.
func (g *group) learn(now time.Time, picture image.Rectangle) {
	m := &g.mending
	changed := 0
	for _, r := range g.region.Clip(picture) {
		changed += r.Dx() * r.Dy()
	}
	area := picture.Dx() * picture.Dy()
	if changed*newPicture < area || !m.spent {
		return
	}
	m.spent = false
	switch wait := m.quietFor(area); {
	case !m.done.IsZero() && now.Sub(m.done) >= wait:
		m.vain = 0
	case wait < quietMost:
		m.vain++
	}
}

// mends returns how many bytes an update may take for that.
func mends(loss codec.Loss) int {
	if loss == codec.LossMuch {
		return savingMend
	}
	return quietUpdate
}
