package pointing_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/pointing"
	"beside.example/protocol"
)

// ear notes what a Receive tells.
type ear struct {
	mu    sync.Mutex // guards the following
	heard []protocol.Pointing
}

func (e *ear) hear(m protocol.Pointing) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard = append(e.heard, m)
}

// taken returns what was heard since the last call.
func (e *ear) taken() []protocol.Pointing {
	synctest.Wait()
	e.mu.Lock()
	defer e.mu.Unlock()
	heard := e.heard
	e.heard = nil
	return heard
}

// join joins a Sender to an ear, in virtual time.
func join(t *testing.T, test func(s *pointing.Sender, e *ear, stop func())) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s, e := pointing.NewSender(), &ear{}
		near, far := net.Pipe()
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 2)
		go func() { ended <- s.Serve(ctx, near) }()
		go func() { ended <- pointing.Receive(ctx, far, e.hear) }()
		synctest.Wait()
		stop := sync.OnceFunc(func() {
			cancel()
			for range 2 {
				if err := <-ended; !errors.Is(err, context.Canceled) {
					t.Error(err)
				}
			}
		})
		test(s, e, stop)
		stop()
	})
}

func at(from protocol.AttendeeID, x int) protocol.Pointing {
	return protocol.Pointing{From: from, Display: 7, X: uint16(x), Y: 5, Shown: true}
}

// TestNewestWins: a pointer that moves is told twenty times a second, and where it stands in the end is told in any case.
func TestNewestWins(t *testing.T) {
	join(t, func(s *pointing.Sender, e *ear, _ func()) {
		began := time.Now()
		s.Put(at(2, 0))
		if got := e.taken(); len(got) != 1 || got[0] != at(2, 0) || time.Since(began) != 0 {
			t.Errorf("at first %v after %s", got, time.Since(began))
		}
		const moves = 1000 // in a second
		for i := range moves {
			time.Sleep(time.Second / moves)
			s.Put(at(2, i))
			s.Put(at(3, i))
		}
		time.Sleep(time.Second / 20)
		got := e.taken()
		if n := len(got); n < 38 || n > 42 {
			t.Errorf("%d words about two pointers in a second", n)
		}
		last := map[protocol.AttendeeID]uint16{}
		for _, m := range got {
			last[m.From] = m.X
		}
		if last[2] != moves-1 || last[3] != moves-1 {
			t.Errorf("in the end they are at %v", last)
		}
	})
}

func TestNobodyPointsForever(t *testing.T) {
	join(t, func(s *pointing.Sender, e *ear, stop func()) {
		s.Put(at(2, 1))
		time.Sleep(pointing.Idle / 2)
		s.Put(at(3, 1))
		const before = time.Millisecond
		time.Sleep(pointing.Idle/2 - before)
		if got := e.taken(); len(got) != 2 {
			t.Errorf("heard %v", got)
		}
		time.Sleep(before)
		if got := e.taken(); len(got) != 1 || got[0] != (protocol.Pointing{From: 2}) {
			t.Errorf("who does not move: %v", got)
		}
		s.Put(protocol.Pointing{From: 3})
		if got := e.taken(); len(got) != 1 || got[0].From != 3 || got[0].Shown {
			t.Errorf("who leaves: %v", got)
		}
		s.Put(protocol.Pointing{From: 3})
		time.Sleep(2 * pointing.Idle)
		if got := e.taken(); len(got) != 0 {
			t.Errorf("who does not point: %v", got)
		}
		s.Put(at(4, 1))
		e.taken()
		stop()
		if got := e.taken(); len(got) != 1 || got[0] != (protocol.Pointing{From: 4}) {
			t.Errorf("at the end: %v", got)
		}
		s.Put(at(4, 2)) // nobody is there
	})
}

// TestReaderSetsThePace: whoever floods the stream waits.
func TestReaderSetsThePace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		ctx, cancel := context.WithCancel(t.Context())
		e := &ear{}
		ended := make(chan error, 1)
		go func() { ended <- pointing.Receive(ctx, far, e.hear) }()
		go func() {
			for i := 0; ; i++ {
				if _, err := near.Write(protocol.AppendFrame(nil, at(2, i))); err != nil {
					return
				}
			}
		}()
		const seconds, most = 10, 300
		time.Sleep(seconds * time.Second)
		if n := len(e.taken()); n > seconds*most {
			t.Errorf("%d words in %d seconds", n, seconds)
		}
		cancel()
		<-ended
		_ = near.Close()
	})
}

// whole is a stream that holds some bytes and ends.
type whole struct{ *bytes.Reader }

func (whole) SetReadDeadline(time.Time) error { return nil }

func FuzzReceive(f *testing.F) {
	f.Add(protocol.AppendFrame(protocol.AppendFrame(nil, at(2, 640)), protocol.Pointing{From: 2}))
	f.Add(protocol.AppendFrame(protocol.AppendFrame(nil, at(2, 640)), at(255, 65535)))
	f.Add(protocol.AppendFrame(nil, protocol.CursorMove{}))
	f.Add([]byte{byte(protocol.TypePointing), 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		const most = 100 // words, so that no input waits for its pace
		b = b[:min(len(b), most*len(protocol.AppendFrame(nil, protocol.Pointing{})))]
		shown := map[protocol.AttendeeID]bool{}
		_ = pointing.Receive(t.Context(), whole{bytes.NewReader(b)}, func(m protocol.Pointing) {
			if !m.Shown && !shown[m.From] {
				t.Errorf("%d leaves who did not point", m.From)
			}
			shown[m.From] = m.Shown
		})
		for from, still := range shown {
			if still {
				t.Errorf("%d points although nobody is there", from)
			}
		}
	})
}
