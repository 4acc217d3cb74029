//go:build linux && !wayland

package glass

import (
	"fmt"
	"image"

	"fyne.io/fyne/v2"
	"github.com/jezek/xgb/shm"
	"github.com/jezek/xgb/xproto"

	"beside.example/internal/desktop/internal/x11"
	"beside.example/internal/framebuffer"
)

const (
	// maxRequest bounds a request's bytes: its length is told in 16 bits, in words of four, and putHead are not pixels.
	maxRequest = 4 * 0xffff
	putHead    = 24
	// redMask is where a pixel has its red in the byte order of a framebuffer.
	redMask = 0xff0000
	// sharedBytes is how much memory is shared with the server: two pictures of 1080p, so that it is seldom waited for, and never for one.
	sharedBytes = 2 * 1920 * 1080 * framebuffer.BytesPerPixel
	// pixelBits is the size of a pixel on the wire.
	pixelBits = 8 * framebuffer.BytesPerPixel
)

// xPane is a window of an X server. It is painted on through a connection of its own, which costs a copy or two of what changed; OpenGL without a
// graphics card copies the whole window whatever changed. The two do not get in each other's way: Fyne waits until its pictures have
// arrived, and the pane paints between them.
type xPane struct {
	conn    *x11.Conn
	window  xproto.Drawable
	context xproto.Gcontext
	depth   byte

	// shared is memory that the server reads pixels from, nil where they go through the socket, and free is where nothing waits to be read.
	shared *x11.Shared
	free   int
}

// openPane returns a window's pane, or nil if it has none or its pixels are of another kind.
func openPane(window fyne.Window) pane {
	handle := handleOf(window)
	if handle == 0 {
		return nil
	}
	conn, err := x11.Open(nil)
	if err != nil {
		return nil
	}
	p := &xPane{conn: conn, window: xproto.Drawable(handle)}
	if err := p.prepare(); err != nil {
		p.close()
		return nil
	}
	return p
}

// prepare makes what painting needs, and fails where pixels are not those of a framebuffer.
func (p *xPane) prepare() error {
	geometry, err := xproto.GetGeometry(p.conn.Conn, p.window).Reply()
	if err != nil {
		return fmt.Errorf("measure the window: %w", err)
	}
	attributes, err := xproto.GetWindowAttributes(p.conn.Conn, xproto.Window(p.window)).Reply()
	if err != nil {
		return fmt.Errorf("ask for the window's kind: %w", err)
	}
	p.depth = geometry.Depth
	if !p.understands(attributes.Visual) {
		return fmt.Errorf("pixels of another kind, %d bits deep", p.depth)
	}
	if p.context, err = xproto.NewGcontextId(p.conn.Conn); err != nil {
		return fmt.Errorf("name a graphics context: %w", err)
	}
	if err := xproto.CreateGCChecked(p.conn.Conn, p.context, p.window, 0, nil).Check(); err != nil {
		return fmt.Errorf("make a graphics context: %w", err)
	}
	if p.shared, err = p.conn.Share(sharedBytes); err != nil {
		return fmt.Errorf("share memory: %w", err)
	}
	return nil
}

// understands tells whether the server takes a framebuffer's pixels as they are for a kind of windows.
func (p *xPane) understands(visual xproto.Visualid) bool {
	setup := xproto.Setup(p.conn.Conn)
	if setup.ImageByteOrder != xproto.ImageOrderLSBFirst {
		return false
	}
	wide := false
	for _, f := range setup.PixmapFormats {
		wide = wide || f.Depth == p.depth && f.BitsPerPixel == pixelBits
	}
	for _, depth := range p.conn.Screen.AllowedDepths {
		for _, v := range depth.Visuals {
			if v.VisualId == visual {
				return wide && v.RedMask == redMask
			}
		}
	}
	return false
}

// put implements pane. Pixels are there before whatever the server is asked next.
func (p *xPane) put(pixels *framebuffer.Framebuffer, part image.Rectangle, at image.Point) bool {
	select {
	case <-p.conn.Done():
		return false
	default:
	}
	piece, putRows := maxRequest-putHead, p.send
	if p.shared != nil {
		piece, putRows = len(p.shared.Bytes), p.share
	}
	rows := max(piece/(part.Dx()*framebuffer.BytesPerPixel), 1)
	for y := part.Min.Y; y < part.Max.Y; y += rows {
		some := image.Rect(part.Min.X, y, part.Max.X, min(y+rows, part.Max.Y))
		if !putRows(pixels, some, at.Add(image.Pt(0, y-part.Min.Y))) {
			return false
		}
	}
	return true
}

// send puts a part of some pixels into the window through the socket. Nothing is waited for.
func (p *xPane) send(pixels *framebuffer.Framebuffer, part image.Rectangle, at image.Point) bool {
	sent := make([]byte, part.Dx()*part.Dy()*framebuffer.BytesPerPixel)
	gather(sent, pixels, part)
	xproto.PutImage(p.conn.Conn, xproto.ImageFormatZPixmap, p.window, p.context,
		uint16(part.Dx()), uint16(part.Dy()), int16(at.X), int16(at.Y), 0, p.depth, sent)
	return true
}

// share puts a part of some pixels into the window through shared memory. Once that is full, it waits until the server has read it.
func (p *xPane) share(pixels *framebuffer.Framebuffer, part image.Rectangle, at image.Point) bool {
	size := part.Dx() * part.Dy() * framebuffer.BytesPerPixel
	if p.free+size > len(p.shared.Bytes) {
		if _, err := xproto.GetInputFocus(p.conn.Conn).Reply(); err != nil { // the answer to anything follows upon all that was asked before
			return false
		}
		p.free = 0
	}
	gather(p.shared.Bytes[p.free:p.free+size], pixels, part)
	w, h := uint16(part.Dx()), uint16(part.Dy())
	shm.PutImage(p.conn.Conn, p.window, p.context, w, h, 0, 0, w, h, int16(at.X), int16(at.Y), p.depth,
		xproto.ImageFormatZPixmap, 0, p.shared.Segment, uint32(p.free))
	p.free += size
	return true
}

// gather copies the rows of a part of some pixels behind one another.
func gather(to []byte, pixels *framebuffer.Framebuffer, part image.Rectangle) {
	for y := part.Min.Y; y < part.Max.Y; y++ {
		to = to[copy(to, pixels.Row(y, part.Min.X, part.Max.X)):]
	}
}

// close implements pane. Connection and memory are of no use any more, however they end.
func (p *xPane) close() {
	_ = p.shared.Close()
	_ = p.conn.Close()
}
