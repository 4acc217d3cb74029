package share

import (
	"fmt"
	"image"
	"runtime"
	"slices"
	"time"

	"beside.example/internal/codec"
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// group is viewers of a scene who get the same updates, coded once.
type group struct {
	scene    *scene
	audience *audience
	wake     chan struct{}
	video    videoPart

	// The following belong to the group's goroutine. The encoder is nil while nobody is in the group.
	encoder codec.Encoder
	rolling rolling
	size    image.Point // of the picture coded last
	// changes is what differs from the picture coded before; its memory takes turns with region's.
	changes framebuffer.Region
	// own is a copy of the scene's picture, for a group that does not code from that.
	own     framebuffer.Framebuffer
	mending mending

	unseen
	// rest is scratch for a part of that, and belongs to whoever holds scene.grabbing.
	rest framebuffer.Region

	// Stage.mu guards the following.
	viewers []*serving
	// content tells that an answer of a viewer gives the group nothing to do.
	content bool
	// stale tells that region holds something, and held that it does because something else went first.
	stale, held bool
	// exact tells that who follows has, or will have, just the picture that was coded last; planned counts the updates.
	exact   bool
	planned uint64
	beginnings
}

// beginnings tell when a group last began to code a newer picture, when it last gave away an answer of which the rest is held, and when it
// last began anew, which was the starts-th time.
type beginnings struct {
	began, replied, keyed time.Time
	starts                int
}

// unseen is what changed in a scene's picture since a group coded it, and for how long nothing had before, in moments. It belongs to whoever
// holds scene.grabbing.
type unseen struct {
	region framebuffer.Region
	idle   int
}

func newGroup(s *scene, a *audience) *group {
	return &group{scene: s, audience: a, wake: make(chan struct{}, 1), video: videoPart{wake: make(chan struct{}, 1)}}
}

// kick wakes the group's goroutines. It is called with mu held.
func (g *group) kick() {
	kick(g.wake)
	kick(g.video.wake)
}

// kick wakes whoever waits on wake, or will.
func kick(wake chan struct{}) {
	select {
	case wake <- struct{}{}:
	default:
	}
}

// add makes a viewer one of the group's, which begins anew for it. It is called with mu held.
func (g *group) add(v *serving) {
	v.group = g
	g.viewers = append(g.viewers, v)
	g.kick()
}

// remove takes a viewer out of the group. It is called with mu held.
func (g *group) remove(v *serving) {
	v.group = nil
	g.viewers = slices.DeleteFunc(g.viewers, func(other *serving) bool { return other == v })
	g.kick()
}

// follows reports whether anybody has a picture that the next update continues. It is called with mu held.
func (g *group) follows() bool {
	return slices.ContainsFunc(g.viewers, func(v *serving) bool { return v.live })
}

// run codes updates whenever there is something to send and room for it. It has no clock of its own: it sleeps until a change, an
// answer or a call wakes it, or until the time is up that pacing asks for.
func (g *group) run() {
	timer := time.NewTimer(0)
	defer timer.Stop()
	defer g.forget()
	for {
		g.setContent(false)
		wait, due := g.due(time.Now())
		if due && wait <= 0 {
			select {
			case <-g.scene.over:
				return
			default:
				g.update(time.Now())
				continue
			}
		}
		if !due && g.deserted() {
			g.forget()
		}
		timer.Stop()
		if due {
			timer.Reset(wait)
		}
		g.setContent(g.encoder != nil && !g.encoder.Lossy())
		select {
		case <-g.scene.over:
			return
		case <-g.wake:
		case <-timer.C:
		}
	}
}

// setContent notes whether answers of viewers may give the group something to do: not if it is content with what it knows of its only viewer,
// who has room for more already. Waking it for each answer costs more than coding a letter does.
func (g *group) setContent(content bool) {
	g.scene.stage.mu.Lock()
	defer g.scene.stage.mu.Unlock()
	g.content = content && len(g.viewers) == 1 && g.viewers[0].ready()
}

// answered wakes those of the group's goroutines that may have waited for a viewer's answer. It is called with mu held.
func (g *group) answered() {
	if alone := len(g.audience.main.viewers)+len(g.audience.late.viewers) == 1; !g.content || !alone {
		kick(g.wake)
	}
	if g.video.waits {
		kick(g.video.wake)
	}
}

// forget frees what only a group with viewers needs.
func (g *group) forget() {
	if g.encoder != nil {
		g.video.set(nil)
		g.encoder.Close()
		g.encoder = nil
	}
	g.own, g.size, g.rolling.kept = framebuffer.Framebuffer{}, image.Point{}, nil
}

// deserted reports whether nobody is in the group.
func (g *group) deserted() bool {
	g.scene.stage.mu.Lock()
	defer g.scene.stage.mu.Unlock()
	return len(g.viewers) == 0
}

// job is one update to be made.
type job struct {
	hints codec.Hints
	// grab tells to bring the picture up to date before.
	grab bool
	// direct tells to code from the scene's own picture; the others take copies, so that nobody waits for them.
	direct bool
	// urgent tells to code what changed in a box before all else.
	urgent bool
	near   image.Rectangle
	// merged is the number of updates that the late group had planned when it was to follow this one.
	merged uint64
	// exact tells that who follows has all of the picture before this one.
	exact bool
}

// update grabs if that is due, codes once, and hands out the result. Nothing is handed out when the picture turns out to be the same.
func (g *group) update(now time.Time) {
	s := g.scene
	s.grabbing.Lock()
	j, ok := g.plan(now)
	if !ok {
		s.grabbing.Unlock()
		g.sweep(now)
		return
	}
	if j.grab && s.grab(now) != nil {
		s.grabbing.Unlock()
		return
	}
	fb := s.feed.fb
	if j.grab {
		g.learn(now, fb.Bounds())
	}
	if size := fb.Bounds().Max; size != g.size {
		g.size, j.hints.Keyframe = size, true
	}
	j.hints.Idle, g.idle = g.idle, 0
	g.takeChanges(now, j)
	if j.direct {
		g.code(fb, j, now)
		s.grabbing.Unlock()
		return
	}
	err := g.copy(fb, j.hints.Keyframe)
	s.grabbing.Unlock()
	if err != nil {
		g.end(err)
		return
	}
	g.code(&g.own, j, now)
}

// takeChanges makes what changed since the last update what is to be coded, or the part of it that is urgent, if there is one. The caller
// holds scene.grabbing.
func (g *group) takeChanges(now time.Time, j job) {
	held := false
	if j.urgent && !j.hints.Keyframe {
		g.changes, g.rest = split(g.region, j.near, g.changes[:0], g.rest[:0])
		held = len(g.changes) > 0 && len(g.rest) > 0
	}
	if held {
		g.region, g.rest = g.rest, g.region
	} else {
		g.changes, g.region = g.region, g.changes[:0]
	}
	g.scene.stage.mu.Lock()
	defer g.scene.stage.mu.Unlock()
	if g.stale {
		g.stale, g.held, g.began = held, held, now
	}
}

// copy brings own up to date. The caller holds scene.grabbing.
func (g *group) copy(fb *framebuffer.Framebuffer, whole bool) error {
	if own := &g.own; whole || own.Width != fb.Width || own.Height != fb.Height {
		if own.Width != fb.Width || own.Height != fb.Height {
			if err := own.Resize(fb.Width, fb.Height); err != nil {
				return err
			}
		}
		copy(own.Pix, fb.Pix)
		return nil
	}
	for _, box := range g.changes {
		box = box.Intersect(fb.Bounds())
		for y := box.Min.Y; y < box.Max.Y; y++ {
			copy(g.own.Row(y, box.Min.X, box.Max.X), fb.Row(y, box.Min.X, box.Max.X))
		}
	}
	return nil
}

// code codes one update and hands it out.
func (g *group) code(fb *framebuffer.Framebuffer, j job, now time.Time) {
	s := g.scene
	if g.encoder == nil {
		g.encoder = s.stage.cfg.NewEncoder(g.audience.encoding)
		g.video.set(g.encoder)
	}
	if g.oneStream() {
		// What somebody gets on one stream must be in an order in which nothing waits for what comes after it.
		g.video.coding.Lock()
		defer g.video.coding.Unlock()
	}
	p := s.stage.parcel()
	p.limit = j.hints.MaxBytes
	var err error
	if p.bytes, err = g.encoder.Encode(p.bytes, fb, g.changes, j.hints); err != nil {
		g.end(fmt.Errorf("encode display %d: %w", s.display, err))
		return
	}
	g.mending.account(g.encoder.Debt(), j, now)
	if g.handOut(p, j, now) && now.Sub(g.rolling.checked) >= lateCheck {
		runtime.Gosched() // whoever writes it goes first
		g.rolling.kept = g.check(now)
	}
}

// handOut hands out an update, and reports whether there is anything in it.
func (g *group) handOut(p *parcel, j job, now time.Time) bool {
	s := g.scene
	s.stage.mu.Lock()
	defer s.stage.mu.Unlock()
	g.exact = !g.encoder.Pending() && !g.encoder.Lossy() && !g.held
	if video, ok := g.encoder.(codec.VideoEncoder); ok {
		g.audience.videos = max(g.audience.videos, video.Videos())
		if video.VideoDue() {
			g.video.waits = true
			kick(g.video.wake)
		}
	}
	if len(p.bytes) == 0 {
		s.stage.drop(p)
		return false
	}
	behind := g.keptBehind(j)
	g.giveKept()
	g.address(p, j.hints.Keyframe, now)
	g.hand(p, j)
	if g.held {
		g.replied = time.Now() // not now: coding took its time
	}
	if behind != nil {
		g.give(behind)
	}
	return true
}

// oneStream reports whether a viewer gets video on the screen's stream.
func (g *group) oneStream() bool {
	g.scene.stage.mu.Lock()
	defer g.scene.stage.mu.Unlock()
	return slices.ContainsFunc(g.viewers, func(v *serving) bool { return v.lanes[videoLane].stream == nil })
}

// address fills in what all viewers read about an update. It is called with mu held.
func (g *group) address(p *parcel, keyframe bool, now time.Time) {
	var flags protocol.UpdateFlags
	if keyframe {
		flags |= protocol.UpdateKeyframe
		g.keyed = now
		g.starts++
	}
	if g.exact {
		flags |= protocol.UpdateLossless
	}
	g.rolling.begin(framebuffer.Grid{Width: g.size.X, Height: g.size.Y}.Rows(), now)
	g.head(p, flags, now)
}

// head fills in the head of an update. It is called with mu held.
func (g *group) head(p *parcel, flags protocol.UpdateFlags, now time.Time) {
	p.made = now
	g.scene.counts.coded++
	p.header = protocol.UpdateHeader{
		Display: g.scene.display, Width: uint16(g.size.X), Height: uint16(g.size.Y), Encoding: g.audience.encoding, Flags: flags,
		Captured: uint32(g.scene.grabbed.Sub(g.scene.started).Milliseconds()), Length: uint32(len(p.bytes)),
	}
}

// hand puts an update into the outbox of everybody who follows, and of those for whom it begins anew. It is called with mu held.
func (g *group) hand(p *parcel, j job) {
	if j.hints.Restart && g.audience.late.planned == j.merged {
		g.merge(p.made)
	}
	for _, v := range slices.Clone(g.viewers) {
		if j.hints.Keyframe && (v.live || v.starting) {
			v.begin(p.made)
		}
		v.starting = false
		if !v.live {
			v.fallOut() // it came while the picture was coded with which the others began
		}
	}
	g.give(p)
}

// give puts a parcel into the outbox of everybody who follows, but for those for whom it is too much and not for others. It is called with mu
// held.
func (g *group) give(p *parcel) {
	for _, v := range slices.Backward(g.viewers) { // who falls behind leaves the list, in front of those who have had their turn
		switch {
		case !v.live:
		case g == g.audience.main && v.overfilled(p) && slices.ContainsFunc(g.viewers, func(other *serving) bool { return other != v && other.live }):
			v.fallBehind(p.made)
		default:
			v.put(p)
		}
	}
	if !p.isCheck {
		g.scene.counts.given += p.holders
	}
	if p.holders == 0 {
		g.scene.stage.drop(p)
	}
}

// end ends the streams of all viewers, because nothing can be coded for them.
func (g *group) end(err error) {
	g.scene.stage.mu.Lock()
	defer g.scene.stage.mu.Unlock()
	for _, v := range g.viewers {
		v.end(err)
	}
}
