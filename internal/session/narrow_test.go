package session_test

import (
	"image"
	"math/rand/v2"
	"testing"
	"time"

	"beside.example/internal/framebuffer"
	"beside.example/protocol"
	"beside.example/protocol/transport/transporttest"
)

// TestExactAfterLoss shows a grainy photograph over a long way that loses packets for a while, which leaves a narrow window: what makes it exact uses all
// of that, so that it grows again.
func TestExactAfterLoss(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := &pair{t: t}
		p.agentConfig, p.customerConfig = transporttest.Configs(t)
		a, c := p.connect()
		link := transporttest.Impairment{Delay: 50 * time.Millisecond}
		p.link.Set(link, link)
		agentDesk, customerDesk := newDesk(), newDesk()
		display := image.Rect(0, 0, 960, 600)
		customerDesk.displays = []framebuffer.Display{{ID: 7, Bounds: display, Primary: true}}
		p.agent, p.customer = run(t, agentSide(a, agentDesk), agentDesk), run(t, customerSide(c, customerDesk), customerDesk)
		p.agree(protocol.PermissionSee)
		p.agent.OpenView()
		p.wait(settle)
		lossy := link
		lossy.Loss = 0.05
		p.link.Set(lossy, lossy)
		random := rand.New(rand.NewPCG(1, 1))
		customerDesk.source().Paint(display, func(fb *framebuffer.Framebuffer) {
			for y := range display.Dy() {
				for x, row := 0, fb.Row(y, 0, display.Dx()); x < len(row); x++ {
					const dark, coarse = 100, 5
					row[x] = byte(dark + (x+2*y)/40 + int(random.NormFloat64()*coarse))
				}
			}
		})
		p.wait(10 * time.Second)
		p.link.Set(link, link)
		narrow := c.Budget()
		took := p.inStep(time.Minute)
		t.Logf("exact %v after the loss, budget %d and then %d", took, narrow, c.Budget())
		const grown = 26 << 10 // bytes: half as much again as where it stays when it is half used
		if c.Budget() < grown {
			t.Errorf("the budget was %d bytes and became %d", narrow, c.Budget())
		}
	})
}
