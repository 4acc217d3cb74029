package e2e

import (
	"fmt"
	"os"
)

// NewWorkspace makes a folder for one run that the ordinary user may enter, and returns what removes it.
func NewWorkspace() (dir string, remove func() error, err error) {
	dir, err = os.MkdirTemp("", "beside-e2e-")
	if err != nil {
		return "", nil, fmt.Errorf("make a folder for the run: %w", err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		return "", nil, fmt.Errorf("make a folder for the run: %w", err)
	}
	return dir, func() error { return os.RemoveAll(dir) }, nil
}
