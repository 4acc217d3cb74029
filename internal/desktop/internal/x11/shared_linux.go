package x11

import (
	"errors"
	"fmt"

	"github.com/jezek/xgb/shm"
	"golang.org/x/sys/unix"
)

const (
	// SharedMemory is the extension's name in the protocol.
	SharedMemory = "MIT-SHM"

	// segmentMode lets nobody but us, and a server that runs as us or as root, read the pixels.
	segmentMode = 0o600
)

// Shared is memory that the server reads and writes too, which spares pixels the way through the socket.
type Shared struct {
	// Segment is the memory's name in requests.
	Segment shm.Seg
	// Bytes is the memory.
	Bytes []byte

	conn *Conn
}

// Share shares bytes of memory with the server, or returns nil where it cannot be shared: the server is on another machine, or belongs to another
// user. The segment is marked for removal as soon as both hold it, so that it goes with them however they end.
func (c *Conn) Share(size int) (*Shared, error) {
	if _, err := c.Extension(SharedMemory); errors.Is(err, ErrNoExtension) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	id, err := unix.SysvShmGet(unix.IPC_PRIVATE, size, unix.IPC_CREAT|unix.IPC_EXCL|segmentMode)
	if err != nil {
		return nil, fmt.Errorf("make a shared segment of %d bytes: %w", size, err)
	}
	remove := func() error {
		_, err := unix.SysvShmCtl(id, unix.IPC_RMID, nil)
		return err
	}
	memory, err := unix.SysvShmAttach(id, 0, 0)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("attach a shared segment: %w", err), remove())
	}
	segment, err := shm.NewSegId(c.Conn)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("name a shared segment: %w", err), unix.SysvShmDetach(memory), remove())
	}
	refused := shm.AttachChecked(c.Conn, segment, uint32(id), false).Check()
	if err := remove(); err != nil {
		return nil, errors.Join(fmt.Errorf("mark a shared segment for removal: %w", err), unix.SysvShmDetach(memory))
	}
	if refused != nil {
		return nil, unix.SysvShmDetach(memory)
	}
	return &Shared{Segment: segment, Bytes: memory, conn: c}, nil
}

// Close gives the memory back; nil has none.
func (s *Shared) Close() error {
	if s == nil || s.Bytes == nil {
		return nil
	}
	shm.Detach(s.conn.Conn, s.Segment)
	memory := s.Bytes
	s.Bytes = nil
	return unix.SysvShmDetach(memory)
}
