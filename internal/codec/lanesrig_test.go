package codec

import (
	"errors"
	"image"
	"testing"

	"beside.example/internal/codec/codectest"
	"beside.example/internal/codec/video"
	"beside.example/internal/framebuffer"
)

// lanes is an encoder and a decoder with two lanes between them, each in order.
type lanes struct {
	t      testing.TB
	e      *contextEncoder
	d      *contextDecoder
	queues [2][][]byte
	frames int
	// early counts the updates that were refused as too early.
	early int
}

func newLanes(t testing.TB) *lanes {
	l := &lanes{t: t, e: newContextEncoder(), d: newContextDecoder()}
	t.Cleanup(l.e.Close)
	t.Cleanup(l.d.Close)
	return l
}

// playing returns lanes on which a video has been played on a black picture for some grabs, the picture, and the hints for what follows.
func playing(t testing.TB, grabs int) (*lanes, *framebuffer.Framebuffer, Hints) {
	t.Helper()
	fb := codectest.New()
	l, hints := newLanes(t), Hints{Loss: LossSome}
	l.screen(fb, nil, hints)
	l.play(fb, 0, grabs, hints)
	return l, fb, hints
}

// screen codes an update of the screen lane.
func (l *lanes) screen(fb *framebuffer.Framebuffer, damaged framebuffer.Region, hints Hints) {
	l.t.Helper()
	b, err := l.e.Encode(nil, fb, damaged, hints)
	if err != nil {
		l.t.Fatal(err)
	}
	if len(b) > 0 {
		l.queues[0] = append(l.queues[0], b)
	}
}

// video codes a frame, if one is due.
func (l *lanes) video(hints VideoHints) {
	if b := l.e.EncodeVideo(nil, hints); len(b) > 0 {
		l.queues[1] = append(l.queues[1], b)
		l.frames++
	}
}

// deliver decodes the next update of a lane, and reports whether there was one that could be decoded.
func (l *lanes) deliver(lane int) bool {
	l.t.Helper()
	if len(l.queues[lane]) == 0 {
		return false
	}
	if IsVideo(l.queues[lane][0]) != (lane == 1) {
		l.t.Fatal("an update of another lane")
	}
	region, err := l.d.Decode(l.queues[lane][0])
	if errors.Is(err, ErrEarly) {
		l.early++
		return false
	}
	if err != nil {
		l.t.Fatal(err)
	}
	if !region.Bounds().In(l.d.Framebuffer().Bounds()) {
		l.t.Fatal("outside of the picture", region)
	}
	l.queues[lane] = l.queues[lane][1:]
	return true
}

// deliverAll decodes all that is under way.
func (l *lanes) deliverAll() {
	l.t.Helper()
	for len(l.queues[0])+len(l.queues[1]) > 0 {
		if !l.deliver(0) && !l.deliver(1) {
			l.t.Fatal("both lanes wait for each other")
		}
	}
}

// settle lets the picture come to rest, and checks that both ends agree.
func (l *lanes) settle(fb *framebuffer.Framebuffer, hints Hints) {
	l.t.Helper()
	for l.e.Pending() || l.e.Lossy() {
		hints.Quiet = true
		l.screen(fb, nil, hints)
	}
	l.deliverAll()
	if at, differs := codectest.Difference(fb, l.d.Framebuffer()); differs {
		l.t.Fatalf("pixel %v differs at rest", at)
	}
	for row := range fb.Grid().Rows() {
		if l.e.Checksum(row) != l.d.Checksum(row) {
			l.t.Fatal("the checksums differ in row", row)
		}
	}
}

// The parts of the pictures of these tests: a video, and a menu over it.
func videoPart() image.Rectangle { return image.Rect(90, 60, 330, 260) }

func menuPart() image.Rectangle { return image.Rect(150, 100, 250, 170) }

// menu draws text.
func menu(fb *framebuffer.Framebuffer, part image.Rectangle) framebuffer.Region {
	for y := part.Min.Y; y < part.Max.Y; y++ {
		row := fb.Row(y, part.Min.X, part.Max.X)
		for x := range part.Dx() {
			v := byte(250)
			if y%14 > 3 && uint32(x/2*7919+y/14*31)*2654435761>>30 == 0 {
				v = 20
			}
			row[x*4], row[x*4+1], row[x*4+2] = v, v, v
		}
	}
	return framebuffer.Region{part}
}

// play shows a video for some grabs.
func (l *lanes) play(fb *framebuffer.Framebuffer, from, to int, hints Hints) {
	for n := from; n < to; n++ {
		l.screen(fb, codectest.Clouds(fb, videoPart(), n), hints)
		l.video(VideoHints{})
	}
}

// distance returns the mean square of the differences in green in a part of two pictures.
func distance(a, b *framebuffer.Framebuffer, part image.Rectangle) float64 {
	sum := 0
	for y := part.Min.Y; y < part.Max.Y; y++ {
		p, q := a.Row(y, part.Min.X, part.Max.X), b.Row(y, part.Min.X, part.Max.X)
		for i := 1; i < len(p); i += 4 {
			d := int(p[i]) - int(q[i])
			sum += d * d
		}
	}
	return float64(sum) / float64(part.Dx()*part.Dy())
}

// mustFail checks that a copy of the decoder refuses an update.
func mustFail(t *testing.T, l *lanes, update []byte) {
	t.Helper()
	d := &contextDecoder{succession: l.d.succession}
	d.canvas.fb, d.canvas.area, d.canvas.now = l.d.canvas.fb, l.d.canvas.area, l.d.canvas.now
	d.canvas.columns, d.canvas.blocks = l.d.canvas.columns, l.d.canvas.blocks
	lane := *l.d.canvas.area.lane
	lane.mask = append([]bool(nil), lane.mask...)
	decoder, err := video.NewDecoder(lane.rect.Dx(), lane.rect.Dy())
	if err != nil {
		t.Fatal(err)
	}
	lane.decoder = decoder
	d.canvas.area.lane = &lane
	if _, err := d.Decode(update); !errors.Is(err, ErrCorrupt) {
		t.Errorf("%d bytes were taken: %v", len(update), err)
	}
	next := frameHead{epoch: d.canvas.area.epoch, frame: lane.frames + 1}
	if _, err := d.Decode(next.append(nil)); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a frame of a video of which something was refused: %v", err)
	}
	next.epoch++
	if _, err := d.Decode(next.append(nil)); !errors.Is(err, ErrEarly) {
		t.Errorf("a frame of another video: %v", err)
	}
}
