package sharetest

import (
	"fmt"
	"slices"
	"sync"
)

// Injector writes down what is injected, such as "move 3 4", "button 1 down", "wheel 0 120", "key 4 up", `text "é"`, "release all".
type Injector struct {
	// OnEvent is called, if it is set, before an event is written down; the injection lasts as long as it does.
	OnEvent func(event string)

	mu  sync.Mutex // guards the following
	log []string
}

// Log returns what was injected so far.
func (i *Injector) Log() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return slices.Clone(i.log)
}

// Take returns what was injected so far and forgets it.
func (i *Injector) Take() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	log := i.log
	i.log = nil
	return log
}

func (i *Injector) add(format string, args ...any) error {
	event := fmt.Sprintf(format, args...)
	if i.OnEvent != nil {
		i.OnEvent(event)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.log = append(i.log, event)
	return nil
}

func direction(down bool) string {
	if down {
		return "down"
	}
	return "up"
}

// Move implements share.Injector.
func (i *Injector) Move(x, y int) error { return i.add("move %d %d", x, y) }

// Button implements share.Injector.
func (i *Injector) Button(button uint8, down bool) error {
	return i.add("button %d %s", button, direction(down))
}

// Wheel implements share.Injector.
func (i *Injector) Wheel(dx, dy int) error { return i.add("wheel %d %d", dx, dy) }

// Key implements share.Injector.
func (i *Injector) Key(usage uint16, down bool) error {
	return i.add("key %d %s", usage, direction(down))
}

// Text implements share.Injector.
func (i *Injector) Text(s string) error { return i.add("text %q", s) }

// ReleaseAll implements share.Injector.
func (i *Injector) ReleaseAll() error { return i.add("release all") }
