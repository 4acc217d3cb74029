//go:build !linux && !windows

package input

import (
	"fmt"

	"beside.example/internal/desktop/input/robot"
)

// Open returns the injector of this desktop. There is no guard for it: nothing is noted.
func Open(Options) (Injector, error) {
	injector, err := robot.Open()
	if err != nil {
		return nil, err
	}
	return injector, nil
}

// Release returns ErrUnsupported.
func Release([]Held) error { return fmt.Errorf("release what was held: %w", ErrUnsupported) }

// Watch returns ErrUnsupported.
func Watch(*Ledger) (Watcher, error) {
	return nil, fmt.Errorf("tell the person's own hand: %w", ErrUnsupported)
}

// UsageOf knows no key: this system's scan codes are not known here.
func UsageOf(int) (usage uint16, ok bool) { return 0, false }
