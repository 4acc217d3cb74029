package capture

import (
	"context"
	"image"
	"sync"
	"time"

	"beside.example/internal/framebuffer"
)

// portableCursorPause is how often the pointer's place is asked for where the system does not tell of moves: asking takes some
// microseconds, and 25 places a second are a smooth way.
const portableCursorPause = 40 * time.Millisecond

// portableCursor follows the pointer's place; its shape is always the arrow.
type portableCursor struct {
	place   placeFinder
	closing sync.Once
	closed  chan struct{}

	// The rest belongs to the goroutine that uses the source.
	last  framebuffer.CursorState
	begun bool
	arrow *framebuffer.Cursor
}

var _ CursorSource = (*portableCursor)(nil)

// placeFinder asks the system where the pointer is.
type placeFinder interface {
	find() (image.Point, error)
	close() error
}

func openPortableCursor() (CursorSource, error) {
	place, err := openPlaceFinder()
	if err != nil {
		return nil, err
	}
	return &portableCursor{place: place, closed: make(chan struct{}), arrow: newArrow()}, nil
}

// Next implements CursorSource.
func (c *portableCursor) Next(ctx context.Context) (framebuffer.CursorState, error) {
	ticker := time.NewTicker(portableCursorPause)
	defer ticker.Stop()
	for {
		place, err := c.place.find()
		if err != nil {
			return framebuffer.CursorState{}, err
		}
		state := framebuffer.CursorState{Position: place, Shape: c.arrow}
		if state != c.last || !c.begun {
			c.last, c.begun = state, true
			return state, nil
		}
		select {
		case <-ctx.Done():
			return framebuffer.CursorState{}, ctx.Err()
		case <-c.closed:
			return framebuffer.CursorState{}, ErrClosed
		case <-ticker.C:
		}
	}
}

// Close implements CursorSource.
func (c *portableCursor) Close() error {
	var err error
	c.closing.Do(func() {
		close(c.closed)
		err = c.place.close()
	})
	return err
}

// arrowRows draw the pointer that every system knows: X black, o white, anything else transparent.
const arrowRows = `X...........
XX..........
XoX.........
XooX........
XoooX.......
XooooX......
XoooooX.....
XooooooX....
XoooooooX...
XooooooooX..
XoooooooooX.
XooooooXXXXX
XoooXooX....
XooXXooX....
XoX..XooX...
XX...XooX...
X.....XooX..
......XooX..
.......XX...
`

// newArrow makes the shape out of its drawing.
func newArrow() *framebuffer.Cursor {
	arrow := &framebuffer.Cursor{Serial: 1}
	for _, pixel := range arrowRows {
		switch pixel {
		case '\n':
			arrow.Height++
		case 'X':
			arrow.Pix = append(arrow.Pix, 0, 0, 0, 255)
		case 'o':
			arrow.Pix = append(arrow.Pix, 255, 255, 255, 255)
		default:
			arrow.Pix = append(arrow.Pix, 0, 0, 0, 0)
		}
	}
	arrow.Width = len(arrow.Pix) / framebuffer.BytesPerPixel / arrow.Height
	return arrow
}
