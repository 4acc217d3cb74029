package ui

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/framebuffer"
	"beside.example/internal/look"
)

// RemotePicture is where a RemoteDisplay takes its pixels from.
type RemotePicture interface {
	// Read calls f with the picture, which is nil before the first update. F neither keeps nor changes it.
	Read(f func(fb *framebuffer.Framebuffer))
}

// RemoteInput takes what the person at a RemoteDisplay does. Its methods do not block.
type RemoteInput interface {
	// Move tells the pixel of the picture that the pointer is at.
	Move(x, y int)
	// Button tells that a button went down or up there: 1 left, 2 middle, 3 right.
	Button(button uint8, down bool)
	// Wheel tells of a turn in 1/120 notch; positive is right and down.
	Wheel(dx, dy int)
	// Key tells that a physical key went down or up, by its usage on the HID keyboard page.
	Key(usage uint16, down bool)
	// Text tells of typed characters that no physical key stands for.
	Text(s string)
	// ReleaseAll releases what is held.
	ReleaseAll()
}

// Scale is how large a remote picture is shown.
type Scale uint8

// The scales.
const (
	Fit      Scale = iota // all of the picture, as large as the room allows
	OneToOne              // one pixel of the picture on one of ours, with scroll bars
)

var (
	_ fyne.Widget       = (*RemoteDisplay)(nil)
	_ fyne.Focusable    = (*RemoteDisplay)(nil)
	_ fyne.Tabbable     = (*RemoteDisplay)(nil)
	_ fyne.Shortcutable = (*RemoteDisplay)(nil)
	_ fyne.Disableable  = (*RemoteDisplay)(nil)
	_ desktop.Hoverable = (*RemoteDisplay)(nil)
	_ desktop.Keyable   = (*RemoteDisplay)(nil)
)

// RemoteDisplay shows the other side's display and takes pointer and keys for it.
//
// With the focus it takes every key, Tab and shortcuts too, and shows that by a ring; Right Ctrl frees the keys. A Feed
// tells it from any goroutine what changed.
type RemoteDisplay struct {
	widget.BaseWidget

	// OnCaptured is told whether keys go to the other side.
	OnCaptured func(captured bool)
	// OnPointer is told where the pointer is on the display, beside the picture too.
	OnPointer func(at fyne.Position)
	// OnPoint is told which pixel of the picture the pointer is at, with control or without; on is false once it has left the picture.
	OnPoint func(at image.Point, on bool)
	// OnFreeKey is told of a key that is typed while the display has the focus but the keys are free, such as F11.
	OnFreeKey func(key fyne.KeyName)

	input    RemoteInput
	scale    Scale
	focused  bool
	captured bool
	still    bool // takes no focus
	onTapped func()
	keys     keyboard

	ground  *canvas.Rectangle
	scroll  *container.Scroll
	picture *remotePicture
	rings   [2]*canvas.Rectangle
}

// NewRemoteDisplay returns a display of a picture, for viewing only.
func NewRemoteDisplay(source RemotePicture) *RemoteDisplay {
	d := &RemoteDisplay{ground: newBox(0), rings: [2]*canvas.Rectangle{newBox(0), newBox(0)}}
	d.picture = newRemotePicture(source, d)
	d.scroll = container.NewScroll(d.picture)
	d.ExtendBaseWidget(d)
	return d
}

// NewRemoteStill returns a display that is a mere picture: it takes neither focus nor input, and a click calls tapped.
func NewRemoteStill(source RemotePicture, tapped func()) *RemoteDisplay {
	d := NewRemoteDisplay(source)
	d.still, d.onTapped = true, tapped
	return d
}

// Disabled implements fyne.Disableable: what is disabled takes no focus.
func (d *RemoteDisplay) Disabled() bool { return d.still }

// Disable makes the display a mere picture.
func (d *RemoteDisplay) Disable() {
	d.SetInput(nil)
	d.still = true
	d.Refresh()
}

// Enable lets the display take the focus.
func (d *RemoteDisplay) Enable() {
	d.still = false
	d.Refresh()
}

// SetInput gives pointer and keys to an input; nil ends that, after everything held is released.
func (d *RemoteDisplay) SetInput(input RemoteInput) {
	if d.input == input {
		return
	}
	d.release()
	d.input = input
	d.setCaptured(d.focused && input != nil)
	d.picture.Refresh()
}

// SetScale changes how large the picture is shown.
func (d *RemoteDisplay) SetScale(scale Scale) {
	if d.scale != scale {
		d.scale = scale
		d.Refresh()
	}
}

// Scale returns how large the picture is shown.
func (d *RemoteDisplay) Scale() Scale { return d.scale }

// Percent returns the scale that the picture is shown at, in percent of one to one; 0 without a picture.
func (d *RemoteDisplay) Percent() int {
	const percent, half = 100, 0.5
	if d.picture.pixels.X == 0 {
		return 0
	}
	return int(d.picture.Size().Width*d.canvasScale()/float32(d.picture.pixels.X)*percent + half)
}

// PictureSize returns the sides of the picture, in its pixels.
func (d *RemoteDisplay) PictureSize() image.Point { return d.picture.pixels }

// Captured reports whether keys go to the other side.
func (d *RemoteDisplay) Captured() bool { return d.captured }

// Reload takes all of the picture anew, such as when its size changed.
func (d *RemoteDisplay) Reload() {
	before := d.picture.pixels
	d.picture.reload()
	if d.picture.pixels != before {
		d.Refresh()
	}
}

// Update takes what changed of the picture.
func (d *RemoteDisplay) Update(region framebuffer.Region) {
	if !d.picture.update(region) {
		d.Reload()
	}
}

// MoveCursor tells where the sharer's pointer is, in pixels of the picture.
func (d *RemoteDisplay) MoveCursor(at image.Point) { d.picture.cursor.move(at) }

// ShapeCursor tells what the sharer's pointer looks like; nil hides it.
func (d *RemoteDisplay) ShapeCursor(shape *framebuffer.Cursor) { d.picture.cursor.setShape(shape) }

// SetPointers shows where others who see the picture point, all who do at once, with their names. A mere picture, which is small, does
// without.
func (d *RemoteDisplay) SetPointers(others []framebuffer.Pointer) {
	if !d.still {
		d.picture.others.set(others)
	}
}

// canvasScale returns how many of our pixels a dp has.
func (d *RemoteDisplay) canvasScale() float32 {
	if c := canvasFor(d); c != nil {
		return c.Scale()
	}
	return 1
}

// CreateRenderer implements fyne.Widget.
func (d *RemoteDisplay) CreateRenderer() fyne.WidgetRenderer {
	d.ExtendBaseWidget(d)
	return draw(d)
}

func (d *RemoteDisplay) minSize() fyne.Size { return fyne.NewSquareSize(remoteLeast) }

const (
	remoteLeast   = 160 // enough to find the picture again in a small window
	letterboxGrey = 0x0b
	panEdge       = 24
	panStep       = 16
	ringInside    = 3 // both lines of the ring: they lie on the picture, whose colours nobody knows
)

func (d *RemoteDisplay) layout(size fyne.Size) {
	place(d.ground, 0, 0, size.Width, size.Height)
	place(d.rings[0], 0, 0, size.Width, size.Height)
	place(d.rings[1], ringWidth, ringWidth, size.Width-2*ringWidth, size.Height-2*ringWidth)
	scale := d.canvasScale()
	room := image.Pt(int(size.Width*scale), int(size.Height*scale))
	at, shown := placePicture(d.picture.pixels, room, d.scale)
	dp := func(p image.Point) fyne.Size { return fyne.NewSize(float32(p.X)/scale, float32(p.Y)/scale) }
	d.picture.setShown(dp(shown), shown == d.picture.pixels)
	visible := dp(image.Pt(min(shown.X, room.X), min(shown.Y, room.Y)))
	corner := dp(at)
	place(d.scroll, corner.Width, corner.Height, visible.Width, visible.Height)
}

// placePicture returns where a picture lies in its room and how large it is shown, in pixels of ours.
func placePicture(picture, room image.Point, scale Scale) (at, shown image.Point) {
	if picture.X == 0 || picture.Y == 0 || room.X <= 0 || room.Y <= 0 {
		return image.Point{}, image.Point{}
	}
	shown = picture
	if scale == Fit {
		shown = image.Pt(room.X, max(room.X*picture.Y/picture.X, 1))
		if shown.Y > room.Y {
			shown = image.Pt(max(room.Y*picture.X/picture.Y, 1), room.Y)
		}
	}
	return image.Pt(max(room.X-shown.X, 0)/2, max(room.Y-shown.Y, 0)/2), shown
}

// panTowards scrolls a picture that is larger than its room when the pointer comes near an edge, since the wheel goes to
// the other side.
func (d *RemoteDisplay) panTowards(pos fyne.Position) {
	room, size, offset := d.scroll.Size(), d.picture.Size(), d.scroll.Offset
	along := func(pos, offset, room, size float32) float32 {
		switch {
		case pos < offset+panEdge:
			offset -= panStep
		case pos > offset+room-panEdge:
			offset += panStep
		}
		return max(min(offset, size-room), 0)
	}
	to := fyne.NewPos(along(pos.X, offset.X, room.Width, size.Width), along(pos.Y, offset.Y, room.Height, size.Height))
	if to != offset {
		d.scroll.ScrollToOffset(to)
	}
}

func (d *RemoteDisplay) paint() {
	setBox(d.ground, greyOf(letterboxGrey), nil, 0)
	setBox(d.rings[0], nil, tint(look.Accent, d), ringWidth)
	setBox(d.rings[1], nil, tint(look.Surface, d), ringInside-ringWidth)
	for _, ring := range d.rings {
		ring.Hidden = d.still || !d.focused || d.input != nil && !d.captured
	}
}

func (d *RemoteDisplay) children() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.ground, d.scroll, d.rings[0], d.rings[1]}
}
