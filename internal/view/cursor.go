package view

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"

	"beside.example/internal/framebuffer"
	"beside.example/internal/streams"
	"beside.example/protocol"
	"beside.example/protocol/wire"
)

// errUnused refuses a shape that comes right after another: a shape is sent when the pointer takes it on.
var errUnused = fmt.Errorf("%w: a pointer's shape that it never had", wire.ErrValue)

// ServeCursor takes the sharer's cursor messages from the stream until ctx ends or the stream fails; it returns why, nil when the
// sharer ended the stream in order. The cursor is hidden afterwards. It may run beside Serve.
func (s *Screen) ServeCursor(ctx context.Context, stream Receiver) error {
	defer streams.UnblockReads(ctx, stream)()
	defer s.cfg.Listener.CursorShaped(nil)
	frames := protocol.NewFrameReader(stream, protocol.StreamCursor)
	var shapes []*framebuffer.Cursor
	var shown *framebuffer.Cursor
	for unused := false; ; {
		m, err := frames.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return streams.Cause(ctx, fmt.Errorf("read cursor: %w", err))
		}
		switch m := m.(type) {
		case protocol.CursorShape:
			if unused {
				return errUnused
			}
			unused = true
			shapes = append(shapes, cursorOf(m))
			shapes = shapes[max(0, len(shapes)-protocol.CursorShapes):]
		case protocol.CursorMove:
			unused = false
			shape := find(shapes, m)
			if shape != shown {
				s.cfg.Listener.CursorShaped(shape)
				shown = shape
			}
			s.cfg.Listener.CursorMoved(image.Pt(int(m.X), int(m.Y)))
		default:
			return fmt.Errorf("unexpected %s from the sharer", m.Type())
		}
	}
}

func cursorOf(m protocol.CursorShape) *framebuffer.Cursor {
	return &framebuffer.Cursor{
		Serial: m.Serial, Width: int(m.Width), Height: int(m.Height),
		Hotspot: image.Pt(int(m.HotspotX), int(m.HotspotY)), Pix: m.Pix,
	}
}

// find returns the shape of which m speaks, the newest one of its serial, or nil for none.
func find(shapes []*framebuffer.Cursor, m protocol.CursorMove) *framebuffer.Cursor {
	if !m.Visible {
		return nil
	}
	for i := len(shapes) - 1; i >= 0; i-- {
		if shapes[i].Serial == m.Serial {
			return shapes[i]
		}
	}
	return nil
}
