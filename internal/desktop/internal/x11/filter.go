package x11

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"net"
	"sync"
)

const (
	// readBuffer holds many events and the start of large replies in one read.
	readBuffer = 16 << 10

	// messageSize is the size of every error and event, and of a reply's first part.
	messageSize = 32

	// setupHead is the part of the server's greeting that tells the length of the rest.
	setupHead = 8

	// maxGenericEvent bounds the only events of variable size. Raw input events stay under 1 KiB.
	maxGenericEvent = 64 << 10

	// Kinds of messages from the server, in their first byte. The top bit marks events that a client sent.
	kindError        = 0
	kindReply        = 1
	kindGenericEvent = 35
	kindMask         = 0x7f

	// coreErrors is the last error number that needs no extension; errorImplementation is the one without a meaning.
	coreErrors          = 17
	errorImplementation = 17
)

// filter takes the events out of what the server sends and leaves replies and errors to xgb. xgb reads generic events wrongly
// and looks events and errors of extensions up in a map of the whole process, which connections to several servers, or several
// goroutines, must not share.
type filter struct {
	net.Conn
	in      *bufio.Reader
	onEvent func(event []byte)

	// greeted says that the server's greeting was read, pass how many bytes go to xgb as they are.
	greeted bool
	pass    int64

	ended sync.Once
	done  chan struct{}
}

func newFilter(conn net.Conn, onEvent func(event []byte)) *filter {
	return &filter{Conn: conn, in: bufio.NewReaderSize(conn, readBuffer), onEvent: onEvent, done: make(chan struct{})}
}

// Read hands xgb the next bytes that concern it.
func (f *filter) Read(p []byte) (int, error) {
	for f.pass == 0 {
		if err := f.advance(); err != nil {
			f.ended.Do(func() { close(f.done) })
			return 0, err
		}
	}
	if int64(len(p)) > f.pass {
		p = p[:f.pass]
	}
	n, err := f.in.Read(p)
	f.pass -= int64(n)
	if err != nil {
		f.ended.Do(func() { close(f.done) })
	}
	return n, err
}

// advance looks at the next message and either consumes it or lets it pass.
func (f *filter) advance() error {
	if !f.greeted {
		head, err := f.in.Peek(setupHead)
		if err != nil {
			return err
		}
		f.greeted = true
		f.pass = setupHead + 4*int64(binary.LittleEndian.Uint16(head[6:]))
		return nil
	}
	head, err := f.in.Peek(messageSize)
	if err != nil {
		return err
	}
	rest := 4 * int64(binary.LittleEndian.Uint32(head[4:]))
	switch head[0] & kindMask {
	case kindError:
		if head[1] > coreErrors {
			head[1] = errorImplementation
		}
		f.pass = messageSize
		return nil
	case kindReply:
		f.pass = messageSize + rest
		return nil
	case kindGenericEvent:
		return f.event(messageSize + rest)
	}
	return f.event(messageSize)
}

// event hands the next size bytes to the owner of the connection.
func (f *filter) event(size int64) error {
	if size > maxGenericEvent {
		return fmt.Errorf("the X server sent an event of %d bytes", size)
	}
	if size <= readBuffer {
		event, err := f.in.Peek(int(size))
		if err != nil {
			return err
		}
		f.onEvent(event)
		_, err = f.in.Discard(int(size))
		return err
	}
	// No event that we ask for is this long.
	_, err := f.in.Discard(int(size))
	return err
}
