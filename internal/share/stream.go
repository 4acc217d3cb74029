package share

import "beside.example/internal/streams"

// The streams of a session, as this side uses them.
type (
	// Sender is a stream on which only this side writes.
	Sender = streams.Sender
	// Receiver is a stream on which only the other side writes.
	Receiver = streams.Receiver
	// Stream is a stream in both directions.
	Stream = streams.Stream
)
