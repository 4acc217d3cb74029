package machine

import (
	"errors"
	"fmt"
	"image"
	"slices"
	"time"

	"beside.example/internal/framebuffer"
)

// A window appears some moments after it was asked for: this is how often and how long it is looked for.
const (
	floatEvery  = 20 * time.Millisecond
	floatWithin = 3 * time.Second
)

// Float keeps this app's window with a title above all others, out of the task bar, at the top of its display. It returns
// at once; the window may still be about to appear.
func (m *Machine) Float(title string) {
	if m.windows == nil {
		return // which was logged at the start
	}
	m.work.Go(func() {
		ticker := time.NewTicker(floatEvery)
		defer ticker.Stop()
		giveUp := time.After(floatWithin)
		for {
			err := m.float(title)
			if err == nil {
				return
			}
			select {
			case <-ticker.C:
			case <-m.closing:
				return
			case <-giveUp:
				m.logger.Warn("a window does not stay above the others", "err", err)
				return
			}
		}
	})
}

func (m *Machine) float(title string) error {
	handle, err := m.windows.Find(title)
	if err != nil {
		return fmt.Errorf("float a window: %w", err)
	}
	bounds, err := m.windows.Bounds(handle)
	if err != nil {
		return fmt.Errorf("float a window: %w", err)
	}
	free := m.display(bounds)
	at := image.Pt(free.Min.X+(free.Dx()-bounds.Dx())/2, free.Min.Y)
	return errors.Join(m.windows.SetAbove(handle, true), m.windows.SetSkipTaskbar(handle, true), m.windows.Move(handle, at))
}

// Room returns how large the part of the first display is that is free for windows, in pixels; nothing where that is not known.
func (m *Machine) Room() image.Point {
	if m.desktop == nil || m.windows == nil {
		return image.Point{}
	}
	displays, err := m.desktop.Displays()
	if err != nil || len(displays) == 0 {
		return image.Point{}
	}
	first := displays[max(slices.IndexFunc(displays, func(d framebuffer.Display) bool { return d.Primary }), 0)].Bounds
	if free, err := m.windows.WorkArea(first); err == nil {
		return free.Size()
	}
	return first.Size()
}

// display returns the part of the display in which most of a window is that is free for windows.
func (m *Machine) display(bounds image.Rectangle) image.Rectangle {
	if m.desktop == nil {
		return bounds
	}
	displays, err := m.desktop.Displays()
	if err != nil || len(displays) == 0 {
		return bounds
	}
	best := displays[0].Bounds
	for _, d := range displays {
		if area(d.Bounds.Intersect(bounds)) > area(best.Intersect(bounds)) {
			best = d.Bounds
		}
	}
	if free, err := m.windows.WorkArea(best); err == nil {
		return free
	}
	return best
}

func area(r image.Rectangle) int { return r.Dx() * r.Dy() }
