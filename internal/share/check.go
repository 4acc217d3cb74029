package share

import (
	"time"

	"beside.example/internal/codec"
	"beside.example/protocol"
)

// checkInterval is the shortest time between two checks of the viewers' pictures. Each covers a row of tiles, which takes less than a
// tenth of a millisecond on both sides: the whole of a common display is gone through in two seconds.
const checkInterval = 100 * time.Millisecond

// rolling goes through the rows of a picture, again after every update, and then stops: nothing is checked twice that did not change.
type rolling struct {
	// rows is how many there are, left how many have not been checked since the last update, and next the one whose turn it is.
	rows, left, next int
	checked          time.Time
}

// begin notes an update of a picture with a number of rows.
func (r *rolling) begin(rows int) { r.rows, r.left = rows, rows }

// checkDue reports whether a check is due, and when. It is called by the group's goroutine, with mu held.
func (g *group) checkDue(now time.Time) (wait time.Duration, due bool) {
	if _, ok := g.encoder.(codec.Checker); !ok || g.checks.left == 0 || g.scene.failure != nil {
		return 0, false
	}
	for _, v := range g.viewers {
		if v.live && v.decodes.Checks {
			return checkInterval - now.Sub(g.checks.checked), true
		}
	}
	return 0, false
}

// check hands out what the next row of tiles must be, if that is due.
func (g *group) check(now time.Time) {
	mu, r := &g.scene.stage.mu, &g.checks
	mu.Lock()
	wait, due := g.checkDue(now)
	row := r.next
	if row >= r.rows {
		row = 0
	}
	mu.Unlock()
	if !due || wait > 0 {
		return
	}
	p := g.scene.stage.parcel()
	p.isCheck, p.check = true, protocol.PictureCheck{Row: uint16(row), Sum: g.encoder.(codec.Checker).Checksum(row)}
	mu.Lock()
	defer mu.Unlock()
	r.next, r.checked = row+1, now
	r.left--
	for _, v := range g.viewers {
		if v.live {
			v.put(p)
		}
	}
	if p.holders == 0 {
		g.scene.stage.drop(p)
	}
}
