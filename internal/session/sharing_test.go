package session_test

import (
	"image"
	"testing"
	"time"

	"beside.example/internal/framebuffer"
	"beside.example/internal/session"
	"beside.example/protocol"
)

// pixel returns the first byte of the picture that a side sees, and the picture's size.
func pixel(s *side) (blue byte, size image.Point) {
	s.View().Read(func(fb *framebuffer.Framebuffer) {
		if fb != nil {
			blue, size = fb.Pix[0], fb.Bounds().Max
		}
	})
	return blue, size
}

// listener counts what a view tells it.
type listener struct {
	resized, changed int
	size, at         image.Point
	shape            *framebuffer.Cursor
}

func (l *listener) Resized(size image.Point)               { l.resized, l.size = l.resized+1, size }
func (l *listener) Changed(framebuffer.Region)             { l.changed++ }
func (l *listener) CursorMoved(at image.Point)             { l.at = at }
func (l *listener) CursorShaped(shape *framebuffer.Cursor) { l.shape = shape }

func TestAgentSeesTheCustomersScreen(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, protocol.PermissionSee)
		if n := p.customer.desk.opens(); n != 1 { // the watch on the hand, for the panic key
			t.Errorf("%d things were opened before anyone looks", n)
		}
		p.agent.OpenView()
		p.wait(settle)
		if blue, size := pixel(p.agent); blue != 7 || size != image.Pt(128, 96) {
			t.Errorf("agent sees %d, %v", blue, size)
		}
		late := &listener{}
		p.agent.View().Listen(late)
		if late.size != image.Pt(128, 96) {
			t.Errorf("a late listener is told of %v", late.size)
		}
		p.customer.desk.fill()
		p.wait(settle)
		if late.changed == 0 {
			t.Error("listener was told of no change")
		}
		theirs := p.agent.Snapshot().Theirs
		if theirs.State != protocol.ShareOn || len(theirs.Displays) != 2 || theirs.Selected != 7 || !theirs.Viewed {
			t.Errorf("agent's snapshot: %+v", theirs)
		}
		if mine := p.customer.Snapshot().Mine; mine.State != protocol.ShareOn || !mine.Viewed {
			t.Errorf("customer's snapshot: %+v", mine)
		}
		p.agent.SelectDisplay(9)
		p.wait(settle)
		if blue, size := pixel(p.agent); blue != 9 || size != image.Pt(192, 96) {
			t.Errorf("agent sees %d, %v of the other display", blue, size)
		}
		p.agent.CloseView()
		p.wait(settle)
		grabs := p.customer.desk.grabs()
		p.customer.desk.fill()
		p.wait(settle)
		if n := p.customer.desk.grabs(); n != grabs {
			t.Errorf("grabbed %d times although nobody looks", n-grabs)
		}
		if p.customer.Snapshot().Mine.Viewed {
			t.Error("customer is told that someone looks")
		}
	})
}

func TestRevokedSeeStopsGrabbing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, protocol.PermissionSee)
		p.agent.OpenView()
		p.wait(settle)
		p.customer.StopMine()
		grabs := p.customer.desk.grabs()
		p.customer.desk.fill()
		p.wait(settle)
		if n := p.customer.desk.grabs(); n != grabs {
			t.Errorf("grabbed %d times after the revocation", n-grabs)
		}
		p.customer.Allow(protocol.PermissionSee)
		p.wait(settle)
		if p.customer.desk.grabs() == grabs {
			t.Error("the open viewer gets nothing although it may see again")
		}
	})
}

func TestCustomerSeesTheAgentsScreen(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, 0)
		p.agent.ShareMine(9)
		p.wait(settle)
		if got := p.customer.Snapshot().Theirs; got.State != protocol.ShareOn || got.Viewed {
			t.Errorf("customer's snapshot: %+v", got)
		}
		if n := p.agent.desk.opens(); n != 0 {
			t.Errorf("%d things were opened before the customer wants to see", n)
		}
		p.customer.OpenView()
		p.wait(settle)
		if blue, size := pixel(p.customer); blue != 9 || size != image.Pt(192, 96) {
			t.Errorf("customer sees %d, %v", blue, size)
		}
		p.customer.View().Input().Key(4, true) // the customer never controls the agent's machine
		p.wait(settle)
		if log := p.agent.desk.injector.Log(); len(log) != 0 {
			t.Errorf("injected on the agent's machine: %v", log)
		}
		p.agent.PauseMine()
		p.wait(settle)
		if got := p.customer.Snapshot().Theirs.State; got != protocol.SharePaused {
			t.Errorf("customer is told %s", got)
		}
		p.agent.ResumeMine()
		p.wait(settle)
		p.customer.CloseView()
		p.wait(settle)
		if p.agent.Snapshot().Mine.Viewed {
			t.Error("agent is told that the customer looks")
		}
		p.agent.StopMine()
		p.wait(settle)
		want := []protocol.StatusKind{
			protocol.StatusJoined, protocol.StatusSharing, protocol.StatusPaused,
			protocol.StatusResumed, protocol.StatusViewDeclined, protocol.StatusStopped,
		}
		for _, s := range []*side{p.agent, p.customer} {
			got := statuses(s)
			if len(got) != len(want) {
				t.Fatalf("%s: log %v, want %v", s.Snapshot().Role, got, want)
			}
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("%s: log %v, want %v", s.Snapshot().Role, got, want)
				}
			}
		}
	})
}

func TestBothWaysAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, protocol.PermissionSee)
		p.agent.ShareMine(0)
		p.wait(settle)
		p.agent.OpenView()
		p.customer.OpenView()
		p.wait(settle)
		for _, s := range []*side{p.agent, p.customer} {
			if blue, _ := pixel(s); blue != 7 {
				t.Errorf("%s sees %d", s.Snapshot().Role, blue)
			}
		}
	})
}

func TestRearrangedDisplays(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, protocol.PermissionSee)
		p.agent.OpenView()
		p.wait(settle)
		p.customer.desk.rearrange(framebuffer.Display{ID: 11, Bounds: image.Rect(0, 0, 64, 64), Primary: true})
		p.wait(settle)
		if blue, size := pixel(p.agent); blue != 11 || size != image.Pt(64, 64) {
			t.Errorf("agent sees %d, %v", blue, size)
		}
		if got := p.agent.Snapshot().Theirs; len(got.Displays) != 1 || got.Selected != 11 {
			t.Errorf("agent's snapshot: %+v", got)
		}
	})
}

func TestScreenThatCannotBeTaken(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, protocol.PermissionSee)
		p.customer.desk.setFails(true)
		p.agent.OpenView()
		p.wait(settle)
		if got := p.customer.Snapshot(); got.Trouble != protocol.FaultGrab || got.Phase != session.PhaseLive {
			t.Errorf("trouble %s, phase %s", got.Trouble, got.Phase)
		}
		opens := p.customer.desk.opens()
		p.wait(10 * time.Second)
		if n := p.customer.desk.opens() - opens; n > 11 {
			t.Errorf("tried %d times in 10 s", n)
		}
		p.customer.desk.setFails(false)
		p.wait(settle)
		if blue, _ := pixel(p.agent); blue != 7 || p.customer.Snapshot().Trouble != 0 {
			t.Errorf("agent sees %d, trouble %s", blue, p.customer.Snapshot().Trouble)
		}
	})
}

// setFails makes opening displays fail, or not.
func (d *desk) setFails(fails bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.grabFails = fails
}

// TestDisplayThatFails loses a display while it is shown; it is opened anew.
func TestDisplayThatFails(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, protocol.PermissionSee)
		p.agent.OpenView()
		p.wait(settle)
		d := p.customer.desk
		if err := d.sources[0].Close(); err != nil {
			t.Fatal(err)
		}
		p.wait(5 * time.Second)
		if len(d.sources) < 2 || p.customer.Snapshot().Trouble != 0 {
			t.Fatalf("%d sources were opened, trouble %s", len(d.sources), p.customer.Snapshot().Trouble)
		}
		grabs := d.grabs()
		d.fill()
		p.wait(settle)
		if d.grabs() == grabs {
			t.Error("nothing is shown any more")
		}
	})
}

func TestCursorArrives(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := start(t, protocol.PermissionSee)
		l := &listener{}
		p.agent.View().Listen(l)
		p.agent.OpenView()
		p.customer.desk.cursor.Set(image.Pt(30, 40), &framebuffer.Cursor{Serial: 1, Width: 1, Height: 1, Pix: []byte{1, 2, 3, 255}})
		p.wait(settle)
		if l.at != image.Pt(30, 40) || l.shape == nil {
			t.Errorf("pointer at %v, shape %v", l.at, l.shape)
		}
		late := &listener{}
		p.agent.View().Listen(late)
		if late.at != l.at || late.shape == nil {
			t.Errorf("a late listener is told of %v, %v", late.at, late.shape)
		}
		p.agent.View().Listen(nil)
		if displays, err := p.agent.Displays(); err != nil || len(displays) != 2 {
			t.Errorf("own displays: %v, %v", displays, err)
		}
	})
}
