package ui

import (
	"image"
	"image/color"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/framebuffer"
)

// tileSide is the side of a tile, in pixels: small enough that a caret uploads little, large enough that a full picture
// is few textures.
const tileSide = 256

// muchSmaller is by how many pixels a picture must have become smaller for the memory of the one before to be given back to the system at
// once, from 4K to 1080p for one: an app that then rests makes no garbage, and would keep it for minutes.
const muchSmaller = 4 << 20

// remoteTile is a square of the picture; only tiles that changed go to the graphics card again.
type remoteTile struct {
	bounds image.Rectangle
	pixels *image.RGBA // the one type that Fyne hands over without a copy
	shown  *canvas.Image
	behind bool            // pixels are on the glass that Fyne has not been told of
	late   image.Rectangle // where those of the picture are on the glass alone
}

var _ fyne.Widget = (*remotePicture)(nil)

// remotePicture is the picture itself: its tiles, and above them the sharer's pointer and those of others who see it. What happens to it goes to the
// display that owns it.
type remotePicture struct {
	widget.BaseWidget

	source  RemotePicture
	display *RemoteDisplay
	cursor  *remoteCursor
	others  *remoteOthers
	pointer pointer
	glass   Glass
	sheet   framebuffer.Framebuffer // what goes to the glass
	behind  time.Time               // since when Fyne is behind the glass, zero if it is not

	pixels  image.Point // sides of the picture
	columns int
	tiles   []remoteTile
	shown   fyne.Size
	exact   bool // one to one, where nothing may be smoothed
}

func newRemotePicture(source RemotePicture, display *RemoteDisplay) *remotePicture {
	p := &remotePicture{source: source, display: display}
	p.cursor = newRemoteCursor(p)
	p.others = &remoteOthers{picture: p}
	p.ExtendBaseWidget(p)
	return p
}

// reload takes all of the picture, with new tiles if it has other sides.
func (p *remotePicture) reload() {
	before := p.pixels.X * p.pixels.Y
	p.source.Read(func(fb *framebuffer.Framebuffer) {
		if fb == nil {
			p.cut(image.Point{})
			return
		}
		if size := image.Pt(fb.Width, fb.Height); size != p.pixels {
			p.cut(size)
		}
		for i := range p.tiles {
			p.tiles[i].take(fb, p.tiles[i].bounds)
		}
	})
	for i := range p.tiles {
		p.tiles[i].refresh()
	}
	p.behind = time.Time{}
	p.Refresh()
	if before-p.pixels.X*p.pixels.Y >= muchSmaller {
		debug.FreeOSMemory()
	}
}

// release gives back what Fyne holds of a tile that is shown no more: the pixels, and the texture at the next frame. Fyne would else keep
// both until some frame a minute later, and paints none while nothing changes.
func (t *remoteTile) release() {
	t.shown.Image = nil
	t.shown.Refresh()
}

// cut makes the tiles for a picture of a size.
func (p *remotePicture) cut(size image.Point) {
	for i := range p.tiles {
		p.tiles[i].release()
	}
	p.pixels, p.tiles = size, nil
	p.columns = (size.X + tileSide - 1) / tileSide
	for y := 0; y < size.Y; y += tileSide {
		for x := 0; x < size.X; x += tileSide {
			bounds := image.Rect(x, y, min(x+tileSide, size.X), min(y+tileSide, size.Y))
			pixels := image.NewRGBA(image.Rect(0, 0, bounds.Dx(), bounds.Dy()))
			p.tiles = append(p.tiles, remoteTile{bounds: bounds, pixels: pixels, shown: canvas.NewImageFromImage(pixels)})
		}
	}
}

// take copies the pixels of a rectangle, which lies inside the tile, and what is late.
func (t *remoteTile) take(fb *framebuffer.Framebuffer, rect image.Rectangle) {
	rect, t.late = rect.Union(t.late), image.Rectangle{}
	for y := rect.Min.Y; y < rect.Max.Y; y++ {
		at := t.pixels.PixOffset(rect.Min.X-t.bounds.Min.X, y-t.bounds.Min.Y)
		swapRedBlue(t.pixels.Pix[at:at+rect.Dx()*framebuffer.BytesPerPixel], fb.Row(y, rect.Min.X, rect.Max.X))
	}
}

// update takes what changed. It reports false if the picture has other sides by now.
func (p *remotePicture) update(region framebuffer.Region) bool {
	same := true
	m := p.measure()
	var taken []takenPart
	p.source.Read(func(fb *framebuffer.Framebuffer) {
		if same = fb != nil && p.pixels == image.Pt(fb.Width, fb.Height); !same {
			return
		}
		for _, rect := range region {
			for _, left := range p.paintStraight(fb, m, rect.Intersect(fb.Bounds())) {
				taken = p.takeRect(fb, left, taken)
			}
		}
	})
	p.paintAtOnce(m, taken)
	return same
}

// takeRect takes a rectangle into the tiles that it lies on, and adds those parts to taken.
func (p *remotePicture) takeRect(fb *framebuffer.Framebuffer, rect image.Rectangle, taken []takenPart) []takenPart {
	if rect.Empty() {
		return taken
	}
	for row := rect.Min.Y / tileSide; row*tileSide < rect.Max.Y; row++ {
		for column := rect.Min.X / tileSide; column*tileSide < rect.Max.X; column++ {
			i := row*p.columns + column
			part := rect.Intersect(p.tiles[i].bounds)
			p.tiles[i].take(fb, part)
			taken = append(taken, takenPart{tile: i, part: part})
		}
	}
	return taken
}

// setShown says how large the picture is shown, and whether that is one to one.
func (p *remotePicture) setShown(size fyne.Size, exact bool) {
	p.shown, p.exact = size, exact
	p.Resize(size)
	p.Refresh()
}

// scale returns how large a pixel of the picture is, in dp.
func (p *remotePicture) scale() (x, y float32) {
	if p.pixels.X == 0 || p.pixels.Y == 0 {
		return 1, 1
	}
	return p.shown.Width / float32(p.pixels.X), p.shown.Height / float32(p.pixels.Y)
}

// CreateRenderer implements fyne.Widget.
func (p *remotePicture) CreateRenderer() fyne.WidgetRenderer { return draw(p) }

// minSize is what Fyne asks all objects for before it paints them: the last moment to tell it what is only on the glass.
func (p *remotePicture) minSize() fyne.Size {
	p.catchUpUnasked(canvasFor(p))
	return p.shown
}

func (p *remotePicture) layout(fyne.Size) {
	sx, sy := p.scale()
	for _, t := range p.tiles {
		b := t.bounds
		place(t.shown, float32(b.Min.X)*sx, float32(b.Min.Y)*sy, float32(b.Dx())*sx, float32(b.Dy())*sy)
	}
	p.cursor.show()
	if len(p.others.list) > 0 {
		p.others.show()
	}
}

func (p *remotePicture) paint() {
	mode := canvas.ImageScaleFastest // smoothed by the graphics card, never by us
	if p.exact {
		mode = canvas.ImageScalePixels
	}
	for _, t := range p.tiles {
		if t.shown.ScaleMode != mode {
			t.shown.ScaleMode = mode
			t.shown.Refresh()
		}
	}
}

func (p *remotePicture) children() []fyne.CanvasObject {
	list := make([]fyne.CanvasObject, 0, len(p.tiles)+1)
	for _, t := range p.tiles {
		list = append(list, t.shown)
	}
	return append(append(list, p.cursor.shown), p.others.objects()...)
}

func greyOf(value uint8) color.Color { return color.NRGBA{R: value, G: value, B: value, A: 0xff} }
