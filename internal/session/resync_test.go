package session_test

import (
	"image"
	"testing"
	"time"

	"beside.example/internal/desktop/desktoptest"
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
	"beside.example/protocol/transport/transporttest"
)

// source returns the display that was opened last.
func (d *desk) source() *desktoptest.Source {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.sources[len(d.sources)-1]
}

// paint changes the customer's display, differently each time.
func (p *pair) paint(n int) {
	p.customer.desk.source().Fill(image.Rect(n*7%90, n*5%60, n*7%90+30, n*5%60+30), byte(40+n*3), byte(n), byte(n*11))
}

// inStep waits until the agent's picture is the customer's, and reports how long that took.
func (p *pair) inStep(within time.Duration) time.Duration {
	p.t.Helper()
	began := time.Now()
	for same := false; !same; {
		p.wait(time.Millisecond)
		p.customer.desk.source().Paint(image.Rectangle{}, func(want *framebuffer.Framebuffer) {
			p.agent.View().Read(func(got *framebuffer.Framebuffer) { same = got != nil && samePixels(got, want) })
		})
		if time.Since(began) > within {
			p.t.Errorf("the picture is still wrong after %v", within)
			break
		}
	}
	return time.Since(began)
}

// samePixels reports whether two pictures are the same but for the fourth bytes.
func samePixels(a, b *framebuffer.Framebuffer) bool {
	if a.Width != b.Width || a.Height != b.Height {
		return false
	}
	for i := range a.Pix {
		if i%framebuffer.BytesPerPixel != 3 && a.Pix[i] != b.Pix[i] {
			return false
		}
	}
	return true
}

const (
	// roundTrip is that of the tests' link.
	roundTrip = 10 * time.Millisecond
	// oneGrab is how long a change waits for its grab at most.
	oneGrab = 17 * time.Millisecond
)

// shown is a live session whose viewer shows the customer's screen.
func shown(t *testing.T) *pair {
	t.Helper()
	p := start(t, protocol.PermissionSee)
	p.agent.OpenView()
	p.wait(settle)
	return p
}

// TestPictureAfterLoss paints over a link that loses packets: each change is there as soon as QUIC has repeated what was lost.
func TestPictureAfterLoss(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := shown(t)
		lossy := transporttest.Impairment{Delay: roundTrip / 2, Loss: 0.05}
		p.link.Set(lossy, lossy)
		for n := range 60 {
			p.paint(n)
			p.inStep(2 * time.Second)
		}
		good := transporttest.Impairment{Delay: roundTrip / 2}
		p.link.Set(good, good)
		p.wait(settle)
		p.paint(60)
		if took := p.inStep(time.Second); took > roundTrip+oneGrab {
			t.Errorf("a change took %v after the loss had ended", took)
		}
	})
}

// TestPictureAfterKick paints during an outage that the conn outlives: the newest picture follows at once when packets arrive again.
func TestPictureAfterKick(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := shown(t)
		p.link.Blackout(true)
		for n := range 20 {
			p.paint(n)
			p.wait(500 * time.Millisecond)
		}
		p.link.Blackout(false)
		if took := p.inStep(10 * time.Second); took > time.Second {
			t.Errorf("the picture was right %v after the outage", took)
		}
	})
}

// TestPictureAfterReconnection paints while there is no conn: the new one begins with a keyframe.
func TestPictureAfterReconnection(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := shown(t)
		p.paint(1)
		p.wait(settle)
		p.cut()
		p.paint(2)
		agent, customer := p.connect()
		p.redials <- redial{agent, customer}
		p.inStep(time.Minute)
		p.paint(3)
		if took := p.inStep(time.Second); took > roundTrip+oneGrab {
			t.Errorf("a change took %v on the new conn", took)
		}
	})
}
