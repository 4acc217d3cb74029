package view

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"beside.example/internal/streams"
	"beside.example/protocol"
	"beside.example/protocol/wire"
)

const (
	// moveInterval is the shortest time between two messages about a pointer that only moves: twice the pictures of a display.
	// Everything else goes out at once.
	moveInterval = time.Second / 120
	// maxQueue bounds the events that wait. When a connection is that far behind, everything is released instead.
	maxQueue = 1024
)

// Input sends the local pointer, keys and text to the sharing side. Its methods never block and may be called from any goroutine;
// events are sent in the order in which they were given. What is given while no Serve runs is dropped.
type Input struct {
	display func() uint32
	// wake tells Serve that there is something to send.
	wake chan struct{}

	mu      sync.Mutex // guards the following
	serving bool
	queue   []protocol.Message
	moved   bool             // whether the last in queue is a mere move, whose place a newer one takes
	pointer protocol.Pointer // as it was given last
	keys    []uint16         // held, in the order in which they went down
}

// NewInput returns an Input for the display that the function returns, such as Screen.Display.
func NewInput(display func() uint32) *Input {
	return &Input{display: display, wake: make(chan struct{}, 1)}
}

// Move tells that the pointer is at a pixel of the picture. Of moves that wait only the newest is sent.
func (in *Input) Move(x, y int) {
	display := in.display()
	in.mu.Lock()
	defer in.mu.Unlock()
	in.pointer.Display = display
	in.pointer.X, in.pointer.Y = clampU16(x), clampU16(y)
	if in.moved {
		in.queue[len(in.queue)-1] = in.pointer
		return
	}
	in.moved = in.put(in.pointer)
}

// Button tells that a button went down or up at the place of the last Move: 1 left, 2 middle, 3 right, 4 back, 5 forward.
func (in *Input) Button(button uint8, down bool) {
	if button < 1 || button > protocol.ButtonCount {
		return
	}
	bit := protocol.Buttons(1) << (button - 1)
	in.mu.Lock()
	defer in.mu.Unlock()
	if down == (in.pointer.Buttons&bit != 0) {
		return
	}
	in.pointer.Buttons ^= bit
	if in.moved { // the place that it told of is told of here
		in.queue = in.queue[:len(in.queue)-1]
	}
	in.put(in.pointer)
}

// Wheel tells of a turn of the wheel, in 1/120 notch; positive is right and down, towards the hand. Turns that wait are added up.
func (in *Input) Wheel(dx, dy int) {
	in.mu.Lock()
	defer in.mu.Unlock()
	m := protocol.Wheel{DX: clampI16(dx), DY: clampI16(dy)}
	if n := len(in.queue); n > 0 {
		if last, ok := in.queue[n-1].(protocol.Wheel); ok {
			in.queue[n-1] = protocol.Wheel{DX: clampI16(int(last.DX) + dx), DY: clampI16(int(last.DY) + dy)}
			return
		}
	}
	in.put(m)
}

// Key tells that a physical key went down or up, by its usage on the HID keyboard page. What repeats by itself is left out: the
// sharer's own system repeats.
func (in *Input) Key(usage uint16, down bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	i := slices.Index(in.keys, usage)
	switch {
	case down == (i >= 0):
		return
	case down:
		in.keys = append(in.keys, usage)
	default:
		in.keys = slices.Delete(in.keys, i, i+1)
	}
	in.put(protocol.Key{Usage: usage, Down: down})
}

// Text tells of typed characters that no physical key stands for.
func (in *Input) Text(s string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for s = strings.ToValidUTF8(s, string(utf8.RuneError)); s != ""; {
		part := wire.Cut(s, protocol.MaxTyped)
		in.put(protocol.Text{Text: part})
		s = s[len(part):]
	}
}

// ReleaseAll releases every key and button that is held, such as when the viewer loses the focus.
func (in *Input) ReleaseAll() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.releaseAll()
}

func (in *Input) releaseAll() {
	if len(in.keys) == 0 && in.pointer.Buttons == 0 {
		return
	}
	in.keys = in.keys[:0]
	in.pointer.Buttons = 0
	in.put(protocol.ReleaseAll{})
}

// put queues a message, and reports whether it did: not while no Serve runs, and not when too many wait. It is called with mu held.
func (in *Input) put(m protocol.Message) bool {
	if !in.serving {
		return false
	}
	queued := len(in.queue) < maxQueue
	if !queued {
		in.queue, in.keys, in.pointer.Buttons = in.queue[:0], in.keys[:0], 0
		m = protocol.ReleaseAll{}
	}
	in.queue = append(in.queue, m)
	in.moved = false
	select {
	case in.wake <- struct{}{}:
	default:
	}
	return queued
}

// Serve sends events on the stream until ctx ends or the stream fails, and returns why. It begins with nothing held: the sharing side
// released everything when the stream before ended.
func (in *Input) Serve(ctx context.Context, stream Sender) error {
	defer streams.UnblockWrites(ctx, stream)()
	in.begin()
	defer in.end()
	timer := time.NewTimer(0)
	defer timer.Stop()
	var (
		batch  []protocol.Message
		buffer []byte
		next   time.Time // when a mere move may be sent
	)
	for {
		var held bool
		batch, held = in.take(batch[:0], time.Now().Before(next))
		if len(batch) > 0 {
			buffer = buffer[:0]
			for _, m := range batch {
				buffer = protocol.AppendFrame(buffer, m)
			}
			if _, err := stream.Write(buffer); err != nil {
				return streams.Cause(ctx, fmt.Errorf("send input: %w", err))
			}
			next = time.Now().Add(moveInterval)
			continue
		}
		timer.Stop()
		if held {
			timer.Reset(time.Until(next))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-in.wake:
		case <-timer.C:
		}
	}
}

// begin lets events be queued.
func (in *Input) begin() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.serving = true
	in.keys = in.keys[:0]
	in.pointer.Buttons = 0
}

// end drops what was not sent.
func (in *Input) end() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.serving = false
	in.queue = in.queue[:0]
	in.moved = false
}

// take appends to batch what is to be sent now and empties the queue. While hold is true a mere move stays, if it is alone, and held
// tells so.
func (in *Input) take(batch []protocol.Message, hold bool) (out []protocol.Message, held bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if hold && in.moved && len(in.queue) == 1 {
		return batch, true
	}
	batch = append(batch, in.queue...)
	clear(in.queue) // texts are not kept
	in.queue = in.queue[:0]
	in.moved = false
	return batch, false
}

func clampU16(v int) uint16 { return uint16(min(max(v, 0), math.MaxUint16)) }

func clampI16(v int) int16 { return int16(min(max(v, math.MinInt16), math.MaxInt16)) }
