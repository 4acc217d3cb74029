package ui

import (
	"image"
	"math"
	"time"

	"fyne.io/fyne/v2"

	"beside.example/internal/framebuffer"
)

// Glass puts pixels into the window of a remote picture at once, where Fyne paints the whole window anew at its next
// frame. It is an optional power of a display: what it cannot paint, Fyne does.
type Glass interface {
	// Paint puts pixels into the window, their corner at a place of it in its pixels, and reports whether they are there.
	Paint(pixels *framebuffer.Framebuffer, at image.Point) bool
	// Close gives back what the glass holds; it paints nothing afterwards. Whoever made it calls it.
	Close()
}

const (
	// catchUpRest is how long a picture stands still before Fyne is told what is only on the glass. Fyne then paints the whole
	// window, for tens of milliseconds without a graphics card, in which nothing else is shown or heard.
	catchUpRest = 300 * time.Millisecond
	// catchUpLatest is when Fyne is told of it although the picture does not stand still: the glass may have lost something,
	// such as to a picture of Fyne's that reached the window late.
	catchUpLatest = time.Second
)

// SetGlass gives the display a Glass; nil leaves all to Fyne.
func (d *RemoteDisplay) SetGlass(glass Glass) { d.picture.glass = glass }

// takenPart is a part of a tile that was just taken.
type takenPart struct {
	tile int
	part image.Rectangle // in pixels of the picture
}

// paintAtOnce gives what was just taken to the glass, and what the glass does not take to Fyne.
func (p *remotePicture) paintAtOnce(taken []takenPart) {
	if len(taken) == 0 {
		return
	}
	pane := p.measure()
	for _, t := range taken {
		tile := &p.tiles[t.tile]
		if p.glass == nil || !p.paintPart(pane, tile, t.part) {
			tile.refresh()
			continue
		}
		tile.behind = true
		if p.behind.IsZero() {
			p.behind = time.Now()
		}
	}
	if !p.behind.IsZero() && time.Since(p.behind) >= catchUpLatest {
		p.catchUp()
	}
}

// catchUp tells Fyne what is only on the glass.
func (p *remotePicture) catchUp() {
	if p.behind.IsZero() {
		return
	}
	p.behind = time.Time{}
	for i := range p.tiles {
		if p.tiles[i].behind {
			p.tiles[i].refresh()
		}
	}
}

// refresh has Fyne paint the tile as it is now.
func (t *remoteTile) refresh() {
	t.behind = false
	t.shown.Refresh()
}

// measures are where a picture lies in its window, in the window's pixels.
type measures struct {
	corner  fyne.Position // in dp
	scale   float32       // pixels of a dp
	visible image.Rectangle
}

// measure finds the picture in its window.
func (p *remotePicture) measure() measures {
	m := measures{corner: absolute(p), scale: p.display.canvasScale()}
	scroll := p.display.scroll
	m.visible = m.rect(absolute(scroll), fyne.Position{}.Add(scroll.Size()))
	if p.display.focused { // the ring lies on the picture
		m.visible = m.visible.Inset(int(math.Ceil(float64(ringInside * m.scale))))
	}
	return m
}

func absolute(o fyne.CanvasObject) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
}

// rect returns the pixels from a place of an object at corner as Fyne rounds them, which its far end begins at.
func (m measures) rect(corner, size fyne.Position) image.Rectangle {
	at := func(p fyne.Position) image.Point {
		return image.Pt(int(math.Round(float64(p.X*m.scale))), int(math.Round(float64(p.Y*m.scale))))
	}
	return image.Rectangle{Min: at(corner), Max: at(corner.Add(size))}
}

// paintPart gives the pixels of the window that a part of a tile has to do with to the glass. What is not visible counts as painted.
func (p *remotePicture) paintPart(m measures, tile *remoteTile, part image.Rectangle) bool {
	if part.Overlaps(p.cursor.covers()) { // the sharer's pointer lies on it
		return false
	}
	sx, sy := p.scale()
	b := tile.bounds
	whole := m.rect(m.corner.AddXY(float32(b.Min.X)*sx, float32(b.Min.Y)*sy), fyne.NewPos(float32(b.Dx())*sx, float32(b.Dy())*sy))
	area := touched(part.Sub(b.Min), b.Size(), whole).Intersect(m.visible)
	if area.Empty() {
		return true
	}
	p.sheet.Width, p.sheet.Height = area.Dx(), area.Dy()
	if n := area.Dx() * area.Dy() * framebuffer.BytesPerPixel; cap(p.sheet.Pix) < n {
		p.sheet.Pix = make([]byte, n)
	} else {
		p.sheet.Pix = p.sheet.Pix[:n]
	}
	stretch(&p.sheet, tile.pixels, area.Sub(whole.Min), whole.Size())
	return p.glass.Paint(&p.sheet, area.Min)
}
