package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// root is the module's folder as these tests see it.
var root = filepath.Join("..", "..")

// built are the programs under test, made once for all tests.
var built Binaries

// TestMain builds the relay and both apps for all tests. What they need and is missing fails them: nothing is left out.
func TestMain(m *testing.M) {
	code, err := buildAndRun(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func buildAndRun(m *testing.M) (code int, err error) {
	dir, remove, err := NewWorkspace()
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, remove()) }()
	if built, err = Build(context.Background(), root, filepath.Join(dir, "bin")); err != nil {
		return 0, err
	}
	return m.Run(), nil
}
