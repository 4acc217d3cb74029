//go:build linux && !wayland

package glass

import (
	"fmt"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
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
	// pixelBits is the size of a pixel on the wire.
	pixelBits = 8 * framebuffer.BytesPerPixel
)

// xPane is a window of an X server. It is painted on through a connection of its own, which costs a copy of what changed; OpenGL without a
// graphics card copies the whole window whatever changed. The two do not get in each other's way: Fyne waits until its pictures have
// arrived, and the pane paints between them.
type xPane struct {
	conn    *x11.Conn
	window  xproto.Drawable
	context xproto.Gcontext
	depth   byte
}

// openPane returns a window's pane, or nil if it has none or its pixels are of another kind.
func openPane(window fyne.Window) pane {
	native, ok := window.(driver.NativeWindow)
	if !ok {
		return nil
	}
	var handle uintptr
	native.RunNative(func(context any) {
		if c, ok := context.(driver.X11WindowContext); ok {
			handle = c.WindowHandle
		}
	})
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

// put implements pane. Nothing is waited for: the server does it before whatever it is asked next.
func (p *xPane) put(pixels *framebuffer.Framebuffer, at image.Point) bool {
	select {
	case <-p.conn.Done():
		return false
	default:
	}
	rows := max((maxRequest-putHead)/pixels.Stride(), 1)
	for y := 0; y < pixels.Height; y += rows {
		end := min(y+rows, pixels.Height)
		xproto.PutImage(p.conn.Conn, xproto.ImageFormatZPixmap, p.window, p.context,
			uint16(pixels.Width), uint16(end-y), int16(at.X), int16(at.Y+y), 0, p.depth, pixels.Pix[y*pixels.Stride():end*pixels.Stride()])
	}
	return true
}

// close implements pane.
func (p *xPane) close() { _ = p.conn.Close() } // the connection is of no use any more, however it ends
