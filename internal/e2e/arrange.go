package e2e

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strings"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// titled waits for a window whose title contains a part, and returns the last such.
func (s *Screen) titled(ctx context.Context, title string) (window xproto.Window, err error) {
	err = await(ctx, "a window named "+title, func() (bool, error) {
		list, err := s.windows("_NET_CLIENT_LIST")
		if err != nil {
			return false, err
		}
		for _, w := range slices.Backward(list) {
			if s.hasTitle(w, title) {
				window = w
				return true, nil
			}
		}
		return false, nil
	})
	return window, err
}

// Activate waits for a window whose title contains a part and brings it to the front, with the keyboard.
func (s *Screen) Activate(ctx context.Context, title string) error {
	window, err := s.titled(ctx, title)
	if err != nil {
		return err
	}
	return s.raise(ctx, window)
}

// Arrange waits for a window whose title contains a part and gives it a place and a size.
func (s *Screen) Arrange(ctx context.Context, title string, area image.Rectangle) error {
	window, err := s.titled(ctx, title)
	if err != nil {
		return err
	}
	const all = xproto.ConfigWindowX | xproto.ConfigWindowY | xproto.ConfigWindowWidth | xproto.ConfigWindowHeight
	values := []uint32{uint32(area.Min.X), uint32(area.Min.Y), uint32(area.Dx()), uint32(area.Dy())}
	if err := xproto.ConfigureWindowChecked(s.conn, window, all, values).Check(); err != nil {
		return fmt.Errorf("arrange the window %s: %w", title, err)
	}
	return nil
}

// Titled reports whether a window whose title contains a part is on the display.
func (s *Screen) Titled(part string) (bool, error) {
	list, err := s.windows("_NET_CLIENT_LIST")
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(list, func(w xproto.Window) bool { return s.hasTitle(w, part) }), nil
}

// Active reports whether the window that has the keyboard has a title that contains a part.
func (s *Screen) Active(part string) (bool, error) {
	active, err := s.windows("_NET_ACTIVE_WINDOW")
	return len(active) == 1 && s.hasTitle(active[0], part), err
}

func (s *Screen) hasTitle(window xproto.Window, part string) bool {
	for _, name := range []string{"_NET_WM_NAME", "WM_NAME"} { // older programs know the second one only
		title, err := s.property(window, name)
		if err == nil && strings.Contains(string(title), part) {
			return true
		}
	}
	return false
}

// raise asks the window manager to bring a window to the front, as a click in a task bar does, and waits until it has. A
// window that is not the window manager's is on top already, and so is a pop-up, which never takes the keyboard.
func (s *Screen) raise(ctx context.Context, window xproto.Window) error {
	managed, err := s.windows("_NET_CLIENT_LIST")
	if err != nil || !slices.Contains(managed, window) {
		return err
	}
	popUp, err := s.isPopUp(window)
	if err != nil || popUp {
		return err
	}
	atom, err := s.atom("_NET_ACTIVE_WINDOW")
	if err != nil {
		return err
	}
	const fromPager = 2 // the request comes from a person, see the EWMH specification
	event := xproto.ClientMessageEvent{
		Format: 32, Window: window, Type: atom, Data: xproto.ClientMessageDataUnionData32New([]uint32{fromPager, 0, 0, 0, 0}),
	}
	err = xproto.SendEventChecked(s.conn, false, s.root, xproto.EventMaskSubstructureNotify|xproto.EventMaskSubstructureRedirect, string(event.Bytes())).Check()
	if err != nil {
		return fmt.Errorf("raise a window: %w", err)
	}
	return await(ctx, "a window to come to the front", func() (bool, error) {
		active, err := s.windows("_NET_ACTIVE_WINDOW")
		return len(active) == 1 && active[0] == window, err
	})
}

// closeWindow brings the window with a title to the front and closes its only page by the keyboard, as browsers allow.
func (s *Screen) closeWindow(ctx context.Context, title string) error {
	if err := s.Activate(ctx, title); err != nil {
		return err
	}
	var last time.Time
	return await(ctx, "the window "+title+" to be closed", func() (bool, error) {
		there, err := s.Titled(title)
		if err == nil && there && time.Since(last) > clickAgain {
			last = time.Now()
			err = s.Hand.Chord(KeyControl, 'w')
		}
		return !there, err
	})
}

// isPopUp reports whether a window calls itself a notification.
func (s *Screen) isPopUp(window xproto.Window) (bool, error) {
	notification, err := s.atom("_NET_WM_WINDOW_TYPE_NOTIFICATION")
	if err != nil {
		return false, err
	}
	types, err := s.property(window, "_NET_WM_WINDOW_TYPE")
	return len(types) > 0 && xproto.Atom(xgb.Get32(types)) == notification, err
}

// windows returns a property of the root that is a list of windows.
func (s *Screen) windows(name string) ([]xproto.Window, error) {
	list, err := s.property(s.root, name)
	if err != nil {
		return nil, err
	}
	const wordSize = 4
	var windows []xproto.Window
	for ; len(list) >= wordSize; list = list[wordSize:] {
		windows = append(windows, xproto.Window(xgb.Get32(list)))
	}
	return windows, nil
}
