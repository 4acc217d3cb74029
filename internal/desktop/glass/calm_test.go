package glass

import (
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
)

// queue is a driver that only keeps what it is given.
type queue struct {
	fyneDriver
	waiting []func()
}

func (q *queue) DoFromGoroutine(f func(), _ bool) { q.waiting = append(q.waiting, f) }
func (q *queue) StartAnimation(a *fyne.Animation) {}
func (q *queue) StopAnimation(a *fyne.Animation)  {}

// run does what waits.
func (q *queue) run() {
	for _, f := range q.waiting {
		f()
	}
	q.waiting = nil
}

// rested returns how long Fyne rests at its next look.
func rested(d *calmDriver) time.Duration {
	began := time.Now()
	d.calm()
	return time.Since(began)
}

// calmed tests a driver whose events are followed.
func calmed(t *testing.T, test func(t *testing.T, q *queue, d *calmDriver)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		q := &queue{}
		d := newCalmDriver(q)
		d.followed.Store(true)
		test(t, q, d)
	})
}

func TestCalmRests(t *testing.T) {
	calmed(t, func(t *testing.T, _ *queue, d *calmDriver) {
		for range 3 {
			if got := rested(d); got != calmFor {
				t.Errorf("it rests %v", got)
			}
		}
		d.followed.Store(false)
		if got := rested(d); got != 0 {
			t.Errorf("it rests %v while nobody follows events", got)
		}
	})
}

func TestCalmEndsForWhatWaits(t *testing.T) {
	calmed(t, func(t *testing.T, q *queue, d *calmDriver) {
		did := false
		go func() {
			time.Sleep(calmFor / 2)
			d.DoFromGoroutine(func() { did = true }, false)
		}()
		if got := rested(d); got != calmFor/2 {
			t.Errorf("a function waits for %v", got-calmFor/2)
		}
		if got := rested(d); got != 0 {
			t.Errorf("it rests %v before a function", got)
		}
		q.run()
		if got := rested(d); !did || got != 0 {
			t.Errorf("it rests %v before what the function changed is painted", got)
		}
		if got := rested(d); got != calmFor {
			t.Errorf("then it rests %v", got)
		}
	})
}

func TestCalmWaitsAfterEvents(t *testing.T) {
	calmed(t, func(t *testing.T, _ *queue, d *calmDriver) {
		d.acted = time.Now()
		if got := rested(d); got != 0 {
			t.Errorf("it rests %v after an event", got)
		}
		time.Sleep(restless)
		if got := rested(d); got != calmFor {
			t.Errorf("then it rests %v", got)
		}
	})
}

func TestCalmWhileNothingMoves(t *testing.T) {
	calmed(t, func(t *testing.T, _ *queue, d *calmDriver) {
		once := &fyne.Animation{Duration: time.Second}
		d.StartAnimation(once)
		if got := rested(d); got != 0 {
			t.Errorf("it rests %v in an animation", got)
		}
		time.Sleep(3 * time.Second)
		if got := rested(d); got != calmFor {
			t.Errorf("then it rests %v", got)
		}
		always := &fyne.Animation{Duration: time.Second, RepeatCount: fyne.AnimationRepeatForever}
		d.StartAnimation(always)
		time.Sleep(time.Hour)
		if got := rested(d); got != 0 {
			t.Errorf("it rests %v in an animation without an end", got)
		}
		d.StopAnimation(always)
		if got := rested(d); got != calmFor {
			t.Errorf("then it rests %v", got)
		}
	})
}
