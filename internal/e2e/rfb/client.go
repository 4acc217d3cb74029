package rfb

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"net"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"beside.example/internal/framebuffer"
)

// readBuffer is how much of what a server sends is taken at once.
const readBuffer = 1 << 18

// A Client is connected to a server. Its methods may be called from any goroutine.
type Client struct {
	conn *net.TCPConn
	done chan struct{} // closed when nothing is read any more
	err  error         // why; set before done is closed

	sending sync.Mutex // guards what is written

	mu      sync.Mutex // guards the following
	screen  screen
	updated func(at time.Time, pixels int)

	// The following belong to the goroutine that reads.
	in         *bufio.Reader
	continuous bool
}

// Dial connects to the server at address, which must ask for no password. JPEG is decoded where somebody looks; updated, unless nil, is
// told of each update with pixels, decoded, and calls no method of the client.
func Dial(ctx context.Context, address string, looked image.Rectangle, updated func(at time.Time, pixels int)) (*Client, error) {
	var d net.Dialer
	dialled, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	conn, ok := dialled.(*net.TCPConn)
	if !ok {
		return nil, errors.Join(errors.New("not a TCP connection"), dialled.Close())
	}
	c := &Client{conn: conn, done: make(chan struct{}), updated: updated}
	c.in = bufio.NewReaderSize(conn, readBuffer)
	if err := c.begin(ctx, looked); err != nil {
		return nil, errors.Join(fmt.Errorf("greet the server %s: %w", address, err), conn.Close())
	}
	go func() {
		defer close(c.done)
		for c.err == nil {
			c.err = c.message()
		}
	}()
	return c, nil
}

// begin greets the server and asks for its whole screen.
func (c *Client) begin(ctx context.Context, looked image.Rectangle) error {
	if deadline, ok := ctx.Deadline(); ok {
		if err := c.conn.SetDeadline(deadline); err != nil {
			return err
		}
	}
	size, err := greet(struct {
		io.Reader
		io.Writer
	}{c.in, c.conn})
	if err != nil {
		return err
	}
	c.screen.tight.looked = looked
	if err := c.screen.resize(size); err != nil {
		return err
	}
	if err := c.conn.SetDeadline(time.Time{}); err != nil {
		return err
	}
	return c.send(append(wishes(), request(size, false)...))
}

func (c *Client) send(b []byte) error {
	c.sending.Lock()
	defer c.sending.Unlock()
	_, err := c.conn.Write(b)
	return err
}

// message reads one message and answers it.
func (c *Client) message() error {
	kind, err := readByte(c.in)
	if err != nil {
		return err
	}
	switch kind {
	case framebufferUpdate:
		return c.update()
	case setColourMap:
		const colour = 6
		var h [5]byte
		if _, err := io.ReadFull(c.in, h[:]); err != nil {
			return err
		}
		return skip(c.in, colour*uint32(binary.BigEndian.Uint16(h[3:])))
	case bell:
		return nil
	case serverCutText:
		var h [7]byte
		if _, err := io.ReadFull(c.in, h[:]); err != nil {
			return err
		}
		return skip(c.in, binary.BigEndian.Uint32(h[3:]))
	case endOfContinuous: // said once to tell that the server can
		return c.goOn()
	case serverFence:
		return c.fence()
	}
	return fmt.Errorf("a message of the unknown type %d", kind)
}

// update reads an update and asks for the next one, unless the server sends them by itself.
func (c *Client) update() error {
	c.mu.Lock()
	pixels, err := c.screen.update(c.in)
	size := image.Pt(c.screen.fb.Width, c.screen.fb.Height)
	c.mu.Unlock()
	if err == nil && pixels > 0 && c.updated != nil {
		c.updated(time.Now(), pixels)
	}
	if err != nil || c.continuous {
		return err
	}
	return c.send(request(size, true))
}

// goOn has the server send updates without being asked.
func (c *Client) goOn() error {
	if c.continuous {
		return nil
	}
	c.continuous = true
	c.mu.Lock()
	size := image.Pt(c.screen.fb.Width, c.screen.fb.Height)
	c.mu.Unlock()
	return c.send(appendArea([]byte{enableContinuous, 1}, size))
}

// fence answers a fence, by which the server measures the way.
func (c *Client) fence() error {
	var h [8]byte
	if _, err := io.ReadFull(c.in, h[:]); err != nil {
		return err
	}
	flags, length := binary.BigEndian.Uint32(h[3:]), h[7]
	if length > maxFence {
		return fmt.Errorf("a fence of %d bytes", length)
	}
	payload := make([]byte, length)
	if _, err := io.ReadFull(c.in, payload); err != nil {
		return err
	}
	if flags&fenceRequest == 0 {
		return nil
	}
	answer := binary.BigEndian.AppendUint32([]byte{clientFence, 0, 0, 0}, flags&fenceAnswers)
	return c.send(append(append(answer, length), payload...))
}

// Pointer puts the pointer somewhere, with or without the left button held.
func (c *Client) Pointer(at image.Point, left bool) error {
	b := []byte{pointerEvent, 0}
	if left {
		b[1] = 1
	}
	b = binary.BigEndian.AppendUint16(b, uint16(at.X))
	return c.send(binary.BigEndian.AppendUint16(b, uint16(at.Y)))
}

// Read calls f with the picture, which f neither keeps nor changes.
func (c *Client) Read(f func(fb *framebuffer.Framebuffer)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f(c.screen.fb)
}

// headers are what stands before the data of each segment: IPv4, TCP, and a time stamp as an option.
const headers = 20 + 20 + 12

// Travelled returns how many bytes have travelled in both directions, headers of TCP and IP included.
func (c *Client) Travelled() (int, error) {
	raw, err := c.conn.SyscallConn()
	if err != nil {
		return 0, fmt.Errorf("ask how much has travelled: %w", err)
	}
	var info *unix.TCPInfo
	var problem error
	err = raw.Control(func(fd uintptr) { info, problem = unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO) })
	if err = errors.Join(err, problem); err != nil {
		return 0, fmt.Errorf("ask how much has travelled: %w", err)
	}
	return int(info.Bytes_received+info.Bytes_sent) + headers*int(info.Segs_in+info.Segs_out), nil
}

// Done is closed when the connection has ended.
func (c *Client) Done() <-chan struct{} { return c.done }

// Close ends the connection; its error tells if it had ended before, or could not be read.
func (c *Client) Close() error {
	select {
	case <-c.done:
		return errors.Join(c.err, c.conn.Close())
	default:
	}
	err := c.conn.Close()
	<-c.done
	return err
}
