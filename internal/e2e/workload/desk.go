package workload

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"beside.example/internal/e2e"
)

// A Desk is a display on which workloads are done, one at a time.
type Desk struct {
	// Screen is the display; Owner runs the programs on it, whose output goes to Logs.
	Screen *e2e.Screen
	Owner  *e2e.Account
	Logs   string
	// Assets are the pictures, films and papers that the programs open.
	Assets *Assets
	// Plain has a plain wallpaper instead of a photograph.
	Plain bool

	programs []*e2e.Process
	close    []func() error
}

// A Workload is one kind of activity.
type Workload struct {
	// Name is what the tables call it.
	Name string

	// bare tells that the programs cover the display, which needs no wallpaper.
	bare bool
	// setUp opens the programs, and ends when they stand still.
	setUp func(ctx context.Context, d *Desk) error
	// reset goes back to where each run begins.
	reset []act
	// acts are what is done, over and over; play, where there is one, is done instead until ctx ends.
	acts []act
	play func(ctx context.Context, d *Desk) error
}

// SetUp opens the programs that a workload needs; Clear closes them.
func (w Workload) SetUp(ctx context.Context, d *Desk) error {
	var err error
	if !w.bare {
		err = d.wallpaper(ctx)
	}
	if err == nil {
		err = w.setUp(ctx, d)
	}
	if err != nil {
		return fmt.Errorf("set up the workload %s: %w", w.Name, err)
	}
	return nil
}

// Reset goes back to where each run begins.
func (w Workload) Reset(ctx context.Context, d *Desk) error {
	if err := d.once(ctx, w.reset); err != nil {
		return fmt.Errorf("reset the workload %s: %w", w.Name, err)
	}
	return nil
}

// Drive does what the workload is about until ctx ends, which is no error.
func (w Workload) Drive(ctx context.Context, d *Desk) error {
	drive := func(ctx context.Context, d *Desk) error { return d.repeat(ctx, w.acts) }
	if w.play != nil {
		drive = w.play
	}
	if err := drive(ctx, d); err != nil {
		return fmt.Errorf("drive the workload %s: %w", w.Name, err)
	}
	return nil
}

// calm is how long programs may take to draw what they opened with.
const calm = 800 * time.Millisecond

// settled waits for that.
func settled(ctx context.Context) error {
	return e2e.Pass(ctx, calm)
}

// wallpaper covers the display with a photograph and puts the pointer aside.
func (d *Desk) wallpaper(ctx context.Context) error {
	picture, err := d.Assets.wallpaper(ctx, d.Plain)
	if err != nil {
		return err
	}
	if err := d.run(ctx, "feh", "--no-fehbg", "--bg-fill", picture); err != nil {
		return err
	}
	return d.Screen.Hand.Move(image.Pt(960, 700))
}

// quiet is the environment that keeps programs from looking for services that a virtual display has not.
var quiet = []string{"NO_AT_BRIDGE=1", "GTK_A11Y=none", "GDK_BACKEND=x11", "DBUS_SESSION_BUS_ADDRESS=disabled:", "LC_ALL=C.UTF-8"}

// open starts a program that runs until Clear.
func (d *Desk) open(ctx context.Context, program string, args ...string) error {
	env, err := exec.LookPath("env")
	if err != nil {
		return err
	}
	p, err := d.Screen.Start(ctx, d.Logs, program, d.Owner, env, append(append(append([]string{}, quiet...), program), args...)...)
	if err != nil {
		return err
	}
	d.programs = append(d.programs, p)
	return nil
}

// run starts a program and waits for its end.
func (d *Desk) run(ctx context.Context, program string, args ...string) error {
	path, err := exec.LookPath(program)
	if err != nil {
		return err
	}
	p, err := d.Screen.Start(ctx, d.Logs, program, d.Owner, path, args...)
	if err != nil {
		return err
	}
	select {
	case <-p.Done():
		return nil
	case <-ctx.Done():
		return errors.Join(ctx.Err(), p.Stop())
	}
}

// paper copies a file into the owner's home, to be written in.
func (d *Desk) paper(name string) (string, error) {
	text, err := d.Assets.paper(name)
	if err != nil {
		return "", err
	}
	path := filepath.Join(d.Owner.Home, name)
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		return "", fmt.Errorf("put a paper onto the desk: %w", err)
	}
	return path, d.Owner.Own(path)
}

// Clear closes what the workload has opened.
func (d *Desk) Clear() error {
	var problems []error
	for _, f := range d.close {
		problems = append(problems, f())
	}
	for i := len(d.programs) - 1; i >= 0; i-- {
		d.programs[i].Kill() // they have nothing to save, and would ask
	}
	d.programs, d.close = nil, nil
	return errors.Join(problems...)
}
