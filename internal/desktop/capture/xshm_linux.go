package capture

import (
	"encoding/binary"
	"fmt"
	"image"

	"github.com/jezek/xgb/xproto"

	"beside.example/internal/desktop/internal/x11"
	"beside.example/internal/framebuffer"
)

// allPlanes asks for every bit of a pixel.
const allPlanes = 0xffffffff

// xImage takes rectangles of the root window: through memory that the server writes into, or over the socket where the server
// is on another machine or belongs to another user.
type xImage struct {
	conn   *x11.Conn
	line   *x11.Line
	shared *x11.Shared // nil: over the socket
}

// openXImage makes room for a picture of this size.
func openXImage(conn *x11.Conn, line *x11.Line, size image.Point) (*xImage, error) {
	shared, err := conn.Share(size.X * size.Y * framebuffer.BytesPerPixel)
	if err != nil {
		return nil, closedOr(err, "share memory")
	}
	return &xImage{conn: conn, line: line, shared: shared}, nil
}

// get takes a rectangle of the root window: its rows from the top, without gaps. They stand until the next get.
func (i *xImage) get(r image.Rectangle) ([]byte, error) {
	want := r.Dx() * r.Dy() * framebuffer.BytesPerPixel
	if i.shared != nil {
		answers, err := i.line.Do(x11.Ask{Request: i.ask(r), Answered: true})
		if err != nil {
			return nil, closedOr(err, "grab")
		}
		const sizeAt = 12
		if wrote := int(x11.Word(answers[0][sizeAt:])); wrote != want || want > len(i.shared.Bytes) {
			return nil, fmt.Errorf("grab: the X server wrote %d bytes in place of %d", wrote, want)
		}
		return i.shared.Bytes[:want], nil
	}
	root := xproto.Drawable(i.conn.Root())
	x, y, w, h := int16(r.Min.X), int16(r.Min.Y), uint16(r.Dx()), uint16(r.Dy())
	reply, err := xproto.GetImage(i.conn.Conn, xproto.ImageFormatZPixmap, root, x, y, w, h, allPlanes).Reply()
	if err != nil {
		return nil, closedOr(err, "grab")
	}
	if len(reply.Data) < want {
		return nil, fmt.Errorf("grab: the X server sent %d bytes in place of %d", len(reply.Data), want)
	}
	return reply.Data[:want], nil
}

// ask returns the question for a rectangle to be written to the beginning of the shared memory:
//
//	ShmGetImage  opcode, 4, u16 words, u32 drawable, i16 x, y, u16 width, height, u32 planes, u8 format, 3 × u8 0, u32 segment, u32 offset
func (i *xImage) ask(r image.Rectangle) []byte {
	const getImage = 4
	b := i.conn.Request(x11.SharedMemory, getImage, uint32(i.conn.Root()))
	for _, v := range [...]int{r.Min.X, r.Min.Y, r.Dx(), r.Dy()} {
		b = binary.LittleEndian.AppendUint16(b, uint16(v))
	}
	for _, v := range [...]uint32{allPlanes, xproto.ImageFormatZPixmap, uint32(i.shared.Segment), 0} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

// close gives the memory back.
func (i *xImage) close() error { return i.shared.Close() }
