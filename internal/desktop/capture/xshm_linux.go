package capture

import (
	"fmt"
	"image"

	"github.com/jezek/xgb/shm"
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
	shared *x11.Shared // nil: over the socket
}

// openXImage makes room for a picture of this size.
func openXImage(conn *x11.Conn, size image.Point) (*xImage, error) {
	shared, err := conn.Share(size.X * size.Y * framebuffer.BytesPerPixel)
	if err != nil {
		return nil, closedOr(err, "share memory")
	}
	return &xImage{conn: conn, shared: shared}, nil
}

// get takes a rectangle of the root window: its rows from the top, without gaps. They stand until the next get.
func (i *xImage) get(r image.Rectangle) ([]byte, error) {
	want := r.Dx() * r.Dy() * framebuffer.BytesPerPixel
	root := xproto.Drawable(i.conn.Root())
	x, y, w, h := int16(r.Min.X), int16(r.Min.Y), uint16(r.Dx()), uint16(r.Dy())
	if i.shared != nil {
		reply, err := shm.GetImage(i.conn.Conn, root, x, y, w, h, allPlanes, xproto.ImageFormatZPixmap, i.shared.Segment, 0).Reply()
		if err != nil {
			return nil, closedOr(err, "grab")
		}
		if int(reply.Size) != want || want > len(i.shared.Bytes) {
			return nil, fmt.Errorf("grab: the X server wrote %d bytes in place of %d", reply.Size, want)
		}
		return i.shared.Bytes[:want], nil
	}
	reply, err := xproto.GetImage(i.conn.Conn, xproto.ImageFormatZPixmap, root, x, y, w, h, allPlanes).Reply()
	if err != nil {
		return nil, closedOr(err, "grab")
	}
	if len(reply.Data) < want {
		return nil, fmt.Errorf("grab: the X server sent %d bytes in place of %d", len(reply.Data), want)
	}
	return reply.Data[:want], nil
}

// close gives the memory back.
func (i *xImage) close() error { return i.shared.Close() }
