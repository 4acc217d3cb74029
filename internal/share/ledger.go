package share

import (
	"slices"

	"beside.example/protocol"
)

const (
	// firstUsage and lastUsage bound the usages of the HID keyboard page that are keys.
	firstUsage, lastUsage = 0x04, 0xe7
	// maxHeld bounds the keys held at once: more than fingers, fewer than would hurt.
	maxHeld = 32
)

// ledger knows what injected input holds down, so that nothing stays down when its viewer is gone.
type ledger struct {
	keys    []uint16 // in the order in which they went down
	buttons protocol.Buttons
}

// press notes a key, and reports whether it is a key that may go down now.
func (l *ledger) press(usage uint16) bool {
	if usage < firstUsage || usage > lastUsage || len(l.keys) >= maxHeld || slices.Contains(l.keys, usage) {
		return false
	}
	l.keys = append(l.keys, usage)
	return true
}

// release forgets a key, and reports whether it was held.
func (l *ledger) release(usage uint16) bool {
	i := slices.Index(l.keys, usage)
	if i < 0 {
		return false
	}
	l.keys = slices.Delete(l.keys, i, i+1)
	return true
}

// bit returns the bit of a button, which counts from 1.
func bit(button uint8) protocol.Buttons { return 1 << (button - 1) }
