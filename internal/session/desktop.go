package session

import (
	"context"
	"errors"
	"io"
	"log/slog"

	"beside.example/internal/framebuffer"
	"beside.example/internal/share"
	"beside.example/protocol"
)

// Desktop is this machine as a session uses it. A nil part is something that the machine cannot do, or must not.
type Desktop struct {
	// Screens shows what the displays show. It is needed to share.
	Screens Screens
	// Hands produces input, and tells of the person's own. It is needed to be controlled.
	Hands Hands
	// Shield keeps injected input from the windows of this program.
	Shield Shield
	// Computer describes the machine.
	Computer Computer
}

// Screens opens displays and the pointer for grabbing. Its methods may be called from several goroutines.
type Screens interface {
	// Displays lists the displays as they are arranged now, the primary one first.
	Displays() ([]framebuffer.Display, error)
	// WaitArrangement blocks until the arrangement differs from what is known, such as what Displays returned.
	WaitArrangement(ctx context.Context, known []framebuffer.Display) error
	// Source opens a display.
	Source(display uint32) (share.Source, error)
	// Cursor opens the pointer.
	Cursor() (CursorSource, error)
}

// NewStage returns where all who see this machine's displays find them; see Part.Stage.
func NewStage(d Desktop, logger *slog.Logger) *share.Stage {
	open := func(uint32) (share.Source, error) { return nil, errors.New("this machine has no displays") }
	if d.Screens != nil {
		open = d.Screens.Source
	}
	return share.NewStage(share.StageConfig{Open: open, Logger: logger})
}

// CursorSource follows the pointer.
type CursorSource interface {
	share.CursorSource
	io.Closer
}

// Hands opens what produces input and what tells of the person's own. Both are opened only once control is granted.
type Hands interface {
	// Injector opens the injector.
	Injector() (Injector, error)
	// Watcher opens the watch on the person's own pointer and keys.
	Watcher() (Watcher, error)
}

// Injector produces input until it is closed.
type Injector interface {
	share.Injector
	io.Closer
}

// Watcher tells what the person's own hand does; injected input is left out.
type Watcher interface {
	// Next blocks until the person did something, and tells whether it was the panic key.
	Next(ctx context.Context) (panicKey bool, err error)
	io.Closer
}

// Shield tells which places belong to this program's own windows.
type Shield interface {
	// Point reports whether a point of the desktop is shielded.
	Point(x, y int) bool
	// Focus reports whether the keyboard focus is.
	Focus() bool
}

// Computer describes the machine.
type Computer interface {
	// Details collects the facts; it may take a second.
	Details(ctx context.Context) (protocol.ComputerDetails, error)
}
