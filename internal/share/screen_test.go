package share_test

import (
	"errors"
	"image"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/codec"
	"beside.example/internal/codec/codectest"
	"beside.example/internal/framebuffer"
	"beside.example/internal/share"
	"beside.example/internal/share/sharetest"
	"beside.example/protocol"
)

func TestScreenShowsScenes(t *testing.T) {
	for _, scene := range codectest.Scenes() {
		t.Run(scene.Name, func(t *testing.T) {
			withShow(t, share.ScreenConfig{}, func(t *testing.T, s *show) {
				for n := range min(scene.Grabs, 6) {
					s.source.Paint(func(fb *framebuffer.Framebuffer) framebuffer.Region { return scene.Draw(fb, n) })
					time.Sleep(time.Second)
					s.mustShow(s.source)
				}
			})
		})
	}
}

// TestScreenMakesUpForLoss checks that a photograph comes nearly as it is at first and exactly when it has been quiet for a while.
func TestScreenMakesUpForLoss(t *testing.T) {
	withShow(t, share.ScreenConfig{Loss: codec.LossSome}, func(t *testing.T, s *show) {
		photo := codectest.Scenes()[3]
		for n := range photo.Grabs {
			s.source.Paint(func(fb *framebuffer.Framebuffer) framebuffer.Region { return photo.Draw(fb, n) })
			time.Sleep(200 * time.Millisecond)
		}
		synctest.Wait()
		quick := s.sharer.Stats().Bytes
		time.Sleep(time.Second)
		s.mustShow(s.source)
		if whole := s.sharer.Stats().Bytes; whole < 2*quick {
			t.Fatalf("%d bytes at first, %d in the end", quick, whole)
		}
		updates := s.sharer.Stats().Updates
		time.Sleep(time.Minute)
		if got := s.sharer.Stats().Updates; got != updates {
			t.Fatalf("%d updates of an exact picture", got-updates)
		}
	})
}

func TestScreenResize(t *testing.T) {
	withShow(t, share.ScreenConfig{}, func(t *testing.T, s *show) {
		s.source.Resize(300, 701)
		s.source.Fill(image.Rect(10, 500, 200, 700), 1, 2, 3)
		time.Sleep(time.Second)
		s.mustShow(s.source)
		if got := s.watcher.resized; len(got) != 2 || got[0] != image.Pt(codectest.Width, codectest.Height) || got[1] != image.Pt(300, 701) {
			t.Fatalf("sizes %v", got)
		}
	})
}

// TestScreenPacing checks that a change after quiet waits for nothing, that a flood is grabbed 60 times a second, and that the last
// state of a flood arrives.
func TestScreenPacing(t *testing.T) {
	withShow(t, share.ScreenConfig{}, func(t *testing.T, s *show) {
		time.Sleep(time.Second)
		before := time.Now()
		s.source.Fill(image.Rect(0, 0, 9, 9), 9, 9, 9)
		s.mustShow(s.source)
		if waited := time.Since(before); waited != 0 {
			t.Fatalf("a change after quiet waited for %v", waited)
		}
		time.Sleep(time.Second)
		grabs := s.source.Grabs()
		for i := range 1000 {
			s.source.Fill(image.Rect(0, 0, 50, 50), byte(i), 1, 1)
			time.Sleep(time.Millisecond)
		}
		if got := s.source.Grabs() - grabs; got < 59 || got > 61 {
			t.Fatalf("%d grabs in a second", got)
		}
		time.Sleep(20 * time.Millisecond)
		s.mustShow(s.source)
		grabs = s.source.Grabs()
		time.Sleep(time.Hour)
		if s.source.Grabs() != grabs {
			t.Fatal("grabbed although nothing changed")
		}
	})
}

func TestScreenPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShow(t, share.ScreenConfig{})
		s.sharer.Pause()
		s.connect()
		defer s.close()
		time.Sleep(time.Second)
		if s.source.Grabs() != 0 {
			t.Fatal("grabbed before the sharing began")
		}
		s.sharer.Resume()
		s.mustShow(s.source)
		s.sharer.Pause()
		grabs := s.source.Grabs()
		s.source.Fill(image.Rect(0, 0, 99, 99), 1, 1, 1)
		time.Sleep(time.Minute)
		if s.source.Grabs() != grabs {
			t.Fatal("grabbed during the pause")
		}
		s.sharer.Resume()
		s.mustShow(s.source)
	})
}

func TestScreenSwitchesDisplays(t *testing.T) {
	withShow(t, share.ScreenConfig{}, func(t *testing.T, s *show) {
		other := sharetest.NewSource(200, 100)
		other.Fill(image.Rect(5, 5, 70, 70), 4, 5, 6)
		s.others[7] = other
		if err := s.sharer.Show(8); !errors.Is(err, errNoDisplay) || s.source.Closed() {
			t.Fatal("a display that does not open takes the place of one that is shown", err)
		}
		if err := s.sharer.Show(7); err != nil {
			t.Fatal(err)
		}
		if !s.source.Closed() {
			t.Fatal("the display before is still open")
		}
		s.mustShow(other)
		if s.viewer.Display() != 7 {
			t.Fatalf("display %d", s.viewer.Display())
		}
		if err := s.sharer.Hide(); err != nil || !other.Closed() {
			t.Fatal("still open", err)
		}
	})
}

func TestScreenReconnects(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShow(t, share.ScreenConfig{})
		s.connect()
		s.stop()
		s.source.Fill(image.Rect(0, 0, 99, 99), 1, 1, 1)
		synctest.Wait()
		changes := s.watcher.changes
		s.connect()
		defer s.close()
		s.mustShow(s.source)
		if s.watcher.changes == changes || len(s.watcher.resized) != 1 {
			t.Fatal("the picture did not stay")
		}
		// A stream that begins while nothing changes shows the last picture.
		s.stop()
		s.connect()
		s.mustShow(s.source)
	})
}

// TestScreenRepairs breaks an update on its way: the viewer asks for a keyframe and goes on.
func TestScreenRepairs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShow(t, share.ScreenConfig{})
		writes := 0
		s.tamper = func(b []byte) {
			if !isUpdate(b) {
				return
			}
			if writes++; writes == 2 {
				b[len(b)-1] ^= 0xff
				b[40] ^= 0xff
			}
		}
		s.connect()
		defer s.close()
		time.Sleep(2 * time.Second)
		s.source.Fill(image.Rect(0, 0, 99, 99), 1, 2, 1)
		time.Sleep(2 * time.Second)
		s.mustShow(s.source)
		if got := s.sharer.Stats().Keyframes; got != 2 {
			t.Fatalf("%d keyframes", got)
		}
		s.source.Fill(image.Rect(20, 0, 99, 99), 1, 2, 3)
		s.mustShow(s.source)
	})
}

func TestScreenSourceFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gone := errors.New("unplugged")
		var failed []uint32
		var s *show
		other := sharetest.NewSource(64, 64)
		s = newShow(t, share.ScreenConfig{SourceFailed: func(display uint32, err error) {
			if !errors.Is(err, gone) {
				t.Error(err)
			}
			if failed = append(failed, display); len(failed) == 2 {
				if err := s.sharer.Show(3); err != nil {
					t.Error(err)
				}
			}
		}})
		broken := sharetest.NewSource(64, 64)
		broken.Fail(gone)
		s.others[2], s.others[3] = broken, other
		s.connect()
		defer s.close()
		s.source.Fail(gone)
		synctest.Wait()
		if err := s.sharer.Show(2); err != nil {
			t.Fatal(err)
		}
		s.mustShow(other)
		if len(failed) != 2 || failed[0] != 1 || failed[1] != 2 {
			t.Fatalf("failed: %v", failed)
		}
	})
}

func TestScreenAfterClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShow(t, share.ScreenConfig{})
		if err := s.sharer.Close(); err != nil || !s.source.Closed() {
			t.Fatal("still open", err)
		}
		s.others[2] = sharetest.NewSource(10, 10)
		if err := s.sharer.Show(2); err != nil || s.others[2].Grabs() != 0 {
			t.Fatal("shown after Close", err)
		}
	})
}

func TestScreenRefusesStrangeAnswers(t *testing.T) {
	for name, answer := range map[string][]byte{
		"unsent update":  protocol.AppendFrame(nil, protocol.Ack{Number: 77}),
		"update":         protocol.AppendFrame(nil, protocol.UpdateHeader{Width: 1, Height: 1}),
		"wrong stream":   protocol.AppendFrame(nil, protocol.Key{}),
		"unknown type":   {250, 0, 0, 0},
		"end in a frame": {byte(protocol.TypeAck), 0, 0},
		"end":            nil,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newShow(t, share.ScreenConfig{})
				near, far := net.Pipe()
				done := make(chan error, 1)
				go func() { done <- s.sharer.Serve(t.Context(), near, nil) }()
				go func() {
					_, _ = far.Write(answer)
					_ = far.Close()
				}()
				if err := <-done; err == nil || name == "end" && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrClosedPipe) {
					t.Fatal(err)
				}
				_ = near.Close()
				if err := s.sharer.Close(); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}
