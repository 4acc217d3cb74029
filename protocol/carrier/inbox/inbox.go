// Package inbox is the reading half of a net.PacketConn that has no socket: a bounded queue of packets with a read deadline. Carriers
// put into it what arrives by any way, and transporttest's links do the same. It knows neither addresses nor what packets hold.
package inbox

import (
	"net"
	"os"
	"sync"
	"time"
)

// Inbox is a queue of packets between those who receive them and one who reads. All methods may be called at the same time.
type Inbox struct {
	mu   sync.Mutex // guards the following
	cond *sync.Cond // signalled when a packet came, the deadline passed or the inbox was closed

	slots  [][]byte // a ring, whose buffers are used again
	first  int
	length int

	deadline time.Time
	timer    *time.Timer // wakes readers at the deadline; nil without one
	closed   bool
}

// New returns an inbox for at most so many packets.
func New(packets int) *Inbox {
	i := &Inbox{slots: make([][]byte, packets)}
	i.cond = sync.NewCond(&i.mu)
	return i
}

// Put copies a packet into the inbox. It never waits: a full or closed inbox drops the packet and returns false, as a
// socket's buffer does.
func (i *Inbox) Put(packet []byte) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.closed || i.length == len(i.slots) {
		return false
	}
	at := (i.first + i.length) % len(i.slots)
	i.slots[at] = append(i.slots[at][:0], packet...)
	i.length++
	i.cond.Signal()
	return true
}

// Read waits for a packet and copies it to p; what does not fit is lost. It returns os.ErrDeadlineExceeded at the
// deadline and net.ErrClosed after Close.
func (i *Inbox) Read(p []byte) (int, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for {
		switch {
		case i.closed:
			return 0, net.ErrClosed
		case !i.deadline.IsZero() && !time.Now().Before(i.deadline):
			return 0, os.ErrDeadlineExceeded
		case i.length > 0:
			n := copy(p, i.slots[i.first])
			i.first = (i.first + 1) % len(i.slots)
			i.length--
			return n, nil
		}
		i.cond.Wait()
	}
}

// SetReadDeadline sets the time after which Read fails, for reads under way too; the zero time means never.
func (i *Inbox) SetReadDeadline(t time.Time) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.closed {
		return net.ErrClosed
	}
	if i.timer != nil {
		i.timer.Stop()
		i.timer = nil
	}
	i.deadline = t
	if !t.IsZero() {
		i.timer = time.AfterFunc(time.Until(t), i.wake)
	}
	i.cond.Broadcast()
	return nil
}

func (i *Inbox) wake() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.cond.Broadcast()
}

// Close drops what is queued and makes reads fail with net.ErrClosed, those under way too.
func (i *Inbox) Close() {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.timer != nil {
		i.timer.Stop()
		i.timer = nil
	}
	i.closed = true
	i.slots, i.length = nil, 0
	i.cond.Broadcast()
}
