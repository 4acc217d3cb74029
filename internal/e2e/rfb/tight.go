package rfb

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"

	"beside.example/internal/framebuffer"
)

// The high half of a Tight rectangle's first byte.
const (
	tightFill     = 8
	tightJPEG     = 9
	tightFiltered = 4 // a bit: the filter is told
	tightStreams  = 4
)

// The filters of Tight.
const (
	filterCopy     = 0
	filterPalette  = 1
	filterGradient = 2
)

const (
	// tightPixel is a pixel of Tight: red, green, blue.
	tightPixel = 3
	// tightPlain is the length below which data is not compressed.
	tightPlain = 12
	// bitmapColours is how many colours fit in one bit.
	bitmapColours = 2
)

// inflater is one of the zlib streams of Tight, which go on from rectangle to rectangle.
type inflater struct {
	in  bytes.Buffer // what the server has sent of it
	out io.ReadCloser
}

// read returns the next n bytes of the stream, of which length bytes in coded form come from r.
func (z *inflater) read(r io.Reader, length, n int) ([]byte, error) {
	if _, err := io.CopyN(&z.in, r, int64(length)); err != nil {
		return nil, err
	}
	if z.out == nil {
		out, err := zlib.NewReader(&z.in)
		if err != nil {
			return nil, err
		}
		z.out = out
	}
	data := make([]byte, n)
	_, err := io.ReadFull(z.out, data)
	return data, err
}

// tight decodes rectangles in the encoding Tight.
type tight struct {
	streams [tightStreams]inflater
	// looked is where JPEG is decoded.
	looked image.Rectangle
}

// decode reads one rectangle.
func (t *tight) decode(r io.Reader, fb *framebuffer.Framebuffer, area image.Rectangle) error {
	control, err := readByte(r)
	if err != nil {
		return err
	}
	for i := range t.streams {
		if control>>i&1 != 0 {
			t.streams[i] = inflater{}
		}
	}
	switch kind := control >> 4; {
	case kind == tightFill:
		return t.fill(r, fb, area)
	case kind == tightJPEG:
		return t.jpeg(r, fb, area)
	case kind < tightFill:
		return t.basic(r, fb, area, kind)
	}
	return fmt.Errorf("tight rectangle with control %#x", control)
}

// fill gives the whole rectangle one colour.
func (t *tight) fill(r io.Reader, fb *framebuffer.Framebuffer, area image.Rectangle) error {
	var p [tightPixel]byte
	if _, err := io.ReadFull(r, p[:]); err != nil {
		return err
	}
	for y := area.Min.Y; y < area.Max.Y; y++ {
		row := fb.Row(y, area.Min.X, area.Max.X)
		for i := 0; i < len(row); i += framebuffer.BytesPerPixel {
			row[i], row[i+1], row[i+2] = p[2], p[1], p[0]
		}
	}
	return nil
}

// jpeg decodes a picture where somebody looks, and skips it elsewhere.
func (t *tight) jpeg(r io.Reader, fb *framebuffer.Framebuffer, area image.Rectangle) error {
	length, err := readCompact(r)
	if err != nil {
		return err
	}
	if !area.Overlaps(t.looked) {
		_, err := io.CopyN(io.Discard, r, int64(length))
		return err
	}
	data := make([]byte, length)
	if _, err := io.ReadFull(r, data); err != nil {
		return err
	}
	picture, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("decode a picture: %w", err)
	}
	if picture.Bounds().Size() != area.Size() {
		return errors.New("a picture has not the size of its rectangle")
	}
	seen := area.Intersect(t.looked)
	for y := seen.Min.Y; y < seen.Max.Y; y++ {
		row := fb.Row(y, seen.Min.X, seen.Max.X)
		for x := range seen.Dx() {
			at := image.Pt(seen.Min.X+x, y).Sub(area.Min)
			c, _ := color.RGBAModel.Convert(picture.At(at.X, at.Y)).(color.RGBA)
			copy(row[x*framebuffer.BytesPerPixel:], []byte{c.B, c.G, c.R})
		}
	}
	return nil
}

// basic decodes what is compressed by zlib, behind a filter.
func (t *tight) basic(r io.Reader, fb *framebuffer.Framebuffer, area image.Rectangle, kind byte) error {
	filter := byte(filterCopy)
	if kind&tightFiltered != 0 {
		var err error
		if filter, err = readByte(r); err != nil {
			return err
		}
	}
	z := &t.streams[kind%tightStreams]
	switch filter {
	case filterCopy:
		data, err := t.data(r, z, area.Dx()*area.Dy()*tightPixel)
		if err == nil {
			putPixels(fb, area, data)
		}
		return err
	case filterPalette:
		return t.palette(r, z, fb, area)
	case filterGradient:
		data, err := t.data(r, z, area.Dx()*area.Dy()*tightPixel)
		if err == nil {
			ungradient(data, area.Dx())
			putPixels(fb, area, data)
		}
		return err
	}
	return fmt.Errorf("tight rectangle with filter %d", filter)
}

// data returns the n bytes that are coded next.
func (t *tight) data(r io.Reader, z *inflater, n int) ([]byte, error) {
	if n < tightPlain {
		data := make([]byte, n)
		_, err := io.ReadFull(r, data)
		return data, err
	}
	length, err := readCompact(r)
	if err != nil {
		return nil, err
	}
	data, err := z.read(r, length, n)
	if err != nil {
		return nil, fmt.Errorf("inflate: %w", err)
	}
	return data, nil
}

// palette decodes pixels that are numbers of colours: one bit each for two, else a byte.
func (t *tight) palette(r io.Reader, z *inflater, fb *framebuffer.Framebuffer, area image.Rectangle) error {
	last, err := readByte(r)
	if err != nil {
		return err
	}
	count := int(last) + 1
	colours := make([]byte, count*tightPixel)
	if _, err := io.ReadFull(r, colours); err != nil {
		return err
	}
	const bitsPerByte = 8
	stride := area.Dx()
	if count <= bitmapColours {
		stride = (area.Dx() + bitsPerByte - 1) / bitsPerByte
	}
	data, err := t.data(r, z, stride*area.Dy())
	if err != nil {
		return err
	}
	pixels := make([]byte, 0, area.Dx()*area.Dy()*tightPixel)
	for y := range area.Dy() {
		for x := range area.Dx() {
			number := 0
			if count <= bitmapColours {
				number = int(data[y*stride+x/bitsPerByte]>>(bitsPerByte-1-x%bitsPerByte)) & 1
			} else {
				number = int(data[y*stride+x])
			}
			if number >= count {
				return fmt.Errorf("colour %d of %d", number, count)
			}
			pixels = append(pixels, colours[number*tightPixel:(number+1)*tightPixel]...)
		}
	}
	putPixels(fb, area, pixels)
	return nil
}

// ungradient adds to each pixel what its neighbours foretell.
func ungradient(data []byte, width int) {
	stride := width * tightPixel
	for i := range data {
		left, above, corner := 0, 0, 0
		inRow := i%stride >= tightPixel
		if inRow {
			left = int(data[i-tightPixel])
		}
		if i >= stride {
			above = int(data[i-stride])
			if inRow {
				corner = int(data[i-stride-tightPixel])
			}
		}
		const most = 0xff
		data[i] += byte(min(max(left+above-corner, 0), most))
	}
}

// putPixels puts red, green and blue into the framebuffer.
func putPixels(fb *framebuffer.Framebuffer, area image.Rectangle, data []byte) {
	for y := area.Min.Y; y < area.Max.Y; y++ {
		row := fb.Row(y, area.Min.X, area.Max.X)
		for i := 0; i < len(row); i += framebuffer.BytesPerPixel {
			row[i], row[i+1], row[i+2] = data[2], data[1], data[0]
			data = data[tightPixel:]
		}
	}
}

// readCompact reads a length of up to 22 bits, seven in each byte but the last.
func readCompact(r io.Reader) (int, error) {
	const bits, more, last = 7, 0x80, 14
	length := 0
	for shift := 0; ; shift += bits {
		b, err := readByte(r)
		if err != nil {
			return 0, err
		}
		if shift == last {
			return length | int(b)<<shift, nil
		}
		length |= int(b&^more) << shift
		if b&more == 0 {
			return length, nil
		}
	}
}

func readByte(r io.Reader) (byte, error) {
	var b [1]byte
	_, err := io.ReadFull(r, b[:])
	return b[0], err
}
