package share_test

import (
	"image"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/codec/codectest"
	"beside.example/internal/framebuffer"
	"beside.example/internal/share"
)

// seen reports after how long the viewer sees a colour at a place, which is shown from now on.
func (s *show) seen(box image.Rectangle, blue byte) time.Duration {
	began := time.Now()
	s.source.Fill(box, blue, 1, 1)
	for time.Since(began) < 10*time.Second {
		synctest.Wait()
		found := false
		s.viewer.Read(func(fb *framebuffer.Framebuffer) { found = fb.Row(box.Min.Y, box.Min.X, box.Min.X+1)[0] == blue })
		if found {
			break
		}
		time.Sleep(time.Millisecond)
	}
	return time.Since(began)
}

// TestAnswerGoesFirst checks that what changes near the place of an act is shown at once, although the whole display changes all the
// time and the connection carries little, and that all of the display is right in the end.
func TestAnswerGoesFirst(t *testing.T) {
	withShow(t, share.ScreenConfig{Budget: func() int { return 20_000 }}, func(t *testing.T, s *show) {
		stop := make(chan struct{})
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			for seed := uint64(1); ; seed++ {
				select {
				case <-stop:
					return
				case <-time.After(5 * time.Millisecond):
					s.source.Fill(image.Rect(0, 0, codectest.Width, 64), byte(seed), 2, 3)
				}
			}
		}()
		time.Sleep(time.Second)
		button := image.Rect(140, 280, 180, 310)
		grabs := s.source.Grabs()
		for i := range 10 {
			s.sharer.Acted(image.Pt(150, 290))
			if waited := s.seen(button, byte(100+i)); waited > 6*time.Millisecond {
				t.Errorf("the answer took %v", waited)
			}
			time.Sleep(100 * time.Millisecond)
		}
		if got := s.source.Grabs() - grabs; got > 60+10*5 {
			t.Errorf("%d grabs in a second with ten acts", got)
		}
		close(stop)
		<-stopped
		time.Sleep(time.Second)
		s.mustShow(s.source)
	})
}

// TestAnswerOvertakesAPicture checks that the answer does not wait behind a picture that goes out in many parts.
func TestAnswerOvertakesAPicture(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShow(t, share.ScreenConfig{Budget: func() int { return 20_000 }})
		s.tamper = func([]byte) { time.Sleep(time.Millisecond) } // what a connection takes
		s.connect()
		defer s.close()
		time.Sleep(time.Second)
		updates := s.sharer.Stats().Updates
		s.sharer.Pause()
		paintNoise(s.source, 7)
		s.sharer.Resume()
		s.sharer.Acted(image.Pt(350, 250))
		s.seen(image.Rect(340, 240, 360, 260), 77)
		if got := s.sharer.Stats().Updates - updates; got > 10 {
			t.Errorf("the answer came with update %d", got)
		}
		time.Sleep(5 * time.Second)
		s.mustShow(s.source)
		if whole := s.sharer.Stats().Updates - updates; whole < 30 {
			t.Errorf("all took %d updates: the test shows nothing", whole)
		}
	})
}

// TestActedWithoutAPicture checks that an act does no harm where nothing is shown.
func TestActedWithoutAPicture(t *testing.T) {
	s := share.NewScreen(share.ScreenConfig{Stage: share.NewStage(share.StageConfig{})})
	s.Acted(image.Pt(-5, 9999))
}

// TestRestWaitsForTheAnswer checks that what changes elsewhere together with the answer is not coded before that is on its way, and soon then.
func TestRestWaitsForTheAnswer(t *testing.T) {
	withShow(t, share.ScreenConfig{}, func(t *testing.T, s *show) {
		time.Sleep(10 * time.Second)
		is := func(at image.Point, blue byte) (is bool) {
			s.viewer.Read(func(fb *framebuffer.Framebuffer) { is = fb.Row(at.Y, at.X, at.X+1)[0] == blue })
			return is
		}
		const blue = 7
		near, far := image.Pt(20, 20), image.Pt(450, 20)
		s.sharer.Acted(near)
		s.source.Fill(image.Rect(0, 0, codectest.Width, 40), blue, 1, 1)
		synctest.Wait()
		if !is(near, blue) || is(far, blue) {
			t.Errorf("at once: the answer is there: %v; the rest: %v", is(near, blue), is(far, blue))
		}
		time.Sleep(2 * time.Millisecond)
		synctest.Wait()
		if !is(far, blue) {
			t.Error("the rest is missing")
		}
		s.mustShow(s.source)
	})
}

// TestRestWaitsForADearAnswer checks that the rest waits from when the answer is on its way, however long that took to code.
func TestRestWaitsForADearAnswer(t *testing.T) {
	withTheatre(t, func(t *testing.T, th *theatre) {
		time.Sleep(10 * time.Second)
		synctest.Wait() // nobody codes just now
		th.update = 5 * time.Millisecond
		updates := func() int64 { return th.sharer.Stats().Updates }
		before := updates()
		th.sharer.Acted(image.Pt(20, 20))
		th.source.Fill(image.Rect(0, 0, codectest.Width, 40), 7, 1, 1)
		time.Sleep(2*th.update + time.Millisecond/2)
		synctest.Wait()
		if got := updates() - before; got != 1 {
			t.Errorf("%d updates when the rest cannot be coded yet, want 1", got)
		}
		time.Sleep(time.Second)
		if got := updates() - before; got < 2 {
			t.Error("the rest is missing")
		}
		th.mustShow(th.source)
	})
}
