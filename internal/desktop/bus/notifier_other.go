//go:build !linux

package bus

import (
	"context"
	"errors"
	"image"
	"time"
)

// Notifier is not there on this system: the window library shows notifications.
type Notifier struct{}

// OpenNotifier always fails.
func OpenNotifier(context.Context, string) (*Notifier, error) {
	return nil, errors.New("the window library shows notifications on this system")
}

// Show does nothing.
func (*Notifier) Show(string, string, string, *image.NRGBA, time.Duration) {}

// Withdraw does nothing.
func (*Notifier) Withdraw(string) {}

// Close does nothing.
func (*Notifier) Close() error { return nil }
