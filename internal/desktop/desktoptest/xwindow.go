package desktoptest

import (
	"context"
	"fmt"
	"image"
	"testing"

	"github.com/jezek/xgb/xproto"

	"beside.example/internal/desktop/internal/x11"
)

// XWindow is a window of a foreign program that writes down the input it gets. It stands above all others and has the focus.
type XWindow struct {
	t      testing.TB
	conn   *x11.Conn
	id     xproto.Window
	events chan string
}

// windowEvents is the input that an XWindow gets; eventBacklog is more of it than any test makes.
const (
	windowEvents = xproto.EventMaskKeyPress | xproto.EventMaskKeyRelease | xproto.EventMaskButtonPress |
		xproto.EventMaskButtonRelease | xproto.EventMaskExposure
	eventBacklog = 10_000
)

// NewXWindow shows a window on the desktop of $DISPLAY until the test ends.
func NewXWindow(t testing.TB, place image.Rectangle) *XWindow {
	t.Helper()
	w := &XWindow{t: t, events: make(chan string, eventBacklog)}
	shown := make(chan struct{}, 1)
	conn, err := x11.Open(func(event []byte) {
		if x11.EventCode(event) == xproto.Expose {
			select {
			case shown <- struct{}{}:
			default:
			}
			return
		}
		w.write(event)
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	w.conn = conn
	if w.id, err = xproto.NewWindowId(conn.Conn); err != nil {
		t.Fatal(err)
	}
	values := []uint32{conn.Screen.WhitePixel, 1, windowEvents}
	err = xproto.CreateWindowChecked(conn.Conn, conn.Screen.RootDepth, w.id, conn.Root(), int16(place.Min.X), int16(place.Min.Y),
		uint16(place.Dx()), uint16(place.Dy()), 0, xproto.WindowClassInputOutput, conn.Screen.RootVisual,
		xproto.CwBackPixel|xproto.CwOverrideRedirect|xproto.CwEventMask, values).Check()
	if err != nil {
		t.Fatalf("make a window: %v", err)
	}
	xproto.MapWindow(conn.Conn, w.id)
	<-shown
	err = xproto.SetInputFocusChecked(conn.Conn, xproto.InputFocusPointerRoot, w.id, xproto.TimeCurrentTime).Check()
	if err != nil {
		t.Fatalf("focus a window: %v", err)
	}
	return w
}

// Next returns the next input, such as "key 38 down" or "button 1 up at 10,20": X's numbers, and places on the desktop.
func (w *XWindow) Next(ctx context.Context) string {
	w.t.Helper()
	select {
	case event := <-w.events:
		return event
	case <-ctx.Done():
		w.t.Fatal("waited in vain for input")
		return ""
	}
}

// Keyboard tells which keys the server sees pressed.
func (w *XWindow) Keyboard() []byte {
	w.t.Helper()
	reply, err := xproto.QueryKeymap(w.conn.Conn).Reply()
	if err != nil {
		w.t.Fatal(err)
	}
	var down []byte
	for code := range 256 {
		if reply.Keys[code/8]&(1<<(code%8)) != 0 {
			down = append(down, byte(code))
		}
	}
	return down
}

// Buttons tells which of the first five buttons the server sees pressed, as the bits that X has for them.
func (w *XWindow) Buttons() uint16 {
	w.t.Helper()
	const buttons = xproto.KeyButMaskButton1 | xproto.KeyButMaskButton2 | xproto.KeyButMaskButton3
	return w.pointer().Mask & buttons
}

// GrabKeyboard takes all keys for this window, as an open menu does.
func (w *XWindow) GrabKeyboard() {
	w.t.Helper()
	reply, err := xproto.GrabKeyboard(w.conn.Conn, false, w.id, xproto.TimeCurrentTime, xproto.GrabModeAsync, xproto.GrabModeAsync).Reply()
	if err != nil || reply.Status != xproto.GrabStatusSuccess {
		w.t.Fatalf("grab the keyboard: %v %v", reply, err)
	}
}

// Meanings lists what the keys mean that have a meaning, by their keycodes.
func (w *XWindow) Meanings() map[byte]uint32 {
	w.t.Helper()
	setup := xproto.Setup(w.conn.Conn)
	first := setup.MinKeycode
	reply, err := xproto.GetKeyboardMapping(w.conn.Conn, first, byte(setup.MaxKeycode-first+1)).Reply()
	if err != nil {
		w.t.Fatal(err)
	}
	meanings := map[byte]uint32{}
	for i, sym := range reply.Keysyms {
		keycode := byte(first) + byte(i/int(reply.KeysymsPerKeycode))
		if i%int(reply.KeysymsPerKeycode) == 0 && sym != 0 {
			meanings[keycode] = uint32(sym)
		}
	}
	return meanings
}

func (w *XWindow) pointer() *xproto.QueryPointerReply {
	w.t.Helper()
	reply, err := xproto.QueryPointer(w.conn.Conn, w.conn.Root()).Reply()
	if err != nil {
		w.t.Fatal(err)
	}
	return reply
}

// write notes one event, on the reading goroutine.
func (w *XWindow) write(event []byte) {
	place := image.Pt(int(x11.Word(event[20:])&0xffff), int(x11.Word(event[20:])>>16))
	var line string
	switch x11.EventCode(event) {
	case xproto.KeyPress:
		line = fmt.Sprintf("key %d down", event[1])
	case xproto.KeyRelease:
		line = fmt.Sprintf("key %d up", event[1])
	case xproto.ButtonPress:
		line = fmt.Sprintf("button %d down at %d,%d", event[1], place.X, place.Y)
	case xproto.ButtonRelease:
		line = fmt.Sprintf("button %d up at %d,%d", event[1], place.X, place.Y)
	default:
		return
	}
	select {
	case w.events <- line:
	default:
	}
}
