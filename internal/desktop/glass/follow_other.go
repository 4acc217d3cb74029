//go:build !linux || wayland

package glass

import "context"

// Follow returns at once: here Fyne looks for events by its own clock.
func Follow(context.Context, func(f func())) error { return nil }
