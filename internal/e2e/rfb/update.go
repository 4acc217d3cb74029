package rfb

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"

	"beside.example/internal/framebuffer"
)

// screen is the picture that updates build.
type screen struct {
	fb    *framebuffer.Framebuffer
	tight tight
}

// rectangle is what stands before each part of an update.
type rectangle struct {
	area     image.Rectangle
	encoding int32
}

func readRectangle(r io.Reader) (rectangle, error) {
	var h [12]byte
	if _, err := io.ReadFull(r, h[:]); err != nil {
		return rectangle{}, err
	}
	be := binary.BigEndian
	at := image.Pt(int(be.Uint16(h[0:])), int(be.Uint16(h[2:])))
	size := image.Pt(int(be.Uint16(h[4:])), int(be.Uint16(h[6:])))
	return rectangle{image.Rectangle{Min: at, Max: at.Add(size)}, int32(be.Uint32(h[8:]))}, nil
}

// update reads one update, behind its type, and returns how many pixels it holds.
func (s *screen) update(r io.Reader) (pixels int, err error) {
	var h [3]byte // padding, number of rectangles
	if _, err := io.ReadFull(r, h[:]); err != nil {
		return 0, err
	}
	count := int(binary.BigEndian.Uint16(h[1:]))
	for range count {
		part, err := readRectangle(r)
		if err != nil {
			return pixels, err
		}
		if part.encoding == encodingLastRect {
			break
		}
		held, err := s.part(r, part)
		if err != nil {
			return pixels, fmt.Errorf("read a rectangle %v in the encoding %d: %w", part.area, part.encoding, err)
		}
		pixels += held
	}
	return pixels, nil
}

// part reads one rectangle and returns how many pixels it holds.
func (s *screen) part(r io.Reader, part rectangle) (pixels int, err error) {
	size := part.area.Size()
	switch part.encoding {
	case encodingCursor:
		const bitsPerByte = 8
		mask := (size.X + bitsPerByte - 1) / bitsPerByte * size.Y
		_, err := io.CopyN(io.Discard, r, int64(size.X*size.Y*framebuffer.BytesPerPixel+mask))
		return 0, err
	case encodingSize:
		return 0, s.resize(size)
	}
	if !s.holds(part.area) {
		return 0, fmt.Errorf("outside of %d × %d", s.fb.Width, s.fb.Height)
	}
	switch part.encoding {
	case encodingRaw:
		for y := part.area.Min.Y; y < part.area.Max.Y; y++ {
			if _, err := io.ReadFull(r, s.fb.Row(y, part.area.Min.X, part.area.Max.X)); err != nil {
				return 0, err
			}
		}
	case encodingCopyRect:
		err = s.copy(r, part.area)
	case encodingTight:
		err = s.tight.decode(r, s.fb, part.area)
	default:
		err = errors.New("nobody asked for this encoding")
	}
	return size.X * size.Y, err
}

// holds reports whether an area, which may be empty, lies in the picture. Its corner has no negative part.
func (s *screen) holds(area image.Rectangle) bool {
	return area.Max.X <= s.fb.Width && area.Max.Y <= s.fb.Height
}

// resize gives the picture another size; what it showed is forgotten.
func (s *screen) resize(size image.Point) error {
	fb, err := framebuffer.New(size.X, size.Y)
	if err == nil {
		s.fb = fb
	}
	return err
}

// copy moves a part of the picture; the two may overlap.
func (s *screen) copy(r io.Reader, to image.Rectangle) error {
	var h [4]byte
	if _, err := io.ReadFull(r, h[:]); err != nil {
		return err
	}
	from := image.Pt(int(binary.BigEndian.Uint16(h[0:])), int(binary.BigEndian.Uint16(h[2:])))
	if !s.holds(to.Sub(to.Min).Add(from)) {
		return fmt.Errorf("copied from %v, which is outside", from)
	}
	for i := range to.Dy() {
		y := i
		if from.Y < to.Min.Y { // downwards: the lowest row first
			y = to.Dy() - 1 - i
		}
		copy(s.fb.Row(to.Min.Y+y, to.Min.X, to.Max.X), s.fb.Row(from.Y+y, from.X, from.X+to.Dx()))
	}
	return nil
}
