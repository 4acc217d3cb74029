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
	"beside.example/internal/share/sharetest"
	"beside.example/protocol"
)

// mender is an encoder that loses something of whatever is larger than a caret, notes when it is asked to make up for that, and has done so
// after some updates.
type mender struct {
	codec.Encoder
	at   []time.Time
	left int
	made uint32
	// owes are the pixels that are owed while something is left.
	owes int
}

// The caret of these tests, and how many updates make up for a picture.
const mended = 10

func caret() image.Rectangle { return image.Rect(0, 0, 2, 20) }

func (m *mender) Encode(dst []byte, _ *framebuffer.Framebuffer, damaged framebuffer.Region, hints codec.Hints) ([]byte, error) {
	switch {
	case hints.Quiet:
		m.at, m.left = append(m.at, time.Now()), m.left-1
	case !damaged.Bounds().In(caret()):
		m.left, m.made = mended, m.made+1
	}
	return append(dst, 0), nil
}

func (m *mender) Lossy() bool { return m.left > 0 }

func (m *mender) Debt() codec.Debt {
	if m.left > 0 {
		return codec.Debt{Pixels: m.owes, Made: m.made}
	}
	return codec.Debt{Made: m.made}
}

func (m *mender) Pending() bool { return false }

// mendingShow is a screen that is coded by a mender, before a viewer who answers ten times a second.
type mendingShow struct {
	encoder *mender
	source  *sharetest.Source
	viewer  *silent
	stop    func()
}

// answer is how often the viewer answers.
const answer = 100 * time.Millisecond

func withMending(t *testing.T, owes int, test func(t *testing.T, m *mendingShow)) {
	t.Helper()
	within(t, func(t *testing.T) *mendingShow {
		m := &mendingShow{
			encoder: &mender{Encoder: codec.NewEncoder(protocol.EncodingContext), owes: owes},
			source:  sharetest.NewSource(codectest.Width, codectest.Height),
		}
		stage := share.NewStage(share.StageConfig{
			Open:       func(uint32) (share.Source, error) { return m.source, nil },
			NewEncoder: func(protocol.Encoding) codec.Encoder { return m.encoder },
		})
		m.viewer, m.stop = serve(t, share.ScreenConfig{Stage: stage, Loss: codec.LossSome}, m.source)
		return m
	}, test)
}

func (m *mendingShow) close() { m.stop() }

// show shows another picture for a while, and a caret that blinks if it is to. It tells after how long the picture was first mended and after
// how long it was exact, or zero if it was not.
func (m *mendingShow) show(n byte, d, blinks time.Duration) (first, exact time.Duration) {
	synctest.Wait()
	m.encoder.at = nil
	m.source.Fill(image.Rect(0, 0, codectest.Width, codectest.Height), n, n, n)
	began := time.Now()
	for blink := byte(0); time.Since(began) < d; {
		time.Sleep(answer)
		header, _ := m.viewer.last(0)
		m.viewer.send(protocol.Ack{Number: header.Number})
		if blinks > 0 && time.Since(began)%blinks == 0 {
			blink++
			m.source.Fill(caret(), blink, blink, blink)
		}
	}
	synctest.Wait()
	if len(m.encoder.at) > 0 {
		first = m.encoder.at[0].Sub(began)
	}
	if !m.encoder.Lossy() {
		exact = m.encoder.at[mended-1].Sub(began)
	}
	return first, exact
}

// TestSlideShowWaitsLonger: pictures that pass before they could be made exact are not half made so, the last one is, and then there is no
// more patience than before.
func TestSlideShowWaitsLonger(t *testing.T) {
	withMending(t, 1, func(t *testing.T, m *mendingShow) {
		const usual, most = 300 * time.Millisecond, 2 * time.Second
		const slide = 800 * time.Millisecond // too short for ten updates after 300 ms
		for n := range byte(6) {
			first, _ := m.show(n, slide, 0)
			if (first > 0) != (n < 2) {
				t.Errorf("picture %d is mended after %v", n, first)
			}
		}
		if first, exact := m.show(10, 2*most, 0); first < slide || first > most || exact == 0 {
			t.Errorf("the last picture is mended after %v, exact after %v", first, exact)
		}
		if first, _ := m.show(11, most, 0); first < usual || first > usual+2*answer {
			t.Errorf("one after that is mended after %v", first)
		}
	})
}

// TestMendedInVain: a picture that is replaced soon after it was exact did not pay, one that stays did.
func TestMendedInVain(t *testing.T) {
	withMending(t, 1, func(t *testing.T, m *mendingShow) {
		const usual = 300 * time.Millisecond
		_, exact := m.show(1, 3*time.Second, 0)
		if first, _ := m.show(2, exact+answer, 0); first > usual+2*answer {
			t.Errorf("after a picture that stayed, one is mended after %v", first)
		}
		if first, _ := m.show(3, 5*time.Second, 0); first < 2*usual || first > 2*usual+2*answer {
			t.Errorf("after a picture that went soon, one is mended after %v", first)
		}
		if first, _ := m.show(4, 3*time.Second, 0); first > usual+2*answer {
			t.Errorf("after another that stayed, one is mended after %v", first)
		}
	})
}

// TestLargePicturesRestLonger: a picture over a display waits for a second, one in a page for a moment, the largest not for ever.
func TestLargePicturesRestLonger(t *testing.T) {
	for _, test := range []struct {
		pixels      int
		least, most time.Duration
	}{
		{640 * 480, 300 * time.Millisecond, 500 * time.Millisecond},
		{1920 * 1080, time.Second, 1200 * time.Millisecond},
		{16384 * 2000, 2 * time.Second, 2200 * time.Millisecond},
	} {
		withMending(t, test.pixels, func(t *testing.T, m *mendingShow) {
			if first, exact := m.show(1, 5*time.Second, 0); first < test.least || first > test.most || exact == 0 {
				t.Errorf("%d pixels are mended after %v, exact after %v", test.pixels, first, exact)
			}
		})
	}
}

// TestCaretHoldsUpLittle: what blinks beside a picture does not keep it from becoming exact.
func TestCaretHoldsUpLittle(t *testing.T) {
	withMending(t, 1920*1080, func(t *testing.T, m *mendingShow) {
		if first, exact := m.show(1, 5*time.Second, 500*time.Millisecond); first > 1300*time.Millisecond || exact == 0 || exact > 3*time.Second {
			t.Errorf("mended after %v, exact after %v", first, exact)
		}
	})
}
