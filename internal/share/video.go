package share

import (
	"sync"
	"time"

	"beside.example/internal/codec"
)

const (
	// frameInterval is the shortest time between two frames of a video: the rate of most.
	frameInterval = time.Second / 30
	// frameRest is how much of the time that a frame took to code passes before the next is, as 1/n: the rest of the machine wants to be
	// used as well.
	frameRest = 4
	// maxFrames bounds the frames under way: what is seen is to be what there is.
	maxFrames = 6
	// maxTook bounds for how long the screen waits between two grabs because frames are dear, and filmedFor is for how long after the last
	// frame it does.
	maxTook   = 100 * time.Millisecond
	filmedFor = 250 * time.Millisecond
	// frameParts is into how many frames the room of the budget is divided.
	frameParts = 2
)

// videoPart is what a group has for its video lane, which has a goroutine of its own: coding a frame takes long.
type videoPart struct {
	wake chan struct{}

	// coding is held while a frame is coded. It is taken after scene.grabbing and before Stage.mu.
	coding sync.Mutex
	// encoder is nil while there is none, or none that codes video apart; guarded by coding.
	encoder codec.VideoEncoder

	// began and cost belong to the goroutine: when coding the last frame began, and how long it took; detail tells at which resolution.
	began  time.Time
	cost   time.Duration
	detail detail

	// Stage.mu guards the following: when the last frame was there, what it cost, and whether there is a newer one.
	filmed time.Time
	took   time.Duration
	waits  bool
}

// set gives the part another encoder, or none.
func (p *videoPart) set(encoder codec.Encoder) {
	p.coding.Lock()
	defer p.coding.Unlock()
	p.encoder, _ = encoder.(codec.VideoEncoder)
}

// film codes frames whenever there is a newer one and room for it.
func (g *group) film() {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		wait, due := g.frame(time.Now())
		timer.Stop()
		if due {
			timer.Reset(wait)
		}
		select {
		case <-g.scene.over:
			return
		case <-g.video.wake:
		case <-timer.C:
		}
	}
}

// frame codes a frame and hands it out, if one is due now; else it reports whether one will be, and when.
func (g *group) frame(now time.Time) (wait time.Duration, due bool) {
	part, mu := &g.video, &g.scene.stage.mu
	part.coding.Lock()
	defer part.coding.Unlock()
	if part.encoder == nil {
		return 0, false
	}
	mu.Lock()
	if part.waits = part.encoder.VideoDue(); !part.waits {
		mu.Unlock()
		return 0, false
	}
	interval, hints, open := g.videoPace()
	starts := g.starts
	mu.Unlock()
	if !open {
		return 0, false
	}
	if wait = max(interval, part.cost+part.cost/frameRest) - now.Sub(part.began); wait > 0 {
		return wait, true
	}
	p := g.scene.stage.parcel()
	p.video, p.limit = true, hints.MaxBytes
	part.began = now
	hints.Half = part.detail.half
	p.bytes = part.encoder.EncodeVideo(p.bytes, hints)
	part.cost = time.Since(now)
	part.detail.note(part.cost)
	mu.Lock()
	defer mu.Unlock()
	part.filmed, part.took = now.Add(part.cost), min(part.cost, maxTook)
	if len(p.bytes) > 0 && starts == g.starts { // a frame of before a keyframe is nobody's any more
		g.head(p, 0, now)
		g.give(p)
	} else {
		g.scene.stage.drop(p)
	}
	return 0, true // there may be a newer one already
}

// usual returns the shortest time between two grabs while nobody acts. To look at a video oftener than it is coded keeps the processor from coding
// it. It is called with mu held.
func (g *group) usual(now time.Time, loss codec.Loss) time.Duration {
	if part := &g.video; now.Sub(part.filmed) < filmedFor {
		return max(rest(loss), part.took)
	}
	return rest(loss)
}

// videoPace reports whether the group may code another frame, what that may take, and how long after the last. The main group goes with
// the fastest, the late one with the slowest. It is called with mu held.
func (g *group) videoPace() (interval time.Duration, hints codec.VideoHints, open bool) {
	main := g == g.audience.main
	for _, v := range g.viewers {
		if !v.live {
			continue
		}
		if v.waits() || !v.videoRoom() {
			if !main {
				return 0, hints, false
			}
			continue
		}
		room := max(minUpdate, (v.screen.cfg.Budget()-v.underWay())/frameParts)
		decode := v.lanes[videoLane].decode
		switch {
		case !open:
			interval, hints.MaxBytes, open = decode, room, true
		case main:
			interval, hints.MaxBytes = min(interval, decode), min(hints.MaxBytes, room)
		default:
			interval, hints.MaxBytes = max(interval, decode), min(hints.MaxBytes, room)
		}
	}
	return max(interval, frameInterval, rest(g.loss())), hints, open
}
