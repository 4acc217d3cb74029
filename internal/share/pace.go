package share

import (
	"slices"
	"time"

	"beside.example/internal/codec"
	"beside.example/protocol"
)

const (
	// grabInterval is the shortest time between two grabs: no display in common use shows more pictures, and the first change after
	// quiet never waits.
	grabInterval = time.Second / 60
	// moment is in what codec.Hints tells how long nothing changed.
	moment = time.Second / codec.Moments
	// keyframeInterval is the shortest time between two keyframes that a viewer asks for, or that a slow one costs the others in its
	// group: they are dear, and one that fails is rarely cured by another at once.
	keyframeInterval = time.Second
	// joinInterval is the shortest time between two keyframes of a group that somebody follows, when somebody else comes: those who come
	// at the same time, such as after an outage of the relay, begin together.
	joinInterval = time.Second / 4
	// maxFlight bounds the updates under way, however small: 60 a second on a round trip of half a second.
	maxFlight = 32
	// maxDecode bounds how far a viewer that claims to decode slowly can slow down the updates.
	maxDecode = time.Second / 2
	// budgetParts is into how many updates the budget is divided when there is much to send, so that one is on its way while
	// another is acknowledged.
	budgetParts = 3
	// minUpdate is the least that an update may grow to, in bytes: smaller ones waste their heads.
	minUpdate = 4 << 10
	// lagBound is for how long a viewer may be behind others in the main group, and patience for how long others in the late group wait
	// for one: a hiccup of a good network is shorter.
	lagBound = 250 * time.Millisecond
	patience = 500 * time.Millisecond
)

// due reports whether the group has something to do, and how long it is to wait for that. It is called by the group's goroutine.
func (g *group) due(now time.Time) (wait time.Duration, due bool) {
	changed, _ := g.scene.feed.state()
	g.scene.stage.mu.Lock()
	defer g.scene.stage.mu.Unlock()
	wait, due = g.dueNow(now, changed)
	if w, sweeps := g.sweepDue(now); sweeps && (!due || w < wait) {
		return w, true
	}
	return wait, due
}

// dueNow is due, but for checks, with mu held.
func (g *group) dueNow(now time.Time, changed bool) (wait time.Duration, due bool) {
	if len(g.viewers) == 0 || g.scene.failure != nil {
		return 0, false
	}
	sooner := func(w time.Duration) {
		if !due || w < wait {
			wait, due = w, true
		}
	}
	if w, lags := g.outrun(now); lags {
		sooner(w)
	}
	if w, waits := g.startDue(now); waits {
		sooner(w)
	}
	decode, idle, open := g.pace()
	if !open || g.encoder == nil {
		return wait, due
	}
	loss := g.loss()
	usual := g.scene.haste.interval(now, g.usual(now, loss))
	interval := max(usual, decode) - now.Sub(g.began)
	switch {
	case g.held:
		sooner(heldRest - now.Sub(g.replied))
	case g.encoder.Pending():
		sooner(0)
	case g.stale:
		sooner(interval)
	case changed:
		sooner(max(interval, usual-now.Sub(g.scene.grabbed)))
	case g.encoder.Lossy():
		if idle {
			sooner(g.mendsIn(now, loss))
		}
	default:
		if w, merges := g.mergeDue(now); merges {
			sooner(w)
		}
	}
	return wait, due
}

// pace reports whether the group may code another update, how long its viewers take to decode one, and whether nothing is on the way to
// them. The main group goes with the fastest, the late one with the slowest. It is called with mu held.
func (g *group) pace() (decode time.Duration, idle, open bool) {
	main := g == g.audience.main
	for _, v := range g.viewers {
		switch {
		case !v.live:
			continue
		case !v.ready():
			if !main {
				return 0, false, false
			}
			continue
		case !open:
			decode, idle, open = v.decode(), v.idle(), true
		case main:
			decode, idle = min(decode, v.decode()), idle || v.idle()
		default:
			decode, idle = max(decode, v.decode()), idle && v.idle()
		}
	}
	return decode, idle, open
}

// outrun takes those out of the group's updates who are too far behind others, and tells when the next one will be. It is called with
// mu held.
func (g *group) outrun(now time.Time) (wait time.Duration, lags bool) {
	bound := patience
	if g == g.audience.main {
		bound = lagBound
	}
	someKeepUp := slices.ContainsFunc(g.viewers, (*serving).keepsUp)
	var behind []*serving
	for _, v := range g.viewers {
		switch {
		case !v.live || !someKeepUp || v.keepsUp():
			v.lagging = time.Time{}
			continue
		case v.lagging.IsZero():
			v.lagging = now
		}
		left := bound - now.Sub(v.lagging)
		if left <= 0 {
			behind = append(behind, v)
		} else if !lags || left < wait {
			wait, lags = left, true
		}
	}
	for _, v := range behind {
		v.fallBehind(now)
	}
	return wait, lags
}

// startDue reports whether the group is to begin anew for somebody who has no picture yet, and when. It is called with mu held.
func (g *group) startDue(now time.Time) (wait time.Duration, waits bool) {
	follows := g.follows()
	for _, v := range g.viewers {
		w, ok := v.startable(now)
		if !ok {
			continue
		}
		if follows {
			w = max(w, v.startInterval()-now.Sub(g.keyed))
		}
		if !waits || w < wait {
			wait, waits = w, true
		}
	}
	return wait, waits
}

// plan decides what the next update is, if there is to be one now. The caller holds scene.grabbing.
func (g *group) plan(now time.Time) (j job, ok bool) {
	s := g.scene
	changed, _ := s.feed.state()
	s.stage.mu.Lock()
	defer s.stage.mu.Unlock()
	if wait, due := g.dueNow(now, changed); !due || wait > 0 {
		return job{}, false
	}
	fresh := false
	if w, waits := g.startDue(now); waits && w <= 0 {
		for _, v := range g.viewers {
			if w, ok := v.startable(now); ok && w <= 0 {
				v.starting, fresh = true, fresh || v.fresh
				j.hints.Keyframe = true
			}
		}
	}
	loss := g.loss()
	j.direct = s.direct(g)
	j.urgent, j.near = s.haste.urgent(now), s.haste.near()
	j.grab = changed && (fresh || !g.held && now.Sub(s.grabbed) >= s.haste.interval(now, g.usual(now, loss)))
	if j.grab && j.urgent {
		s.haste.early--
	}
	j.hints.Loss, j.hints.Videos = loss, g.audience.videos
	limit := g.limit()
	j.hints.MaxBytes = s.haste.limit(now, limit)
	if j.urgent {
		j.hints.First = j.near
	} else {
		j.hints.Refine = refines(loss, j.hints.MaxBytes)
	}
	if !j.grab && g.encoder != nil && g.encoder.Lossy() && g.mendsIn(now, loss) <= 0 {
		j.hints.Quiet, j.hints.MaxBytes = true, s.haste.limit(now, min(quietParts*limit, mends(loss)))
	}
	if w, merges := g.mergeDue(now); merges && w <= 0 && !j.hints.Keyframe && !j.grab && !g.encoder.Pending() && !g.encoder.Lossy() {
		j.hints.Restart, j.merged = true, g.audience.late.planned
	}
	g.planned++
	j.exact, g.exact = g.exact, false
	return j, true
}

// limit returns how long the next update may become: what the narrowest of those has room for who are to get it without delay. It is
// called with mu held.
func (g *group) limit() int {
	limit := 0
	for _, v := range g.viewers {
		if !v.starting && !v.ready() {
			continue
		}
		budget := v.screen.cfg.Budget()
		room := max(minUpdate, min(budget-v.lanes[screenLane].flight.bytes, budget/budgetParts))
		if limit == 0 || room < limit {
			limit = room
		}
	}
	return max(limit, minUpdate)
}

// loss returns what may be lost: no more than any of the viewers is to lose. It is called with mu held.
func (g *group) loss() codec.Loss {
	loss := codec.LossMuch
	for _, v := range g.viewers {
		loss = min(loss, v.screen.loss)
	}
	return loss
}

// mergeQuiet is how long nothing must have changed before those who came late join the others. All start to learn anew then, which costs
// bytes that nobody misses who has just stopped typing.
const mergeQuiet = time.Second

// mergeDue reports whether somebody in the late group has just the picture that the main group has, so that both can go on together, and
// when they are to. It is called with mu held.
func (g *group) mergeDue(now time.Time) (wait time.Duration, merges bool) {
	a := g.audience
	if g != a.main || a.encoding == protocol.EncodingTiles || !g.exact || !a.late.exact || g.stale || a.late.stale {
		return 0, false
	}
	quiet := mergeQuiet - now.Sub(g.scene.grabbed)
	for _, v := range a.late.viewers {
		if !v.upToDate() {
			continue
		}
		if w := max(quiet, v.mergeable.Sub(now)); !merges || w < wait {
			wait, merges = w, true
		}
	}
	return wait, merges
}

// merge makes those in the late group who have the same picture follow the main group's updates. It is called with mu held.
func (g *group) merge(now time.Time) {
	late := g.audience.late
	for _, v := range slices.Clone(late.viewers) {
		if v.upToDate() && !v.mergeable.After(now) {
			late.remove(v)
			g.add(v)
		}
	}
}
