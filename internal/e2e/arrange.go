package e2e

import (
	"context"
	"fmt"
	"image"
	"slices"

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

// ServerPID returns the number of the X server's process.
func (s *Screen) ServerPID() int { return s.processes[0].PID() }

// Access returns the environment variables by which a program reaches the display.
func (s *Screen) Access() []Variable {
	return []Variable{{"DISPLAY", s.Name}, {"XAUTHORITY", s.authority}}
}

// A Variable is one of an environment.
type Variable struct{ Name, Value string }
