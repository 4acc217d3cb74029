//go:build e2e

package e2e

import (
	"image"

	"fyne.io/fyne/v2"

	"beside.example/internal/desktop/glass"
	"beside.example/internal/framebuffer"
	"beside.example/internal/ui"
)

// The floor's picture is as large as the display that a benchmark shares, and its window as the viewer's.
const floorWidth, floorHeight = 1920, 1080

// floor is the picture of the widget that shows remote displays, with nobody behind it: a click changes its patch at once.
// It tells what the display itself takes from a click to the changed pixel, of which a session can take no less.
type floor struct {
	picture framebuffer.Framebuffer
	feed    *ui.Feed
	white   bool
}

// openFloor opens the window with the floor.
func openFloor(app fyne.App, full bool) error {
	f := &floor{}
	if err := f.picture.Resize(floorWidth, floorHeight); err != nil {
		return err
	}
	for i := range f.picture.Pix {
		f.picture.Pix[i] = FloorGrey
	}
	display := Name(ui.NewRemoteDisplay(f), FloorName)
	f.feed = ui.NewFeed(display)
	window := app.NewWindow(FloorName)
	window.SetPadded(false)
	window.SetContent(display)
	window.Resize(fyne.NewSize(1280, 800))
	window.SetFullScreen(full)
	window.Show()
	display.SetGlass(glass.New(window))
	display.SetInput(f)
	display.Reload()
	return nil
}

// Read implements ui.RemotePicture.
func (f *floor) Read(read func(fb *framebuffer.Framebuffer)) { read(&f.picture) }

// Button implements ui.RemoteInput: it is the click that changes the patch.
func (f *floor) Button(_ uint8, down bool) {
	if !down {
		return
	}
	f.white = !f.white
	var value byte
	if f.white {
		value = 0xff
	}
	patch := image.Rect(PatchX, PatchY, PatchX+PatchSide, PatchY+PatchSide)
	for y := patch.Min.Y; y < patch.Max.Y; y++ {
		row := f.picture.Row(y, patch.Min.X, patch.Max.X)
		for i := range row {
			row[i] = value
		}
	}
	f.feed.Changed(framebuffer.Region{patch})
}

// Move implements ui.RemoteInput.
func (f *floor) Move(int, int) {}

// Wheel implements ui.RemoteInput.
func (f *floor) Wheel(int, int) {}

// Key implements ui.RemoteInput.
func (f *floor) Key(uint16, bool) {}

// Text implements ui.RemoteInput.
func (f *floor) Text(string) {}

// ReleaseAll implements ui.RemoteInput.
func (f *floor) ReleaseAll() {}
