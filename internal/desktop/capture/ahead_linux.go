package capture

import (
	"image"

	"beside.example/internal/framebuffer"
)

const (
	// aheadMargin is how far around what was damaged last something is expected to be damaged next: the length of a letter and of a caret.
	aheadMargin = 32
	// aheadPixels bounds what is fetched on a guess: a dialog's buttons, a line of text. It takes the server a fiftieth of a millisecond,
	// where a question of its own takes both sides a tenth.
	aheadPixels = 1 << 16
)

// ahead is the part of a display that is fetched along with the question where it is damaged, because it was there before: letters, carets and
// buttons change at one place again and again. So whoever waits for them waits for one answer of the server instead of two.
type ahead struct {
	// guess is what will be fetched that way, box what was, and pixels is what stood there; they are empty if nothing is.
	guess, box image.Rectangle
	pixels     rows
}

// expect makes a guess of what was damaged last, and forgets what was fetched for that.
func (a *ahead) expect(damaged framebuffer.Region, display image.Rectangle) {
	a.drop()
	a.guess = damaged.Bounds().Inset(-aheadMargin).Intersect(display)
	if area(a.guess) > aheadPixels {
		a.guess = image.Rectangle{}
	}
}

// fetched notes what stands where the guess is.
func (a *ahead) fetched(pixels []byte) {
	a.box, a.pixels = a.guess, rows{pixels, a.guess.Dx() * framebuffer.BytesPerPixel}
}

// drop forgets what was fetched.
func (a *ahead) drop() { a.box, a.pixels = image.Rectangle{}, rows{} }

// of returns the rows of a box from its left on, if it was fetched.
func (a *ahead) of(box image.Rectangle) (rows, bool) {
	if !box.In(a.box) {
		return rows{}, false
	}
	from := a.pixels.from(box.Min.Y - a.box.Min.Y)
	from.pixels = from.pixels[(box.Min.X-a.box.Min.X)*framebuffer.BytesPerPixel:]
	return from, true
}
