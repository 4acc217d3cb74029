package protocol

import "fmt"

// StreamKind is the first byte of a stream and says what it is for. Sharer and viewer are directions: where both sides
// share, there are two streams of a kind, one opened by each side.
type StreamKind uint8

// The stream kinds. Numbers are never used twice.
const (
	// StreamControl is the first, authenticated stream, bidirectional, opened by the agent: hello, consent, permissions, chat.
	StreamControl StreamKind = 1
	// StreamInput is unidirectional, from viewer to sharer: pointer, keys, text.
	StreamInput StreamKind = 2
	// StreamCursor is unidirectional, from sharer to viewer: the cursor's shape and place.
	StreamCursor StreamKind = 3
	// StreamScreen is bidirectional, opened by the sharer, who sends updates; the viewer answers with acknowledgements.
	StreamScreen StreamKind = 4
	// StreamPing is bidirectional: the pings that notice an outage within a second. Package transport alone reads and
	// writes it, in a layout of its own.
	StreamPing StreamKind = 5
	// StreamPointing is unidirectional, opened by either side where several people see a screen: where they point.
	StreamPointing StreamKind = 6
	// StreamVideo is bidirectional like StreamScreen and carries the same messages: those updates that are video, which must not keep
	// others waiting.
	StreamVideo StreamKind = 7
)

// Valid reports whether the kind is known.
func (k StreamKind) Valid() bool { return k >= StreamControl && k <= StreamVideo }

// Priority returns the urgency with which a stream's bytes are sent, 0 (first) to 7: a starving screen is repaired by the
// next update, a late key is not.
func (k StreamKind) Priority() uint8 {
	const (
		urgent = 0 // control, input, pings: a person waits for the answer
		cursor = 1
		screen = 2
		video  = 3 // 5 and 6 are kept for clipboard and files
	)
	switch k {
	case StreamCursor, StreamPointing:
		return cursor
	case StreamScreen:
		return screen
	case StreamVideo:
		return video
	}
	return urgent
}

// Bidirectional reports whether both sides write on streams of this kind.
func (k StreamKind) Bidirectional() bool {
	return k == StreamControl || k == StreamScreen || k == StreamPing || k == StreamVideo
}

// String returns the kind's name for logs.
func (k StreamKind) String() string {
	switch k {
	case StreamControl:
		return "control"
	case StreamInput:
		return "input"
	case StreamCursor:
		return "cursor"
	case StreamScreen:
		return "screen"
	case StreamPing:
		return "ping"
	case StreamPointing:
		return "pointing"
	case StreamVideo:
		return "video"
	}
	return fmt.Sprintf("stream kind %d", uint8(k))
}
