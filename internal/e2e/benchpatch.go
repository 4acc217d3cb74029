package e2e

import (
	"fmt"
	"image"
	"runtime"

	"github.com/jezek/xgb/xproto"

	"beside.example/internal/ui/e2e"
)

// PatchArea is where on the shared display a patch is.
var PatchArea = image.Rect(e2e.PatchX, e2e.PatchY, e2e.PatchX+e2e.PatchSide, e2e.PatchY+e2e.PatchSide)

// A Patch is a window, above all others, that turns from black to white and back on each click: the least that a program
// can do, so that what is measured is the way there and back.
type Patch struct {
	screen *Screen
	window xproto.Window
	press  *press
	done   chan struct{} // closed when nobody answers clicks any more
}

// ShowPatch puts a patch on a display.
func ShowPatch(screen *Screen, area image.Rectangle) (*Patch, error) {
	window, err := xproto.NewWindowId(screen.conn)
	if err != nil {
		return nil, fmt.Errorf("show a patch: %w", err)
	}
	setup := xproto.Setup(screen.conn).DefaultScreen(screen.conn)
	const black, unmanaged = 0, 1
	err = xproto.CreateWindowChecked(screen.conn, setup.RootDepth, window, setup.Root,
		int16(area.Min.X), int16(area.Min.Y), uint16(area.Dx()), uint16(area.Dy()), 0,
		xproto.WindowClassInputOutput, setup.RootVisual,
		xproto.CwBackPixel|xproto.CwOverrideRedirect, []uint32{black, unmanaged}).Check()
	if err != nil {
		return nil, fmt.Errorf("show a patch: %w", err)
	}
	p := &Patch{screen: screen, window: window, done: make(chan struct{})}
	if p.press, err = screen.listenForPresses(window); err != nil {
		return nil, fmt.Errorf("show a patch: %w", err)
	}
	go p.answer()
	if err := xproto.MapWindowChecked(screen.conn, window).Check(); err != nil {
		return nil, fmt.Errorf("show a patch: %w", err)
	}
	return p, nil
}

// answer turns the patch on each click, until Close or the display's end.
func (p *Patch) answer() {
	defer close(p.done)
	runtime.LockOSThread() // so that whom the system wakes up is who answers
	for colour := uint32(0); p.press.wait(); {
		const white = 0xffffff
		colour ^= white
		p.press.paint(colour)
	}
}

// Close removes the patch and waits for whoever answers its clicks.
func (p *Patch) Close() error {
	p.press.end()
	<-p.done
	p.press.close()
	if err := xproto.DestroyWindowChecked(p.screen.conn, p.window).Check(); err != nil {
		return fmt.Errorf("remove a patch: %w", err)
	}
	return nil
}
