package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// ordinary is the user as whom the programs run when the tests run as root; .ci/deps makes it.
const ordinary = "beside-test"

// stopPatience is how long a process may take to end when asked; a desktop app saves within a second.
const stopPatience = 10 * time.Second

// A Process is a program that this package started; it ends only what it started, by its number.
type Process struct {
	name string
	cmd  *exec.Cmd
	log  *os.File
	done chan struct{} // closed when the process has ended
	err  error         // how it ended; set before done is closed
}

// command says what to start.
type command struct {
	name string // for messages and the log's name
	path string
	args []string
	env  []string // instead of this process's environment
	user *Account // nil: as this process

	out       *os.File   // takes standard output instead of the log
	inherited []*os.File // open in the program from number 3 on
}

// start runs a program until Stop, also when ctx has ended: apps must end before their display does. What it prints goes to NAME.log in logs.
func start(ctx context.Context, logs string, c command) (*Process, error) {
	log, err := os.OpenFile(filepath.Join(logs, c.name+".log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open the log of %s: %w", c.name, err)
	}
	cmd := exec.CommandContext(context.WithoutCancel(ctx), c.path, c.args...)
	cmd.Stdout, cmd.Stderr, cmd.Env = log, log, c.env
	cmd.ExtraFiles = c.inherited
	if c.out != nil {
		cmd.Stdout = c.out
	}
	cmd.WaitDelay = stopPatience
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // a Ctrl C is for this process alone, which then ends the others
	if c.user != nil {
		cmd.Dir = c.user.Home
		cmd.SysProcAttr.Credential = c.user.credential()
	}
	if err := cmd.Start(); err != nil {
		log.Close()
		return nil, fmt.Errorf("start %s: %w", c.name, err)
	}
	p := &Process{name: c.name, cmd: cmd, log: log, done: make(chan struct{})}
	go func() {
		p.err = cmd.Wait()
		log.Close()
		close(p.done)
	}()
	return p, nil
}

// PID returns the number of the process.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Done is closed when the process has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// Stop asks the process to end and waits for it; after stopPatience it is killed.
func (p *Process) Stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop %s: %w", p.name, err)
	}
	select {
	case <-p.done:
		return nil
	case <-time.After(stopPatience):
		p.Kill()
		return fmt.Errorf("%s did not end within %v", p.name, stopPatience)
	}
}

// failure returns how a process that has ended by itself failed, nil if it did not.
func (p *Process) failure() error {
	<-p.done
	if p.err != nil {
		return fmt.Errorf("%s failed, see its log: %w", p.name, p.err)
	}
	return nil
}

// Kill ends the process at once, as kill -9 does, and waits until it is gone.
func (p *Process) Kill() {
	_ = p.cmd.Process.Kill() // it may have ended by itself, which is as good
	<-p.done
}

// running lists the processes that run the same program file: the process itself, and what it has started of itself.
func (p *Process) running() ([]string, error) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	var found []string
	for _, e := range entries {
		if _, err := strconv.Atoi(e.Name()); err != nil {
			continue
		}
		program, err := os.Readlink(filepath.Join("/proc", e.Name(), "exe"))
		if err == nil && strings.TrimSuffix(program, " (deleted)") == p.cmd.Path { // others end, or are not ours to see
			found = append(found, "process "+e.Name())
		}
	}
	return found, nil
}

// An Account is who runs an app: the present user with a home of its own, or, for root, the ordinary user.
type Account struct {
	Home     string
	uid, gid uint32
	other    bool // not the present user
}

// NewAccount makes an empty home folder below dir and says who owns it.
func NewAccount(dir, name string) (*Account, error) {
	a := &Account{Home: filepath.Join(dir, name)}
	if err := os.MkdirAll(a.Home, 0o700); err != nil {
		return nil, fmt.Errorf("make the home of %s: %w", name, err)
	}
	if os.Getuid() != 0 {
		return a, nil
	}
	u, err := user.Lookup(ordinary)
	if err != nil {
		return nil, fmt.Errorf("root may not run the apps, and the user %q is missing (make deps makes it): %w", ordinary, err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("read the user number of %s: %w", ordinary, err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("read the group number of %s: %w", ordinary, err)
	}
	a.uid, a.gid, a.other = uint32(uid), uint32(gid), true
	return a, a.Own(a.Home)
}

// Own gives a file or folder to the account.
func (a *Account) Own(path string) error {
	if !a.other {
		return nil
	}
	if err := os.Chown(path, int(a.uid), int(a.gid)); err != nil {
		return fmt.Errorf("give %s to %s: %w", path, ordinary, err)
	}
	return nil
}

// credential makes a process one of the account's user; nil where that is the present one.
func (a *Account) credential() *syscall.Credential {
	if !a.other {
		return nil
	}
	return &syscall.Credential{Uid: a.uid, Gid: a.gid}
}
