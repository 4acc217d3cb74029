package workload

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// terminalTitle is the terminal's title, by which its window is found.
const terminalTitle = "terminal"

// terminal opens a terminal that runs a program.
func (d *Desk) terminal(ctx context.Context, geometry string, program ...string) error {
	const fontSize = "11"
	return d.xterm(ctx, []string{"-fs", fontSize, "-geometry", geometry}, program)
}

// xterm opens a terminal with some options of its own.
func (d *Desk) xterm(ctx context.Context, options, program []string) error {
	args := append([]string{"-fa", "DejaVu Sans Mono", "-T", terminalTitle}, options...)
	if err := d.open(ctx, "xterm", append(append(args, "-e"), program...)...); err != nil {
		return err
	}
	return d.front(ctx, terminalTitle)
}

// shell is a shell that reads nothing of the owner's.
var shell = []string{"bash", "--norc", "--noprofile"}

// command types a command and runs it.
func command(text string, then time.Duration) []act {
	const key = 60 * time.Millisecond
	return append(typing(key, text), keys(key, enter), rest(then))
}

// term is somebody who types commands, whose answers scroll.
func term() Workload {
	acts := command("ls --color=always /etc | head -40", 400*time.Millisecond)
	acts = append(acts, command("grep -n license /usr/share/common-licenses/GPL-3 | head", 300*time.Millisecond)...)
	acts = append(acts, command("ls -la /usr/share | head -30", 500*time.Millisecond)...)
	return Workload{
		Name: "term",
		setUp: func(ctx context.Context, d *Desk) error {
			return d.terminal(ctx, "130x50+150+60", shell...)
		},
		reset: []act{keys(0, control, 'c'), keys(50*time.Millisecond, control, 'l'), rest(calm)},
		acts:  acts,
	}
}

// The flood's pace: as fast as a build or a log that nobody can read any more.
const (
	floodEvery = 10 * time.Millisecond
	floodRate  = 240 // lines a second
)

// flood is a terminal into which a program writes without end.
func flood() Workload {
	return Workload{
		Name: "flood",
		setUp: func(ctx context.Context, d *Desk) error {
			pipe := d.pipe()
			const onlyOwner = 0o600
			if err := errors.Join(syscall.Mkfifo(pipe, onlyOwner), d.Owner.Own(pipe)); err != nil {
				return fmt.Errorf("make a pipe: %w", err)
			}
			d.close = append(d.close, func() error { return os.Remove(pipe) })
			return d.terminal(ctx, "150x52+20+30", "sh", "-c", "exec cat <> "+pipe) // open to both ends, so that it never ends
		},
		play: func(ctx context.Context, d *Desk) error { return pour(ctx, d.pipe()) },
	}
}

func (d *Desk) pipe() string { return filepath.Join(d.Owner.Home, "flood") }

// pour writes coloured lines into a pipe until ctx ends.
func pour(ctx context.Context, pipe string) (err error) {
	lines, err := program()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(pipe, os.O_RDWR, 0) // not to wait for a reader
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	began := time.Now()
	for n, due := 0, began; until(ctx, due); due = due.Add(floodEvery) {
		for ; n < int(time.Since(began).Seconds()*floodRate); n++ {
			if _, err := fmt.Fprintf(f, "%5d %s\n", n, lines[n%len(lines)]); err != nil {
				return err
			}
		}
	}
	return nil
}
