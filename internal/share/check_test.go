package share_test

import (
	"bytes"
	"errors"
	"image"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/codec"
	"beside.example/internal/codec/codectest"
	"beside.example/internal/framebuffer"
	"beside.example/internal/share"
	"beside.example/internal/view"
	"beside.example/protocol"
)

// astray is a decoder whose picture a test can make wrong.
type astray struct {
	codec.Decoder
	codec.Checker
}

func (d *astray) Framebuffer() *framebuffer.Framebuffer { return d.Decoder.Framebuffer() }

// lead makes a pixel of the picture wrong, as a bad decoder would.
func (d *astray) lead(at image.Point) { d.Model().Row(at.Y, at.X, at.X+1)[1] ^= 0x10 }

// TestChecksFindWhatIsWrong makes the picture of one of two viewers wrong behind its back, before one change and before many: the checks
// find it before the display has been gone through, the next keyframe mends it at once, and the other viewer is sent nothing for it.
func TestChecksFindWhatIsWrong(t *testing.T) {
	withCrowd(t, func(t *testing.T, c *crowd) {
		other := c.enter(share.ScreenConfig{})
		time.Sleep(time.Second)
		var decoder *astray
		g := c.enterViewing(share.ScreenConfig{}, view.ScreenConfig{NewDecoder: func(encoding protocol.Encoding) (codec.Decoder, error) {
			d, err := codec.NewDecoder(encoding)
			if err != nil {
				return nil, err
			}
			decoder = &astray{d, d.(codec.Checker)}
			return decoder, nil
		}})
		const round = 2 * time.Second
		for i, at := range []image.Point{{X: 3, Y: 3}, {X: 299, Y: 50}, {X: 200, Y: codectest.Height - 1}} {
			time.Sleep(3 * time.Second)
			before := g.sharer.Stats().Keyframes
			began := time.Now()
			g.viewer.Read(func(*framebuffer.Framebuffer) { decoder.lead(at) })
			c.source.Fill(image.Rect(90, 100, 99, 199), byte(i+1), 2, 3)
			for i%2 == 1 && g.sharer.Stats().Keyframes == before && time.Since(began) < time.Minute {
				c.flood(time.Millisecond)
			}
			for g.sharer.Stats().Keyframes == before && time.Since(began) < time.Minute {
				time.Sleep(time.Millisecond)
			}
			if waited := time.Since(began); waited > round {
				t.Errorf("what was wrong at %v was found after %v", at, waited)
			}
			c.mustShow()
			if got := g.sharer.Stats().Keyframes; got != before+1 {
				t.Errorf("%d keyframes", got-before)
			}
		}
		if got := other.sharer.Stats().Keyframes; got != 1 {
			t.Errorf("the other viewer got %d keyframes", got)
		}
	})
}

// TestChecksEnd checks that a display at rest is gone through once, and that nothing happens after that.
func TestChecksEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShow(t, share.ScreenConfig{})
		writes := 0
		s.tamper = func([]byte) { writes++ }
		s.connect()
		defer s.close()
		time.Sleep(10 * time.Second)
		rows := framebuffer.Grid{Width: codectest.Width, Height: codectest.Height}.Rows()
		if got := writes - int(s.sharer.Stats().Updates); got == 0 || got > rows {
			t.Errorf("%d messages about %d rows", got, rows)
		}
		before := writes
		time.Sleep(time.Hour)
		if writes != before {
			t.Errorf("%d messages about a display at rest", writes-before)
		}
	})
}

// TestChecksGoBehindAnswers checks that the check of an update goes behind the next one, but before it if that changes what is checked, and
// that neither finds anything wrong.
func TestChecksGoBehindAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShow(t, share.ScreenConfig{})
		var wrote string
		s.tamper = func(b []byte) { wrote += order(t, b) }
		s.connect()
		defer s.close()
		time.Sleep(10 * time.Second) // all rows have been checked: the next is the first
		synctest.Wait()
		const rest = 120 * time.Millisecond
		for i, test := range []struct {
			top  int
			want string
		}{{70, "u"}, {70, "uc"}, {70, "cu"}, {290, "uc"}, {10, "uc"}, {290, "cu"}, {10, "uc"}} {
			wrote = ""
			s.source.Fill(image.Rect(90, test.top, 99, test.top+9), byte(i+1), 2, 3)
			time.Sleep(rest)
			synctest.Wait()
			if wrote != test.want {
				t.Errorf("change %d: %s was written, want %s", i, wrote, test.want)
			}
		}
		s.mustShow(s.source)
		if got := s.sharer.Stats().Keyframes; got != 1 {
			t.Errorf("%d keyframes", got)
		}
	})
}

// order tells which messages are written: u for an update, c for a check.
func order(t *testing.T, written []byte) (kinds string) {
	t.Helper()
	r := bytes.NewReader(written)
	frames := protocol.NewFrameReader(r, protocol.StreamScreen)
	for {
		m, err := frames.Read()
		if errors.Is(err, io.EOF) {
			return kinds
		}
		switch m := m.(type) {
		case protocol.UpdateHeader:
			kinds += "u"
			if _, err := r.Seek(int64(m.Length), io.SeekCurrent); err != nil {
				t.Error(err)
			}
		case protocol.PictureCheck:
			kinds += "c"
		default:
			t.Errorf("%v, %v", m, err)
			return kinds
		}
	}
}
