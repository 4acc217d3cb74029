package share_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"net"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/share"
	"beside.example/internal/share/sharetest"
	"beside.example/protocol"
)

// display is where the shown display is on the desktop.
var display = image.Rect(100, 50, 300, 250)

// hands is an Input with a viewer at the other end of a stream.
type hands struct {
	t        *testing.T
	injector *sharetest.Injector
	input    *share.Input
	near     net.Conn
	conn     net.Conn
	served   chan error
	cancel   context.CancelFunc
}

// newHands returns an Input that is allowed everything on display 1.
func newHands(t *testing.T, cfg share.InputConfig) *hands {
	t.Helper()
	h := &hands{t: t, injector: &sharetest.Injector{}, served: make(chan error, 1)}
	cfg.Injector = h.injector
	h.input = share.NewInput(cfg)
	h.input.SetDisplay(1, display)
	h.input.Allow()
	near, far := net.Pipe()
	h.near, h.conn = near, far
	ctx, cancel := context.WithCancel(t.Context())
	h.cancel = cancel
	go func() { h.served <- h.input.Serve(ctx, near) }()
	return h
}

// end closes the viewer's stream and waits for Serve.
func (h *hands) end() {
	h.t.Helper()
	_ = h.conn.Close()
	if err := <-h.served; err != nil {
		h.t.Error(err)
	}
	h.cancel()
}

func (h *hands) send(messages ...protocol.Message) {
	h.t.Helper()
	for _, m := range messages {
		if _, err := h.conn.Write(protocol.AppendFrame(nil, m)); err != nil {
			h.t.Fatal(err)
		}
	}
	synctest.Wait()
}

// expect checks what was injected since the last call, written with commas.
func (h *hands) expect(want string) {
	h.t.Helper()
	if got := strings.Join(h.injector.Take(), ", "); got != want {
		h.t.Fatalf("injected %q, want %q", got, want)
	}
}

func at(x, y uint16, held protocol.Buttons) protocol.Pointer {
	return protocol.Pointer{Display: 1, X: x, Y: y, Buttons: held}
}

func down(usage uint16) protocol.Key { return protocol.Key{Usage: usage, Down: true} }
func up(usage uint16) protocol.Key   { return protocol.Key{Usage: usage} }

func TestInputInjects(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHands(t, share.InputConfig{})
		defer h.end()
		h.send(at(10, 20, 0), at(11, 20, protocol.ButtonLeft|protocol.ButtonBack), at(12, 20, protocol.ButtonBack), at(12, 20, 0))
		h.expect("move 110 70, move 111 70, button 1 down, button 4 down, move 112 70, button 1 up, move 112 70, button 4 up")
		h.send(protocol.Wheel{DX: 120, DY: 60})
		h.expect("wheel 120 -60")
		h.send(down(4), down(4), up(4), up(4), protocol.Text{Text: "é"}, protocol.Text{})
		h.expect(`key 4 down, key 4 up, text "é"`)
		h.send(down(3), down(0xe8), down(0xffff))
		h.expect("")
	})
}

func TestInputStaysOnItsDisplay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHands(t, share.InputConfig{})
		defer h.end()
		other := at(5, 5, protocol.ButtonLeft)
		other.Display = 2
		h.send(other, at(200, 5, 0), at(5, 65535, protocol.ButtonRight), protocol.Wheel{DY: 1})
		h.expect("")
		// What is held can be let go anywhere.
		h.send(at(1, 1, 0), at(1, 1, protocol.ButtonLeft), protocol.Pointer{Display: 2})
		h.expect("move 101 51, move 101 51, button 1 down, button 1 up")
		// A display without a place takes nothing.
		h.input.SetDisplay(1, image.Rectangle{})
		h.send(at(0, 0, 0))
		h.expect("")
	})
}

// TestRevokeWithManyQueued is the promise: not one event after Revoke has returned, however many wait.
func TestRevokeWithManyQueued(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHands(t, share.InputConfig{})
		var queued []byte
		queued = protocol.AppendFrame(queued, down(0xe1))
		for i := range 1000 {
			queued = protocol.AppendFrame(queued, at(uint16(i%100), 1, protocol.Buttons(i%2)))
			queued = protocol.AppendFrame(queued, down(uint16(4+i%20)))
			queued = protocol.AppendFrame(queued, protocol.Text{Text: "x"})
		}
		reached := make(chan struct{})
		count := 0
		h.injector.OnEvent = func(string) {
			if count++; count == 40 {
				close(reached)
			}
		}
		written := make(chan struct{})
		go func() {
			defer close(written)
			_, _ = h.conn.Write(queued)
		}()
		<-reached
		h.input.Revoke()
		log := h.injector.Take()
		if len(log) > 1500 {
			t.Fatalf("%d events: nothing was left in the queue", len(log))
		}
		mustBeReleased(t, log)
		<-written
		synctest.Wait()
		h.expect("")
		h.input.Allow()
		h.send(at(3, 3, 0))
		h.expect("move 103 53")
		h.end()
	})
}

// mustBeReleased checks that everything pressed was released.
func mustBeReleased(t *testing.T, log []string) {
	t.Helper()
	held := map[string]bool{}
	for _, event := range log {
		if name, ok := strings.CutSuffix(event, " down"); ok {
			held[name] = true
		}
		if name, ok := strings.CutSuffix(event, " up"); ok {
			delete(held, name)
		}
	}
	if len(held) > 0 {
		t.Fatalf("still held: %v", held)
	}
}

func TestRevokeCutsATextShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHands(t, share.InputConfig{})
		typing, cut := make(chan struct{}), make(chan struct{})
		h.injector.OnEvent = func(event string) {
			switch {
			case strings.HasPrefix(event, "text"):
				close(typing)
				<-cut
			case event == "release all":
				select {
				case <-cut:
				default:
					close(cut)
				}
			}
		}
		go func() { _, _ = h.conn.Write(protocol.AppendFrame(nil, protocol.Text{Text: "very long"})) }()
		<-typing
		h.input.Revoke()
		h.send(down(4))
		h.expect(`release all, text "very long", release all`)
		h.end()
	})
}

func TestInputReleases(t *testing.T) {
	pressed := []protocol.Message{at(0, 0, 0), at(0, 0, protocol.ButtonLeft|protocol.ButtonForward), down(0xe0), down(6)}
	const released = "key 6 up, key 224 up, button 1 up, button 5 up"
	for name, test := range map[string]struct {
		act  func(h *hands)
		want string
	}{
		"revocation":  {func(h *hands) { h.input.Revoke() }, released + ", release all"},
		"wire":        {func(h *hands) { h.send(protocol.ReleaseAll{}) }, released},
		"own hand":    {func(h *hands) { h.input.Yield(time.Second) }, released},
		"end":         {func(h *hands) { h.end() }, released},
		"lost stream": {func(h *hands) { h.cancel(); <-h.served; h.served <- nil }, released},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHands(t, share.InputConfig{})
				h.send(pressed...)
				h.injector.Take()
				test.act(h)
				h.expect(test.want)
				if name != "end" {
					h.end()
				}
				h.expect("")
			})
		})
	}
}

func TestInputStartsClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHands(t, share.InputConfig{})
		defer h.end()
		h.input.Revoke()
		h.injector.Take()
		h.send(at(1, 1, protocol.ButtonLeft), down(4), protocol.Text{Text: "a"}, protocol.Wheel{DY: 1})
		h.expect("")
		// A button that was pressed while the gate was closed is not pressed when it opens.
		h.input.Allow()
		h.send(at(2, 1, protocol.ButtonLeft), at(2, 1, 0))
		h.expect("move 102 51, move 102 51")
	})
}

func TestYield(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHands(t, share.InputConfig{})
		defer h.end()
		h.input.Yield(time.Second)
		time.Sleep(500 * time.Millisecond)
		h.input.Yield(time.Second)
		h.input.Yield(time.Millisecond) // shortens nothing
		time.Sleep(999 * time.Millisecond)
		h.send(at(1, 1, 0), down(4), protocol.Text{Text: "a"})
		h.expect("")
		time.Sleep(time.Millisecond)
		h.send(up(4), at(1, 1, 0), down(5))
		h.expect("move 101 51, key 5 down")
	})
}

func TestShields(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		own := image.Rect(150, 100, 200, 150)
		focus := false
		h := newHands(t, share.InputConfig{
			Shield:      func(x, y int) bool { return image.Pt(x, y).In(own) },
			FocusShield: func() bool { return focus },
		})
		defer h.end()
		// A click that begins on an own window, and one that is dragged there.
		h.send(at(60, 60, 0), at(60, 60, protocol.ButtonLeft), protocol.Wheel{DY: 120}, at(60, 60, 0))
		h.expect("")
		h.send(at(10, 10, 0), at(10, 10, protocol.ButtonLeft), at(60, 60, protocol.ButtonLeft), at(60, 60, 0))
		h.expect("move 110 60, move 110 60, button 1 down, button 1 up")
		// A window that came under the pointer.
		h.send(at(10, 10, 0))
		own = own.Union(image.Rect(105, 55, 115, 65))
		h.send(protocol.Wheel{DY: 120})
		h.expect("move 110 60")
		h.send(down(4))
		focus = true
		h.send(up(4), down(5), protocol.Text{Text: "a"})
		h.expect("key 4 down, key 4 up")
	})
}

func TestInputRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHands(t, share.InputConfig{})
		go func() {
			for i := range 100_000 {
				if _, err := h.conn.Write(protocol.AppendFrame(nil, at(uint16(i%100), 0, 0))); err != nil {
					return
				}
			}
		}()
		time.Sleep(2 * time.Second)
		if n := len(h.injector.Take()); n < 2200 || n > 2400 {
			t.Fatalf("%d events in 2 s", n)
		}
		// A text counts for its letters, and a waiting event does not hold up a revocation.
		before := time.Now()
		h.input.Revoke()
		if time.Since(before) > 0 {
			t.Fatal("the revocation waited")
		}
		h.cancel()
		if err := <-h.served; !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		_ = h.conn.Close()
	})
}

func TestInputHoldsNoMoreThanAHand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHands(t, share.InputConfig{})
		defer h.end()
		for usage := uint16(4); usage < 100; usage++ {
			h.send(down(usage))
		}
		if n := len(h.injector.Take()); n != 32 {
			t.Fatalf("%d keys are held", n)
		}
	})
}

func TestInputRefusesStrangers(t *testing.T) {
	for name, frame := range map[string][]byte{
		"other stream": protocol.AppendFrame(nil, protocol.Ack{}),
		"unknown":      {200, 0, 0, 0},
		"too long":     {byte(protocol.TypeKey), 255, 255, 255},
		"short":        {byte(protocol.TypeKey), 0, 0, 1, 9},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHands(t, share.InputConfig{})
				go func() {
					_, _ = h.conn.Write(frame)
					_ = h.conn.Close()
				}()
				if err := <-h.served; err == nil {
					t.Fatal("accepted")
				}
				_ = h.near.Close()
				h.cancel()
			})
		})
	}
}

// FuzzInput feeds an open Input with anything: nothing may stay held when the stream has ended, and nothing leave the display.
func FuzzInput(f *testing.F) {
	var seed []byte
	for _, m := range []protocol.Message{
		at(1, 2, 0), at(1, 2, 5), down(4), down(5), up(4),
		protocol.Wheel{DX: 3, DY: -4},
		protocol.Text{Text: "text"},
		protocol.ReleaseAll{},
		at(3, 3, 31),
	} {
		seed = protocol.AppendFrame(seed, m)
	}
	f.Add(seed)
	f.Fuzz(func(t *testing.T, stream []byte) {
		const maxFrames = 200 // the rate bound makes more take real time
		if len(stream) > 4*maxFrames {
			return
		}
		injector := &sharetest.Injector{}
		input := share.NewInput(share.InputConfig{Injector: injector})
		input.SetDisplay(0, display)
		input.Allow()
		near, far := net.Pipe()
		go func() {
			_, _ = far.Write(stream)
			_ = far.Close()
		}()
		_ = input.Serve(t.Context(), near)
		_ = near.Close()
		mustBeReleased(t, injector.Log())
		for _, event := range injector.Log() {
			var p image.Point
			if n, _ := fmt.Sscanf(event, "move %d %d", &p.X, &p.Y); n == 2 && !p.In(display) {
				t.Fatal(event)
			}
		}
		if slices.Contains(injector.Log(), "") {
			t.Fatal("an empty event")
		}
	})
}
