package ui

import (
	"context"
	"image"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"beside.example/internal/framebuffer"
)

// Bind shows a model: whenever changes has something, it calls apply with the latest snapshot on Fyne's goroutine. It
// blocks until ctx ends or changes is closed; its owner runs it in a goroutine and waits for that.
//
// A model that changes faster than Fyne paints is applied once for several changes: there is never more than one call
// under way. The first call comes at once, without a change.
func Bind[S any](ctx context.Context, changes <-chan struct{}, latest func() S, apply func(S)) {
	var waiting atomic.Bool
	show := func() {
		if waiting.Swap(true) {
			return
		}
		fyne.Do(func() {
			waiting.Store(false)
			if ctx.Err() == nil {
				apply(latest())
			}
		})
	}
	show()
	for {
		select {
		case <-ctx.Done():
			return
		case _, open := <-changes:
			if !open {
				return
			}
			show()
		}
	}
}

// Post runs f on Fyne's goroutine, without waiting for it: for what a goroutine has to show once.
func Post(f func()) { fyne.Do(f) }

// Feed brings what happens to a remote picture, on any goroutine, to a RemoteDisplay on Fyne's: changes that come faster
// than Fyne paints are merged. It has the methods that a view's listener needs.
type Feed struct {
	display *RemoteDisplay

	// rest ends when the picture has stood still; it belongs to Fyne's goroutine.
	rest *time.Timer

	mu sync.Mutex // guards the following
	// pending is what waits for Fyne's goroutine, nil when nothing does.
	pending *feedChange
}

type feedChange struct {
	resized bool
	region  framebuffer.Region
	at      *image.Point
	shaped  bool
	shape   *framebuffer.Cursor
	pointed bool
	others  []framebuffer.Pointer
}

// NewFeed returns the feed of a display.
func NewFeed(display *RemoteDisplay) *Feed { return &Feed{display: display} }

// Resized tells that the picture has a new size; all of it changed.
func (f *Feed) Resized(image.Point) { f.add(func(c *feedChange) { c.resized = true }) }

// Changed tells which part of the picture changed.
func (f *Feed) Changed(region framebuffer.Region) {
	f.add(func(c *feedChange) {
		c.region = append(c.region, region...)
		if len(c.region) > maxPending {
			c.region = framebuffer.Region{c.region.Bounds()}
		}
	})
}

// maxPending bounds the rectangles that wait while Fyne is busy; beyond it they become one.
const maxPending = 512

// CursorMoved tells where the sharer's pointer is.
func (f *Feed) CursorMoved(at image.Point) { f.add(func(c *feedChange) { c.at = &at }) }

// CursorShaped tells what the sharer's pointer looks like; nil means that it is hidden.
func (f *Feed) CursorShaped(shape *framebuffer.Cursor) {
	f.add(func(c *feedChange) { c.shaped, c.shape = true, shape })
}

// Pointed tells where others who see the picture point.
func (f *Feed) Pointed(others []framebuffer.Pointer) {
	f.add(func(c *feedChange) { c.pointed, c.others = true, others })
}

func (f *Feed) add(change func(*feedChange)) {
	f.mu.Lock()
	first := f.pending == nil
	if first {
		f.pending = &feedChange{}
	}
	change(f.pending)
	f.mu.Unlock()
	if first {
		fyne.Do(f.apply)
	}
}

func (f *Feed) apply() {
	f.mu.Lock()
	c := f.pending
	f.pending = nil
	f.mu.Unlock()
	if c.resized {
		f.display.Reload()
	} else if len(c.region) > 0 {
		f.display.Update(c.region)
	}
	if c.shaped {
		f.display.ShapeCursor(c.shape)
	}
	if c.at != nil {
		f.display.MoveCursor(*c.at)
	}
	if c.pointed {
		f.display.SetPointers(c.others)
	}
	if !f.display.picture.behind.IsZero() {
		f.restThenCatchUp()
	}
}

// restThenCatchUp has Fyne catch up with the glass once nothing has changed for a while.
func (f *Feed) restThenCatchUp() {
	if f.rest == nil {
		f.rest = time.AfterFunc(catchUpRest, func() { fyne.Do(f.display.picture.catchUp) })
		return
	}
	f.rest.Reset(catchUpRest)
}
