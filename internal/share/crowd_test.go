package share_test

import (
	"context"
	"errors"
	"image"
	"net"
	"sync"
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
