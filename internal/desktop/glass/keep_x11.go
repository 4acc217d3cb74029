//go:build linux && !wayland

package glass

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"github.com/jezek/xgb/xproto"

	"beside.example/internal/desktop/internal/x11"
)

// Keep has the system keep what a window shows while others lie above it, where it does so for whoever asks: else Fyne paints all of the
// window anew for each step in which another one is dragged across. Every picture in the window is copied once more for that, so it is not
// for windows that show videos. It belongs to Fyne's goroutine; whatever fails, the window is as before.
func Keep(window fyne.Window) {
	handle := handleOf(window)
	if handle == 0 {
		return
	}
	conn, err := x11.Open(nil)
	if err != nil {
		return
	}
	xproto.ChangeWindowAttributes(conn.Conn, xproto.Window(handle), xproto.CwBackingStore, []uint32{xproto.BackingStoreWhenMapped})
	_, _ = xproto.GetInputFocus(conn.Conn).Reply() // what was asked before has happened then
	_ = conn.Close()
}

// handleOf returns the system's name of a window, 0 if it has none.
func handleOf(window fyne.Window) (handle uintptr) {
	native, ok := window.(driver.NativeWindow)
	if !ok {
		return 0
	}
	native.RunNative(func(context any) {
		if c, ok := context.(driver.X11WindowContext); ok {
			handle = c.WindowHandle
		}
	})
	return handle
}
