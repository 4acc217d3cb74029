package rfb

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
)

// greet agrees on a version and on no security, and returns the screen's size.
func greet(rw io.ReadWriter) (image.Point, error) {
	var theirs [len(version)]byte
	if _, err := io.ReadFull(rw, theirs[:]); err != nil {
		return image.Point{}, err
	}
	if string(theirs[:4]) != version[:4] {
		return image.Point{}, errors.New("not an RFB server")
	}
	if _, err := io.WriteString(rw, version); err != nil {
		return image.Point{}, err
	}
	count, err := readByte(rw)
	if err != nil {
		return image.Point{}, err
	}
	kinds := make([]byte, count)
	if _, err := io.ReadFull(rw, kinds); err != nil {
		return image.Point{}, err
	}
	const shared = 1
	if _, err := rw.Write([]byte{securityNone}); err != nil {
		return image.Point{}, err
	}
	var result [4]byte
	if _, err := io.ReadFull(rw, result[:]); err != nil {
		return image.Point{}, err
	}
	if binary.BigEndian.Uint32(result[:]) != 0 {
		return image.Point{}, fmt.Errorf("the server refuses; its kinds of security are %v", kinds)
	}
	if _, err := rw.Write([]byte{shared}); err != nil {
		return image.Point{}, err
	}
	return readInit(rw)
}

// readInit reads the server's last word before the messages: size, its own format of pixels, and name.
func readInit(r io.Reader) (image.Point, error) {
	var h [24]byte
	if _, err := io.ReadFull(r, h[:]); err != nil {
		return image.Point{}, err
	}
	be := binary.BigEndian
	if err := skip(r, be.Uint32(h[20:])); err != nil {
		return image.Point{}, err
	}
	return image.Pt(int(be.Uint16(h[0:])), int(be.Uint16(h[2:]))), nil
}

// skip reads past a text.
func skip(r io.Reader, length uint32) error {
	if length > maxName {
		return fmt.Errorf("a text of %d bytes", length)
	}
	_, err := io.CopyN(io.Discard, r, int64(length))
	return err
}

// wishes returns the messages that say how pixels are wanted: as the framebuffer has them, in the encodings that this package reads.
func wishes() []byte {
	const bits, depth, colours, red, green = 32, 24, 0xff, 16, 8
	b := []byte{setPixelFormat, 0, 0, 0, bits, depth, 0, 1, 0, colours, 0, colours, 0, colours, red, green, 0, 0, 0, 0}
	encodings := []int32{
		encodingTight, encodingCopyRect, encodingRaw, encodingQuality0 + quality, encodingCompress0 + effort,
		encodingCursor, encodingSize, encodingLastRect, encodingFence, encodingContinuous,
	}
	b = append(b, setEncodings, 0)
	b = binary.BigEndian.AppendUint16(b, uint16(len(encodings)))
	for _, e := range encodings {
		b = binary.BigEndian.AppendUint32(b, uint32(e))
	}
	return b
}

// request returns the message that asks for the screen, or for what has changed in it.
func request(size image.Point, incremental bool) []byte {
	b := []byte{updateRequest, 0}
	if incremental {
		b[1] = 1
	}
	return appendArea(b, size)
}

// appendArea writes all of a screen.
func appendArea(b []byte, size image.Point) []byte {
	b = append(b, 0, 0, 0, 0)
	b = binary.BigEndian.AppendUint16(b, uint16(size.X))
	return binary.BigEndian.AppendUint16(b, uint16(size.Y))
}
