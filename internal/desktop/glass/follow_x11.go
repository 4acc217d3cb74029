//go:build linux && !wayland

package glass

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
	"unsafe"

	"github.com/go-gl/glfw/v3.3/glfw"
	"golang.org/x/sys/unix"
)

// followRest is the shortest time between two looks for events: fast mice tell a thousand places a second, of which nobody
// sees more than some.
const followRest = 2 * time.Millisecond

// errServerGone means that the X server, or the library that speaks with it, has ended the connection.
var errServerGone = errors.New("the connection to the X server has ended")

// follow has Fyne handle events as soon as they come, where it looks for them sixty times a second by itself, and calls came on its
// goroutine before. Post runs a function there, once Fyne runs. It returns when ctx ends or events cannot be followed. While there are none
// it costs nothing.
func follow(ctx context.Context, post func(f func()), came func()) error {
	connection, err := connectionOf(ctx, post)
	if err != nil {
		return err
	}
	defer connection.Close()
	defer context.AfterFunc(ctx, func() { _ = connection.SetReadDeadline(time.Unix(0, 1)) })()
	raw, err := connection.SyscallConn()
	if err != nil {
		return fmt.Errorf("watch for events: %w", err)
	}
	rest := time.NewTimer(0)
	defer rest.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-rest.C:
		}
		if err := awaitEvents(raw); err != nil {
			return errors.Join(ctx.Err(), err)
		}
		if err := call(ctx, post, func() { came(); poll() }); err != nil {
			return err
		}
		rest.Reset(followRest)
	}
}

// connectionOf returns GLFW's connection to the X server, to wait on and not to read from: a descriptor of its own.
func connectionOf(ctx context.Context, post func(f func())) (*os.File, error) {
	var fd int
	var err error
	if failed := call(ctx, post, func() { fd, err = duplicate() }); failed != nil {
		return nil, failed
	}
	if err != nil {
		return nil, fmt.Errorf("find the connection to the X server: %w", err)
	}
	return os.NewFile(uintptr(fd), "X11"), nil
}

// duplicate returns another descriptor of the connection.
func duplicate() (int, error) {
	display := unsafe.Pointer(glfw.GetX11Display())
	if display == nil {
		return 0, errServerGone
	}
	// Xlib's macro ConnectionNumber, compiled into every program that uses it, reads the number behind the first two pointers.
	const pointers = 2
	number := *(*int32)(unsafe.Add(display, pointers*unsafe.Sizeof(uintptr(0))))
	return unix.FcntlInt(uintptr(number), unix.F_DUPFD_CLOEXEC, 0)
}

// awaitEvents blocks until the connection has something to read.
func awaitEvents(connection syscall.RawConn) error {
	var state error
	err := connection.Read(func(fd uintptr) bool {
		poll := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
		n, err := unix.Poll(poll, 0)
		switch {
		case errors.Is(err, unix.EINTR):
			return true // nobody would tell again
		case err != nil:
			state = err
		case n > 0 && poll[0].Revents&^unix.POLLIN != 0:
			state = errServerGone
		}
		return n > 0 || state != nil
	})
	if err := errors.Join(err, state); err != nil {
		return fmt.Errorf("wait for events: %w", err)
	}
	return nil
}

// call runs f by post and waits until it has run.
func call(ctx context.Context, post func(f func()), f func()) error {
	done := make(chan struct{})
	post(func() {
		defer close(done)
		f()
	})
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-done:
		return nil
	}
}

// poll has GLFW hand over the events that are there. At the app's end post may come too late for that.
func poll() {
	if glfwRuns() {
		glfw.PollEvents()
	}
}

// glfwRuns tells whether GLFW has not ended yet: everything in it panics afterwards.
func glfwRuns() (runs bool) {
	defer func() { runs = recover() == nil }()
	glfw.GetTime()
	return true
}
