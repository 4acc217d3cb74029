package peers

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"beside.example/internal/e2e"
	"beside.example/internal/e2e/workload"
)

// The parts of a comparison that can be measured alone.
const (
	PartPixel = "pixel" // click to decoded pixel, without windows
)

// A Bench compares products.
type Bench struct {
	Binaries e2e.Binaries
	// Dir is a folder that only this run uses and everybody may enter, Logs where programs print to.
	Dir, Logs string
	// Parts are measured, for Products and Workloads; empty, all of them.
	Parts, Products, Workloads []string
	// Clicks is how many clicks a latency takes.
	Clicks int
	// Say tells what is being done.
	Say func(string)

	assets *workload.Assets
	opened int
}

// Run measures and returns what was measured, with a failure also what there was before it.
func (b *Bench) Run(ctx context.Context) (r Results, err error) {
	products, err := chosen(b.Products)
	if err != nil {
		return r, err
	}
	assets, err := b.folder("assets")
	if err != nil {
		return r, err
	}
	b.assets = workload.NewAssets(assets)
	if b.wants(PartPixel) {
		for _, p := range products {
			if err := b.pixels(ctx, p, &r); err != nil {
				return r, fmt.Errorf("%s: %w", p.name, err)
			}
		}
	}
	return r, nil
}

// wants reports whether a part is to be measured.
func (b *Bench) wants(part string) bool { return len(b.Parts) == 0 || contains(b.Parts, part) }

// folder makes a folder for one purpose that everybody may enter.
func (b *Bench) folder(name string) (string, error) {
	b.opened++
	dir := filepath.Join(b.Dir, fmt.Sprintf("%s%d", name, b.opened))
	const everyone = 0o755
	if err := os.Mkdir(dir, everyone); err != nil {
		return "", fmt.Errorf("make a folder: %w", err)
	}
	return dir, nil
}

// lookPath finds a program.
func lookPath(program string) (string, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return "", fmt.Errorf("%w (the packages of `.ci/deps peers` are needed)", err)
	}
	return path, nil
}

// contains reports whether a list has an entry.
func contains(list []string, entry string) bool {
	for _, e := range list {
		if e == entry {
			return true
		}
	}
	return false
}

// pass lets time pass.
func pass(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// closing adds the error of a Close to err.
func closing(err *error, closer interface{ Close() error }) { *err = errors.Join(*err, closer.Close()) }
