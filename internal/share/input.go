package share

import (
	"context"
	"image"
	"log/slog"
	"time"
)

// InputConfig says how an Input works.
type InputConfig struct {
	// Injector receives what the gate lets through.
	Injector Injector
	// Shield reports whether a point of the desktop belongs to a window that injected input must never reach.
	Shield func(x, y int) bool
	// FocusShield reports whether the keyboard focus belongs to such a window.
	FocusShield func() bool
	// Logger takes what is worth knowing, never what was typed; nil discards it.
	Logger *slog.Logger
}

// Input injects the events of one viewer, as long as it is allowed to. It starts closed. Its methods may be called from
// any goroutine.
type Input struct{ cfg InputConfig }

// NewInput returns an Input that injects nothing until Allow.
func NewInput(cfg InputConfig) *Input { return &Input{cfg: cfg} }

// SetDisplay tells which part of the desktop the viewer sees: pointer positions count from its corner and stay inside.
func (in *Input) SetDisplay(bounds image.Rectangle) {}

// Allow opens the gate.
func (in *Input) Allow() {}

// Revoke closes the gate and releases what is held. When it returns not one more event will be injected before Allow.
func (in *Input) Revoke() {}

// Yield releases what is held and refuses events for a time, because the person at this machine uses it.
func (in *Input) Yield(d time.Duration) {}

// Serve injects the events that arrive on the stream until ctx ends or the stream fails, and then releases what is held.
func (in *Input) Serve(ctx context.Context, stream Stream) error { return nil }
