package share

import (
	"context"
	"fmt"
	"sync"
	"time"

	"beside.example/internal/framebuffer"
)

// feed is one source with its last picture, and the goroutine that waits for the source to change.
type feed struct {
	display uint32
	source  Source
	// notify is called, from the feed's goroutine, after something may have changed.
	notify func()

	// fb, the last picture, belongs to whoever holds scene.grabbing.
	fb *framebuffer.Framebuffer

	cancel  context.CancelFunc
	waiting sync.WaitGroup
	rearm   chan struct{}

	mu sync.Mutex // guards the following
	// changed tells that a Grab may find something new, at when it did. The source is waited on only while it is false.
	changed bool
	at      time.Time
	err     error
}

// newFeed returns a feed that has not grabbed yet and waits for nothing until its first grab.
func newFeed(display uint32, source Source, notify func()) *feed {
	ctx, cancel := context.WithCancel(context.Background())
	f := &feed{display: display, source: source, notify: notify, cancel: cancel, rearm: make(chan struct{}, 1), changed: true}
	f.fb = &framebuffer.Framebuffer{}
	f.waiting.Add(1)
	go f.watch(ctx)
	return f
}

// watch waits for changes, one after each grab.
func (f *feed) watch(ctx context.Context) {
	defer f.waiting.Done()
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.rearm:
		}
		err := f.source.Wait(ctx)
		if ctx.Err() != nil {
			return
		}
		f.mu.Lock()
		f.changed, f.at = true, time.Now()
		if err != nil {
			f.err = fmt.Errorf("wait for display %d: %w", f.display, err)
		}
		f.mu.Unlock()
		f.notify()
		if err != nil {
			return
		}
	}
}

// state reports whether a grab is due, and the source's failure.
func (f *feed) state() (changed bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.changed, f.err
}

// since returns when the source changed after it was grabbed last.
func (f *feed) since() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.at
}

// grab brings fb up to date and returns what may have changed in it. The caller holds scene.grabbing.
func (f *feed) grab() (framebuffer.Region, error) {
	var region framebuffer.Region
	if f.fb.Width == 0 {
		size := f.source.Size()
		if err := f.fb.Resize(max(size.X, 1), max(size.Y, 1)); err != nil {
			return nil, f.fail(err)
		}
		region = append(region, f.fb.Bounds())
	}
	found, err := f.source.Grab(f.fb)
	if err != nil {
		return nil, f.fail(err)
	}
	f.mu.Lock()
	f.changed = false
	f.mu.Unlock()
	f.rearm <- struct{}{} // never blocks: watch took the last one before it made changed true
	if region == nil {
		return found, nil
	}
	return append(region, found...), nil
}

// fail keeps err as the feed's end. Watch waits for nothing more, since there is no rearm.
func (f *feed) fail(err error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = fmt.Errorf("grab display %d: %w", f.display, err)
	return f.err
}

// close stops waiting and closes the source. No grab may be under way.
func (f *feed) close() error {
	f.cancel()
	f.waiting.Wait()
	if err := f.source.Close(); err != nil {
		return fmt.Errorf("close display %d: %w", f.display, err)
	}
	return nil
}
