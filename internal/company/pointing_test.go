package company_test

import (
	"fmt"
	"image"
	"sync"
	"testing"

	"beside.example/internal/framebuffer"
	"beside.example/internal/pointing"
	"beside.example/internal/view"
	"beside.example/protocol"
)

// picture notes where others point on an agent's picture.
type picture struct {
	mu       sync.Mutex // guards the following
	pointers []framebuffer.Pointer
}

var _ view.PointerListener = (*picture)(nil)

func (*picture) Resized(image.Point)              {}
func (*picture) Changed(framebuffer.Region)       {}
func (*picture) CursorMoved(image.Point)          {}
func (*picture) CursorShaped(*framebuffer.Cursor) {}

func (p *picture) Pointed(others []framebuffer.Pointer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pointers = others
}

// shows writes who points where.
func (p *picture) shows() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := ""
	for _, one := range p.pointers {
		out += fmt.Sprintf("%d %s %v;", one.Who, one.Name, one.At)
	}
	return out
}

// looks opens an agent's view.
func (w *world) looks(i int) *picture {
	p := &picture{}
	w.agents[i].View().Listen(p)
	w.agents[i].OpenView()
	wait(settle)
	return p
}

// points has an agent move the pointer over the picture.
func (w *world) points(i, x, y int) {
	w.agents[i].View().Point(image.Pt(x, y), true)
	wait(settle)
}

// TestNamedPointers: the agents see where the others point, with control or without, and the customer sees who does.
func TestNamedPointers(t *testing.T) {
	in(t, all, func(w *world) {
		claire := w.looks(0)
		w.points(0, 1, 2)
		if w.Snapshot().Mine.Pointed {
			t.Error("the only agent's pointer is told")
		}
		w.introduce(0, protocol.IntroductionInvite, all)
		ben := w.looks(1)
		w.points(1, 10, 20)
		if got := claire.shows(); got != "2 Ben Okafor (10,20);" {
			t.Errorf("Claire sees %q", got)
		}
		if got := ben.shows(); got != "" {
			t.Errorf("Ben sees himself: %q", got)
		}
		if s := w.Snapshot(); s.Members[0].Session.Mine.Pointed || !s.Members[1].Session.Mine.Pointed {
			t.Error("the customer does not see who points")
		}
		w.points(0, 100, 50)
		w.agents[1].View().Point(image.Point{}, false)
		wait(settle)
		if a, b := claire.shows(), ben.shows(); a != "" || b != "1 Claire Moreau (100,50);" {
			t.Errorf("Claire sees %q, Ben %q", a, b)
		}
		wait(pointing.Idle)
		if got := ben.shows(); got != "" || w.Snapshot().Mine.Pointed {
			t.Errorf("nobody moves, but Ben sees %q", got)
		}
	})
}

func TestPointersEnd(t *testing.T) {
	in(t, all, func(w *world) {
		claire := w.looks(0)
		w.introduce(0, protocol.IntroductionInvite, all)
		w.looks(1)
		w.introduce(0, protocol.IntroductionInvite, all)
		w.looks(2)
		w.points(1, 1, 1)
		w.points(2, 2, 2)
		if got := claire.shows(); got != "2 Ben Okafor (1,1);3 Zoé Lang (2,2);" {
			t.Errorf("Claire sees %q", got)
		}
		w.RevokeFrom(2, protocol.PermissionSee)
		wait(settle)
		w.points(1, 3, 3)
		if got := claire.shows(); got != "3 Zoé Lang (2,2);" {
			t.Errorf("Ben may not see, and Claire sees %q", got)
		}
		w.agents[2].End()
		wait(settle)
		if got := claire.shows(); got != "" {
			t.Errorf("Zoé has left, and Claire sees %q", got)
		}
		w.Allow(2, protocol.PermissionSee)
		wait(settle)
		w.points(1, 4, 4)
		if got := claire.shows(); got != "2 Ben Okafor (4,4);" {
			t.Errorf("Ben may see again, and Claire sees %q", got)
		}
		w.agents[0].CloseView()
		wait(settle)
		w.agents[0].OpenView()
		wait(settle)
		w.points(1, 5, 5)
		if got := claire.shows(); got != "2 Ben Okafor (5,5);" {
			t.Errorf("Claire has looked away, and sees %q", got)
		}
		w.PauseMine()
		wait(settle)
		w.points(1, 6, 6)
		if got := claire.shows(); got == "2 Ben Okafor (6,6);" {
			t.Error("somebody points at a screen that is paused")
		}
	})
}

// TestPointersOfAnotherDisplay: who looks at another display is not shown where somebody points on this one.
func TestPointersOfAnotherDisplay(t *testing.T) {
	in(t, all, func(w *world) {
		claire := w.looks(0)
		w.introduce(0, protocol.IntroductionInvite, all)
		w.looks(1)
		w.points(1, 1, 1)
		w.agents[0].SelectDisplay(9)
		wait(settle)
		if got := claire.shows(); got != "" {
			t.Errorf("on the other display Claire sees %q", got)
		}
		w.points(1, 2, 2)
		if got := claire.shows(); got != "" {
			t.Errorf("Ben moves on his, and on the other display Claire sees %q", got)
		}
		w.agents[1].SelectDisplay(9)
		wait(settle)
		w.points(1, 3, 3)
		if got := claire.shows(); got != "2 Ben Okafor (3,3);" {
			t.Errorf("on the same display Claire sees %q", got)
		}
	})
}
