package transport_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/transport"
	"beside.example/protocol/transport/transporttest"
)

// flow is a stream that is written as fast as QUIC takes it, and when bytes of it last arrived.
type flow struct {
	last    atomic.Int64 // unix nanoseconds
	longest atomic.Int64 // the longest time between two arrivals since watch
	bytes   atomic.Int64
}

// startFlow saturates a stream from one conn to the other until the conns end.
func startFlow(t *testing.T, from, to *transport.Conn, chunk int, every time.Duration) *flow {
	t.Helper()
	s, err := from.OpenUniStream(t.Context(), protocol.StreamCursor)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		data := make([]byte, chunk)
		for {
			if _, err := s.Write(data); err != nil {
				return
			}
			select {
			case <-from.Done():
				return
			case <-time.After(every):
			}
		}
	}()
	_, r, err := to.AcceptUniStream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f := &flow{}
	go func() {
		b := make([]byte, 1<<16)
		for {
			n, err := r.Read(b)
			if err != nil {
				return
			}
			f.bytes.Add(int64(n))
			now := time.Now().UnixNano()
			if before := f.last.Swap(now); before != 0 {
				f.longest.Store(max(f.longest.Load(), now-before))
			}
		}
	}()
	return f
}

// reaches waits until so many bytes have arrived.
func (f *flow) reaches(t *testing.T, bytes int) {
	t.Helper()
	for f.bytes.Load() < int64(bytes) {
		select {
		case <-time.After(time.Millisecond):
		case <-t.Context().Done():
			t.Fatal("the flow dried up")
		}
	}
}

// watch starts to measure gaps; the returned function returns the longest.
func (f *flow) watch() func() time.Duration {
	f.longest.Store(0)
	return func() time.Duration { return time.Duration(f.longest.Load()) }
}

// after returns how long after start the next bytes arrive.
func (f *flow) after(ctx context.Context, start time.Time) time.Duration {
	for ctx.Err() == nil {
		if last := f.last.Load(); last > start.UnixNano() {
			return time.Unix(0, last).Sub(start)
		}
		<-time.After(time.Millisecond)
	}
	return time.Hour
}

func TestBlackout(t *testing.T) {
	const rate = 10_000_000
	path := transporttest.Impairment{Delay: 20 * time.Millisecond, Rate: rate}
	for name, outage := range map[string]time.Duration{"2s": 2 * time.Second, "20s": 20 * time.Second, "100s": 100 * time.Second} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { blackout(t, path, outage) })
		})
	}
}

func blackout(t *testing.T, path transporttest.Impairment, outage time.Duration) {
	link := transporttest.NewLink(t, 1, path)
	agent, customer := transporttest.PairOver(t, link)
	customer.SetLively(true)
	down := startFlow(t, customer, agent, 1000, 2*time.Millisecond)
	up := startFlow(t, agent, customer, 1<<16, 0)
	<-time.After(3 * time.Second)

	link.Blackout(true)
	began := time.Now()
	for _, c := range []*transport.Conn{agent, customer} {
		for {
			state, changed := c.State()
			if state.Phase == transport.Reconnecting {
				break
			}
			<-changed
		}
	}
	if noticed := time.Since(began); noticed > time.Second {
		t.Errorf("noticed the outage after %v", noticed)
	}
	<-time.After(outage - time.Since(began))
	link.Blackout(false)
	back := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	gotDown, gotUp := down.after(ctx, back), up.after(ctx, back)
	t.Logf("first bytes to the agent after %v, to the customer after %v", gotDown, gotUp)
	for _, c := range []*transport.Conn{agent, customer} {
		for {
			state, changed := c.State()
			if state.Phase == transport.Connected {
				break
			}
			<-changed
		}
	}
	t.Logf("connected again after %v, kicks %d", time.Since(back), agent.Stats().Kicks)
	if gotDown > time.Second || gotUp > time.Second {
		t.Errorf("first bytes after %v and %v", gotDown, gotUp)
	}
	before := down.bytes.Load()
	<-time.After(3 * time.Second)
	t.Logf("%d kbit/s down after it, rtt %v %v", (down.bytes.Load()-before)*8/3000, agent.Stats().SmoothedRTT, customer.Stats().SmoothedRTT)
}
