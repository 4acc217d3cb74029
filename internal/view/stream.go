package view

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

// Receiver is a stream on which only the sharing side writes. A deadline in the past ends a Read that blocks.
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

// unblockWrites ends the stream's writes when ctx ends. The function returned takes that back.
func unblockWrites(ctx context.Context, s Sender) (stop func() bool) {
	return context.AfterFunc(ctx, func() { _ = s.SetWriteDeadline(past()) }) // a stream that is closed blocks nobody
}

// unblockReads ends the stream's reads when ctx ends. The function returned takes that back.
func unblockReads(ctx context.Context, s Receiver) (stop func() bool) {
	return context.AfterFunc(ctx, func() { _ = s.SetReadDeadline(past()) })
}

// ended returns why a Serve ends: ctx's end counts more than the failure of the stream that it causes.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
