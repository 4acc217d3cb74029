package share_test

import (
	"context"
	"errors"
	"image"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/codec"
	"beside.example/internal/codec/codectest"
	"beside.example/internal/framebuffer"
	"beside.example/internal/share"
	"beside.example/internal/share/sharetest"
	"beside.example/internal/view"
	"beside.example/protocol"
)

// countingContext is a countingEncoder of the better encoding.
type countingContext struct {
	codec.VideoEncoder
	codec.Checker
	counting countingEncoder
}

func (e countingContext) Encode(dst []byte, fb *framebuffer.Framebuffer, damaged framebuffer.Region, hints codec.Hints) ([]byte, error) {
	return e.counting.Encode(dst, fb, damaged, hints)
}

// countingEncoder counts its updates.
type countingEncoder struct {
	codec.Encoder
	encodes *atomic.Int64
}

func (e countingEncoder) Encode(dst []byte, fb *framebuffer.Framebuffer, damaged framebuffer.Region, hints codec.Hints) ([]byte, error) {
	e.encodes.Add(1)
	return e.Encoder.Encode(dst, fb, damaged, hints)
}

// crowd is a stage with one display and viewers in memory. It lives in a synctest bubble.
type crowd struct {
	t        *testing.T
	source   *sharetest.Source
	stage    *share.Stage
	opened   int
	encoders int
	encodes  atomic.Int64
	viewers  []*guest
}

// guest is one viewer of a crowd.
type guest struct {
	*show
	hold *valve
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
			c.encoders++
			if encoding == protocol.EncodingTiles {
				return countingEncoder{codec.NewTileEncoder(), &c.encodes}
			}
			e := codec.NewContextEncoder()
			return countingContext{e.(codec.VideoEncoder), e.(codec.Checker), countingEncoder{e, &c.encodes}}
		},
	})
	return c
}

// enter adds a viewer that is connected at once.
func (c *crowd) enter(cfg share.ScreenConfig) *guest {
	c.t.Helper()
	cfg.Stage = c.stage
	g := &guest{show: &show{t: c.t, source: c.source, watcher: &watcher{}}, hold: newValve()}
	g.sharer = share.NewScreen(cfg)
	g.viewer = view.NewScreen(view.ScreenConfig{Listener: g.watcher})
	if err := g.sharer.Show(1); err != nil {
		c.t.Fatal(err)
	}
	c.viewers = append(c.viewers, g)
	g.reach()
	return g
}

// reach connects a guest.
func (g *guest) reach() {
	near, far := net.Pipe()
	ctx, cancel := context.WithCancel(g.t.Context())
	var serving sync.WaitGroup
	serving.Go(func() {
		if err := g.sharer.Serve(ctx, &tampered{Conn: near, change: g.tamper}, nil); !errors.Is(err, context.Canceled) {
			g.t.Errorf("sharer: %v", err)
		}
	})
	serving.Go(func() {
		if err := g.viewer.Serve(ctx, &valved{Conn: far, valve: g.hold}); !errors.Is(err, context.Canceled) {
			g.t.Errorf("viewer: %v", err)
		}
	})
	g.stop = func() {
		g.hold.open()
		cancel()
		serving.Wait()
	}
}

// close ends everything.
func (c *crowd) close() {
	for _, g := range c.viewers {
		g.close()
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
	for _, g := range c.viewers {
		g.show.mustShow(c.source)
	}
}

// valve holds back what a viewer reads.
type valve struct {
	mu     sync.Mutex // guards the following
	closed chan struct{}
}

func newValve() *valve {
	v := &valve{closed: make(chan struct{})}
	close(v.closed)
	return v
}

func (v *valve) shut() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.closed = make(chan struct{})
}

func (v *valve) open() {
	v.mu.Lock()
	defer v.mu.Unlock()
	select {
	case <-v.closed:
	default:
		close(v.closed)
	}
}

func (v *valve) wait() {
	v.mu.Lock()
	closed := v.closed
	v.mu.Unlock()
	<-closed
}

// valved is a stream that is read only while a valve is open.
type valved struct {
	net.Conn
	valve *valve
}

func (c *valved) Read(b []byte) (int, error) {
	c.valve.wait()
	return c.Conn.Read(b)
}

// many is how many agents may help one customer.
const many = 8

// TestEightViewers checks that eight see what one sees, at the cost of two at most, and of one when the display has been quiet.
func TestEightViewers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t)
		defer c.close()
		for range many {
			c.enter(share.ScreenConfig{})
		}
		synctest.Wait()
		grabs := c.source.Grabs()
		encodes := c.encodes.Load()
		c.flood(time.Second)
		c.mustShow()
		if got := c.source.Grabs() - grabs; got < 59 || got > 62 {
			t.Errorf("%d grabs in a second", got)
		}
		if got := c.encodes.Load() - encodes; got > 124 {
			t.Errorf("%d updates were coded in a second", got)
		}
		time.Sleep(2 * time.Second)
		encodes = c.encodes.Load()
		c.flood(time.Second)
		time.Sleep(time.Second)
		c.mustShow()
		if got := c.encodes.Load() - encodes; got > 62 {
			t.Errorf("%d updates were coded in a second although all have the same picture", got)
		}
		if c.opened != 1 || c.encoders > 2 {
			t.Errorf("%d displays were opened and %d encoders made", c.opened, c.encoders)
		}
		for i, g := range c.viewers {
			if got := g.sharer.Stats().Keyframes; got > 2 || i == 0 && got != 1 {
				t.Errorf("viewer %d got %d keyframes", i, got)
			}
		}
	})
}

// TestLateViewer checks that who comes late sees everything at once, and that nobody else is sent anything for it.
func TestLateViewer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t)
		defer c.close()
		first := c.enter(share.ScreenConfig{})
		c.flood(time.Second)
		synctest.Wait()
		before := first.sharer.Stats()
		began := time.Now()
		late := c.enter(share.ScreenConfig{})
		synctest.Wait()
		if late.mustShow(c.source); time.Since(began) != 0 {
			t.Error("the late viewer had to wait")
		}
		if got := first.sharer.Stats(); got.Keyframes != 1 || got.Updates > before.Updates+1 {
			t.Errorf("the first viewer was sent %d updates", got.Updates-before.Updates)
		}
		c.flood(time.Second)
		for _, g := range c.viewers {
			if got := g.sharer.Stats(); got.Keyframes != 1 || got.Updates < 50 {
				t.Errorf("%+v", got)
			}
		}
		c.mustShow()
	})
}

// TestStalledViewer checks that a viewer who takes nothing for a while changes nothing for the others, sees everything as soon as it
// takes something again, and is with the others again later.
func TestStalledViewer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t)
		defer c.close()
		for range 3 {
			c.enter(share.ScreenConfig{})
			time.Sleep(2 * time.Second)
		}
		updates := func(g *guest) int64 { return g.sharer.Stats().Updates }
		before := updates(c.viewers[0])
		c.flood(time.Second)
		usual := updates(c.viewers[0]) - before
		for stalled := range 3 {
			g := c.viewers[stalled]
			g.hold.shut()
			other := c.viewers[(stalled+1)%3]
			before = updates(other)
			c.flood(time.Second)
			if got := updates(other) - before; got < usual-1 {
				t.Errorf("%d updates in a second, %d before viewer %d stalled", got, usual, stalled)
			}
			g.hold.open()
			c.flood(100 * time.Millisecond)
			time.Sleep(time.Second)
			c.mustShow()
			if got := other.sharer.Stats().Keyframes; stalled == 0 && got != 1 {
				t.Errorf("another viewer got %d keyframes", got)
			}
		}
		time.Sleep(time.Minute)
		encodes := c.encodes.Load()
		c.source.Fill(image.Rect(0, 0, 9, 9), 1, 2, 3)
		c.mustShow()
		if got := c.encodes.Load() - encodes; got != 1 {
			t.Errorf("one change was coded %d times", got)
		}
	})
}

// TestNarrowViewer checks that a viewer of a small budget gets its picture in parts while the others go on.
func TestNarrowViewer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t)
		defer c.close()
		c.enter(share.ScreenConfig{})
		narrow := c.enter(share.ScreenConfig{Budget: func() int { return 5000 }})
		paintNoise(c.source, 1)
		time.Sleep(3 * time.Second)
		c.mustShow()
		if got := narrow.sharer.Stats(); got.Updates < 10 {
			t.Errorf("%+v", got)
		}
	})
}

// TestPauseOne checks that a pause is one viewer's own.
func TestPauseOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t)
		defer c.close()
		one, other := c.enter(share.ScreenConfig{}), c.enter(share.ScreenConfig{})
		for _, paused := range []*guest{one, other, one} {
			goesOn := one
			if paused == one {
				goesOn = other
			}
			time.Sleep(2 * time.Second)
			c.flood(100 * time.Millisecond)
			paused.sharer.Pause()
			before := paused.sharer.Stats().Updates
			c.flood(time.Second)
			goesOn.mustShow(c.source)
			if got := paused.sharer.Stats().Updates; got > before+1 {
				t.Errorf("%d updates were sent to the viewer that is paused", got-before)
			}
			paused.sharer.Resume()
			c.mustShow()
		}
		one.sharer.Pause()
		other.sharer.Pause()
		grabs := c.source.Grabs()
		c.flood(time.Second)
		if got := c.source.Grabs(); got != grabs {
			t.Errorf("%d grabs although all are paused", got-grabs)
		}
		other.sharer.Resume()
		other.mustShow(c.source)
	})
}

// TestPauseUnderLoad checks that nothing grabbed after Pause has returned reaches the viewer, while others keep the display busy.
func TestPauseUnderLoad(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t)
		defer c.close()
		for range 4 {
			c.enter(share.ScreenConfig{})
			time.Sleep(time.Second)
		}
		secret := image.Rect(100, 100, 130, 130)
		for round := range 20 {
			g := c.viewers[round%4]
			c.flood(time.Duration(17*round%100) * time.Millisecond)
			g.sharer.Pause()
			c.source.Fill(secret, 255, 255, 255)
			c.flood(200 * time.Millisecond)
			synctest.Wait()
			g.viewer.Read(func(fb *framebuffer.Framebuffer) {
				if fb.Row(110, 110, 111)[0] == 255 {
					t.Error("what was grabbed after Pause reached the viewer")
				}
			})
			c.source.Fill(secret, 0, 0, 0)
			g.sharer.Resume()
			time.Sleep(50 * time.Millisecond)
		}
		c.mustShow()
	})
}

// TestOldViewer checks that a viewer of another encoding sees the same, and costs the others nothing.
func TestOldViewer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t)
		defer c.close()
		tiles := share.ScreenConfig{Decodes: func() share.Decodes { return share.Decodes{Encoding: protocol.EncodingTiles, Checks: true} }}
		c.enter(share.ScreenConfig{})
		c.enter(tiles)
		c.enter(share.ScreenConfig{})
		c.enter(tiles)
		grabs := c.source.Grabs()
		for range 3 {
			c.flood(time.Second)
			time.Sleep(3 * time.Second)
			c.mustShow()
		}
		if got := c.source.Grabs() - grabs; got > 3*62+1 {
			t.Errorf("%d grabs in three seconds", got)
		}
	})
}

// TestKeyframeForOne checks that a viewer whose picture broke gets a new one, and the others nothing.
func TestKeyframeForOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t)
		defer c.close()
		for range 3 {
			c.enter(share.ScreenConfig{})
			time.Sleep(2 * time.Second)
		}
		broken := c.enter(share.ScreenConfig{})
		time.Sleep(3 * time.Second)
		broken.stop()
		var breaking atomic.Bool
		broken.tamper = func(b []byte) {
			if isUpdate(b) && breaking.Swap(false) {
				b[len(b)-1] ^= 0xff
			}
		}
		broken.reach()
		time.Sleep(3 * time.Second)
		breaking.Store(true)
		c.source.Fill(image.Rect(0, 0, 99, 99), 1, 2, 3)
		c.mustShow()
		c.flood(time.Second)
		c.mustShow()
		for i, g := range c.viewers[:3] {
			if got := g.sharer.Stats().Keyframes; got != 1 {
				t.Errorf("viewer %d got %d keyframes", i, got)
			}
		}
	})
}

// TestViewersLeave checks that those who stay go on without a keyframe, whoever leaves.
func TestViewersLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd(t)
		for range 3 {
			c.enter(share.ScreenConfig{})
			time.Sleep(2 * time.Second)
		}
		for len(c.viewers) > 0 {
			c.flood(300 * time.Millisecond)
			c.mustShow()
			if got := c.viewers[0].sharer.Stats().Keyframes; got != 1 {
				t.Errorf("%d keyframes", got)
			}
			c.viewers[0].close()
			c.viewers = c.viewers[1:]
		}
		if !c.source.Closed() {
			t.Error("the display is still open")
		}
	})
}
