package ui

import (
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"beside.example/internal/framebuffer"
)

// rememberedMoves is how many of our own moves are kept: as many as a mouse makes within a slow round trip.
const rememberedMoves = 128

// remoteCursor is the sharer's pointer above the picture.
//
// While the person here controls, their own pointer already is where the sharer's will be a round trip later, and takes
// its shape; so the sharer's is drawn only where it is somewhere that we did not send it.
type remoteCursor struct {
	picture *remotePicture
	shown   *canvas.Image
	shape   *framebuffer.Cursor
	local   desktop.Cursor
	at      image.Point
	known   bool // at has been told
	sent    []image.Point
}

func newRemoteCursor(p *remotePicture) *remoteCursor {
	c := &remoteCursor{picture: p, shown: &canvas.Image{ScaleMode: canvas.ImageScaleFastest}, local: desktop.DefaultCursor}
	c.shown.Hide()
	return c
}

// localCursor is our own pointer in the shape of the sharer's. Fyne compares cursors, so each shape is one pointer.
type localCursor struct{ shape *shapedCursor }

type shapedCursor struct {
	image   image.Image
	hotspot image.Point
}

// Image implements desktop.Cursor.
func (c localCursor) Image() (image.Image, int, int) {
	return c.shape.image, c.shape.hotspot.X, c.shape.hotspot.Y
}

func (c *remoteCursor) setShape(shape *framebuffer.Cursor) {
	c.shape, c.shown.Image, c.local = shape, nil, desktop.DefaultCursor
	if validShape(shape) {
		img := &image.RGBA{
			Pix: shape.Pix, Stride: shape.Width * framebuffer.BytesPerPixel, Rect: image.Rect(0, 0, shape.Width, shape.Height),
		}
		c.shown.Image = img
		c.local = localCursor{&shapedCursor{image: img, hotspot: shape.Hotspot}}
	}
	c.shown.Refresh()
	c.place()
}

// validShape tells whether a shape can be shown: it comes from the other side.
func validShape(s *framebuffer.Cursor) bool {
	return s != nil && s.Width > 0 && s.Height > 0 && s.Width <= framebuffer.MaxCursorSide &&
		s.Height <= framebuffer.MaxCursorSide && len(s.Pix) == s.Width*s.Height*framebuffer.BytesPerPixel
}

func (c *remoteCursor) move(at image.Point) {
	c.at, c.known = at, true
	c.place()
}

// weSent remembers where our own pointer went.
func (c *remoteCursor) weSent(at image.Point) {
	if len(c.sent) == rememberedMoves {
		c.sent = slices.Delete(c.sent, 0, 1)
	}
	c.sent = append(c.sent, at)
}

// covers returns which pixels of the picture the pointer lies on.
func (c *remoteCursor) covers() image.Rectangle {
	if c.shown.Hidden || c.shape == nil {
		return image.Rectangle{}
	}
	corner := c.at.Sub(c.shape.Hotspot)
	return image.Rectangle{Min: corner, Max: corner.Add(image.Pt(c.shape.Width, c.shape.Height))}
}

// place puts the pointer where it belongs, or hides it.
func (c *remoteCursor) place() {
	p := c.picture
	ours := p.pointer.inside && p.display.input != nil && slices.Contains(c.sent, c.at)
	hidden := c.shown.Image == nil || !c.known || ours || !c.at.In(image.Rectangle{Max: p.pixels})
	if hidden {
		if !c.shown.Hidden {
			c.shown.Hide()
			canvas.Refresh(p)
		}
		return
	}
	sx, sy := p.scale()
	corner := c.at.Sub(c.shape.Hotspot)
	place(c.shown, float32(corner.X)*sx, float32(corner.Y)*sy, float32(c.shape.Width)*sx, float32(c.shape.Height)*sy)
	if c.shown.Hidden {
		c.shown.Show()
	}
	canvas.Refresh(p)
}

var _ fyne.CanvasObject = (*remotePicture)(nil)
