package codec

import (
	"errors"
	"image"
	"math/rand/v2"
	"testing"

	"beside.example/internal/codec/codectest"
	"beside.example/internal/framebuffer"
)

// TestVideo plays a video: it becomes one, its frames are near, and when it rests all is exact.
func TestVideo(t *testing.T) {
	fb := codectest.New()
	menu(fb, fb.Bounds())
	l, hints := newLanes(t), Hints{Loss: LossSome}
	l.screen(fb, nil, hints)
	l.play(fb, 0, 20, hints)
	l.deliverAll()
	if !l.e.canvas.area.live || l.frames < 12 || l.e.VideoDue() {
		t.Fatal("no video", l.frames)
	}
	if l.e.canvas.area.left < 14*12 {
		t.Errorf("only %d blocks of it are video", l.e.canvas.area.left)
	}
	if d := distance(fb, l.d.Framebuffer(), videoPart()); d > 12 {
		t.Errorf("the squares of what differs have a mean of %v", d)
	}
	l.settle(fb, hints)
	if l.e.canvas.area.live {
		t.Error("the video goes on at rest")
	}
}

// TestMoments: what changes a dozen times a second is a video, what is pressed eight times is none, nor is a slide show, unless nobody could
// tell since it is looked at no oftener.
func TestMoments(t *testing.T) {
	for _, test := range []struct {
		idle, grabs int
		video       bool
	}{{0, 12, true}, {1, 12, true}, {2, 20, true}, {3, 60, false}, {25, 20, false}, {1 << 40, 20, false}, {-1, 12, true}} {
		fb := codectest.New()
		l, hints := newLanes(t), Hints{Loss: LossSome, Idle: test.idle}
		l.screen(fb, nil, hints)
		l.play(fb, 0, test.grabs, hints)
		if l.e.canvas.area.live != test.video {
			t.Errorf("with %d moments before each of %d grabs: a video is %v", test.idle, test.grabs, l.e.canvas.area.live)
		}
	}
}

// TestDebt: what is coded with loss is owed, is counted on when more is, and is paid when all is exact.
func TestDebt(t *testing.T) {
	l, fb, hints := playing(t, 12)
	playing := l.e.Debt()
	if pixels := videoPart().Dx() * videoPart().Dy(); playing.Pixels < pixels || playing.Pixels > pixels*5/4 {
		t.Errorf("%d pixels of %d are owed", playing.Pixels, pixels)
	}
	l.play(fb, 12, 13, hints)
	moved := l.e.Debt()
	if moved.Made == playing.Made {
		t.Error("a video that moves on is not counted")
	}
	l.screen(fb, menu(fb, image.Rect(0, 0, 20, 20)), hints)
	l.deliverAll()
	l.settle(fb, hints)
	if (l.e.Debt() != Debt{Made: moved.Made}) {
		t.Errorf("exact, and owed are %+v after %+v", l.e.Debt(), moved)
	}
}

// TestOnePictureWithoutLoss: the second picture that loss needs is there no longer once all is exact, whether or not any is allowed, and is
// there again when something is lossy.
func TestOnePictureWithoutLoss(t *testing.T) {
	l, fb, hints := playing(t, 12)
	l.deliverAll()
	two := func() bool { return l.e.chooser.previous != l.e.canvas.fb }
	if !two() {
		t.Fatal("one picture with loss")
	}
	for _, loss := range []Loss{LossNone, LossSome, LossNone, LossSome} {
		hints.Loss = loss
		l.settle(fb, hints)
		l.screen(fb, menu(fb, menuPart().Add(image.Pt(int(loss), 0))), hints)
		if two() {
			t.Error("two pictures where all is exact, with loss", loss)
		}
		l.settle(fb, hints)
		l.screen(fb, codectest.Clouds(fb, videoPart(), int(loss)), hints)
		if two() != (loss != LossNone) || two() != l.e.Lossy() {
			t.Errorf("with loss %d of a photograph: two pictures is %v", loss, two())
		}
	}
	l.settle(fb, hints)
}

// TestMenuOverVideo opens a menu over a video whose frames are held up: the menu is there at once and exact, and no frame that comes
// later paints over it.
func TestMenuOverVideo(t *testing.T) {
	l, fb, hints := playing(t, 12)
	mustShow := func() {
		t.Helper()
		inside := menuPart().Inset(blockSide)
		if distance(fb, l.d.Framebuffer(), inside) != 0 {
			t.Fatal("the menu is not as it is drawn")
		}
	}
	for n := 12; n < 20; n++ {
		damaged := codectest.Clouds(fb, videoPart(), n)
		damaged = append(damaged, menu(fb, menuPart())...)
		l.screen(fb, damaged, hints)
		l.video(VideoHints{})
		for l.deliver(0) {
		}
		mustShow()
	}
	if len(l.queues[1]) < 10 {
		t.Fatal("the frames were not held up")
	}
	l.deliverAll()
	mustShow()
	taken := l.e.canvas.area.left
	l.play(fb, 20, 40, hints) // the menu closes
	if l.e.canvas.area.left <= taken {
		t.Error("the video did not get back what the menu hid")
	}
	l.settle(fb, hints)
}

// TestRefinedBesideVideo shows a photograph beside a video: it becomes exact while the video plays.
func TestRefinedBesideVideo(t *testing.T) {
	fb := codectest.New()
	photo := image.Rect(350, 10, 490, 320)
	l, hints := newLanes(t), Hints{Loss: LossSome}
	codectest.Clouds(fb, photo, 5)
	l.screen(fb, nil, hints)
	l.play(fb, 0, restedGrabs+2, hints)
	l.deliverAll()
	if distance(fb, l.d.Framebuffer(), photo) == 0 {
		t.Fatal("the photograph lost nothing")
	}
	const most = 3000
	hints.Refine = most
	for n := restedGrabs + 2; distance(fb, l.d.Framebuffer(), photo) > 0; n++ {
		if n > 4*restedGrabs {
			t.Fatal("the photograph is not exact yet")
		}
		l.play(fb, n, n+1, hints)
		if len(l.queues[0]) > 0 && len(l.queues[0][0]) > 2*most {
			t.Errorf("an update of %d bytes", len(l.queues[0][0]))
		}
		l.deliverAll()
	}
	if !l.e.canvas.area.live {
		t.Error("the video does not play any more")
	}
	l.settle(fb, hints)
}

// TestLanesInAnyOrder lets the lanes run against each other at random, through keyframes, restarts and windows that come and go.
func TestLanesInAnyOrder(t *testing.T) {
	for seed := range uint64(3) {
		random := rand.New(rand.NewPCG(seed, 7))
		fb := codectest.New()
		l := newLanes(t)
		hints := Hints{Loss: LossSome}
		l.screen(fb, nil, hints)
		for n := range 40 {
			damaged := codectest.Clouds(fb, videoPart(), n)
			if random.IntN(4) == 0 {
				at := image.Pt(random.IntN(300), random.IntN(200))
				damaged = append(damaged, menu(fb, image.Rectangle{Min: at, Max: at.Add(image.Pt(80, 60))})...)
			}
			hints.Keyframe, hints.Restart = random.IntN(40) == 0, random.IntN(40) == 0
			hints.MaxBytes = 2000 * random.IntN(3)
			hints.Refine = 500 * random.IntN(2)
			l.screen(fb, damaged, hints)
			if random.IntN(3) > 0 {
				l.video(VideoHints{})
			}
			for random.IntN(3) > 0 {
				l.deliver(random.IntN(2))
			}
		}
		hints.Keyframe, hints.Restart = false, false
		l.settle(fb, hints)
		if l.frames == 0 || l.early == 0 {
			t.Errorf("%d frames, %d updates too early", l.frames, l.early)
		}
	}
}

// TestVideoBesideScreen codes frames on a goroutine of their own while the screen goes on, for the race detector.
func TestVideoBesideScreen(t *testing.T) {
	l, fb, hints := playing(t, 8)
	go1, done := make(chan struct{}), make(chan [][]byte)
	go func() {
		var frames [][]byte
		for range go1 {
			if b := l.e.EncodeVideo(nil, VideoHints{MaxBytes: 900, Half: true}); len(b) > 0 {
				frames = append(frames, b)
			}
		}
		done <- frames
	}()
	for n := 8; n < 60; n++ {
		hints.Keyframe = n == 30
		damaged := codectest.Clouds(fb, videoPart(), n)
		if n%20 > 14 {
			damaged = append(damaged, menu(fb, menuPart())...)
		}
		l.screen(fb, damaged, hints)
		select {
		case go1 <- struct{}{}:
		default:
		}
	}
	close(go1)
	l.queues[1] = append(l.queues[1], <-done...)
	hints.Keyframe = false
	l.settle(fb, hints)
}

// TestVideoAllocatesNothing checks that a video which plays takes no memory.
func TestVideoAllocatesNothing(t *testing.T) {
	const grabs = 12
	l, hints := newLanes(t), Hints{Loss: LossSome}
	var pictures [grabs]*framebuffer.Framebuffer
	for n := range pictures {
		pictures[n] = codectest.New()
		codectest.Clouds(pictures[n], videoPart(), n)
	}
	damaged := framebuffer.Region{videoPart()}
	var buffer []byte
	round := func() {
		for _, fb := range pictures {
			var err error
			if buffer, err = l.e.Encode(buffer[:0], fb, damaged, hints); err != nil {
				t.Fatal(err)
			}
			if len(buffer) > 0 {
				if _, err := l.d.Decode(buffer); err != nil {
					t.Fatal(err)
				}
			}
			buffer = l.e.EncodeVideo(buffer[:0], VideoHints{})
			if len(buffer) > 0 {
				if _, err := l.d.Decode(buffer); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	for range 3 {
		round()
	}
	epoch := l.e.canvas.area.epoch
	if allocs := testing.AllocsPerRun(1, round); allocs > 0 {
		t.Errorf("%v allocations for %d frames", allocs, grabs)
	}
	if l.e.canvas.area.epoch != epoch || !l.e.canvas.area.live {
		t.Error("the video did not go on")
	}
}

// TestFramesRefused checks what a decoder makes of frames that do not fit.
func TestFramesRefused(t *testing.T) {
	l, fb, hints := playing(t, 8)
	l.deliverAll()
	l.screen(fb, codectest.Clouds(fb, videoPart(), 9), hints)
	l.video(VideoHints{})
	l.deliver(0)
	good := l.queues[1][0]
	c := &l.d.canvas
	head, mask, _, err := parseFrameHead(good)
	if err != nil {
		t.Fatal(err)
	}
	with := func(change func(h *frameHead)) []byte {
		h := head
		change(&h)
		return append(h.append(nil), good[len(head.append(nil)):]...)
	}
	for reason, b := range map[string][]byte{
		"of a video that is to begin": with(func(h *frameHead) { h.epoch++ }),
		"after an update to come":     with(func(h *frameHead) { h.after = c.now + 1 }),
	} {
		if _, err := l.d.Decode(b); !errors.Is(err, ErrEarly) || errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: %v", reason, err)
		}
	}
	if _, err := l.d.Decode(with(func(h *frameHead) { h.epoch-- })); err != nil {
		t.Error("a frame of a video that is over:", err)
	}
	for n := range good {
		if n < len(head.append(nil))+len(mask)+2 {
			mustFail(t, l, good[:n])
		}
	}
	mustFail(t, l, with(func(h *frameHead) { h.frame++ }))
	mustFail(t, l, with(func(h *frameHead) { h.mask = 1 << 30 }))
	mustFail(t, l, append([]byte{flagVideo | flagKeyframe}, good[1:]...))
	mustFail(t, l, []byte{flagEnds, 0, 0, 0})
	mustFail(t, l, []byte{flagEnds, 0, 0, 0, 0, 1, 2, 3})
	if _, err := l.d.Decode([]byte{flagEnds, 0xff, 0, 0, 0}); !errors.Is(err, ErrEarly) {
		t.Error("the end of a video before its frames:", err)
	}
	if _, err := l.d.Decode(good); err != nil {
		t.Error("the frame itself:", err)
	}
}

// TestFramesOfAnotherEncoder gives a decoder the keyframe of another encoder while frames of the first are under way: they are known to be late,
// and the video of the second is seen.
func TestFramesOfAnotherEncoder(t *testing.T) {
	l, fb, hints := playing(t, 60)
	l.deliverAll()
	l.play(fb, 60, 64, hints)
	late := l.queues[1]
	if len(late) == 0 {
		t.Fatal("no frame is under way")
	}
	other := newContextEncoder()
	defer other.Close()
	first := l.e
	l.e, l.queues = other, [2][][]byte{}
	l.screen(fb, nil, Hints{Loss: LossSome, Videos: first.Videos()})
	l.queues[1] = late
	l.deliverAll()
	if l.early > 0 {
		t.Errorf("%d frames waited", l.early)
	}
	l.play(fb, 64, 124, hints)
	l.deliverAll()
	if other.Videos() <= first.Videos() {
		t.Error("the second plays no video")
	}
	l.settle(fb, hints)
}
