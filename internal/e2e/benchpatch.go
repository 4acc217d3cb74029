package e2e

import (
	"fmt"
	"image"

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
	done   chan struct{} // closed when nobody answers clicks any more
}

// ShowPatch puts a patch on a display.
func ShowPatch(screen *Screen) (*Patch, error) {
	window, err := xproto.NewWindowId(screen.conn)
	if err != nil {
		return nil, fmt.Errorf("show a patch: %w", err)
	}
	setup := xproto.Setup(screen.conn).DefaultScreen(screen.conn)
	const black, unmanaged = 0, 1
	err = xproto.CreateWindowChecked(screen.conn, setup.RootDepth, window, setup.Root,
		int16(PatchArea.Min.X), int16(PatchArea.Min.Y), uint16(PatchArea.Dx()), uint16(PatchArea.Dy()), 0,
		xproto.WindowClassInputOutput, setup.RootVisual,
		xproto.CwBackPixel|xproto.CwOverrideRedirect|xproto.CwEventMask,
		[]uint32{black, unmanaged, xproto.EventMaskButtonPress}).Check()
	if err != nil {
		return nil, fmt.Errorf("show a patch: %w", err)
	}
	if err := xproto.MapWindowChecked(screen.conn, window).Check(); err != nil {
		return nil, fmt.Errorf("show a patch: %w", err)
	}
	p := &Patch{screen: screen, window: window, done: make(chan struct{})}
	go p.answer()
	return p, nil
}

// answer turns the patch on each click, until Close or the display's end.
func (p *Patch) answer() {
	defer close(p.done)
	colour := uint32(0)
	for {
		event, err := p.screen.conn.WaitForEvent()
		if event == nil && err == nil {
			return
		}
		switch event.(type) {
		case xproto.ButtonPressEvent:
			const white = 0xffffff
			colour ^= white
			xproto.ChangeWindowAttributes(p.screen.conn, p.window, xproto.CwBackPixel, []uint32{colour})
			xproto.ClearArea(p.screen.conn, false, p.window, 0, 0, 0, 0)
		case xproto.ClientMessageEvent: // from Close
			return
		}
	}
}

// Close removes the patch and waits for whoever answers its clicks.
func (p *Patch) Close() error {
	const wordSize = 32
	goodbye := xproto.ClientMessageEvent{Format: wordSize, Window: p.window, Type: xproto.AtomNotice, Data: xproto.ClientMessageDataUnionData32New(make([]uint32, 5))}
	if err := xproto.SendEventChecked(p.screen.conn, false, p.window, xproto.EventMaskNoEvent, string(goodbye.Bytes())).Check(); err != nil {
		return fmt.Errorf("remove a patch: %w", err)
	}
	<-p.done
	if err := xproto.DestroyWindowChecked(p.screen.conn, p.window).Check(); err != nil {
		return fmt.Errorf("remove a patch: %w", err)
	}
	return nil
}
