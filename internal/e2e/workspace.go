package e2e

import (
	"context"
	"fmt"
	"os"
	"time"
)

// removeAgain is how long programs that nobody here started, such as a browser that an app has opened, may write into the folder
// after their display has gone: they notice within a second.
const removeAgain = 5 * time.Second

// NewWorkspace makes a folder for one run that the ordinary user may enter, and returns what removes it.
func NewWorkspace() (dir string, remove func() error, err error) {
	dir, err = os.MkdirTemp("", "beside-e2e-")
	if err != nil {
		return "", nil, fmt.Errorf("make a folder for the run: %w", err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		return "", nil, fmt.Errorf("make a folder for the run: %w", err)
	}
	return dir, func() error { return removeAll(dir) }, nil
}

// removeAll removes a folder, again while somebody still writes into it.
func removeAll(dir string) error {
	ctx, cancel := context.WithTimeout(context.Background(), removeAgain)
	defer cancel()
	return await(ctx, "the folder of the run to be empty", func() (bool, error) {
		err := os.RemoveAll(dir)
		return err == nil, err
	})
}
