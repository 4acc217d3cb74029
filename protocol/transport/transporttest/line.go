package transporttest

import (
	"container/heap"
	"sync"
	"time"
)

// line holds packets back until they are due and then delivers them one after the other: those due at the same moment in
// the order in which they were put in, which timers of their own would not.
type line struct {
	wake chan struct{} // holds a token when the next due time may have changed
	quit chan struct{}
	done chan struct{}

	mu      sync.Mutex // guards the following
	waiting flights
	count   uint64 // packets ever put in
}

func newLine() *line {
	l := &line{wake: make(chan struct{}, 1), quit: make(chan struct{}), done: make(chan struct{})}
	go l.run()
	return l
}

// put has deliver called after this time.
func (l *line) put(after time.Duration, deliver func()) {
	l.mu.Lock()
	l.count++
	heap.Push(&l.waiting, flight{due: time.Now().Add(after), number: l.count, deliver: deliver})
	l.mu.Unlock()
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// close drops what is on its way and waits for the line's goroutine.
func (l *line) close() {
	close(l.quit)
	<-l.done
}

func (l *line) run() {
	defer close(l.done)
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		next, any := l.deliverDue(time.Now())
		if any {
			timer.Reset(next)
		}
		select {
		case <-l.quit:
			return
		case <-l.wake:
		case <-timer.C:
		}
	}
}

// deliverDue delivers what is due and returns after which time the next one is.
func (l *line) deliverDue(now time.Time) (next time.Duration, any bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.waiting) > 0 {
		if until := l.waiting[0].due.Sub(now); until > 0 {
			return until, true
		}
		due := heap.Pop(&l.waiting).(flight)
		l.mu.Unlock()
		due.deliver()
		l.mu.Lock()
	}
	return 0, false
}

// flight is a packet on its way.
type flight struct {
	due     time.Time
	number  uint64
	deliver func()
}

// flights is a heap, the next one due first.
type flights []flight

func (f flights) Len() int      { return len(f) }
func (f flights) Swap(i, j int) { f[i], f[j] = f[j], f[i] }
func (f *flights) Push(x any)   { *f = append(*f, x.(flight)) }

func (f flights) Less(i, j int) bool {
	if f[i].due.Equal(f[j].due) {
		return f[i].number < f[j].number
	}
	return f[i].due.Before(f[j].due)
}

func (f *flights) Pop() any {
	old := *f
	last := old[len(old)-1]
	old[len(old)-1] = flight{}
	*f = old[:len(old)-1]
	return last
}
