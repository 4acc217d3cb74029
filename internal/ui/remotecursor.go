package ui

import (
	"image"
	"slices"

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
	image   *image.RGBA // of shape, nil for none
	local   desktop.Cursor
	at      image.Point
	known   bool // at has been told
	sent    []image.Point
	lies    image.Rectangle // pixels of the picture that it is on, empty while it is hidden
	behind  bool            // it is on the glass as Fyne has not been told
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
	c.shape, c.image, c.local = shape, nil, desktop.DefaultCursor
	if validShape(shape) {
		c.image = &image.RGBA{
			Pix: shape.Pix, Stride: shape.Width * framebuffer.BytesPerPixel, Rect: image.Rect(0, 0, shape.Width, shape.Height),
		}
		c.local = localCursor{&shapedCursor{image: c.image, hotspot: shape.Hotspot}}
	}
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

// covers returns which pixels of the picture the pointer belongs on, none if it is to be hidden.
func (c *remoteCursor) covers() image.Rectangle {
	p := c.picture
	ours := p.pointer.inside && p.display.input != nil && slices.Contains(c.sent, c.at)
	if c.image == nil || !c.known || ours || !c.at.In(image.Rectangle{Max: p.pixels}) {
		return image.Rectangle{}
	}
	return c.image.Rect.Add(c.at.Sub(c.shape.Hotspot))
}

// place puts the pointer where it belongs, or hides it: at once if there is a glass, and else by Fyne.
func (c *remoteCursor) place() {
	before := c.lies
	c.lies = c.covers()
	if before.Empty() && c.lies.Empty() {
		return
	}
	if c.picture.repaint(before, c.lies) {
		c.behind = true
		c.picture.fallBehind()
		return
	}
	c.show()
}

// show has Fyne show the pointer as it is now.
func (c *remoteCursor) show() {
	c.behind = false
	c.lies = c.covers()
	if c.lies.Empty() {
		if !c.shown.Hidden {
			c.shown.Hide()
			canvas.Refresh(c.picture)
		}
		return
	}
	if c.shown.Image != c.image {
		c.shown.Image = c.image
		c.shown.Refresh()
	}
	sx, sy := c.picture.scale()
	at, size := c.lies.Min, c.lies.Size()
	place(c.shown, float32(at.X)*sx, float32(at.Y)*sy, float32(size.X)*sx, float32(size.Y)*sy)
	if c.shown.Hidden {
		c.shown.Show()
	}
	canvas.Refresh(c.picture)
}

// drawOn draws the pointer, as far as it is there, on the pixels of an area of the window.
func (c *remoteCursor) drawOn(pixels *framebuffer.Framebuffer, area image.Rectangle, m measures) {
	if c.lies.Empty() {
		return
	}
	whole := m.of(c.lies)
	part := whole.Intersect(area)
	if part.Empty() {
		return
	}
	shape := framebuffer.Framebuffer{Width: part.Dx(), Height: part.Dy(), Pix: make([]byte, part.Dx()*part.Dy()*framebuffer.BytesPerPixel)}
	stretch(&shape, c.image, part.Sub(whole.Min), whole.Size())
	for y := range shape.Height {
		at := part.Min.Sub(area.Min)
		lay(pixels.Row(at.Y+y, at.X, at.X+shape.Width), shape.Row(y, 0, shape.Width))
	}
}

// lay lays colours, which carry how much they hide, on others.
func lay(under, over []byte) {
	const all = 0xff
	for i := 0; i < len(over); i += framebuffer.BytesPerPixel {
		through := all - int(over[i+framebuffer.BytesPerPixel-1])
		for j := i; j < i+framebuffer.BytesPerPixel; j++ {
			under[j] = byte(min(int(over[j])+(int(under[j])*through+all/2)/all, all))
		}
	}
}
