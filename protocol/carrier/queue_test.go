package carrier

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestQueueDropsTheOldest(t *testing.T) {
	q := newQueue(2, time.Hour)
	for n := range byte(3) {
		q.put([]byte{n})
	}
	for want := byte(1); want < 3; want++ {
		if p, ok := q.next(); !ok || p[0] != want {
			t.Fatalf("got %x, %v; want %x", p, ok, want)
		}
	}
}

func TestQueueDropsWhatIsStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(8, 100*time.Millisecond)
		q.put([]byte{1})
		<-time.After(101 * time.Millisecond)
		q.put([]byte{2})
		if p, ok := q.next(); !ok || p[0] != 2 {
			t.Fatalf("got %x, %v", p, ok)
		}
	})
}

func TestQueueDrain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(8, time.Second)
		q.put([]byte{1})
		time.AfterFunc(50*time.Millisecond, func() { q.next() })
		start := time.Now()
		if q.drain(time.Second); time.Since(start) != 50*time.Millisecond {
			t.Errorf("drained in %v", time.Since(start))
		}
		q.put([]byte{2})
		start = time.Now()
		if q.drain(time.Second); time.Since(start) != time.Second {
			t.Errorf("gave up after %v", time.Since(start))
		}
	})
}

func TestQueueClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(8, time.Second)
		time.AfterFunc(time.Second, q.close)
		if p, ok := q.next(); ok {
			t.Errorf("got %x from a closed queue", p)
		}
		q.put([]byte{1})
		if _, ok := q.next(); ok {
			t.Error("a closed queue took a packet")
		}
	})
}
