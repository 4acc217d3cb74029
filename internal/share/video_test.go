package share_test

import (
	"context"
	"image"
	"net"
	"slices"
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

// clouds paints picture n of something that moves like video.
func clouds(source *sharetest.Source, part image.Rectangle, n int) {
	source.Paint(func(fb *framebuffer.Framebuffer) framebuffer.Region { return codectest.Clouds(fb, part, n) })
}

// counted is a stream that counts its writes, and blocks them while gate is shut.
type counted struct {
	net.Conn
	writes *atomic.Int64
	gate   *valve
}

func (c *counted) Write(b []byte) (int, error) {
	c.gate.wait()
	c.writes.Add(1)
	return c.Conn.Write(b)
}

// roomy is a stream that holds what nobody reads yet, as a network does.
type roomy struct {
	net.Conn
	chunks chan []byte
	err    error // why there are no more chunks
	rest   []byte
}

func newRoomy(conn net.Conn) *roomy {
	const room = 1000
	c := &roomy{Conn: conn, chunks: make(chan []byte, room)}
	go func() {
		defer close(c.chunks)
		for {
			b := make([]byte, 64<<10)
			n, err := conn.Read(b)
			if c.err = err; err != nil {
				return
			}
			c.chunks <- b[:n]
		}
	}()
	return c
}

func (c *roomy) Read(b []byte) (int, error) {
	if len(c.rest) == 0 {
		chunk, ok := <-c.chunks
		if !ok {
			return 0, c.err
		}
		c.rest = chunk
	}
	n := copy(b, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// theatre is a sharer and a viewer with two lanes between them.
type theatre struct {
	*show
	writes [2]atomic.Int64
	gates  [2]*valve
	// frame is how long a frame takes to be coded, update an update, beside what the clock does not tell here.
	frame, update time.Duration
}

// dear is an encoder that takes long.
type dear struct {
	codec.VideoEncoder
	codec.Checker
	th *theatre
}

func (d dear) Encode(dst []byte, fb *framebuffer.Framebuffer, damaged framebuffer.Region, hints codec.Hints) ([]byte, error) {
	time.Sleep(d.th.update)
	return d.VideoEncoder.Encode(dst, fb, damaged, hints)
}

func (d dear) EncodeVideo(dst []byte, hints codec.VideoHints) []byte {
	time.Sleep(d.th.frame)
	return d.VideoEncoder.EncodeVideo(dst, hints)
}

// withTheatre runs a test of a theatre, and closes it.
func withTheatre(t *testing.T, test func(t *testing.T, th *theatre)) {
	t.Helper()
	within(t, newTheatre, test)
}

func newTheatre(t *testing.T) *theatre {
	t.Helper()
	th := &theatre{gates: [2]*valve{newValve(), newValve()}}
	source := sharetest.NewSource(codectest.Width, codectest.Height)
	stage := share.NewStage(share.StageConfig{
		Open: func(uint32) (share.Source, error) { return source, nil },
		NewEncoder: func(encoding protocol.Encoding) codec.Encoder {
			e := codec.NewEncoder(encoding)
			return dear{e.(codec.VideoEncoder), e.(codec.Checker), th}
		},
	})
	th.show = join(t, source, share.ScreenConfig{Stage: stage, Loss: codec.LossSome}, view.ScreenConfig{})
	var near, far [2]net.Conn
	for i := range near {
		near[i], far[i] = net.Pipe()
		near[i] = &counted{Conn: near[i], writes: &th.writes[i], gate: th.gates[i]}
		far[i] = newRoomy(far[i])
	}
	th.serve(
		func(ctx context.Context) error { return th.sharer.Serve(ctx, near[0], near[1]) },
		func(ctx context.Context) error { return th.viewer.Serve(ctx, far[0]) },
		func(ctx context.Context) error { return th.viewer.ServeVideo(ctx, far[1]) },
	)
	stop := th.stop
	th.stop = func() {
		th.gates[0].open()
		th.gates[1].open()
		stop()
		for _, conn := range near {
			_ = conn.Close()
		}
	}
	synctest.Wait()
	return th
}

// part is where the video is.
func part() image.Rectangle { return image.Rect(90, 60, 330, 260) }

// play shows pictures of a video, 30 a second.
func (th *theatre) play(from, to int) {
	for n := from; n < to; n++ {
		clouds(th.source, part(), n)
		time.Sleep(time.Second / 30)
	}
}

// holdUp plays a video that ends while its last frames are held back.
func (th *theatre) holdUp() {
	th.play(0, 60)
	th.gates[1].shut()
	th.play(60, 66)
}

// TestVideoLane checks that what moves like video goes out on its own stream, and that the picture is exact when it rests.
func TestVideoLane(t *testing.T) {
	withTheatre(t, func(t *testing.T, th *theatre) {
		th.play(0, 60)
		before := th.writes[1].Load()
		th.play(60, 120)
		if got := th.writes[1].Load() - before; got < 40 || got > 62 {
			t.Errorf("%d frames in two seconds", got)
		}
		time.Sleep(2 * time.Second)
		th.mustShow(th.source)
		before = th.writes[1].Load()
		time.Sleep(time.Minute)
		if got := th.writes[1].Load() - before; got != 0 {
			t.Errorf("%d frames of a video that rests", got)
		}
	})
}

// TestClicksAreNoVideo checks that what changes as often as somebody clicks is no video.
func TestClicksAreNoVideo(t *testing.T) {
	withTheatre(t, func(t *testing.T, th *theatre) {
		for n := range 60 {
			clouds(th.source, part(), n)
			time.Sleep(time.Second / 8)
		}
		if got := th.writes[1].Load(); got != 0 {
			t.Errorf("%d frames", got)
		}
		time.Sleep(2 * time.Second)
		th.mustShow(th.source)
	})
}

// TestScreenOvertakesVideo checks that a small change is shown although no frame gets through, and that the video goes on after that.
func TestScreenOvertakesVideo(t *testing.T) {
	withTheatre(t, func(t *testing.T, th *theatre) {
		th.play(0, 60)
		th.gates[1].shut()
		th.play(60, 90)
		if waited := th.seen(image.Rect(10, 10, 30, 30), 200); waited > 20*time.Millisecond {
			t.Errorf("a small change took %v", waited)
		}
		th.gates[1].open()
		before := th.writes[1].Load()
		th.play(90, 150)
		if got := th.writes[1].Load() - before; got < 40 {
			t.Errorf("%d frames in two seconds after the way was free again", got)
		}
		time.Sleep(2 * time.Second)
		th.mustShow(th.source)
	})
}

// TestPhotographBesideAVideo checks that what was coded with loss becomes exact although a video goes on.
func TestPhotographBesideAVideo(t *testing.T) {
	withTheatre(t, func(t *testing.T, th *theatre) {
		photo := image.Rect(400, 0, 480, 60)
		clouds(th.source, photo, 3)
		th.play(0, 150)
		synctest.Wait()
		th.source.Read(func(want *framebuffer.Framebuffer) {
			th.viewer.Read(func(got *framebuffer.Framebuffer) {
				for y := photo.Min.Y; y < photo.Max.Y; y++ {
					for x := photo.Min.X; x < photo.Max.X; x++ {
						if !slices.Equal(got.Row(y, x, x+1)[:3], want.Row(y, x, x+1)[:3]) {
							t.Fatalf("pixel %d, %d is not exact after five seconds", x, y)
						}
					}
				}
			})
		})
	})
}

// TestVideoOnTheScreensStream checks that a viewer that takes no second stream sees the same on the first.
func TestVideoOnTheScreensStream(t *testing.T) {
	withShow(t, share.ScreenConfig{Loss: codec.LossSome}, func(t *testing.T, s *show) {
		for n := range 120 {
			clouds(s.source, part(), n)
			time.Sleep(time.Second / 30)
		}
		time.Sleep(2 * time.Second)
		s.mustShow(s.source)
		if got := s.sharer.Stats().Keyframes; got != 1 {
			t.Errorf("%d keyframes", got)
		}
	})
}

// TestVideoBeforeTwo checks that somebody who comes and goes during a video is shown it, and that whoever is there notices nothing.
func TestVideoBeforeTwo(t *testing.T) {
	withCrowd(t, func(t *testing.T, c *crowd) {
		cfg := share.ScreenConfig{Loss: codec.LossSome}
		first := c.enter(cfg)
		play := func(from, to int) {
			for n := from; n < to; n++ {
				clouds(c.source, part(), n)
				time.Sleep(time.Second / 30)
			}
		}
		play(0, 60)
		c.enter(cfg)
		play(60, 120)
		time.Sleep(3 * time.Second)
		c.mustShow()
		play(120, 180)
		c.viewers[1].close()
		c.viewers = c.viewers[:1]
		play(180, 240)
		time.Sleep(2 * time.Second)
		c.mustShow()
		if got := first.sharer.Stats().Keyframes; got != 1 {
			t.Errorf("%d keyframes", got)
		}
	})
}

// TestVideoThatIsHeldUp holds frames back until the video is over: the picture is exact soon after they are through, if need
// be by a keyframe, where an update had waited for them too long.
func TestVideoThatIsHeldUp(t *testing.T) {
	withTheatre(t, func(t *testing.T, th *theatre) {
		th.holdUp()
		time.Sleep(5 * time.Second)
		th.gates[1].open()
		time.Sleep(time.Second)
		th.mustShow(th.source)
		if got := th.sharer.Stats().Keyframes; got > 2 {
			t.Errorf("%d keyframes", got)
		}
	})
}

// TestScreenGoesOnWhileVideoIsHeldUp changes the screen all the time while an update waits for frames that do not come: all that follows
// it is refused at once when it is given up, and the picture is right soon after.
func TestScreenGoesOnWhileVideoIsHeldUp(t *testing.T) {
	withTheatre(t, func(t *testing.T, th *theatre) {
		th.holdUp()
		for i := range 300 {
			th.source.Fill(image.Rect(0, 0, 30, 30), byte(i), 2, 3)
			time.Sleep(time.Second / 60)
		}
		th.gates[1].open()
		time.Sleep(time.Second)
		th.mustShow(th.source)
	})
}

// TestDearVideoIsGrabbedLess checks that no more pictures of a video are taken than are coded, but for the answer to an act, and that all is
// as before once the video is over.
func TestDearVideoIsGrabbedLess(t *testing.T) {
	withTheatre(t, func(t *testing.T, th *theatre) {
		th.play(0, 60)
		synctest.Wait() // nobody codes just now
		th.frame = 90 * time.Millisecond
		th.play(60, 90)
		grabs := func(from int) int {
			before := th.source.Grabs()
			th.play(from, from+60)
			return th.source.Grabs() - before
		}
		if got := grabs(90); got < 15 || got > 2000/90+1 {
			t.Errorf("%d grabs in two seconds, of which each frame takes 90 ms", got)
		}
		before := th.source.Grabs()
		th.sharer.Acted(image.Pt(10, 10))
		th.source.Fill(image.Rect(0, 0, 20, 20), 1, 2, 3)
		time.Sleep(time.Second / 60)
		if th.source.Grabs() == before {
			t.Error("the answer to an act waits for the video")
		}
		time.Sleep(5 * time.Second)
		before = th.source.Grabs()
		for i := range 60 {
			th.source.Fill(image.Rect(0, 0, 20, 20), byte(i), 2, 3)
			time.Sleep(time.Second / 60)
		}
		if got := th.source.Grabs() - before; got < 50 {
			t.Errorf("%d grabs in a second after the video", got)
		}
	})
}

// TestVideosCountOn has somebody come while a film plays: the videos of who codes for the late count on from those that have been, so that frames
// of both can be told apart.
func TestVideosCountOn(t *testing.T) {
	withCrowd(t, func(t *testing.T, c *crowd) {
		films := func() {
			for n := range 60 {
				clouds(c.source, part(), n)
				time.Sleep(time.Second / 30)
			}
		}
		c.enter(share.ScreenConfig{Loss: codec.LossSome})
		films()
		c.enter(share.ScreenConfig{Loss: codec.LossSome})
		films()
		if len(c.keyframes) != 2 || c.keyframes[0].Videos != 0 || c.keyframes[1].Videos == 0 {
			t.Errorf("keyframes with %+v", c.keyframes)
		}
	})
}
