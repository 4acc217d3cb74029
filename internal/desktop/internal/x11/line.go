package x11

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"

	"github.com/jezek/xgb"
)

const (
	// helloSize is the client's greeting without its cookie, helloOrder its first byte, little endian, and helloMajor the protocol's version.
	helloSize  = 12
	helloOrder = 'l'
	helloMajor = 11

	// greeted is what the server's greeting begins with when it lets the client in.
	greeted = 1

	// lineBuffer holds every answer that is asked for on a line.
	lineBuffer = 4 << 10

	// maxAnswer bounds an answer: the rectangles of a region of which nearly each pixel is damaged on its own.
	maxAnswer = 16 << 20
)

// Refused is the server's answer to a request that it does not do.
type Refused struct {
	// Code is the protocol's number of the reason.
	Code byte
}

// Error implements error.
func (r *Refused) Error() string { return fmt.Sprintf("the X server refuses it with error %d", r.Code) }

// Line is a connection for questions that somebody waits for with a finger on a button. It writes and reads on the goroutine that asks,
// where xgb hands each question and each answer to goroutines of its own: on a machine at rest every one of them takes its time to wake
// up. What was made on other connections to the server may be named on this one. Events are heard when somebody asks or listens.
type Line struct {
	from *lineConn
	hear func(event []byte)

	mu       sync.Mutex // guards reading, and the following
	in       *bufio.Reader
	sequence uint16
	out      []byte
}

// lineConn is a connection that may be read in another way than by waiting.
type lineConn struct {
	net.Conn
	// atOnce reads what is there, or is nil.
	atOnce func(p []byte) (int, error)
}

// Read implements net.Conn.
func (c *lineConn) Read(p []byte) (int, error) {
	if c.atOnce != nil {
		return c.atOnce(p)
	}
	return c.Conn.Read(p)
}

func newLine(conn net.Conn, hear func(event []byte)) *Line {
	if hear == nil {
		hear = func([]byte) {}
	}
	from := &lineConn{Conn: conn}
	return &Line{from: from, hear: hear, in: bufio.NewReaderSize(from, lineBuffer)}
}

// Ask is one request on a line.
type Ask struct {
	// Request is the request in bytes, without its length, which is filled in.
	Request []byte
	// Answered tells that the server answers it.
	Answered bool
}

// OpenLine opens a line to the server of $DISPLAY. Hear is called with each event, within Do and Listen, and must not use the line; nil
// drops them.
func OpenLine(hear func(event []byte)) (*Line, error) {
	conn, cookie, err := dial()
	if err != nil {
		return nil, err
	}
	l := newLine(conn, hear)
	if err := l.greet(cookie); err != nil {
		return nil, errors.Join(fmt.Errorf("greet the X server: %w", err), conn.Close())
	}
	return l, nil
}

// greet exchanges greetings.
func (l *Line) greet(cookie []byte) error {
	hello := make([]byte, helloSize)
	hello[0] = helloOrder
	binary.LittleEndian.PutUint16(hello[2:], helloMajor)
	if len(cookie) > 0 {
		binary.LittleEndian.PutUint16(hello[6:], uint16(len(cookieName)))
		binary.LittleEndian.PutUint16(hello[8:], uint16(len(cookie)))
		hello = append(hello, padded([]byte(cookieName))...)
		hello = append(hello, padded(cookie)...)
	}
	if _, err := l.from.Write(hello); err != nil {
		return err
	}
	head := make([]byte, setupHead)
	if _, err := io.ReadFull(l.in, head); err != nil {
		return err
	}
	if head[0] != greeted {
		return errors.New("it lets nobody in")
	}
	_, err := l.in.Discard(4 * int(binary.LittleEndian.Uint16(head[6:])))
	return err
}

// padded fills a field up to whole words.
func padded(b []byte) []byte { return append(b, make([]byte, xgb.Pad(len(b))-len(b))...) }

// Do sends requests in one go and returns the answers to those that have one, in their order. The first that is refused ends it with a
// *Refused; another error means that the line is of no more use.
func (l *Line) Do(asks ...Ask) (answers [][]byte, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	first := l.sequence
	l.out = l.out[:0]
	last, any := first, false
	for _, a := range asks {
		l.sequence++
		if a.Answered {
			last, any = l.sequence, true
		}
		at := len(l.out)
		l.out = append(l.out, a.Request...)
		binary.LittleEndian.PutUint16(l.out[at+2:], uint16(len(a.Request)/4))
	}
	if _, err := l.from.Write(l.out); err != nil {
		return nil, err
	}
	var refused error
	for any {
		message, err := l.read()
		if err != nil {
			return nil, err
		}
		switch {
		case isEvent(message):
			l.hear(message)
			continue
		case message[0] == kindReply:
			answers = append(answers, message)
		default:
			// An error of a request before these is of no interest any more.
			if refused == nil && binary.LittleEndian.Uint16(message[2:])-first-1 < uint16(len(asks)) {
				refused = &Refused{Code: message[1]}
			}
		}
		any = binary.LittleEndian.Uint16(message[2:]) != last
	}
	if refused != nil {
		return nil, refused
	}
	return answers, nil
}

// read returns the server's next message.
func (l *Line) read() ([]byte, error) {
	message := make([]byte, messageSize)
	if _, err := io.ReadFull(l.in, message); err != nil {
		return nil, err
	}
	if kind := message[0] & kindMask; kind != kindReply && kind != kindGenericEvent {
		return message, nil
	}
	rest := 4 * int64(binary.LittleEndian.Uint32(message[4:]))
	if rest > maxAnswer {
		return nil, fmt.Errorf("the X server answers with %d bytes", rest)
	}
	message = append(message, make([]byte, rest)...)
	_, err := io.ReadFull(l.in, message[messageSize:])
	return message, err
}

// isEvent tells whether a message is neither an answer nor an error.
func isEvent(message []byte) bool { return message[0] != kindReply && message[0] != kindError }

// Close ends the line; a question under way fails.
func (l *Line) Close() error { return l.from.Close() }
