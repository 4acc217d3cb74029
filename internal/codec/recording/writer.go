package recording

import (
	"encoding/binary"
	"fmt"
	"io"

	"beside.example/internal/damage"
	"beside.example/internal/framebuffer"
)

// Writer writes a recording, uncompressed.
type Writer struct {
	w    io.Writer
	prev *framebuffer.Framebuffer
	grab uint32
	rate uint32
	buf  []byte
}

// NewWriter writes the header of a recording. The first grab is compared with black.
func NewWriter(w io.Writer, h Header) (*Writer, error) {
	prev, err := framebuffer.New(h.Width, h.Height)
	if err != nil {
		return nil, err
	}
	b := []byte(magic)
	for _, v := range [...]int{h.Width, h.Height, framebuffer.TileSide, h.Rate} {
		b = binary.LittleEndian.AppendUint16(b, uint16(v))
	}
	if _, err := w.Write(b); err != nil {
		return nil, fmt.Errorf("write header of the recording: %w", err)
	}
	return &Writer{w: w, prev: prev, rate: uint32(max(1, h.Rate))}, nil
}

// Grab writes the next grab: the tiles of fb that changed since the one before.
func (w *Writer) Grab(fb *framebuffer.Framebuffer) error {
	const milliseconds = 1000
	w.buf = binary.LittleEndian.AppendUint32(w.buf[:0], w.grab*milliseconds/w.rate)
	w.buf = append(w.buf, 0, 0, 0, 0)
	grid := fb.Grid()
	count := uint32(0)
	for i := range grid.Tiles() {
		tile := grid.Tile(i)
		if damage.Changed(w.prev, fb, tile).Empty() {
			continue
		}
		count++
		w.buf = binary.LittleEndian.AppendUint32(w.buf, uint32(i))
		for y := tile.Min.Y; y < tile.Max.Y; y++ {
			row := fb.Row(y, tile.Min.X, tile.Max.X)
			w.buf = append(w.buf, row...)
			copy(w.prev.Row(y, tile.Min.X, tile.Max.X), row)
		}
	}
	binary.LittleEndian.PutUint32(w.buf[4:], count)
	w.grab++
	if _, err := w.w.Write(w.buf); err != nil {
		return fmt.Errorf("write grab: %w", err)
	}
	return nil
}
