// Package streams is what sharing and viewing side need of the streams of a session: to end one that blocks when a context
// ends. It knows neither QUIC nor messages.
package streams

import (
	"context"
	"io"
	"time"
)

// Sender is a stream on which only this side writes. A deadline in the past ends a Write that blocks.
type Sender interface {
	io.Writer
	SetWriteDeadline(t time.Time) error
}

// Receiver is a stream on which only the other side writes. A deadline in the past ends a Read that blocks.
type Receiver interface {
	io.Reader
	SetReadDeadline(t time.Time) error
}

// Stream is a stream in both directions.
type Stream interface {
	Sender
	Receiver
}

// past is a deadline that has passed, whatever the clock.
func past() time.Time { return time.Unix(1, 0) }

// UnblockWrites ends the stream's writes when ctx ends. The function returned takes that back.
func UnblockWrites(ctx context.Context, s Sender) (stop func() bool) {
	return context.AfterFunc(ctx, func() { _ = s.SetWriteDeadline(past()) }) // a stream that is closed blocks nobody
}

// UnblockReads ends the stream's reads when ctx ends. The function returned takes that back.
func UnblockReads(ctx context.Context, s Receiver) (stop func() bool) {
	return context.AfterFunc(ctx, func() { _ = s.SetReadDeadline(past()) })
}

// Cause returns why serving a stream ended: ctx's end counts more than the failure of the stream that it causes.
func Cause(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
