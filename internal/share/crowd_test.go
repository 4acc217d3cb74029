package share_test

import (
	"image"
	"sync/atomic"
	"testing"
	"time"

	"beside.example/internal/codec"
	"beside.example/internal/codec/codectest"
	"beside.example/internal/framebuffer"
	"beside.example/internal/share"
	"beside.example/internal/share/sharetest"
	"beside.example/internal/view"
	"beside.example/protocol"
)

// tellingContext is a tellingEncoder of the better encoding.
type tellingContext struct {
	codec.VideoEncoder
	codec.Checker
	telling tellingEncoder
}

func (e tellingContext) Encode(dst []byte, fb *framebuffer.Framebuffer, damaged framebuffer.Region, hints codec.Hints) ([]byte, error) {
	return e.telling.Encode(dst, fb, damaged, hints)
}

// tellingEncoder tells of each update before it is made.
type tellingEncoder struct {
	codec.Encoder
	encodes func(codec.Hints)
}

func (e tellingEncoder) Encode(dst []byte, fb *framebuffer.Framebuffer, damaged framebuffer.Region, hints codec.Hints) ([]byte, error) {
	e.encodes(hints)
	return e.Encoder.Encode(dst, fb, damaged, hints)
}

// crowd is a stage with one display and viewers in memory. It lives in a synctest bubble.
type crowd struct {
	t        *testing.T
	source   *sharetest.Source
	stage    *share.Stage
	opened   int
	encoders atomic.Int64
	encodes  atomic.Int64
	onEncode func() // told of each update before it is made, if set
	// keyframes are the hints of each keyframe that somebody asked for.
	keyframes []codec.Hints
	viewers   []*show
}

// withCrowd runs a test of a crowd, and closes it.
func withCrowd(t *testing.T, test func(t *testing.T, c *crowd)) {
	t.Helper()
	within(t, newCrowd, test)
}

func newCrowd(t *testing.T) *crowd {
	t.Helper()
	c := &crowd{t: t, source: sharetest.NewSource(codectest.Width, codectest.Height)}
	c.stage = share.NewStage(share.StageConfig{
		Open: func(uint32) (share.Source, error) {
			c.opened++
			return c.source, nil
		},
		NewEncoder: func(encoding protocol.Encoding) codec.Encoder {
			c.encoders.Add(1)
			e := codec.NewEncoder(encoding)
			telling := tellingEncoder{e, func(hints codec.Hints) {
				c.encodes.Add(1)
				if hints.Keyframe {
					c.keyframes = append(c.keyframes, hints)
				}
				if c.onEncode != nil {
					c.onEncode()
				}
			}}
			if encoding == protocol.EncodingTiles {
				return telling
			}
			return tellingContext{e.(codec.VideoEncoder), e.(codec.Checker), telling}
		},
	})
	return c
}

// enter adds a viewer that is connected at once.
func (c *crowd) enter(cfg share.ScreenConfig) *show {
	c.t.Helper()
	return c.enterViewing(cfg, view.ScreenConfig{})
}

// enterViewing is enter for a viewer with a configuration of its own.
func (c *crowd) enterViewing(cfg share.ScreenConfig, viewing view.ScreenConfig) *show {
	c.t.Helper()
	cfg.Stage = c.stage
	s := join(c.t, c.source, cfg, viewing)
	c.viewers = append(c.viewers, s)
	s.reach()
	return s
}

// enterThree adds three viewers who see the same updates: there is a quiet moment after each has come.
func (c *crowd) enterThree() {
	c.t.Helper()
	for range 3 {
		c.enter(share.ScreenConfig{})
		time.Sleep(2 * time.Second)
	}
}

// close ends everything.
func (c *crowd) close() {
	for _, s := range c.viewers {
		s.close()
	}
	if !c.source.Closed() {
		c.t.Error("the display is still open")
	}
}

// flood changes the display each millisecond for a time.
func (c *crowd) flood(d time.Duration) {
	for i := range int(d / time.Millisecond) {
		c.source.Fill(image.Rect(i%300, 0, i%300+50, 50), byte(i), byte(i>>8), 1)
		time.Sleep(time.Millisecond)
	}
}

// mustShow checks that everybody sees the display, once the next grab is due.
func (c *crowd) mustShow() {
	c.t.Helper()
	time.Sleep(20 * time.Millisecond)
	for _, s := range c.viewers {
		s.mustShow(c.source)
	}
}
