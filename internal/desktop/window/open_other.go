//go:build !linux && !windows

package window

// Open returns ErrUnsupported: nothing is known of this system's windows.
func Open() (System, error) { return nil, ErrUnsupported }
