package capture

import (
	"errors"
	"fmt"
	"image"

	"github.com/jezek/xgb/shm"
	"github.com/jezek/xgb/xproto"
	"golang.org/x/sys/unix"

	"beside.example/internal/desktop/internal/x11"
	"beside.example/internal/framebuffer"
)

const (
	// shmName is the extension's name in the protocol.
	shmName = "MIT-SHM"

	// segmentMode lets nobody but us, and a server that runs as us or as root, read the pixels.
	segmentMode = 0o600

	// allPlanes asks for every bit of a pixel.
	allPlanes = 0xffffffff
)

// xImage takes rectangles of the root window: through memory that the server writes into, or over the socket where the server
// is on another machine or belongs to another user.
type xImage struct {
	conn    *x11.Conn
	segment shm.Seg
	memory  []byte
}

// openXImage makes room for a picture of this size.
func openXImage(conn *x11.Conn, size image.Point) (*xImage, error) {
	i := &xImage{conn: conn}
	if _, err := conn.Extension(shmName); errors.Is(err, x11.ErrNoExtension) {
		return i, nil
	} else if err != nil {
		return nil, err
	}
	return i, i.attach(size.X * size.Y * framebuffer.BytesPerPixel)
}

// attach shares bytes of memory with the server. The segment is marked for removal as soon as both hold it, so that it goes
// with them however they end. A server that cannot attach leaves memory nil.
func (i *xImage) attach(size int) error {
	id, err := unix.SysvShmGet(unix.IPC_PRIVATE, size, unix.IPC_CREAT|unix.IPC_EXCL|segmentMode)
	if err != nil {
		return fmt.Errorf("make a shared segment of %d bytes: %w", size, err)
	}
	remove := func() error {
		_, err := unix.SysvShmCtl(id, unix.IPC_RMID, nil)
		return err
	}
	memory, err := unix.SysvShmAttach(id, 0, 0)
	if err != nil {
		return errors.Join(fmt.Errorf("attach a shared segment: %w", err), remove())
	}
	segment, err := shm.NewSegId(i.conn.Conn)
	if err != nil {
		return errors.Join(closedOr(err, "name a shared segment"), unix.SysvShmDetach(memory), remove())
	}
	refused := shm.AttachChecked(i.conn.Conn, segment, uint32(id), false).Check()
	if err := remove(); err != nil {
		return errors.Join(fmt.Errorf("mark a shared segment for removal: %w", err), unix.SysvShmDetach(memory))
	}
	if refused != nil {
		return unix.SysvShmDetach(memory)
	}
	i.segment, i.memory = segment, memory
	return nil
}

// get takes a rectangle of the root window: its rows from the top, without gaps. They stand until the next get.
func (i *xImage) get(r image.Rectangle) ([]byte, error) {
	want := r.Dx() * r.Dy() * framebuffer.BytesPerPixel
	root := xproto.Drawable(i.conn.Root())
	x, y, w, h := int16(r.Min.X), int16(r.Min.Y), uint16(r.Dx()), uint16(r.Dy())
	if i.memory != nil {
		reply, err := shm.GetImage(i.conn.Conn, root, x, y, w, h, allPlanes, xproto.ImageFormatZPixmap, i.segment, 0).Reply()
		if err != nil {
			return nil, closedOr(err, "grab")
		}
		if int(reply.Size) != want || want > len(i.memory) {
			return nil, fmt.Errorf("grab: the X server wrote %d bytes in place of %d", reply.Size, want)
		}
		return i.memory[:want], nil
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
func (i *xImage) close() error {
	if i.memory == nil {
		return nil
	}
	shm.Detach(i.conn.Conn, i.segment)
	memory := i.memory
	i.memory = nil
	return unix.SysvShmDetach(memory)
}
