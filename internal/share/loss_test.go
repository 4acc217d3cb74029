package share_test

import (
	"image"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/codec"
	"beside.example/internal/codec/codectest"
	"beside.example/internal/framebuffer"
	"beside.example/internal/share"
)

// TestSetLoss checks that what may be lost changes while the screen is shown: a photograph that goes out nearly right becomes exact
// at once when it has to be, although something moves on, and the next one goes out exactly.
func TestSetLoss(t *testing.T) {
	withShow(t, share.ScreenConfig{Loss: codec.LossSome}, func(t *testing.T, s *show) {
		photo := codectest.Scenes()[3]
		draw := func(n int) {
			s.source.Paint(func(fb *framebuffer.Framebuffer) framebuffer.Region { return photo.Draw(fb, n) })
			time.Sleep(time.Second / 60)
		}
		draw(0)
		draw(1)
		if !s.differs() {
			t.Fatal("the photograph goes out exactly, so that the test shows nothing")
		}
		s.sharer.SetLoss(codec.LossNone)
		if s.differs() {
			t.Error("what was nearly right does not become exact at once")
		}
		for n := range 10 {
			draw(2 + n)
			if s.differs() {
				t.Fatalf("photograph %d is not exact", n)
			}
		}
		s.sharer.SetLoss(codec.LossSome)
		draw(12)
		if !s.differs() {
			t.Error("loss is allowed again, and the photograph still goes out exactly")
		}
	})
}

// TestSavingSendsLess checks that fewer updates are sent where bytes are dear, and that the first change after quiet does not wait.
func TestSavingSendsLess(t *testing.T) {
	withShow(t, share.ScreenConfig{Loss: codec.LossMuch}, func(t *testing.T, s *show) {
		time.Sleep(time.Second)
		before := s.sharer.Stats().Updates
		paint := func(i int) { s.source.Fill(image.Rect(0, 0, 5, 5), byte(i), 0, 0) }
		paint(1)
		synctest.Wait()
		if got := s.sharer.Stats().Updates - before; got != 1 {
			t.Fatalf("%d updates at once after quiet", got)
		}
		for i := range 120 {
			time.Sleep(time.Second / 60)
			paint(2 + i)
		}
		synctest.Wait()
		if got := s.sharer.Stats().Updates - before; got < 14 || got > 18 {
			t.Errorf("%d updates in two seconds", got)
		}
	})
}

// TestSavingMendsSlowly checks that what was coded with loss becomes exact bit by bit where bytes are dear, once nothing has changed for
// a while.
func TestSavingMendsSlowly(t *testing.T) {
	withShow(t, share.ScreenConfig{Loss: codec.LossMuch}, func(t *testing.T, s *show) {
		photo := codectest.Scenes()[3]
		s.source.Paint(func(fb *framebuffer.Framebuffer) framebuffer.Region { return photo.Draw(fb, 0) })
		time.Sleep(1900 * time.Millisecond)
		first := s.sharer.Stats().Bytes
		if !s.differs() {
			t.Fatal("the photograph goes out exactly, so that the test shows nothing")
		}
		const most = 12 << 10 // bytes a second, tiles being whole
		for seconds := range 100 {
			before := s.sharer.Stats().Bytes
			time.Sleep(time.Second)
			synctest.Wait()
			if got := s.sharer.Stats().Bytes - before; got > most {
				t.Fatalf("%d bytes in second %d", got, seconds)
			}
			if !s.differs() {
				if seconds < 2 {
					t.Errorf("exact after %d s and %d bytes", seconds, s.sharer.Stats().Bytes-first)
				}
				return
			}
		}
		t.Error("never exact")
	})
}
