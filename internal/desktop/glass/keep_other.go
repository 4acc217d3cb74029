//go:build !linux || wayland

package glass

import "fyne.io/fyne/v2"

// Keep does nothing: other systems keep what their windows show.
func Keep(fyne.Window) {}
