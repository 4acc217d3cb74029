package protocol

import (
	"errors"
	"fmt"
	"io"
)

// headLength is the length of a frame's head: the type and three bytes of length.
const headLength = 4

// ErrTooLong tells of a frame that is longer than its type allows.
var ErrTooLong = errors.New("frame longer than its type allows")

// ErrWrongStream tells of a message on a stream of a kind that it does not belong to.
var ErrWrongStream = errors.New("message on the wrong stream")

// AppendFrame appends m in its frame. It panics when the payload exceeds the type's limit: messages cut what people wrote
// and their makers bound the rest.
func AppendFrame(b []byte, m Message) []byte {
	start := len(b)
	b = append(b, byte(m.Type()), 0, 0, 0)
	b = m.Append(b)
	n := len(b) - start - headLength
	if n > m.Type().Limit() {
		panic(fmt.Sprintf("protocol: %s of %d bytes", m.Type(), n))
	}
	b[start+1], b[start+2], b[start+3] = byte(n>>16), byte(n>>8), byte(n)
	return b
}

// FrameReader reads frames from one stream. It belongs to one goroutine.
type FrameReader struct {
	r       io.Reader
	kind    StreamKind
	payload []byte
}

// NewFrameReader returns a FrameReader of a stream of the given kind. It reads no byte beyond the frames it returns, so
// that bytes without a frame may follow one.
func NewFrameReader(r io.Reader, kind StreamKind) *FrameReader {
	return &FrameReader{r: r, kind: kind}
}

// Next returns the next frame's type and payload, which is valid until the next call. At the end of the stream, between
// two frames, it returns io.EOF; inside a frame, io.ErrUnexpectedEOF. Unknown types, types that do not belong on the
// stream and payloads beyond their type's limit are errors before anything of them is read.
func (f *FrameReader) Next() (MessageType, []byte, error) {
	var head [headLength]byte
	if _, err := io.ReadFull(f.r, head[:]); err != nil {
		if errors.Is(err, io.EOF) {
			return 0, nil, io.EOF
		}
		return 0, nil, fmt.Errorf("read a frame's head: %w", err)
	}
	t := MessageType(head[0])
	n := int(head[1])<<16 | int(head[2])<<8 | int(head[3])
	switch {
	case !t.Known():
		return t, nil, fmt.Errorf("%w: %d", ErrUnknownType, uint8(t))
	case t.Stream() != f.kind:
		return t, nil, fmt.Errorf("%w: %s on %s", ErrWrongStream, t, f.kind)
	case n > t.Limit():
		return t, nil, fmt.Errorf("%w: %s of %d bytes", ErrTooLong, t, n)
	}
	if cap(f.payload) < n {
		f.payload = make([]byte, n)
	}
	f.payload = f.payload[:n]
	if _, err := io.ReadFull(f.r, f.payload); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return t, nil, fmt.Errorf("read %s: %w", t, err)
	}
	return t, f.payload, nil
}

// Read returns the next message, parsed. Errors are those of Next and Parse.
func (f *FrameReader) Read() (Message, error) {
	t, payload, err := f.Next()
	if err != nil {
		return nil, err
	}
	return Parse(t, payload)
}
