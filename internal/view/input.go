package view

import (
	"context"
	"io"
)

// Input sends the local pointer, keys and text to the sharing side. Its methods never block and may be called from any
// goroutine; events are sent in the order in which they were given.
type Input struct{}

// NewInput returns an Input that keeps nothing until Serve runs.
func NewInput() *Input { return &Input{} }

// Move tells that the pointer is at a pixel of the picture. Of moves that wait only the newest is sent.
func (in *Input) Move(x, y int) {}

// Button tells that a button went down or up at the place of the last Move: 1 left, 2 middle, 3 right, 4 back, 5 forward.
func (in *Input) Button(button uint8, down bool) {}

// Wheel tells of a turn of the wheel, in 1/120 notch; positive is right and down. Turns that wait are added up.
func (in *Input) Wheel(dx, dy int) {}

// Key tells that a physical key went down or up, by its usage on the HID keyboard page.
func (in *Input) Key(usage uint16, down bool) {}

// Text tells of typed characters that no physical key stands for.
func (in *Input) Text(s string) {}

// ReleaseAll releases every key and button that is held, such as when the viewer loses the focus.
func (in *Input) ReleaseAll() {}

// Serve sends events to w until ctx ends or w fails. What is given while no Serve runs is dropped.
func (in *Input) Serve(ctx context.Context, w io.Writer) error { return nil }
