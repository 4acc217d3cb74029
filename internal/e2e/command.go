package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

// Command does what a command is for, until that is done or somebody interrupts it. A failure is printed and ends the process.
func Command(do func(ctx context.Context) error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := do(ctx); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// Prepared is what a command's run needs.
type Prepared struct {
	// Dir is a workspace, and Logs where programs print to.
	Dir, Logs string
	Binaries  Binaries
}

// Prepare makes ready for a run whose results go to the folder out, of which only an empty folder for logs is left; the programs are built
// anew from the working directory. It returns what removes the workspace as well.
func Prepare(ctx context.Context, out string, say func(string)) (p Prepared, remove func() error, err error) {
	p.Logs = filepath.Join(out, "logs")
	if err := errors.Join(os.RemoveAll(out), os.MkdirAll(p.Logs, 0o755)); err != nil {
		return p, nil, fmt.Errorf("empty the folder of the results: %w", err)
	}
	if p.Dir, remove, err = NewWorkspace(); err != nil {
		return p, nil, err
	}
	say("Building the relay and both apps…")
	if p.Binaries, err = Build(ctx, ".", filepath.Join(p.Dir, "bin")); err != nil {
		return p, nil, errors.Join(err, remove())
	}
	return p, remove, nil
}

// Pass lets time pass.
func Pass(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
