package transport

import (
	"io"
	"time"

	"github.com/quic-go/quic-go"

	"beside.example/protocol"
)

// SendStream is the writing half of a stream. Writes block while the peer's window or the queue to the network is full.
type SendStream interface {
	io.Writer
	// Close ends the stream in order: the peer reads io.EOF after the last byte. It does not wait.
	io.Closer
	// CancelWrite gives up: bytes not yet delivered are dropped, and the peer's reads fail.
	CancelWrite(code protocol.CloseCode)
	// SetWriteDeadline bounds Write; the zero time means never.
	SetWriteDeadline(t time.Time) error
}

// ReceiveStream is the reading half of a stream.
type ReceiveStream interface {
	io.Reader
	// CancelRead tells the peer that no more will be read.
	CancelRead(code protocol.CloseCode)
	// SetReadDeadline bounds Read; the zero time means never.
	SetReadDeadline(t time.Time) error
}

// Stream is a bidirectional stream. Close ends only its writing half. Once the conn has ended every call fails, and Conn.Err
// says why.
type Stream interface {
	SendStream
	ReceiveStream
}

// stream, sendStream and receiveStream speak close codes where QUIC's speak numbers.
type (
	stream        struct{ *quic.Stream }
	sendStream    struct{ *quic.SendStream }
	receiveStream struct{ *quic.ReceiveStream }
)

var (
	_ Stream        = stream{}
	_ SendStream    = sendStream{}
	_ ReceiveStream = receiveStream{}
)

func (s stream) CancelRead(code protocol.CloseCode) { s.Stream.CancelRead(quic.StreamErrorCode(code)) }

func (s stream) CancelWrite(code protocol.CloseCode) {
	s.Stream.CancelWrite(quic.StreamErrorCode(code))
}

func (s sendStream) CancelWrite(code protocol.CloseCode) {
	s.SendStream.CancelWrite(quic.StreamErrorCode(code))
}

func (s receiveStream) CancelRead(code protocol.CloseCode) {
	s.ReceiveStream.CancelRead(quic.StreamErrorCode(code))
}

// prioritised is a stream that this side writes on.
type prioritised interface {
	SetPriority(urgency int8, incremental bool)
}

// prioritise orders a stream's bytes by its kind; streams of the same urgency take turns.
func prioritise(s prioritised, kind protocol.StreamKind) { s.SetPriority(int8(kind.Priority()), true) }
