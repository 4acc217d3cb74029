package share

import (
	"image"
	"time"

	"beside.example/internal/codec"
)

// savingInterval is the shortest time between two grabs where bytes are dear: enough to follow what somebody does, and a video shows
// that it goes on. The first change after quiet waits for nothing there either.
const savingInterval = time.Second / 8

// Where bytes are dear, what was coded with loss becomes exact slowly, and only after savingQuiet without any change: savingMend bytes
// each savingMendRest. So a photograph that somebody looks at becomes exact in the end, and one that passes costs nothing more.
const (
	savingQuiet    = 2 * time.Second
	savingMendRest = time.Second
	savingMend     = 8 << 10
)

// SetLoss says what photographs and videos may lose from the next update on, see ScreenConfig.Loss. With LossNone, what was coded with
// loss before becomes exact at the first moment in which there is nothing else to send.
func (s *Screen) SetLoss(loss codec.Loss) {
	s.stage.mu.Lock()
	defer s.stage.mu.Unlock()
	s.loss = loss
	if v := s.serving; v != nil && v.group != nil {
		v.group.kick()
	}
}

// rest returns the shortest time between two grabs.
func rest(loss codec.Loss) time.Duration {
	if loss == codec.LossMuch {
		return savingInterval
	}
	return grabInterval
}

// refineParts is which part of an update, as 1/n, may make up for loss elsewhere while the picture is not quiet, and refineMost how many
// bytes at most: whatever changes next waits no longer than for that. Where bytes are dear they are not spent on what is nearly right.
const (
	refineParts = 4
	refineMost  = 8 << 10
)

// refines returns how many bytes of an update may make up for loss while something else changes.
func refines(loss codec.Loss, limit int) int {
	if loss == codec.LossMuch {
		return 0
	}
	return min(limit/refineParts, refineMost)
}

// mending is how a group makes exact what was coded with loss. It belongs to the group's goroutine.
type mending struct {
	// last is when it last did, or did some of it.
	last time.Time
	// quiet is how long nothing must have changed before, if that is longer than usual.
	quiet time.Duration
}

// mendsIn returns how long it still is until what was coded with loss is made exact, or goes on to be. It is called with mu held.
func (g *group) mendsIn(now time.Time, loss codec.Loss) time.Duration {
	since := now.Sub(g.scene.grabbed)
	switch loss {
	case codec.LossNone:
		return -since
	case codec.LossMuch:
		return max(savingQuiet-since, savingMendRest-now.Sub(g.mending.last))
	}
	return max(g.mending.quiet, quietAfter) - since
}

// newPicture is which part of a picture, as 1/n, changes at least when another photograph comes, and quietMost the longest that is waited
// in a slide show before one is made exact.
const (
	newPicture = 4
	quietMost  = 2 * time.Second
)

// learn waits twice as long for quiet, from when another picture came before the last one was exact: making it so was in vain, and dear. Once
// there was time for it, the wait is as short as usual again. It is called by the group's goroutine, with scene.grabbing held.
func (g *group) learn(j job, picture image.Rectangle) {
	changed := 0
	for _, r := range g.region.Clip(picture) {
		changed += r.Dx() * r.Dy()
	}
	switch {
	case changed*newPicture < picture.Dx()*picture.Dy():
	case j.exact:
		g.mending.quiet = 0
	case j.mending:
		g.mending.quiet = min(2*max(g.mending.quiet, quietAfter), quietMost)
	}
}

// mends returns how many bytes an update may take for that.
func mends(loss codec.Loss) int {
	if loss == codec.LossMuch {
		return savingMend
	}
	return quietUpdate
}
