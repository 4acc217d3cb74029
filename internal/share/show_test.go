package share_test

import (
	"context"
	"errors"
	"image"
	"net"
	"sync"
	"testing"
	"testing/synctest"

	"beside.example/internal/codec/codectest"
	"beside.example/internal/framebuffer"
	"beside.example/internal/share"
	"beside.example/internal/share/sharetest"
	"beside.example/internal/view"
	"beside.example/protocol"
)

// watcher is a view.Listener that counts.
type watcher struct {
	mu      sync.Mutex // guards the following
	resized []image.Point
	changes int
	at      []image.Point
	shapes  []*framebuffer.Cursor
}

func (w *watcher) Resized(size image.Point) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.resized = append(w.resized, size)
	w.changes++
}

func (w *watcher) Changed(framebuffer.Region) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.changes++
}

func (w *watcher) CursorMoved(at image.Point) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = append(w.at, at)
}

func (w *watcher) CursorShaped(shape *framebuffer.Cursor) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.shapes = append(w.shapes, shape)
}

// show is a sharer and a viewer in memory. It lives in a synctest bubble.
type show struct {
	t       *testing.T
	source  *sharetest.Source
	others  map[uint32]*sharetest.Source
	sharer  *share.Screen
	viewer  *view.Screen
	watcher *watcher
	// tamper, when set, changes what the sharer writes; while hold is shut, the viewer reads nothing.
	tamper func(b []byte)
	hold   *valve
	stop   func()
}

// withShow runs a test of a sharer and a viewer that are connected, and closes both.
func withShow(t *testing.T, cfg share.ScreenConfig, test func(t *testing.T, s *show)) {
	t.Helper()
	within(t, func(t *testing.T) *show {
		s := newShow(t, cfg)
		s.connect()
		return s
	}, test)
}

// within runs a test of something in a bubble of its own, and closes that.
func within[T interface{ close() }](t *testing.T, setUp func(t *testing.T) T, test func(t *testing.T, of T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		of := setUp(t)
		defer of.close()
		test(t, of)
	})
}

// newShow returns a show with a stage of its own.
func newShow(t *testing.T, cfg share.ScreenConfig) *show {
	t.Helper()
	source := sharetest.NewSource(codectest.Width, codectest.Height)
	others := map[uint32]*sharetest.Source{1: source}
	cfg.Stage = share.NewStage(share.StageConfig{Open: func(display uint32) (share.Source, error) {
		source, ok := others[display]
		if !ok {
			return nil, errNoDisplay
		}
		return source, nil
	}})
	s := join(t, source, cfg, view.ScreenConfig{})
	s.others = others
	return s
}

var errNoDisplay = errors.New("no such display")

// join returns a show on the stage of cfg, whose first display is source.
func join(t *testing.T, source *sharetest.Source, cfg share.ScreenConfig, viewing view.ScreenConfig) *show {
	t.Helper()
	s := &show{t: t, source: source, watcher: &watcher{}, hold: newValve()}
	viewing.Listener = s.watcher
	s.sharer, s.viewer = share.NewScreen(cfg), view.NewScreen(viewing)
	if err := s.sharer.Show(1); err != nil {
		t.Fatal(err)
	}
	return s
}

// connect joins both sides by a new stream, and waits until nothing more happens.
func (s *show) connect() {
	s.t.Helper()
	s.reach()
	synctest.Wait()
}

// reach joins both sides by a new stream.
func (s *show) reach() {
	near, far := net.Pipe()
	s.serve(
		func(ctx context.Context) error {
			return s.sharer.Serve(ctx, &tampered{Conn: near, change: s.tamper}, nil)
		},
		func(ctx context.Context) error { return s.viewer.Serve(ctx, &valved{Conn: far, valve: s.hold}) },
	)
}

// serve runs the sides of a show until stop.
func (s *show) serve(sides ...func(ctx context.Context) error) {
	ctx, cancel := context.WithCancel(s.t.Context())
	var serving sync.WaitGroup
	for i, side := range sides {
		serving.Go(func() {
			if err := side(ctx); !errors.Is(err, context.Canceled) {
				s.t.Errorf("side %d: %v", i, err)
			}
		})
	}
	s.stop = func() {
		s.hold.open()
		cancel()
		serving.Wait()
	}
}

func (s *show) close() {
	s.stop()
	if err := s.sharer.Close(); err != nil {
		s.t.Error(err)
	}
	s.viewer.Close()
}

// tampered is a stream whose writes are changed.
type tampered struct {
	net.Conn
	change func(b []byte)
}

func (c *tampered) Write(b []byte) (int, error) {
	if c.change != nil {
		c.change(b)
	}
	return c.Conn.Write(b)
}

// isUpdate reports whether a message is an update.
func isUpdate(message []byte) bool { return message[0] == byte(protocol.TypeUpdateHeader) }

// mustShow checks that the viewer sees the source's picture, after everything under way has arrived.
func (s *show) mustShow(source *sharetest.Source) {
	s.t.Helper()
	synctest.Wait()
	source.Read(func(want *framebuffer.Framebuffer) {
		s.viewer.Read(func(got *framebuffer.Framebuffer) {
			s.t.Helper()
			if got == nil {
				s.t.Fatal("no picture")
			}
			if at, differs := codectest.Difference(got, want); differs {
				s.t.Fatalf("pixel %v differs", at)
			}
		})
	})
}

// differs reports whether the viewer's picture is only nearly the source's.
func (s *show) differs() (differs bool) {
	synctest.Wait()
	s.source.Read(func(want *framebuffer.Framebuffer) {
		s.viewer.Read(func(got *framebuffer.Framebuffer) { _, differs = codectest.Difference(got, want) })
	})
	return differs
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
