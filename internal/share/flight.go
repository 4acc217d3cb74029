package share

import (
	"errors"

	"beside.example/protocol"
)

// errUnsent tells of an acknowledgement of something that was never sent.
var errUnsent = errors.New("acknowledgement of an update that was not sent")

// flight counts what is on its way to the viewer.
type flight struct {
	sent  uint32 // number of the last update
	bytes int    // of all updates in sizes
	sizes []int  // of the updates not yet acknowledged, the oldest first
}

// add notes that an update is sent, and returns its number.
func (f *flight) add(size int) uint32 {
	f.sent++
	f.bytes += size
	f.sizes = append(f.sizes, size)
	return f.sent
}

// ack notes that the viewer has an update and all before it.
func (f *flight) ack(m protocol.Ack) error {
	after := f.sent - m.Number // wraps like the numbers do
	if after > f.sent {
		return errUnsent
	}
	for uint32(len(f.sizes)) > after {
		f.bytes -= f.sizes[0]
		f.sizes = f.sizes[:copy(f.sizes, f.sizes[1:])]
	}
	return nil
}
