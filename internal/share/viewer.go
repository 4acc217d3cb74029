package share

import "time"

// What a group knows of one of its viewers. All of it but kick is called with Stage.mu held.

// kick wakes Serve.
func (v *serving) kick() {
	for i := range v.lanes {
		kick(v.lanes[i].wake)
	}
}

// answered wakes who may have waited for room: those who write what waits, and who codes for the viewer or may.
func (v *serving) answered() {
	for i := range v.lanes {
		if l := &v.lanes[i]; len(l.outbox) > 0 {
			kick(l.wake)
		}
	}
	v.kickGroups()
}

// kickGroups wakes who codes for the viewer, or may, if that waited for the viewer.
func (v *serving) kickGroups() {
	if v.group != nil {
		v.group.audience.answered()
	}
}

// underWay returns how many bytes the viewer has not acknowledged.
func (v *serving) underWay() int {
	return v.lanes[screenLane].flight.bytes + v.lanes[videoLane].flight.bytes
}

// room reports whether another update of the screen may be on its way to the viewer, whatever there is of video.
func (v *serving) room() bool {
	flight := &v.lanes[screenLane].flight
	return (flight.bytes < v.screen.cfg.Budget() || flight.bytes == 0) && len(flight.sizes) < maxFlight
}

// videoRoom reports the same of another update of the video, for which there is room once there is enough for the screen.
func (v *serving) videoRoom() bool {
	if v.lanes[videoLane].stream == nil {
		return v.room()
	}
	under := v.underWay()
	return (under < v.screen.cfg.Budget() || under == 0) && len(v.lanes[videoLane].flight.sizes) < maxFrames
}

// waits reports whether something waits for room.
func (v *serving) waits() bool {
	return len(v.lanes[screenLane].outbox)+len(v.lanes[videoLane].outbox) > 0
}

// ready reports whether the viewer follows and would be sent another update of the screen at once.
func (v *serving) ready() bool {
	return v.live && len(v.lanes[screenLane].outbox) == 0 && v.room()
}

// keepsUp reports whether the viewer follows and nothing at all waits for room.
func (v *serving) keepsUp() bool { return v.ready() && !v.waits() }

// wantsChecks reports whether the viewer is to be told what its picture must be.
func (v *serving) wantsChecks() bool { return v.live && v.decodes.Checks }

// idle reports whether nothing is on its way to the viewer.
func (v *serving) idle() bool { return v.underWay() == 0 }

// decode returns how long the viewer takes to decode an update of the screen.
func (v *serving) decode() time.Duration { return v.lanes[screenLane].decode }

// upToDate reports whether the viewer follows and has got everything.
func (v *serving) upToDate() bool { return v.keepsUp() && v.idle() }

// begin notes that the viewer follows from now on, with a keyframe.
func (v *serving) begin(now time.Time) {
	v.live, v.fresh, v.wanted, v.keyed = true, false, false, now
}

// overfilled reports whether a parcel, with what waits already, is more than may be on its way to the viewer. That is so of what was made for
// others while there was no room for this one. What was made to this one's measure never is, however far behind its limit it ends.
func (v *serving) overfilled(p *parcel) bool {
	return v.owed+min(len(p.bytes), p.limit) > max(v.screen.cfg.Budget(), minUpdate)
}

// put adds an update to what waits for room.
func (v *serving) put(p *parcel) {
	l := &v.lanes[screenLane]
	if p.video && v.lanes[videoLane].stream != nil {
		l = &v.lanes[videoLane]
	}
	p.holders++
	l.outbox = append(l.outbox, p)
	v.owed += len(p.bytes)
	kick(l.wake)
}

// halt ends following: what waits for room will never be sent, and the next update for this viewer is a keyframe.
func (v *serving) halt() {
	for i := range v.lanes {
		l := &v.lanes[i]
		for _, p := range l.outbox {
			v.screen.stage.drop(p)
		}
		clear(l.outbox)
		l.outbox = l.outbox[:0]
	}
	v.owed = 0
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
		return 0, v.idle()
	}
}

// startInterval returns how long after the last keyframe the group may have another for this viewer, if somebody follows.
func (v *serving) startInterval() time.Duration {
	if v.fresh {
		return joinInterval
	}
	return keyframeInterval
}
