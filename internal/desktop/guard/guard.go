// Package guard keeps a second process that cleans up after this one has been killed: it lets go of the keys and buttons that
// were injected, which would stay down otherwise, and removes the program's temporary folder.
//
// Both apps start one when they share a screen. The guard is the same program with a hidden argument; it knows no session and
// no peer, only what is held.
package guard

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"

	"beside.example/internal/desktop/input"
)

// argument makes a program run as a guard. The folder to remove follows it, empty for none.
const argument = "--guard-after-crash"

// The pipe carries records of four bytes: what happened, the kind of what is held, and its code, little endian. Its end without
// a farewell is the program's death.
const (
	recordSize = 4

	sayDown     = 1
	sayUp       = 2
	sayFarewell = 3

	// maxHeld bounds what can be down at once: all keys and buttons there are, and all that were lent.
	maxHeld = 1024
)

// A library may still be writing its settings into the folder while that is removed: it is tried again after 5, 10, 20 …
// milliseconds, for a second in all.
const (
	removeTries = 8
	removeEvery = 5 * time.Millisecond
)

// folderMode is what a folder must allow to be removed: nothing to others.
const folderMode = 0o700

// MaybeRun runs the guard and ends the process, if this process was started to be one. Every program that calls Start calls it
// first of all.
func MaybeRun() {
	if len(os.Args) == 3 && os.Args[1] == argument {
		os.Exit(run(os.Stdin, os.Args[2]))
	}
}

// Guard is the program's end of the pipe.
type Guard struct {
	folder string
	cmd    *exec.Cmd

	mu sync.Mutex // guards the following
	// pipe is nil after Close.
	pipe io.WriteCloser
}

// Start starts the guard. folder is the program's temporary folder, which is removed when the program ends in whatever way;
// it may be empty.
func Start(folder string) (*Guard, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	g := &Guard{folder: folder, cmd: exec.Command(program, argument, folder)}
	g.cmd.SysProcAttr = apart()
	if g.pipe, err = g.cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("make a pipe to the guard: %w", err)
	}
	if err := g.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the guard: %w", err)
	}
	return g, nil
}

// Note tells the guard what goes down and what is up; it fits input.Options.
func (g *Guard) Note(held input.Held, down bool) {
	what := byte(sayUp)
	if down {
		what = sayDown
	}
	g.say(what, held)
}

// Close ends the guard, which then does nothing, and removes the folder.
func (g *Guard) Close() error {
	g.say(sayFarewell, input.Held{})
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.pipe == nil {
		return nil
	}
	err := g.pipe.Close()
	g.pipe = nil
	if waited := g.cmd.Wait(); waited != nil {
		err = errors.Join(err, fmt.Errorf("end the guard: %w", waited))
	}
	return errors.Join(err, removeFolder(g.folder))
}

// say sends a record. A guard that has died cannot be told; what it would have done is lost with it.
func (g *Guard) say(what byte, held input.Held) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.pipe == nil {
		return
	}
	record := []byte{what, byte(held.Kind)}
	_, _ = g.pipe.Write(binary.LittleEndian.AppendUint16(record, held.Code))
}

// run is the guard itself; it returns the process's exit code.
func run(pipe io.Reader, folder string) int {
	// What ends the program on purpose reaches the guard too. It stays until the program is gone.
	signal.Ignore(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	held, farewell := listen(pipe)
	if farewell {
		return 0
	}
	var errs []error
	if len(held) > 0 {
		errs = append(errs, input.Release(held))
	}
	if errors.Join(append(errs, removeFolder(folder))...) != nil {
		return 1
	}
	return 0
}

// listen follows what is held until the pipe ends, oldest first.
func listen(pipe io.Reader) (held []input.Held, farewell bool) {
	var record [recordSize]byte
	for {
		if _, err := io.ReadFull(pipe, record[:]); err != nil {
			return held, false
		}
		this := input.Held{Kind: input.HeldKind(record[1]), Code: binary.LittleEndian.Uint16(record[2:])}
		switch record[0] {
		case sayFarewell:
			return nil, true
		case sayUp:
			held = slices.DeleteFunc(held, func(h input.Held) bool { return h == this })
		case sayDown:
			if len(held) < maxHeld && !slices.Contains(held, this) {
				held = append(held, this)
			}
		}
	}
}

// removeFolder removes a private folder of the system's place for temporary ones, and nothing else.
func removeFolder(folder string) error {
	if folder == "" {
		return nil
	}
	if filepath.Dir(filepath.Clean(folder)) != filepath.Clean(os.TempDir()) {
		return fmt.Errorf("remove %s: it is not a temporary folder", folder)
	}
	info, err := os.Lstat(folder)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("remove the temporary folder: %w", err)
	case !private(info):
		return fmt.Errorf("remove %s: it is not a private folder", folder)
	}
	for try := range removeTries {
		if err = os.RemoveAll(folder); err == nil {
			return nil
		}
		time.Sleep(removeEvery << try)
	}
	return fmt.Errorf("remove the temporary folder: %w", err)
}
