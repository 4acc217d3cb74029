package desktoptest

import (
	"image"
	"testing"

	"github.com/jezek/xgb/xproto"

	"beside.example/internal/desktop/internal/x11"
)

// allPlanes asks an X server for every bit of a pixel.
const allPlanes = 0xffffffff

// XCanvas paints on the desktop of $DISPLAY, as another program would, and reads it back in the plainest way.
type XCanvas struct {
	t    testing.TB
	conn *x11.Conn
	gc   xproto.Gcontext
}

// NewXCanvas connects a canvas for the time of the test.
func NewXCanvas(t testing.TB) *XCanvas {
	t.Helper()
	conn, err := x11.Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	c := &XCanvas{t: t, conn: conn}
	if c.gc, err = xproto.NewGcontextId(conn.Conn); err != nil {
		t.Fatal(err)
	}
	values := []uint32{xproto.SubwindowModeIncludeInferiors}
	err = xproto.CreateGCChecked(conn.Conn, c.gc, xproto.Drawable(conn.Root()), xproto.GcSubwindowMode, values).Check()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Fill paints a rectangle of the desktop in a colour, 0xRRGGBB, and returns once it can be seen.
func (c *XCanvas) Fill(r image.Rectangle, colour uint32) {
	c.t.Helper()
	xproto.ChangeGC(c.conn.Conn, c.gc, xproto.GcForeground, []uint32{colour})
	box := xproto.Rectangle{X: int16(r.Min.X), Y: int16(r.Min.Y), Width: uint16(r.Dx()), Height: uint16(r.Dy())}
	root := xproto.Drawable(c.conn.Root())
	if err := xproto.PolyFillRectangleChecked(c.conn.Conn, root, c.gc, []xproto.Rectangle{box}).Check(); err != nil {
		c.t.Fatalf("paint %v: %v", r, err)
	}
}

// Pixels returns a rectangle of the desktop as rows of BGRX pixels.
func (c *XCanvas) Pixels(r image.Rectangle) []byte {
	c.t.Helper()
	root := xproto.Drawable(c.conn.Root())
	reply, err := xproto.GetImage(c.conn.Conn, xproto.ImageFormatZPixmap, root,
		int16(r.Min.X), int16(r.Min.Y), uint16(r.Dx()), uint16(r.Dy()), allPlanes).Reply()
	if err != nil {
		c.t.Fatalf("read %v: %v", r, err)
	}
	return reply.Data
}

// Cursor gives the desktop's background a pointer out of the X cursor font.
func (c *XCanvas) Cursor(glyph uint16) {
	c.t.Helper()
	const name = "cursor"
	font, err := xproto.NewFontId(c.conn.Conn)
	if err != nil {
		c.t.Fatal(err)
	}
	if err := xproto.OpenFontChecked(c.conn.Conn, font, uint16(len(name)), name).Check(); err != nil {
		c.t.Fatalf("open the cursor font: %v", err)
	}
	cursor, err := xproto.NewCursorId(c.conn.Conn)
	if err != nil {
		c.t.Fatal(err)
	}
	xproto.CreateGlyphCursor(c.conn.Conn, cursor, font, font, glyph, glyph+1, 0, 0, 0, 0xffff, 0xffff, 0xffff)
	err = xproto.ChangeWindowAttributesChecked(c.conn.Conn, c.conn.Root(), xproto.CwCursor, []uint32{uint32(cursor)}).Check()
	if err != nil {
		c.t.Fatalf("set the pointer's shape: %v", err)
	}
}

// Warp puts the pointer somewhere without any input.
func (c *XCanvas) Warp(p image.Point) {
	c.t.Helper()
	err := xproto.WarpPointerChecked(c.conn.Conn, 0, c.conn.Root(), 0, 0, 0, 0, int16(p.X), int16(p.Y)).Check()
	if err != nil {
		c.t.Fatalf("move the pointer: %v", err)
	}
}
