package share

import (
	"sync"
	"time"

	"beside.example/protocol"
)

// scene is one display before those who are shown it.
type scene struct {
	stage   *Stage
	display uint32
	feed    *feed
	started time.Time
	// over is closed when the groups' goroutines are to end, for which working waits.
	over    chan struct{}
	working sync.WaitGroup

	// grabbing is held during each Grab, while the picture is coded or copied, and by whoever must know that there is none of it. It is
	// taken before Stage.mu.
	grabbing sync.Mutex
	// idle is for how long nothing has changed, in grabs that found nothing. It belongs to whoever holds grabbing.
	idle time.Duration

	// Stage.mu guards the following.
	screens   int // on which the display is shown
	audiences []*audience
	grabbed   time.Time
	failure   error
	haste     haste
	counts    counts
}

// counts are what became of a display since it was opened: how often it was grabbed, how many updates were coded of that, and into how many
// outboxes they went.
type counts struct{ grabs, coded, given int }

// audience is those viewers of a scene who decode one encoding. They follow one stream of updates, the main group's, but for those who
// came late or fell behind, who have another in common.
type audience struct {
	encoding   protocol.Encoding
	main, late *group
	// videos is how many videos the groups' encoders have begun, the one with the most.
	videos uint32
}

// kick wakes who codes for the viewers. It is called with mu held.
func (a *audience) kick() {
	for _, g := range [...]*group{a.main, a.late} {
		if len(g.viewers) > 0 {
			g.kick()
		}
	}
}

// answered wakes who codes for the viewers and may have waited for one's answer. It is called with mu held.
func (a *audience) answered() {
	for _, g := range [...]*group{a.main, a.late} {
		if len(g.viewers) > 0 {
			g.answered()
		}
	}
}

// newScene returns a scene that owns source.
func newScene(stage *Stage, display uint32, source Source) *scene {
	s := &scene{stage: stage, display: display, started: time.Now(), over: make(chan struct{}), screens: 1}
	s.feed = newFeed(display, source, s.changed)
	return s
}

// changed takes note that the source may have changed, or has failed.
func (s *scene) changed() {
	_, err := s.feed.state()
	s.stage.mu.Lock()
	defer s.stage.mu.Unlock()
	if err != nil {
		s.fail(err)
	}
	s.look()
}

// look wakes who may have something to grab now. It is called with mu held.
func (s *scene) look() {
	for _, g := range s.groups() {
		if len(g.viewers) > 0 {
			kick(g.wake)
		}
	}
}

// fail ends what the scene shows, of which every viewer hears. It is called with mu held.
func (s *scene) fail(err error) {
	if s.failure != nil {
		return
	}
	s.failure = err
	for _, g := range s.groups() {
		for _, v := range g.viewers {
			v.kick()
		}
	}
}

// groups lists the groups. It is called with mu held.
func (s *scene) groups() []*group {
	var all []*group
	for _, a := range s.audiences {
		all = append(all, a.main, a.late)
	}
	return all
}

// close ends the groups and closes the source. Nobody is shown the scene any more.
func (s *scene) close() error {
	close(s.over)
	s.working.Wait()
	return s.feed.close()
}

// join makes a viewer one of the scene's: of the main group if that begins only now, else of those who come late. It is called with
// mu held.
func (s *scene) join(v *serving) {
	a := s.audience(v.decodes.Encoding)
	v.fresh = true
	if a.main.follows() {
		a.late.add(v)
		return
	}
	a.main.add(v)
}

// leave takes a viewer out of its group. It is called with mu held.
func (s *scene) leave(v *serving) {
	g := v.group
	g.remove(v)
	if a := g.audience; len(a.main.viewers) == 0 && len(a.late.viewers) > 0 {
		a.main, a.late = a.late, a.main
	}
	g.audience.kick()
}

// audience returns the viewers of an encoding. It is called with mu held.
func (s *scene) audience(encoding protocol.Encoding) *audience {
	for _, a := range s.audiences {
		if a.encoding == encoding {
			return a
		}
	}
	a := &audience{encoding: encoding}
	a.main, a.late = newGroup(s, a), newGroup(s, a)
	s.audiences = append(s.audiences, a)
	for _, g := range []*group{a.main, a.late} {
		s.working.Go(g.run)
		s.working.Go(g.film)
	}
	return a
}

// direct reports whether a group codes from the scene's own picture; the others take copies, so that nobody waits for them. It is called
// with mu held.
func (s *scene) direct(g *group) bool { return g == s.audiences[0].main }

// grab brings the picture up to date, if it may have changed, and tells every group what did. The caller holds grabbing.
func (s *scene) grab(now time.Time) error {
	if due, err := s.feed.state(); err != nil || !due {
		return err
	}
	changed := s.feed.since()
	region, err := s.feed.grab()
	s.stage.mu.Lock()
	defer s.stage.mu.Unlock()
	if err != nil {
		s.fail(err)
		return err
	}
	s.idle += max(0, changed.Sub(s.grabbed)-grabInterval) // until the next grab might have been is no rest
	s.grabbed = now
	s.counts.grabs++
	if len(region) == 0 {
		return nil
	}
	idle := int(s.idle / moment)
	s.idle = 0
	for _, g := range s.groups() {
		if len(g.viewers) == 0 {
			continue
		}
		g.region = append(g.region, region...)
		g.idle += idle
		g.stale = true
		g.kick()
	}
	return nil
}
