package ui

import (
	"image"
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"beside.example/internal/framebuffer"
)

// remoteOthers are the pointers of others who see the same picture, with their names, above it.
type remoteOthers struct {
	picture *remotePicture
	list    []*remoteOther
	behind  bool // they are on the glass as Fyne has not been told
}

// remoteOther is one of them.
type remoteOther struct {
	pointer framebuffer.Pointer
	tag     nameTag
	side    tagSide
	scale   float32 // that the tag is drawn for
	shown   *canvas.Image
}

// set takes all who point now.
func (o *remoteOthers) set(pointers []framebuffer.Pointer) {
	m := o.picture.measure()
	var changed []image.Rectangle
	var next []*remoteOther
	for _, p := range pointers {
		i := slices.IndexFunc(o.list, func(old *remoteOther) bool { return old.pointer.Who == p.Who })
		if i >= 0 && o.list[i].pointer == p {
			next = append(next, o.list[i])
			continue
		}
		other := &remoteOther{shown: &canvas.Image{ScaleMode: canvas.ImageScaleFastest}}
		if i >= 0 {
			changed = append(changed, o.list[i].covers(m))
			if o.list[i].pointer.Name == p.Name {
				*other = *o.list[i]
			}
		}
		other.pointer = p
		other.draw(m)
		changed = append(changed, other.covers(m))
		next = append(next, other)
	}
	for _, old := range o.list {
		if !slices.ContainsFunc(pointers, func(p framebuffer.Pointer) bool { return p.Who == old.pointer.Who }) {
			changed = append(changed, old.covers(m))
		}
	}
	o.list = next
	if len(changed) == 0 {
		return
	}
	if o.picture.repaint(changed...) {
		o.behind = true
		o.picture.fallBehind()
		return
	}
	o.show()
}

// draw draws the tag anew where it has changed: its scale, or the side on which there is room for the name.
func (r *remoteOther) draw(m measures) {
	at, whole := r.on(m), m.visible
	side := tagSide{}
	if r.tag.image != nil {
		size := r.tag.image.Rect.Size()
		side = tagSide{left: at.X+size.X > whole.Max.X && at.X-size.X >= whole.Min.X, above: at.Y+size.Y > whole.Max.Y && at.Y-size.Y >= whole.Min.Y}
	}
	if r.tag.image != nil && r.scale == m.scale && r.side == side {
		return
	}
	first := r.tag.image == nil
	tag, err := newNameTag(r.pointer.Who, r.pointer.Name, side, m.scale)
	if err != nil {
		fyne.LogError("a name tag cannot be drawn", err)
		return
	}
	r.tag, r.side, r.scale = tag, side, m.scale
	r.shown.Image = tag.image
	if first {
		r.draw(m) // now that its size is known
	}
}

// on returns the pixel of the window that the pointer shows.
func (r *remoteOther) on(m measures) image.Point {
	return m.of(image.Rectangle{Min: r.pointer.At, Max: r.pointer.At.Add(image.Pt(1, 1))}).Min
}

// lies returns which pixels of the window the tag fills.
func (r *remoteOther) lies(m measures) image.Rectangle {
	if r.tag.image == nil {
		return image.Rectangle{}
	}
	return r.tag.image.Rect.Add(r.on(m).Sub(r.tag.hotspot))
}

// covers returns which pixels of the picture the tag lies on.
func (r *remoteOther) covers(m measures) image.Rectangle {
	lies := r.lies(m)
	if lies.Empty() || m.sx == 0 || m.sy == 0 {
		return image.Rectangle{}
	}
	corner := m.of(image.Rectangle{}).Min
	along := func(v int, pixel float32) float64 { return float64(v) / float64(pixel*m.scale) }
	lies = lies.Sub(corner)
	return image.Rect(
		int(math.Floor(along(lies.Min.X, m.sx))), int(math.Floor(along(lies.Min.Y, m.sy))),
		int(math.Ceil(along(lies.Max.X, m.sx))), int(math.Ceil(along(lies.Max.Y, m.sy))),
	).Inset(-1)
}

// drawOn draws the tags, as far as they are there, on the pixels of an area of the window.
func (o *remoteOthers) drawOn(pixels *framebuffer.Framebuffer, area image.Rectangle, m measures) {
	for _, r := range o.list {
		lies := r.lies(m)
		part := lies.Intersect(area)
		if part.Empty() || !o.inside(r) {
			continue
		}
		row := make([]byte, part.Dx()*framebuffer.BytesPerPixel)
		for y := part.Min.Y; y < part.Max.Y; y++ {
			from := r.tag.image.PixOffset(part.Min.X-lies.Min.X, y-lies.Min.Y)
			for i := 0; i < len(row); i += framebuffer.BytesPerPixel {
				px := r.tag.image.Pix[from+i : from+i+framebuffer.BytesPerPixel]
				row[i], row[i+1], row[i+2], row[i+3] = px[2], px[1], px[0], px[3]
			}
			at := part.Min.Sub(area.Min)
			lay(pixels.Row(y-area.Min.Y, at.X, at.X+part.Dx()), row)
		}
	}
}

// inside reports whether a pointer is on the picture: it comes from the other side.
func (o *remoteOthers) inside(r *remoteOther) bool {
	return r.pointer.At.In(image.Rectangle{Max: o.picture.pixels})
}

// show has Fyne show the tags as they are now.
func (o *remoteOthers) show() {
	o.behind = false
	if len(o.list) > 0 {
		m := o.picture.measure()
		for _, r := range o.list {
			r.draw(m)
			if r.tag.image == nil {
				continue
			}
			at, size := r.pointer.At, r.tag.image.Rect.Size()
			place(r.shown, float32(at.X)*m.sx-float32(r.tag.hotspot.X)/m.scale, float32(at.Y)*m.sy-float32(r.tag.hotspot.Y)/m.scale,
				float32(size.X)/m.scale, float32(size.Y)/m.scale)
			r.shown.Hidden = !o.inside(r)
			r.shown.Refresh()
		}
	}
	canvas.Refresh(o.picture)
}

// objects returns what Fyne shows of them.
func (o *remoteOthers) objects() []fyne.CanvasObject {
	var list []fyne.CanvasObject
	for _, r := range o.list {
		list = append(list, r.shown)
	}
	return list
}
