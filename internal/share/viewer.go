package share

import "time"

// What a group knows of one of its viewers. All of it but kick is called with Stage.mu held.

// kick wakes Serve.
func (v *serving) kick() { kick(v.wake) }

// room reports whether another update may be on its way to the viewer.
func (v *serving) room() bool {
	return (v.flight.bytes < v.screen.cfg.Budget() || v.flight.bytes == 0) && len(v.flight.sizes) < maxFlight
}

// ready reports whether the viewer follows and would be sent another update at once.
func (v *serving) ready() bool { return v.live && len(v.outbox) == 0 && v.room() }

// upToDate reports whether the viewer follows and has got everything.
func (v *serving) upToDate() bool { return v.ready() && v.flight.bytes == 0 }

// begin notes that the viewer follows from now on, with a keyframe.
func (v *serving) begin(now time.Time) {
	v.live, v.fresh, v.wanted, v.keyed = true, false, false, now
}

// put adds an update to what waits for room.
func (v *serving) put(p *parcel) {
	p.holders++
	v.outbox = append(v.outbox, p)
	v.owed += len(p.bytes)
	v.kick()
}

// halt ends following: what waits for room will never be sent, and the next update for this viewer is a keyframe.
func (v *serving) halt() {
	for _, p := range v.outbox {
		v.screen.stage.drop(p)
	}
	clear(v.outbox)
	v.outbox, v.owed = v.outbox[:0], 0
	v.live, v.starting, v.lagging = false, false, time.Time{}
}

// fallOut ends following, and goes to the late group if others in the main one go on.
func (v *serving) fallOut() {
	v.halt()
	g := v.group
	if g == nil || g != g.audience.main || !g.follows() {
		return
	}
	g.remove(v)
	g.audience.late.add(v)
}

// fallBehind is fallOut for a viewer that is too slow for the others.
func (v *serving) fallBehind(now time.Time) {
	v.mergeable = now.Add(slowPause << v.slow)
	v.slow = min(v.slow+1, maxSlow)
	v.fallOut()
}

// startable reports whether the viewer waits for a keyframe and has room for it, and when it may have it.
func (v *serving) startable(now time.Time) (wait time.Duration, ok bool) {
	switch {
	case v.live || v.starting:
		return 0, false
	case v.wanted:
		return keyframeInterval - now.Sub(v.keyed), v.room()
	case v.fresh:
		return 0, v.room()
	default:
		return 0, v.flight.bytes == 0
	}
}

// startInterval returns how long after the last keyframe the group may have another for this viewer, if somebody follows.
func (v *serving) startInterval() time.Duration {
	if v.fresh {
		return joinInterval
	}
	return keyframeInterval
}
