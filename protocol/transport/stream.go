package transport

import (
	"io"
	"time"

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

// Stream is a bidirectional stream. Close ends only its writing half.
type Stream interface {
	SendStream
	ReceiveStream
}
