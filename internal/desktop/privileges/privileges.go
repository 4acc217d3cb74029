// Package privileges tells how much this process may do, and gives it a place of its own.
//
// The customer's app uses it: it refuses to run with more rights than the person has at the desk, and keeps what it must keep
// in a folder that goes with it. It neither raises nor drops rights.
package privileges

import (
	"fmt"
	"os"
)

// NewFolder makes a new temporary folder that nobody else may read. The caller, or its guard, removes it.
func NewFolder(name string) (string, error) {
	// The system makes such folders with mode 0700.
	folder, err := os.MkdirTemp("", name+"-")
	if err != nil {
		return "", fmt.Errorf("make a temporary folder: %w", err)
	}
	return folder, nil
}
