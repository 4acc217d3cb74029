package ui

import (
	"image"
	"math"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"beside.example/internal/framebuffer"
)

// Glass puts pixels into the window of a remote picture at once, where Fyne paints the whole window anew at its next
// frame. It is an optional power of a display: what it cannot paint, Fyne does.
type Glass interface {
	// Paint puts a part of some pixels into the window, its corner at a place of the window in its pixels, and reports whether
	// it is there. The pixels may change once Paint has returned.
	Paint(pixels *framebuffer.Framebuffer, part image.Rectangle, at image.Point) bool
	// Works reports whether Paint gets pixels into the window, where nothing lies above the picture.
	Works() bool
	// Close gives back what the glass holds; it paints nothing afterwards. Whoever made it calls it.
	Close()
}

const (
	// catchUpRest is how long a picture stands still before Fyne is told what is only on the glass. Fyne then paints the whole
	// window, for tens of milliseconds without a graphics card, in which nothing else is shown or heard.
	catchUpRest = 300 * time.Millisecond
	// catchUpLatest is when Fyne is told of it although the picture does not stand still: the glass may have lost something,
	// such as to a picture of Fyne's that reached the window late. Oftener would show: what is clicked in that picture of Fyne's comes late.
	catchUpLatest = 5 * time.Second
)

// SetGlass gives the display a Glass; nil leaves all to Fyne.
func (d *RemoteDisplay) SetGlass(glass Glass) { d.picture.glass = glass }

// takenPart is a part of a tile that was just taken.
type takenPart struct {
	tile int
	part image.Rectangle // in pixels of the picture
}

// paintStraight gives a rectangle of the picture to the glass as it is, without the way through tiles and sheet, where a pixel of the
// picture is one of the window; the tiles take it later, with Fyne. It returns what it leaves: what lies below pointers or a hint, or all.
func (p *remotePicture) paintStraight(fb *framebuffer.Framebuffer, m measures, rect image.Rectangle) framebuffer.Region {
	whole := m.of(image.Rectangle{Max: p.pixels})
	if p.glass == nil || whole.Size() != p.pixels {
		return framebuffer.Region{rect}
	}
	open, left := framebuffer.Region{rect}, framebuffer.Region(nil)
	for _, hole := range p.covered(m) {
		left = append(left, open.Clip(hole)...)
		open = open.Without(hole)
	}
	for _, r := range open {
		area := r.Add(whole.Min).Intersect(m.visible)
		if !area.Empty() && !p.glass.Paint(fb, area.Sub(whole.Min), area.Min) {
			left = append(left, r)
			continue
		}
		for i := range p.tiles {
			if in := r.Intersect(p.tiles[i].bounds); !in.Empty() {
				p.tiles[i].late, p.tiles[i].behind = p.tiles[i].late.Union(in), true
			}
		}
	}
	return left
}

// covered returns on which pixels of the picture something else lies.
func (p *remotePicture) covered(m measures) []image.Rectangle {
	list := []image.Rectangle{p.cursor.lies, m.hint.Sub(m.of(image.Rectangle{}).Min)}
	for _, other := range p.others.list {
		list = append(list, other.covers(m))
	}
	return slices.DeleteFunc(list, image.Rectangle.Empty)
}

// paintAtOnce gives what was just taken to the glass, and what the glass does not take to Fyne.
func (p *remotePicture) paintAtOnce(m measures, taken []takenPart) {
	for _, t := range taken {
		tile := &p.tiles[t.tile]
		if !p.paintPart(m, tile, t.part) {
			tile.refresh()
			continue
		}
		tile.behind = true
	}
	if slices.ContainsFunc(p.tiles, func(t remoteTile) bool { return t.behind }) {
		p.fallBehind()
	}
}

// takeLate takes what is on the glass alone.
func (p *remotePicture) takeLate() {
	if !slices.ContainsFunc(p.tiles, func(t remoteTile) bool { return !t.late.Empty() }) {
		return
	}
	p.source.Read(func(fb *framebuffer.Framebuffer) {
		if fb == nil || p.pixels != image.Pt(fb.Width, fb.Height) {
			return // another picture is on its way, of which everything will be taken
		}
		for i := range p.tiles {
			p.tiles[i].take(fb, p.tiles[i].late)
		}
	})
}

// repaint gives parts of the picture to the glass anew. It reports false if Fyne has to paint them.
func (p *remotePicture) repaint(parts ...image.Rectangle) bool {
	m := p.measure()
	p.takeLate()
	for _, part := range parts {
		for i := range p.tiles {
			if in := part.Intersect(p.tiles[i].bounds); !in.Empty() && !p.paintPart(m, &p.tiles[i], in) {
				return false
			}
		}
	}
	return p.glass != nil
}

// fallBehind notes that something is only on the glass, and has Fyne catch up if it has been behind for too long.
func (p *remotePicture) fallBehind() {
	if p.behind.IsZero() {
		p.behind = time.Now()
	}
	if time.Since(p.behind) >= catchUpLatest {
		p.catchUp()
	}
}

// catchUp tells Fyne what is only on the glass.
func (p *remotePicture) catchUp() {
	if p.behind.IsZero() {
		return
	}
	p.behind = time.Time{}
	p.takeLate()
	for i := range p.tiles {
		if p.tiles[i].behind {
			p.tiles[i].refresh()
		}
	}
	if p.cursor.behind {
		p.cursor.show()
	}
	if p.others.behind {
		p.others.show()
	}
}

// catchUpUnasked tells Fyne what is only on the glass, without wishing for another picture: it is about to paint one, and a wish that comes
// then would have it paint the whole window again and again while the picture moves.
func (p *remotePicture) catchUpUnasked(of fyne.Canvas) {
	wishes, ok := of.(interface {
		CheckDirtyAndClear() bool
		SetDirty()
	})
	if !ok || p.behind.IsZero() {
		p.catchUp()
		return
	}
	wished := wishes.CheckDirtyAndClear()
	p.catchUp()
	if wishes.CheckDirtyAndClear(); wished {
		wishes.SetDirty()
	}
}

// refresh has Fyne paint the tile as it is now.
func (t *remoteTile) refresh() {
	t.behind = false
	t.shown.Refresh()
}

// measures are where a picture lies in its window.
type measures struct {
	corner  fyne.Position   // in dp
	sx, sy  float32         // dp of a pixel of the picture
	scale   float32         // pixels of the window in a dp
	visible image.Rectangle // what is seen of it, in pixels of the window
	hint    image.Rectangle // where a hint lies above it, empty for none
}

// measure finds the picture in its window.
func (p *remotePicture) measure() measures {
	m := measures{corner: absolute(p), scale: p.display.canvasScale()}
	m.sx, m.sy = p.scale()
	scroll := p.display.scroll
	m.visible = m.rect(absolute(scroll), fyne.Position{}.Add(scroll.Size()))
	if p.display.focused { // the ring lies on the picture
		m.visible = m.visible.Inset(int(math.Ceil(float64(ringInside * m.scale))))
	}
	if c := canvasFor(p); c != nil {
		if root, ok := c.Content().(*Root); ok && root.shown {
			m.hint = m.rect(absolute(root.box), fyne.Position{}.Add(root.box.Size()))
		}
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

// of returns the pixels of the window that a rectangle of the picture fills.
func (m measures) of(r image.Rectangle) image.Rectangle {
	return m.rect(m.corner.AddXY(float32(r.Min.X)*m.sx, float32(r.Min.Y)*m.sy), fyne.NewPos(float32(r.Dx())*m.sx, float32(r.Dy())*m.sy))
}

// paintPart gives the pixels of the window that a part of a tile has to do with to the glass, with the pointers that
// lie there. What is not visible counts as painted.
func (p *remotePicture) paintPart(m measures, tile *remoteTile, part image.Rectangle) bool {
	if p.glass == nil {
		return false
	}
	whole := m.of(tile.bounds)
	area := touched(part.Sub(tile.bounds.Min), tile.bounds.Size(), whole).Intersect(m.visible)
	if area.Empty() {
		return true
	}
	if area.Overlaps(m.hint) {
		return false
	}
	p.sheet.Width, p.sheet.Height = area.Dx(), area.Dy()
	if n := area.Dx() * area.Dy() * framebuffer.BytesPerPixel; cap(p.sheet.Pix) < n {
		p.sheet.Pix = make([]byte, n)
	} else {
		p.sheet.Pix = p.sheet.Pix[:n]
	}
	fill(&p.sheet, tile.pixels, area.Sub(whole.Min), whole.Size())
	p.cursor.drawOn(&p.sheet, area, m)
	p.others.drawOn(&p.sheet, area, m)
	return p.glass.Paint(&p.sheet, p.sheet.Bounds(), area.Min)
}
