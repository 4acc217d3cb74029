package capture

import (
	"context"
	"errors"
	"image"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jezek/xgb/xfixes"
	"github.com/jezek/xgb/xproto"

	"beside.example/internal/desktop/internal/x11"
	"beside.example/internal/framebuffer"
)

const (
	cursorNotify = 1

	// keptShapes bounds the shapes that are remembered, so that a pointer that goes to and fro between two keeps their
	// serials. Themes have some dozens, an animation some dozens of steps.
	keptShapes = 64

	// warpPause is how soon a pointer is found that a program has put elsewhere, of which the server says nothing. It
	// doubles up to warpRest while the pointer stands still: most programs do so while somebody uses it, and each look wakes server and app.
	warpPause = 250 * time.Millisecond
	warpRest  = 8 * warpPause
)

// xCursor follows the pointer of an X server: the server says when its shape changes and, by raw events, when it may have
// moved. What programs do to the pointer is found by a look now and then, rarer the longer nobody does anything.
type xCursor struct {
	conn    *x11.Conn
	closing sync.Once
	closed  chan struct{}
	wake    chan struct{}
	// reshaped is set by the reading goroutine.
	reshaped atomic.Bool

	// The rest belongs to the goroutine that uses the source. shapes has the server's serials as keys.
	shapes map[uint32]*framebuffer.Cursor
	serial uint32
	last   framebuffer.CursorState
	begun  bool
}

var _ CursorSource = (*xCursor)(nil)

func openXCursor() (CursorSource, error) {
	c := &xCursor{closed: make(chan struct{}), wake: make(chan struct{}, 1), shapes: map[uint32]*framebuffer.Cursor{}}
	var shapeEvent atomic.Uint32
	conn, err := x11.Open(func(event []byte) {
		if uint32(x11.EventCode(event)) == shapeEvent.Load()+cursorNotify {
			c.reshaped.Store(true)
		}
		wake(c.wake)
	})
	if err != nil {
		return nil, err
	}
	c.conn = conn
	if err := c.prepare(&shapeEvent); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return c, nil
}

func (c *xCursor) prepare(shapeEvent *atomic.Uint32) error {
	first, err := c.conn.Extension(xfixesName)
	if err != nil {
		return err
	}
	shapeEvent.Store(uint32(first))
	if _, err := xfixes.QueryVersion(c.conn.Conn, xfixesMajor, xfixesMinor).Reply(); err != nil {
		return closedOr(err, "ask for the version of XFixes")
	}
	err = xfixes.SelectCursorInputChecked(c.conn.Conn, c.conn.Root(), xfixes.CursorNotifyMaskDisplayCursor).Check()
	if err != nil {
		return closedOr(err, "watch the pointer's shape")
	}
	return c.conn.SelectRaw(x11.RawMotion)
}

// Next implements CursorSource.
func (c *xCursor) Next(ctx context.Context) (framebuffer.CursorState, error) {
	pause := warpPause
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for {
		state, err := c.look()
		if err != nil {
			return framebuffer.CursorState{}, err
		}
		if state != c.last || !c.begun {
			c.last, c.begun = state, true
			return state, nil
		}
		select {
		case <-ctx.Done():
			return framebuffer.CursorState{}, ctx.Err()
		case <-c.closed:
			return framebuffer.CursorState{}, ErrClosed
		case <-c.conn.Done():
			return framebuffer.CursorState{}, ErrClosed
		case <-c.wake:
			pause = warpPause
		case <-timer.C:
			pause = min(2*pause, warpRest)
		}
		timer.Reset(pause)
	}
}

// look asks the server for the pointer's place, and for its shape if that may be another.
func (c *xCursor) look() (framebuffer.CursorState, error) {
	state := c.last
	if c.reshaped.Swap(false) || !c.begun {
		shape, err := c.shape()
		if err != nil {
			return state, err
		}
		state.Shape = shape
	}
	pointer, err := xproto.QueryPointer(c.conn.Conn, c.conn.Root()).Reply()
	if err != nil {
		return state, closedOr(err, "ask for the pointer's place")
	}
	state.Position = image.Pt(int(pointer.RootX), int(pointer.RootY))
	return state, nil
}

// shape fetches the pointer's shape; nil when nothing of it can be seen.
func (c *xCursor) shape() (*framebuffer.Cursor, error) {
	reply, err := xfixes.GetCursorImage(c.conn.Conn).Reply()
	if err != nil {
		return nil, closedOr(err, "fetch the pointer's shape")
	}
	if kept, ok := c.shapes[reply.CursorSerial]; ok {
		return kept, nil
	}
	width, height := int(reply.Width), int(reply.Height)
	pixels := reply.CursorImage
	if width == 0 || height == 0 || width > framebuffer.MaxCursorSide || height > framebuffer.MaxCursorSide || len(pixels) < width*height {
		return nil, nil
	}
	shape := &framebuffer.Cursor{
		Width: width, Height: height,
		Hotspot: image.Pt(int(reply.Xhot), int(reply.Yhot)),
		Pix:     make([]byte, 0, width*height*framebuffer.BytesPerPixel),
	}
	visible := false
	for _, argb := range pixels[:width*height] {
		shape.Pix = append(shape.Pix, byte(argb>>16), byte(argb>>8), byte(argb), byte(argb>>24))
		visible = visible || argb>>24 != 0
	}
	if !visible {
		shape = nil
	} else {
		c.serial++
		shape.Serial = c.serial
	}
	if len(c.shapes) >= keptShapes {
		clear(c.shapes)
	}
	c.shapes[reply.CursorSerial] = shape
	return shape, nil
}

// Close implements CursorSource.
func (c *xCursor) Close() error {
	var err error
	c.closing.Do(func() {
		close(c.closed)
		err = c.conn.Close()
	})
	return err
}
