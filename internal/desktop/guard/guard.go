// Package guard keeps a second process that cleans up after this one has been killed: it lets go of the keys and buttons that
// were injected, which would stay down otherwise, and removes what the program would leave behind.
//
// Both apps start one. The guard is the same program with a hidden argument; it knows no session and no peer, only what is
// held. It acts when its program is gone, in whatever way: only then can no library write its settings once more into a folder
// that has just been removed.
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

// argument makes a program run as a guard. The fields of Leavings follow it.
const argument = "--guard-after-crash"

// Leavings is what a program leaves behind that is to go with it; what is empty stays.
type Leavings struct {
	// Folder is the program's temporary folder.
	Folder string
	// App is the ID under which the window library keeps the program's settings. They count where the library cannot be told
	// to keep them in Folder.
	App string
}

// The pipe carries records of four bytes: what happened, the kind of what is held, and its code, little endian. Its end is the
// program's.
const (
	recordSize = 4

	sayDown = 1
	sayUp   = 2

	// maxHeld bounds what can be down at once: all keys and buttons there are, and all that were lent.
	maxHeld = 1024
)

// A program that the killed one has started may still be writing into the folder while that is removed: it is tried again
// after 5, 10, 20 … milliseconds, for a second in all.
const (
	removeTries = 8
	removeEvery = 5 * time.Millisecond
)

// folderMode is what a folder must allow to be removed: nothing to others.
const folderMode = 0o700

// MaybeRun runs the guard and ends the process, if this process was started to be one. Every program that calls Start calls it
// first of all.
func MaybeRun() {
	if len(os.Args) == 4 && os.Args[1] == argument {
		os.Exit(run(os.Stdin, Leavings{Folder: os.Args[2], App: os.Args[3]}))
	}
}

// started keeps the guards, and with them their pipes, from the garbage collector: a pipe ends with the process.
var (
	startedMu sync.Mutex // guards the following
	started   []*Guard
)

// Guard is the program's end of the pipe.
type Guard struct {
	mu   sync.Mutex // guards the following
	pipe io.WriteCloser
}

// Start starts the guard, which removes what leavings names when the program has ended in whatever way.
func Start(leavings Leavings) (*Guard, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	cmd := exec.Command(program, argument, leavings.Folder, leavings.App)
	cmd.SysProcAttr = apart()
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("make a pipe to the guard: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the guard: %w", err)
	}
	g := &Guard{pipe: pipe}
	startedMu.Lock()
	defer startedMu.Unlock()
	started = append(started, g)
	return g, nil
}

// Note tells the guard what goes down and what is up; it fits input.Options. A guard that has died cannot be told; what it
// would have done is lost with it.
func (g *Guard) Note(held input.Held, down bool) {
	what := byte(sayUp)
	if down {
		what = sayDown
	}
	record := []byte{what, byte(held.Kind)}
	g.mu.Lock()
	defer g.mu.Unlock()
	_, _ = g.pipe.Write(binary.LittleEndian.AppendUint16(record, held.Code))
}

// run is the guard itself; it returns the process's exit code.
func run(pipe io.Reader, leavings Leavings) int {
	// What ends the program on purpose reaches the guard too. It stays until the program is gone.
	signal.Ignore(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	var problem error
	if held := listen(pipe); len(held) > 0 {
		problem = input.Release(held)
	}
	if errors.Join(problem, removeFolder(leavings.Folder), removeSettings(leavings.App)) != nil {
		return 1
	}
	return 0
}

// listen follows what is held until the pipe ends, oldest first.
func listen(pipe io.Reader) (held []input.Held) {
	var record [recordSize]byte
	for {
		if _, err := io.ReadFull(pipe, record[:]); err != nil {
			return held
		}
		this := input.Held{Kind: input.HeldKind(record[1]), Code: binary.LittleEndian.Uint16(record[2:])}
		switch record[0] {
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
	return insist(folder)
}

// insist removes a folder.
func insist(folder string) (err error) {
	for try := range removeTries {
		if err = removeTree(folder); err == nil {
			return nil
		}
		time.Sleep(removeEvery << try)
	}
	return fmt.Errorf("remove what was left behind: %w", err)
}
