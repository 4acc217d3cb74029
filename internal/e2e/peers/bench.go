package peers

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"beside.example/internal/e2e"
	"beside.example/internal/e2e/workload"
)

// The parts of a comparison that can be measured alone.
const (
	PartBytes = "bytes" // bytes, updates and the processor, workload by workload
	PartPixel = "pixel" // click to decoded pixel, without windows
	PartGlass = "glass" // click to glass, through the real viewers
)

// A Bench compares products.
type Bench struct {
	Binaries e2e.Binaries
	// Dir is a folder that only this run uses and everybody may enter, Logs where programs print to.
	Dir, Logs string
	// Parts are measured, for Products and Workloads; empty, all of them.
	Parts, Products, Workloads []string
	// Runs is how often each workload is measured, Length for how long each time; Clicks is how many clicks a latency takes.
	Runs   int
	Length time.Duration
	Clicks int
	// Say tells what is being done.
	Say func(string)

	assets *workload.Assets
	work   []workload.Workload
	opened int
}

// Run measures and returns what was measured, with a failure also what there was before it.
func (b *Bench) Run(ctx context.Context) (r Results, err error) {
	products, err := chosen(b.Products)
	if err != nil {
		return r, err
	}
	if b.work, err = chosenWork(b.Workloads); err != nil {
		return r, err
	}
	assets, err := b.folder("assets")
	if err != nil {
		return r, err
	}
	b.assets = workload.NewAssets(assets)
	if r.Machine, err = machineNow(ctx); err != nil {
		return r, err
	}
	for _, part := range []struct {
		name    string
		measure func(ctx context.Context, products []product, r *Results) error
	}{
		{PartBytes, b.traffic},
		{PartPixel, each(b.pixels)},
		{PartGlass, each(b.glasses)},
	} {
		if len(b.Parts) > 0 && !slices.Contains(b.Parts, part.name) {
			continue
		}
		if err := part.measure(ctx, products, &r); err != nil {
			return r, fmt.Errorf("measure %s: %w", part.name, err)
		}
	}
	return r, nil
}

// each measures products one after the other.
func each(one func(ctx context.Context, p product, r *Results) error) func(ctx context.Context, products []product, r *Results) error {
	return func(ctx context.Context, products []product, r *Results) error {
		for _, p := range products {
			if err := one(ctx, p, r); err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
		}
		return nil
	}
}

// traffic measures bytes, updates and the processor, at first without anybody who shares.
func (b *Bench) traffic(ctx context.Context, products []product, r *Results) error {
	var drawing Results
	if err := b.shared(ctx, "nobody", &drawing, b.drawing); err != nil {
		return err
	}
	for _, p := range products {
		err := b.shared(ctx, p.name, r, func(ctx context.Context, dir string) (shown, error) {
			if p.arguments == nil {
				return b.showBeside(ctx, dir)
			}
			return b.showVNC(ctx, p, dir)
		})
		if err != nil {
			return err
		}
	}
	for i := range r.Runs {
		for _, d := range drawing.Runs {
			if d.Workload == r.Runs[i].Workload {
				r.Runs[i].Drawing = d.Display
			}
		}
	}
	return nil
}

// shared measures all workloads on a display that somebody shows.
func (b *Bench) shared(ctx context.Context, product string, r *Results, show func(ctx context.Context, dir string) (shown, error)) (err error) {
	dir, err := b.folder("bytes")
	if err != nil {
		return err
	}
	s, err := show(ctx, dir)
	if err != nil {
		return fmt.Errorf("%s: %w", product, err)
	}
	defer closing(&err, s)
	if err := b.works(ctx, product, s, r); err != nil {
		return fmt.Errorf("%s: %w", product, err)
	}
	return nil
}

// drawing starts a display that nobody shares.
func (b *Bench) drawing(ctx context.Context, dir string) (shown, error) {
	owner, err := e2e.NewAccount(dir, "owner")
	if err != nil {
		return nil, err
	}
	screen, err := e2e.StartScreen(ctx, dir, b.Logs, "alone", e2e.ScreenSize, owner)
	if err != nil {
		return nil, err
	}
	return plain{&workload.Desk{Screen: screen, Owner: owner, Logs: b.Logs, Assets: b.assets}}, nil
}

// chosenWork returns the workloads with some names; none means those of the tables.
func chosenWork(names []string) ([]workload.Workload, error) {
	if len(names) == 0 {
		return workload.All(), nil
	}
	var list []workload.Workload
	for _, name := range names {
		w, err := workload.Named(name)
		if err != nil {
			return nil, err
		}
		list = append(list, w)
	}
	return list, nil
}

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

// closing adds the error of a Close to err.
func closing(err *error, closer interface{ Close() error }) { *err = errors.Join(*err, closer.Close()) }
