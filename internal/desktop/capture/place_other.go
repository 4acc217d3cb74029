//go:build !linux && !windows

package capture

import "fmt"

func openPlaceFinder() (placeFinder, error) {
	return nil, fmt.Errorf("%w: its pointer cannot be followed", ErrUnsupported)
}
