// Package x11 is a connection to an X server that hands over events as they come, XInput's included.
//
// The folders of desktop use it on systems with X11. It wraps xgb, which still does requests and replies, and knows nothing of
// displays, input or windows.
package x11

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// closeTimeout bounds how long a server may take to answer the last request of a connection before it is cut.
const closeTimeout = time.Second

// ErrNoExtension means that the server lacks an extension.
var ErrNoExtension = errors.New("the X server lacks an extension")

// Conn is a connection to the server of $DISPLAY. Requests may come from several goroutines.
type Conn struct {
	*xgb.Conn
	// Screen is the server's default screen as it was at the beginning.
	Screen *xproto.ScreenInfo

	filter *filter
	// drained is closed once nobody looks at errors without an asker any more.
	drained chan struct{}
}

// Open connects. onEvent gets every event as the bytes of the protocol, in the order of the server, on the reading goroutine:
// it must not block, make requests or keep the bytes. Nil ignores all events.
func Open(onEvent func(event []byte)) (*Conn, error) {
	if onEvent == nil {
		onEvent = func([]byte) {}
	}
	// xgb writes to stderr what it also returns as errors.
	xgb.Logger.SetOutput(io.Discard)
	socket, cookie, err := dial()
	if err != nil {
		return nil, err
	}
	c := &Conn{filter: newFilter(socket, onEvent)}
	if len(cookie) > 0 {
		c.Conn, err = xgb.NewConnNetWithCookieHex(c.filter, hex.EncodeToString(cookie))
	} else {
		c.Conn, err = xgb.NewConnNet(c.filter)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("greet the X server: %w", err), socket.Close())
	}
	c.Screen = xproto.Setup(c.Conn).DefaultScreen(c.Conn)
	c.drained = make(chan struct{})
	go c.drain()
	return c, nil
}

// drain drops the errors of requests that nobody waits for; left alone, xgb would stop reading at some thousands of them.
func (c *Conn) drain() {
	defer close(c.drained)
	for {
		if event, err := c.WaitForEvent(); event == nil && err == nil {
			return
		}
	}
}

// Root is the root window.
func (c *Conn) Root() xproto.Window { return c.Screen.Root }

// Done is closed once the connection has ended, by either side.
func (c *Conn) Done() <-chan struct{} { return c.filter.done }

// Close ends the connection and waits until no more events come.
func (c *Conn) Close() error {
	c.Conn.Close()
	cut := time.AfterFunc(closeTimeout, func() { _ = c.filter.Conn.Close() })
	defer cut.Stop()
	<-c.filter.done
	<-c.drained
	return nil
}

// Extension makes the requests of one of xgb's extension packages usable, in place of their Init, and returns the number of
// the extension's first event.
func (c *Conn) Extension(name string) (firstEvent byte, err error) {
	reply, err := xproto.QueryExtension(c.Conn, uint16(len(name)), name).Reply()
	if err != nil {
		return 0, fmt.Errorf("ask for the extension %s: %w", name, err)
	}
	if !reply.Present {
		return 0, fmt.Errorf("%w: %s", ErrNoExtension, name)
	}
	c.ExtLock.Lock()
	defer c.ExtLock.Unlock()
	c.Extensions[name] = reply.MajorOpcode
	return reply.FirstEvent, nil
}

// opcode returns the number of an extension that Extension has found.
func (c *Conn) opcode(name string) byte {
	c.ExtLock.RLock()
	defer c.ExtLock.RUnlock()
	return c.Extensions[name]
}

// Request begins a request of an extension that Extension has found, for a Line, with its first words. Xgb's own go out as they are made.
func (c *Conn) Request(extension string, minor byte, words ...uint32) []byte {
	b := []byte{c.opcode(extension), minor, 0, 0}
	for _, w := range words {
		b = binary.LittleEndian.AppendUint32(b, w)
	}
	return b
}

// Atom returns the number of a name, making one if need be.
func (c *Conn) Atom(name string) (xproto.Atom, error) {
	reply, err := xproto.InternAtom(c.Conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		return 0, fmt.Errorf("name the atom %s: %w", name, err)
	}
	return reply.Atom, nil
}

// EventCode is the number of an event, without the mark of those that a client sent.
func EventCode(event []byte) byte { return event[0] & kindMask }

// Word reads 32 bits of an event or property.
func Word(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }
