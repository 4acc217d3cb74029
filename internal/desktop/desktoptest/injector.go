package desktoptest

import (
	"fmt"
	"sync"
)

// Injector writes down what it is told to inject. The zero value is ready; it may be used by several goroutines.
type Injector struct {
	// Err, when set before use, is what every method returns.
	Err error

	mu sync.Mutex // guards the following
	// log has one line an act.
	log    []string
	notice chan struct{}
}

// Log returns the acts so far, such as "move 3 4", "button 1 down", "wheel 0 120", "key 4 up", `text "é"`, "release".
func (i *Injector) Log() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return append([]string(nil), i.log...)
}

// Changed returns a channel that is closed at the next act.
func (i *Injector) Changed() <-chan struct{} {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.notice == nil {
		i.notice = make(chan struct{})
	}
	return i.notice
}

// Move implements the injectors of desktop/input and share.
func (i *Injector) Move(x, y int) error { return i.add("move %d %d", x, y) }

// Button implements the injectors of desktop/input and share.
func (i *Injector) Button(button uint8, down bool) error {
	return i.add("button %d %s", button, direction(down))
}

// Wheel implements the injectors of desktop/input and share.
func (i *Injector) Wheel(dx, dy int) error { return i.add("wheel %d %d", dx, dy) }

// Key implements the injectors of desktop/input and share.
func (i *Injector) Key(usage uint16, down bool) error {
	return i.add("key %d %s", usage, direction(down))
}

// Text implements the injectors of desktop/input and share.
func (i *Injector) Text(s string) error { return i.add("text %q", s) }

// ReleaseAll implements the injectors of desktop/input and share.
func (i *Injector) ReleaseAll() error { return i.add("release") }

// Close implements the injector of desktop/input.
func (i *Injector) Close() error { return i.add("close") }

func (i *Injector) add(format string, args ...any) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.log = append(i.log, fmt.Sprintf(format, args...))
	if i.notice != nil {
		close(i.notice)
		i.notice = nil
	}
	return i.Err
}

func direction(down bool) string {
	if down {
		return "down"
	}
	return "up"
}
