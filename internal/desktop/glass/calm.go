package glass

import (
	"context"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

const (
	// calmFor is how long Fyne rests at a time. All that it may have to do wakes it but for what some of its own goroutines hand it past
	// everybody: a click in the menu of a tray, the end of the wait for a second click.
	calmFor = 250 * time.Millisecond
	// restless is for how long after an event Fyne does not rest, longer than its own wait for a second click.
	restless = time.Second
	// animationTail is how long after its time an animation has had its last step.
	animationTail = 100 * time.Millisecond
)

// Calm has Fyne rest while there is nothing for it to do, and handle events as soon as they come. By itself it looks for work sixty times a
// second, all day, which costs a hundredth of a processor and more.
type Calm struct {
	driver *calmDriver // nil where Fyne's is of another kind
}

// calmApp is an app whose driver is another.
type calmApp struct {
	fyne.App
	driver *calmDriver
}

// Driver implements fyne.App.
func (a calmApp) Driver() fyne.Driver { return a.driver }

// fyneDriver is all that Fyne and the apps ask of the driver of a desktop.
type fyneDriver interface {
	fyne.Driver
	desktop.Driver
	SetSystemTrayMenu(menu *fyne.Menu)
	SystemTrayMenu() *fyne.Menu
}

// calmDriver is Fyne's driver, which knows what waits for its goroutine.
type calmDriver struct {
	fyneDriver
	// knock wakes Fyne's goroutine, for which waiting functions wait. Followed tells that events knock too.
	knock    chan struct{}
	waiting  atomic.Int32
	followed atomic.Bool

	// The following belong to Fyne's goroutine. Ran tells that a function ran since the last look, acted when events came.
	ran        bool
	acted      time.Time
	rest       *time.Timer
	animations map[*fyne.Animation]time.Time // and when each ends, zero for never
}

// NewCalm has Fyne's calls to an app tell of what waits. It is called before anything of the app is made.
func NewCalm(a fyne.App) *Calm {
	driver, ok := a.Driver().(fyneDriver)
	if !ok {
		return &Calm{}
	}
	d := newCalmDriver(driver)
	fyne.SetCurrentApp(calmApp{App: a, driver: d})
	return &Calm{driver: d}
}

func newCalmDriver(driver fyneDriver) *calmDriver {
	return &calmDriver{
		fyneDriver: driver, knock: make(chan struct{}, 1), rest: time.NewTimer(0), animations: map[*fyne.Animation]time.Time{},
	}
}

// Run follows events, and lets Fyne rest in between, until ctx ends or events cannot be followed: then Fyne looks for them by its own clock
// again. Post runs a function on Fyne's goroutine, once Fyne runs.
func (c *Calm) Run(ctx context.Context, post func(f func())) error {
	d := c.driver
	if d == nil {
		return follow(ctx, post, func() {})
	}
	look := fyne.NewAnimation(time.Hour, func(float32) { d.calm() })
	look.RepeatCount = fyne.AnimationRepeatForever
	post(func() {
		d.fyneDriver.StartAnimation(look) // whose steps are Fyne's, between its looks for events and its painting
		d.followed.Store(true)
	})
	err := follow(ctx, post, func() { d.acted = time.Now() })
	d.followed.Store(false)
	d.wake()
	return err
}

// DoFromGoroutine implements fyne.Driver.
func (d *calmDriver) DoFromGoroutine(f func(), wait bool) {
	d.waiting.Add(1)
	d.wake()
	d.fyneDriver.DoFromGoroutine(func() {
		d.waiting.Add(-1)
		d.ran = true
		f()
	}, wait)
}

// wake ends a rest.
func (d *calmDriver) wake() {
	select {
	case d.knock <- struct{}{}:
	default:
	}
}

// StartAnimation implements fyne.Driver.
func (d *calmDriver) StartAnimation(a *fyne.Animation) {
	var end time.Time
	if a.RepeatCount != fyne.AnimationRepeatForever {
		const ways = 2 // forth and back
		end = time.Now().Add(ways*time.Duration(a.RepeatCount+1)*a.Duration + animationTail)
	}
	d.animations[a] = end
	d.fyneDriver.StartAnimation(a)
}

// StopAnimation implements fyne.Driver.
func (d *calmDriver) StopAnimation(a *fyne.Animation) {
	delete(d.animations, a)
	d.fyneDriver.StopAnimation(a)
}

// calm is called by Fyne sixty times a second, after its look for events. It returns when there may be something to do.
func (d *calmDriver) calm() {
	select {
	case <-d.knock: // of what ran meanwhile, or waits
	default:
	}
	ran := d.ran
	d.ran = false
	now := time.Now()
	if ran || d.waiting.Load() > 0 || !d.followed.Load() || now.Sub(d.acted) < restless || d.animates(now) {
		return
	}
	d.rest.Reset(calmFor)
	select {
	case <-d.knock:
	case <-d.rest.C:
	}
}

// animates reports whether anything moves by Fyne's clock.
func (d *calmDriver) animates(now time.Time) bool {
	for a, end := range d.animations {
		if end.IsZero() || now.Before(end) {
			return true
		}
		delete(d.animations, a)
	}
	return false
}
