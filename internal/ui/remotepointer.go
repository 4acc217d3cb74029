package ui

import (
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

var (
	_ desktop.Mouseable  = (*remotePicture)(nil)
	_ desktop.Hoverable  = (*remotePicture)(nil)
	_ desktop.Cursorable = (*remotePicture)(nil)
	_ fyne.Draggable     = (*remotePicture)(nil)
	_ fyne.Scrollable    = (*remotePicture)(nil)
	_ fyne.Tappable      = (*remotePicture)(nil)
)

// The numbers of buttons on the wire.
const (
	buttonLeft   = 1
	buttonMiddle = 2
	buttonRight  = 3
)

const (
	notch     = 120 // of a wheel, in the wire's unit
	fyneNotch = 25  // what Fyne makes of a notch, except on macOS, where turns come in small parts anyway
)

// pointer is what is known of the pointer above a picture.
type pointer struct {
	inside, dragging bool
	at               image.Point
	moved            bool
	held             []uint8
	wheelX, wheelY   float32 // parts of a turn that are too small to send yet
}

// pixelAt returns the pixel of a picture under a place on it. Our pixels are the measure: Fyne tells the corner of the
// one that the pointer is on, so its middle decides.
func pixelAt(pos fyne.Position, shown fyne.Size, pixels image.Point, canvasScale float32) image.Point {
	along := func(pos, shown float32, pixels int) int {
		if shown <= 0 {
			return 0
		}
		// In whole pixels of ours: a dp need not be one, and 32 bits do not hold its parts exactly.
		ours := int(math.Round(float64(pos) * float64(canvasScale)))
		all := int(math.Round(float64(shown) * float64(canvasScale)))
		return max(min((2*ours+1)*pixels/(2*max(all, 1)), pixels-1), 0)
	}
	return image.Pt(along(pos.X, shown.Width, pixels.X), along(pos.Y, shown.Height, pixels.Y))
}

// moveTo sends where the pointer is. It reports false if there is nobody to send it to.
func (p *remotePicture) moveTo(pos fyne.Position) bool {
	if p.display.input == nil || p.pixels.X == 0 {
		return false
	}
	at := pixelAt(pos, p.shown, p.pixels, p.display.canvasScale())
	if at != p.pointer.at || !p.pointer.moved {
		p.pointer.at, p.pointer.moved = at, true
		p.cursor.weSent(at)
		p.display.input.Move(at.X, at.Y)
	}
	return true
}

// MouseIn implements desktop.Hoverable.
func (p *remotePicture) MouseIn(e *desktop.MouseEvent) {
	p.pointer.inside = true
	p.tellPointer(e)
	p.tellPoint(e.Position)
	p.moveTo(e.Position)
	p.cursor.place()
}

// MouseMoved implements desktop.Hoverable.
func (p *remotePicture) MouseMoved(e *desktop.MouseEvent) {
	p.tellPointer(e)
	p.tellPoint(e.Position)
	if p.moveTo(e.Position) {
		p.display.panTowards(e.Position)
	}
}

// tellPointer tells the display where the pointer is on it.
func (p *remotePicture) tellPointer(e *desktop.MouseEvent) {
	if d := p.display; d.OnPointer != nil {
		d.OnPointer(e.Position.Add(d.scroll.Position()).Subtract(d.scroll.Offset))
	}
}

// tellPoint tells which pixel the pointer is at.
func (p *remotePicture) tellPoint(pos fyne.Position) {
	if d := p.display; d.OnPoint != nil && p.pixels.X > 0 {
		d.OnPoint(pixelAt(pos, p.shown, p.pixels, d.canvasScale()), true)
	}
}

// MouseIn implements desktop.Hoverable, for the ground beside the picture.
func (d *RemoteDisplay) MouseIn(e *desktop.MouseEvent) { d.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (d *RemoteDisplay) MouseMoved(e *desktop.MouseEvent) {
	if d.OnPointer != nil {
		d.OnPointer(e.Position)
	}
}

// MouseOut implements desktop.Hoverable.
func (d *RemoteDisplay) MouseOut() {}

// MouseOut implements desktop.Hoverable. What is held and not dragged would never be told to be up.
func (p *remotePicture) MouseOut() {
	p.pointer.inside = false
	if d := p.display; d.OnPoint != nil {
		d.OnPoint(image.Point{}, false)
	}
	if !p.pointer.dragging {
		p.releaseButtons()
	}
	p.cursor.place()
}

// Tapped implements fyne.Tappable.
func (p *remotePicture) Tapped(*fyne.PointEvent) {
	if p.display.onTapped != nil {
		p.display.onTapped()
	}
}

// MouseDown implements desktop.Mouseable: a click on the picture takes the keys, those that were freed too.
func (p *remotePicture) MouseDown(e *desktop.MouseEvent) {
	setFocus(p.display)
	p.display.setCaptured(p.display.focused && p.display.input != nil)
	if button := buttonOf(e.Button); button != 0 && p.moveTo(e.Position) {
		p.pointer.held = append(p.pointer.held, button)
		p.display.input.Button(button, true)
	}
}

// MouseUp implements desktop.Mouseable.
func (p *remotePicture) MouseUp(e *desktop.MouseEvent) {
	button := buttonOf(e.Button)
	for i, held := range p.pointer.held {
		if held == button && p.moveTo(e.Position) {
			p.pointer.held = append(p.pointer.held[:i], p.pointer.held[i+1:]...)
			p.display.input.Button(button, false)
			return
		}
	}
}

func buttonOf(b desktop.MouseButton) uint8 {
	switch b {
	case desktop.MouseButtonPrimary:
		return buttonLeft
	case desktop.MouseButtonTertiary:
		return buttonMiddle
	case desktop.MouseButtonSecondary:
		return buttonRight
	}
	return 0
}

// Dragged implements fyne.Draggable: with a button held the pointer may leave the picture, which then gets its edge.
func (p *remotePicture) Dragged(e *fyne.DragEvent) {
	p.pointer.dragging = true
	p.tellPoint(e.Position)
	p.moveTo(e.Position)
}

// DragEnd implements fyne.Draggable. Fyne tells of a button that is let go outside only here.
func (p *remotePicture) DragEnd() {
	p.pointer.dragging = false
	p.releaseButtons()
}

// Scrolled implements fyne.Scrollable: the wheel goes to the other side; without control it scrolls the picture.
func (p *remotePicture) Scrolled(e *fyne.ScrollEvent) {
	if !p.moveTo(e.Position) {
		p.display.scroll.Scrolled(e)
		return
	}
	dx := wheelTurn(&p.pointer.wheelX, -e.Scrolled.DX)
	dy := wheelTurn(&p.pointer.wheelY, -e.Scrolled.DY)
	if dx != 0 || dy != 0 {
		p.display.input.Wheel(dx, dy)
	}
}

// wheelTurn adds a turn to what was too small before, and returns what can be sent.
func wheelTurn(rest *float32, turn float32) int {
	*rest += turn * notch / fyneNotch
	whole := int(*rest)
	*rest -= float32(whole)
	return whole
}

// Cursor implements desktop.Cursorable: in control our pointer takes the shape of the other side's.
func (p *remotePicture) Cursor() desktop.Cursor {
	switch {
	case p.display.onTapped != nil:
		return desktop.PointerCursor
	case p.display.input == nil:
		return desktop.DefaultCursor
	}
	return p.cursor.local
}

func (p *remotePicture) releaseButtons() {
	for _, button := range p.pointer.held {
		if p.display.input != nil {
			p.display.input.Button(button, false)
		}
	}
	p.pointer.held = nil
}
