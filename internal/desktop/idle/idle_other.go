//go:build !linux && !windows

package idle

import "time"

// Watch is never made.
type Watch struct{}

// Open returns ErrUnsupported.
func Open() (*Watch, error) { return nil, ErrUnsupported }

// Since returns ErrUnsupported.
func (w *Watch) Since() (time.Duration, error) { return 0, ErrUnsupported }

// Close has nothing to do.
func (w *Watch) Close() error { return nil }
