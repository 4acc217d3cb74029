package ui

import (
	"image"
	"math"

	"fyne.io/fyne/v2"
)

// Glass paints parts of a remote picture into its window at once, where Fyne would wait for its next frame. It is an
// optional power of a display: Fyne paints the same a frame later in any case, so a Glass may fail without a trace.
type Glass interface {
	// Paint stretches a part of pixels to a rectangle of the window, in its pixels, and leaves what is outside of clip.
	Paint(pixels *image.RGBA, part, at, clip image.Rectangle)
}

// SetGlass gives the display a Glass; nil leaves all to Fyne.
func (d *RemoteDisplay) SetGlass(glass Glass) { d.picture.glass = glass }

// takenPart is a part of a tile that was just taken.
type takenPart struct {
	tile int
	part image.Rectangle // in pixels of the picture
}

// paintAtOnce gives what was just taken to the glass.
func (p *remotePicture) paintAtOnce(taken []takenPart) {
	if p.glass == nil || len(taken) == 0 || p.pixels.X == 0 {
		return
	}
	scale := float64(p.display.canvasScale())
	corner := windowPixels(p, scale)
	room := windowPixels(p.display.scroll, scale)
	clip := image.Rectangle{Min: room, Max: room.Add(sizePixels(p.display.scroll.Size(), scale))}
	if p.display.focused { // the ring lies on the picture
		clip = clip.Inset(int(math.Ceil(ringInside * scale)))
	}
	shown := sizePixels(p.shown, scale)
	cursor := p.cursor.covers()
	for _, t := range taken {
		if t.part.Overlaps(cursor) { // and so does the sharer's pointer
			continue
		}
		at := image.Rect(
			t.part.Min.X*shown.X/p.pixels.X, t.part.Min.Y*shown.Y/p.pixels.Y,
			ceilDiv(t.part.Max.X*shown.X, p.pixels.X), ceilDiv(t.part.Max.Y*shown.Y, p.pixels.Y),
		).Add(corner)
		tile := p.tiles[t.tile]
		p.glass.Paint(tile.pixels, t.part.Sub(tile.bounds.Min), at, clip)
	}
}

func ceilDiv(a, b int) int { return (a + b - 1) / b }

// windowPixels returns where an object begins in its window, in the window's pixels.
func windowPixels(o fyne.CanvasObject, scale float64) image.Point {
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	return image.Pt(int(math.Round(float64(pos.X)*scale)), int(math.Round(float64(pos.Y)*scale)))
}

func sizePixels(size fyne.Size, scale float64) image.Point {
	return image.Pt(int(math.Round(float64(size.Width)*scale)), int(math.Round(float64(size.Height)*scale)))
}
