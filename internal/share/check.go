package share

import (
	"image"
	"slices"
	"time"

	"beside.example/internal/codec"
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// The rows of tiles of the viewers' pictures are checked one after the other. A row takes less than a tenth of a millisecond on both sides.
const (
	// checkInterval is the shortest time between two checks that go with updates: the whole of a common display is gone through in two
	// seconds.
	checkInterval = 100 * time.Millisecond
	// checkRest is how long after an update its check is made: until then both ends have better to do than that, and so has a processor
	// that they share. Where updates follow so closely that there is never such a rest, lateCheck is when one is made at once.
	checkRest = 5 * time.Millisecond
	lateCheck = 2 * checkInterval
	// sweepAfter is how long nothing must have changed before the rows that are left are gone through, sweepRows every sweepInterval, so
	// that what changes next waits for a third of a millisecond at most. A caret that blinks does not start it.
	sweepAfter    = 1200 * time.Millisecond
	sweepInterval = 200 * time.Millisecond
	sweepRows     = 4
)

// rolling goes through the rows of a picture, again after every update, and then stops: nothing is checked twice that did not change.
type rolling struct {
	// rows is how many there are, left how many have not been checked since the last update, and next the one whose turn it is.
	rows, left, next int
	updated, checked time.Time
	// kept is a check of the last update, which nobody is made to wait for: it goes with the next one, behind it if that can be, or by itself when nothing changes.
	kept *parcel
}

// begin notes an update of a picture with a number of rows.
func (r *rolling) begin(rows int, now time.Time) { r.rows, r.left, r.updated = rows, rows, now }

// take returns the row whose turn it is.
func (r *rolling) take(now time.Time) int {
	if r.next >= r.rows {
		r.next = 0
	}
	row := r.next
	r.next, r.checked = row+1, now
	r.left--
	return row
}

// owes reports whether the last update is to be checked.
func (r *rolling) owes() bool {
	return r.kept == nil && r.left > 0 && r.updated.Sub(r.checked) >= checkInterval
}

// sweepDue reports whether rows are to be checked although nothing changes, and when. It is called by the group's goroutine, with mu held.
func (g *group) sweepDue(now time.Time) (wait time.Duration, due bool) {
	r := &g.rolling
	if _, ok := g.encoder.(codec.Checker); !ok || r.left <= 0 && r.kept == nil || g.scene.failure != nil || !slices.ContainsFunc(g.viewers, (*serving).wantsChecks) {
		return 0, false
	}
	if r.owes() {
		return checkRest - now.Sub(r.updated), true
	}
	return max(sweepAfter-now.Sub(r.updated), sweepInterval-now.Sub(r.checked)), true
}

// sweep checks some rows, if that is due.
func (g *group) sweep(now time.Time) {
	mu := &g.scene.stage.mu
	mu.Lock()
	wait, due := g.sweepDue(now)
	if !due || wait > 0 {
		mu.Unlock()
		return
	}
	if g.rolling.owes() {
		mu.Unlock()
		g.rolling.kept = g.check(now)
		return
	}
	g.giveKept()
	g.rolling.checked = now
	left := g.rolling.left
	mu.Unlock()
	checks := make([]*parcel, 0, sweepRows) // handed out together, so that they go as one packet
	for range min(left, sweepRows) {
		p := g.check(now)
		if p == nil {
			break
		}
		checks = append(checks, p)
	}
	mu.Lock()
	defer mu.Unlock()
	for _, p := range checks {
		g.give(p)
	}
}

// giveKept hands out the check of the last update, before anything that changes the picture. It is called with mu held.
func (g *group) giveKept() {
	if p := g.rolling.kept; p != nil {
		g.rolling.kept = nil
		g.give(p)
	}
}

// keptBehind takes the check that is kept, if it holds after the next update as well: it then goes behind that, since summing up a row that no
// cache holds takes a viewer as long as decoding what somebody waits for. That is so where what follows has all of the picture before, so
// that nothing but the changes is in the update, and none of them is in the row. It is called with mu held.
func (g *group) keptBehind(j job) *parcel {
	p := g.rolling.kept
	if p == nil || !j.exact || j.hints.Keyframe || j.hints.Restart || rowTouched(g.changes, int(p.check.Row)) {
		return nil
	}
	g.rolling.kept = nil
	return p
}

// rowTouched reports whether a region reaches into a row of tiles.
func rowTouched(region framebuffer.Region, row int) bool {
	return slices.ContainsFunc(region, func(r image.Rectangle) bool {
		return r.Min.Y < (row+1)*framebuffer.TileSide && r.Max.Y > row*framebuffer.TileSide
	})
}

// check returns what the next row of tiles must be after the last update, or nil if the encoder cannot tell.
func (g *group) check(now time.Time) *parcel {
	checker, ok := g.encoder.(codec.Checker)
	if !ok {
		return nil
	}
	row := g.rolling.take(now)
	p := g.scene.stage.parcel()
	p.isCheck, p.check = true, protocol.PictureCheck{Row: uint16(row), Sum: checker.Checksum(row)}
	return p
}
