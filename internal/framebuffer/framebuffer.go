// Package framebuffer holds pixels and their geometry: framebuffers, regions, displays and cursors.
//
// It is the language between those who take pixels (desktop/capture), those who code them (damage, codec) and those who
// show them (view, ui). It knows nothing of where pixels come from or go to.
package framebuffer

import (
	"fmt"
	"image"
)

const (
	// BytesPerPixel is the size of a pixel: blue, green, red and one byte without meaning (X11 leaves it undefined).
	BytesPerPixel = 4

	// MaxSide is the longest side of a framebuffer that a peer may announce, in pixels: no display or wall of displays in
	// use is longer, and every product of sides and strides stays far inside 64 bits.
	MaxSide = 16384

	// keptTimes is how many times the memory that a picture needs a framebuffer keeps from a larger one before: a window's picture may not
	// hold that of a wall of displays.
	keptTimes = 2

	// MaxPixels bounds a framebuffer's memory, whatever its sides: 36 Mpx hold an 8K display, at 144 MB.
	MaxPixels = 36_000_000
)

// Framebuffer is a picture of a display: rows of BGRX pixels from the top, without gaps between rows.
// It is not safe for concurrent use.
type Framebuffer struct {
	// Width and Height are in pixels.
	Width, Height int
	// Pix holds the rows, Width*BytesPerPixel bytes each.
	Pix []byte
}

// New returns a black framebuffer. It fails for sides that CheckSize refuses.
func New(width, height int) (*Framebuffer, error) {
	if err := CheckSize(width, height); err != nil {
		return nil, err
	}
	return &Framebuffer{Width: width, Height: height, Pix: make([]byte, width*height*BytesPerPixel)}, nil
}

// CheckSize tells whether a framebuffer may have these sides.
func CheckSize(width, height int) error {
	if width <= 0 || height <= 0 || width > MaxSide || height > MaxSide || int64(width)*int64(height) > MaxPixels {
		return fmt.Errorf("framebuffer of %d × %d pixels is out of bounds", width, height)
	}
	return nil
}

// Bounds returns the framebuffer's rectangle, which starts at the origin.
func (f *Framebuffer) Bounds() image.Rectangle { return image.Rect(0, 0, f.Width, f.Height) }

// Stride returns the length of a row in bytes.
func (f *Framebuffer) Stride() int { return f.Width * BytesPerPixel }

// Row returns the bytes of row y from column x0 up to, not including, x1. It aliases the framebuffer.
func (f *Framebuffer) Row(y, x0, x1 int) []byte {
	start := y * f.Stride()
	return f.Pix[start+x0*BytesPerPixel : start+x1*BytesPerPixel]
}

// Grid returns the framebuffer's tiles.
func (f *Framebuffer) Grid() Grid { return Grid{Width: f.Width, Height: f.Height} }

// Resize gives the framebuffer other sides; its pixels are black afterwards. It fails as New does, and then changes nothing.
func (f *Framebuffer) Resize(width, height int) error {
	if err := CheckSize(width, height); err != nil {
		return err
	}
	n := width * height * BytesPerPixel
	if c := cap(f.Pix); c < n || c > keptTimes*n {
		f.Pix = nil // so that the old pixels can be freed before the new ones are there
		f.Pix = make([]byte, n)
	}
	f.Pix = f.Pix[:n]
	clear(f.Pix)
	f.Width, f.Height = width, height
	return nil
}
