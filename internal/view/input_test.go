package view_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/view"
	"beside.example/protocol"
)

// sharer reads what an Input sends.
type sharer struct {
	t     *testing.T
	input *view.Input
	conn  net.Conn
	got   []protocol.Message
	stop  func()
}

func newSharer(t *testing.T) *sharer {
	t.Helper()
	s := &sharer{t: t, input: view.NewInput(func() uint32 { return 3 })}
	s.connect(true)
	return s
}

// connect serves the Input on a new stream, from which the sharer reads if it listens.
func (s *sharer) connect(listen bool) {
	near, far := net.Pipe()
	s.conn = far
	ctx, cancel := context.WithCancel(s.t.Context())
	served, read := make(chan error, 1), make(chan struct{})
	go func() { served <- s.input.Serve(ctx, near) }()
	go func() {
		defer close(read)
		if listen {
			s.read()
		}
	}()
	s.stop = func() {
		cancel()
		if err := <-served; !errors.Is(err, context.Canceled) {
			s.t.Error(err)
		}
		_ = near.Close()
		<-read
	}
	synctest.Wait()
}

func (s *sharer) read() {
	frames := protocol.NewFrameReader(s.conn, protocol.StreamInput)
	for {
		m, err := frames.Read()
		if err != nil {
			return
		}
		s.got = append(s.got, m)
	}
}

// expect checks what arrived since the last call, after a while.
func (s *sharer) expect(want ...protocol.Message) {
	s.t.Helper()
	settle()
	if got, want := fmt.Sprintf("%+v", s.got), fmt.Sprintf("%+v", want); got != want {
		s.t.Fatalf("arrived %s, want %s", got, want)
	}
	s.got = nil
}

// settle lets a second pass, and everything happen that happens in it.
func settle() {
	time.Sleep(time.Second)
	synctest.Wait()
}

func at(x, y uint16, held protocol.Buttons) protocol.Pointer {
	return protocol.Pointer{Display: 3, X: x, Y: y, Buttons: held}
}

func TestInputSends(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSharer(t)
		defer s.stop()
		s.input.Move(5, 6)
		s.input.Button(1, true)
		s.input.Button(1, true)
		s.input.Move(-4, 70_000)
		s.input.Button(1, false)
		s.input.Button(0, true)
		s.input.Button(6, true)
		s.expect(at(5, 6, 1), at(0, 65535, 0))
		s.input.Wheel(0, 120)
		s.input.Wheel(-30, 50_000)
		s.expect(protocol.Wheel{DX: -30, DY: 32767})
		s.input.Key(4, true)
		s.input.Key(4, true)
		s.input.Key(5, false)
		s.input.Key(4, false)
		s.expect(protocol.Key{Usage: 4, Down: true}, protocol.Key{Usage: 4})
		s.input.Text(strings.Repeat("é", 130) + "\xff")
		s.expect(protocol.Text{Text: strings.Repeat("é", 128)}, protocol.Text{Text: "éé\uFFFD"})
	})
}

// TestKeysDoNotWait checks that input leaves at once, whatever the pointer does.
func TestKeysDoNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSharer(t)
		defer s.stop()
		start := time.Now()
		s.input.Move(1, 1)
		synctest.Wait()
		s.input.Move(2, 2)
		synctest.Wait()
		if len(s.got) != 1 {
			t.Fatalf("arrived %v", s.got)
		}
		s.input.Key(4, true)
		synctest.Wait()
		if len(s.got) != 3 || time.Since(start) > 0 {
			t.Fatalf("arrived %v after %v", s.got, time.Since(start))
		}
	})
}

func TestMovesAreCoalesced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSharer(t)
		defer s.stop()
		for i := range 1000 {
			s.input.Move(i, 0)
			if i%100 == 50 {
				s.input.Button(1, true)
				s.input.Button(1, false)
			}
			time.Sleep(time.Millisecond)
		}
		settle()
		presses := 0
		for _, m := range s.got {
			if p := m.(protocol.Pointer); p.Buttons != 0 {
				presses++
				if p.X%100 != 50 {
					t.Errorf("a press at %d", p.X)
				}
			}
		}
		if last := s.got[len(s.got)-1].(protocol.Pointer); presses != 10 || len(s.got) > 160 || last.X != 999 {
			t.Fatalf("%d presses in %d messages, the last at %d", presses, len(s.got), last.X)
		}
	})
}

func TestReleaseAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSharer(t)
		defer func() { s.stop() }()
		s.input.ReleaseAll()
		s.expect()
		s.input.Key(4, true)
		s.input.Button(2, true)
		s.input.ReleaseAll()
		s.input.Key(4, false)
		s.input.Button(2, false)
		s.expect(protocol.Key{Usage: 4, Down: true}, protocol.Pointer{Buttons: protocol.ButtonMiddle}, protocol.ReleaseAll{})
		// What was held on a stream that ended is not held on the next; what is given in between is dropped.
		s.input.Key(4, true)
		s.expect(protocol.Key{Usage: 4, Down: true})
		s.stop()
		s.input.Key(5, true)
		s.input.Move(9, 9)
		s.connect(true)
		s.input.Key(4, true)
		s.expect(protocol.Key{Usage: 4, Down: true})
	})
}

// TestOverflow checks that a sharer that does not read costs no memory, and that nothing stays held there.
func TestOverflow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSharer(t)
		s.stop()
		s.connect(false)
		defer func() { s.stop() }()
		for i := range 5000 {
			s.input.Key(uint16(i%200), i/200%2 == 0)
		}
		s.input.Move(1, 1)
		s.input.Move(2, 2)
		go s.read()
		settle()
		releases := 0
		for _, m := range s.got {
			if m.Type() == protocol.TypeReleaseAll {
				releases++
			}
		}
		if len(s.got) > 2100 || releases == 0 {
			t.Fatalf("%d messages, %d of them releases", len(s.got), releases)
		}
		if last := s.got[len(s.got)-1]; last != protocol.Message(at(2, 2, 0)) {
			t.Fatalf("the last is %+v", last)
		}
	})
}
