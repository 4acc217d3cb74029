// Package recording reads and writes recorded screens, on which the codec is measured and tested.
//
// The tests of the codec and the command screenbench use it. All numbers are little endian:
//
//	file   magic 4 bytes ("SCR1") · width u16 · height u16 · tile side u16 (64) · grabs a second u16 · grabs until the end
//	grab   milliseconds since the start u32 · number of tiles u32 · tiles
//	tile   index u32, from the top left, row by row · its rows of BGRX pixels, cut to the screen
//
// A file whose name ends in .zst is compressed with zstd as a whole.
package recording

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"beside.example/internal/framebuffer"

	"github.com/klauspost/compress/zstd"
)

// Header describes a recording.
type Header struct {
	// Width and Height are the screen's, in pixels.
	Width, Height int
	// Rate is how many grabs there were a second.
	Rate int
}

const (
	magic      = "SCR1"
	headerSize = 12
)

// Reader reads the grabs of a recording one after the other.
type Reader struct {
	// Header describes the recording.
	Header
	// At is when the last grab was made, from the start of the recording.
	At time.Duration

	r     io.Reader
	close []func() error
}

// Open opens a recording file.
func Open(path string) (*Reader, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	var r io.Reader = file
	closers := []func() error{file.Close}
	if strings.HasSuffix(path, ".zst") {
		z, err := zstd.NewReader(file, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), file.Close())
		}
		r = z
		closers = append(closers, func() error { z.Close(); return nil })
	}
	reader, err := NewReader(r)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), file.Close())
	}
	reader.close = closers
	return reader, nil
}

// NewReader reads the header of an uncompressed recording.
func NewReader(r io.Reader) (*Reader, error) {
	buffered := bufio.NewReaderSize(r, 1<<20)
	var h [headerSize]byte
	if _, err := io.ReadFull(buffered, h[:]); err != nil {
		return nil, fmt.Errorf("read header of the recording: %w", err)
	}
	if string(h[:len(magic)]) != magic {
		return nil, errors.New("not a recording")
	}
	le := binary.LittleEndian
	out := &Reader{r: buffered, Header: Header{
		Width: int(le.Uint16(h[4:])), Height: int(le.Uint16(h[6:])), Rate: int(le.Uint16(h[10:])),
	}}
	if err := framebuffer.CheckSize(out.Width, out.Height); err != nil {
		return nil, err
	}
	if side := le.Uint16(h[8:]); side != framebuffer.TileSide {
		return nil, fmt.Errorf("recording with tiles of %d pixels", side)
	}
	return out, nil
}

// Next applies the next grab to fb and returns the tiles that it holds. The error is io.EOF after the last grab.
func (r *Reader) Next(fb *framebuffer.Framebuffer) (framebuffer.Region, error) {
	var h [8]byte
	if _, err := io.ReadFull(r.r, h[:]); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		return nil, fmt.Errorf("read grab: %w", err)
	}
	if fb.Width != r.Width || fb.Height != r.Height {
		return nil, errors.New("framebuffer has not the size of the recording")
	}
	grid := framebuffer.Grid{Width: r.Width, Height: r.Height}
	r.At = time.Duration(binary.LittleEndian.Uint32(h[:])) * time.Millisecond
	count := binary.LittleEndian.Uint32(h[4:])
	if int64(count) > int64(grid.Tiles()) {
		return nil, fmt.Errorf("grab with %d tiles", count)
	}
	region := make(framebuffer.Region, 0, count)
	for range count {
		if _, err := io.ReadFull(r.r, h[:4]); err != nil {
			return nil, fmt.Errorf("read tile: %w", err)
		}
		index := binary.LittleEndian.Uint32(h[:4])
		if int64(index) >= int64(grid.Tiles()) {
			return nil, fmt.Errorf("tile %d is outside", index)
		}
		tile := grid.Tile(int(index))
		for y := tile.Min.Y; y < tile.Max.Y; y++ {
			if _, err := io.ReadFull(r.r, fb.Row(y, tile.Min.X, tile.Max.X)); err != nil {
				return nil, fmt.Errorf("read tile: %w", err)
			}
		}
		region = append(region, tile)
	}
	return region, nil
}

// Close closes the file.
func (r *Reader) Close() error {
	var errs []error
	for i := len(r.close) - 1; i >= 0; i-- {
		errs = append(errs, r.close[i]())
	}
	return errors.Join(errs...)
}
