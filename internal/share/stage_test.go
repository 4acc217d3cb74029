package share_test

import (
	"image"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/framebuffer"
	"beside.example/internal/share"
	"beside.example/protocol"
)

// many is how many agents may help one customer.
const many = 8

// TestEightViewers checks that eight see what one sees, at the cost of two at most, and of one when the display has been quiet.
func TestEightViewers(t *testing.T) {
	withCrowd(t, func(t *testing.T, c *crowd) {
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
		if c.opened != 1 || c.encoders.Load() > 2 {
			t.Errorf("%d displays were opened and %d encoders made", c.opened, c.encoders.Load())
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
	withCrowd(t, func(t *testing.T, c *crowd) {
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
	withCrowd(t, func(t *testing.T, c *crowd) {
		c.enterThree()
		updates := func(g *show) int64 { return g.sharer.Stats().Updates }
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
	withCrowd(t, func(t *testing.T, c *crowd) {
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

// TestMadeForOthers checks that a narrow viewer is not sent an update that was made for those with more room, although there is nothing else
// on its way any more by the time at which that is made.
func TestMadeForOthers(t *testing.T) {
	const budget, slack = 5000, 16 << 10
	withCrowd(t, func(t *testing.T, c *crowd) {
		c.enter(share.ScreenConfig{})
		time.Sleep(2 * time.Second)
		narrow, stop := serve(t, share.ScreenConfig{Stage: c.stage, Budget: func() int { return budget }}, c.source)
		defer stop()
		answer := func() protocol.UpdateHeader {
			header, _ := narrow.last(0)
			narrow.send(protocol.Ack{Number: header.Number})
			time.Sleep(50 * time.Millisecond)
			return header
		}
		for range 100 { // until both follow the same updates
			answer()
		}
		number, encodes := answer().Number, c.encodes.Load()
		c.onEncode = func() {
			if c.encodes.Load() == encodes+2 { // the first was made for both, and fills the budget
				for <-narrow.newest != number+1 {
				}
				narrow.send(protocol.Ack{Number: number + 1})
				narrow.send(protocol.Ack{Number: number + 1}) // once this is read, that has been heeded
			}
		}
		paintNoise(c.source, 1)
		for range 200 {
			answer()
		}
		if header, _ := narrow.last(0); header.Flags&protocol.UpdateLossless == 0 {
			t.Error("the picture never became exact")
		}
		for _, header := range narrow.headers {
			if header.Length > budget+slack {
				t.Errorf("an update of %d bytes", header.Length)
			}
		}
	})
}

// TestPauseOne checks that a pause is one viewer's own.
func TestPauseOne(t *testing.T) {
	withCrowd(t, func(t *testing.T, c *crowd) {
		one, other := c.enter(share.ScreenConfig{}), c.enter(share.ScreenConfig{})
		for _, paused := range []*show{one, other, one} {
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
	withCrowd(t, func(t *testing.T, c *crowd) {
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
	withCrowd(t, func(t *testing.T, c *crowd) {
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
	withCrowd(t, func(t *testing.T, c *crowd) {
		c.enterThree()
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
		c.enterThree()
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
