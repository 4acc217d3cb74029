package input

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Numbers of Windows' own.
const (
	hookKeyboard, hookMouse       = 13, 14
	messageQuit                   = 0x0012
	messageKeyUp, messageSysKeyUp = 0x0101, 0x0105
	messageLeftUp, messageRightUp = 0x0202, 0x0205
	messageMiddleUp, messageXUp   = 0x0208, 0x020c
	messageMove                   = 0x0200
	flagInjected                  = 0x0001
	virtualLeftShift              = 0xa0
	virtualRightShift             = 0xa1
	virtualEscape                 = 0x1b
)

// keyboardEvent and mouseEvent are what the hooks are told, the KBDLLHOOKSTRUCT and MSLLHOOKSTRUCT of Windows; the latter is laid
// out as its MOUSEINPUT is.
type keyboardEvent struct {
	virtualKey, scanCode, flags, time uint32
	extraInfo                         uintptr
}

type mouseEvent struct {
	x, y              int32
	data, flags, time uint32
	extraInfo         uintptr
}

// winWatcher hears of input by low-level hooks, which come before any window gets it. Our injector's events carry our mark.
type winWatcher struct {
	closing sync.Once
	closed  chan struct{}
	ended   chan struct{}
	thread  uint32
	post    *windows.LazyProc

	// pending are the bits of Activity that Next has not returned; wake follows it.
	pending atomic.Uint32
	wake    chan struct{}

	// leftShift and rightShift belong to the hooks' thread: whether the person holds them.
	leftShift, rightShift bool
}

var _ Watcher = (*winWatcher)(nil)

// Watch tells of the person's own input. What our injectors do is left out.
func Watch(*Ledger) (Watcher, error) {
	w := &winWatcher{
		closed: make(chan struct{}), ended: make(chan struct{}), wake: make(chan struct{}, 1),
		post: windows.NewLazySystemDLL("user32.dll").NewProc("PostThreadMessageW"),
	}
	ready := make(chan error)
	go w.run(ready)
	if err := <-ready; err != nil {
		return nil, err
	}
	return w, nil
}

// Next implements Watcher.
func (w *winWatcher) Next(ctx context.Context) (Activity, error) {
	for {
		if seen := Activity(w.pending.Swap(0)); seen != 0 {
			return seen, nil
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-w.closed:
			return 0, ErrClosed
		case <-w.wake:
		}
	}
}

// Close implements Watcher.
func (w *winWatcher) Close() error {
	w.closing.Do(func() {
		close(w.closed)
		_, _, _ = w.post.Call(uintptr(w.thread), messageQuit, 0, 0)
		<-w.ended
	})
	return nil
}

// run sets the hooks and serves their thread until Close.
func (w *winWatcher) run(ready chan<- error) {
	defer close(w.ended)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	w.thread = windows.GetCurrentThreadId()
	user := windows.NewLazySystemDLL("user32.dll")
	set, unset := user.NewProc("SetWindowsHookExW"), user.NewProc("UnhookWindowsHookEx")
	next, get := user.NewProc("CallNextHookEx"), user.NewProc("GetMessageW")
	hear := func(sort func(message uintptr, event unsafe.Pointer) Activity) uintptr {
		return windows.NewCallback(func(code int32, message uintptr, event unsafe.Pointer) uintptr {
			if code == 0 {
				w.report(sort(message, event))
			}
			result, _, _ := next.Call(0, uintptr(code), message, uintptr(event))
			return result
		})
	}
	for _, hook := range []struct {
		kind uintptr
		hear uintptr
	}{{hookKeyboard, hear(w.key)}, {hookMouse, hear(w.mouse)}} {
		handle, _, err := set.Call(hook.kind, hook.hear, 0, 0)
		if handle == 0 {
			ready <- fmt.Errorf("%w: hook the input: %w", ErrUnsupported, err)
			return
		}
		defer func() { _, _, _ = unset.Call(handle) }()
	}
	ready <- nil
	var message [48]byte
	for {
		if got, _, _ := get.Call(uintptr(unsafe.Pointer(&message)), 0, 0, 0); int32(got) <= 0 {
			return
		}
	}
}

func (w *winWatcher) report(seen Activity) {
	if seen == 0 {
		return
	}
	w.pending.Or(uint32(seen))
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// key tells what a key of the person's own means.
func (w *winWatcher) key(message uintptr, event unsafe.Pointer) Activity {
	k := (*keyboardEvent)(event)
	if k.extraInfo == ourMark {
		return 0
	}
	down := message != messageKeyUp && message != messageSysKeyUp
	switch k.virtualKey {
	case virtualLeftShift:
		w.leftShift = down
	case virtualRightShift:
		w.rightShift = down
	}
	switch {
	case !down:
		return 0
	case k.virtualKey == virtualEscape && (w.leftShift || w.rightShift):
		return ActivityKey | ActivityPanic
	}
	return ActivityKey
}

// mouse tells what the person's own pointer does; releases may belong to what happened before. A move that some program made
// counts for nothing, since ours may come without our mark: Wine puts the pointer down once more by itself. What other programs
// press, such as those for people who cannot hold a mouse, is the person's.
func (w *winWatcher) mouse(message uintptr, event unsafe.Pointer) Activity {
	m := (*mouseEvent)(event)
	if m.extraInfo == ourMark || message == messageMove && m.flags&flagInjected != 0 {
		return 0
	}
	switch message {
	case messageLeftUp, messageRightUp, messageMiddleUp, messageXUp:
		return 0
	}
	return ActivityPointer
}
