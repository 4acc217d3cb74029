package e2e

import (
	"context"
	"fmt"
	"image"
	"testing"

	"beside.example/protocol"
)

// TestAgentShares lets the agent show a screen to the customer, who closes it. After the end the code is of no use.
func TestAgentShares(t *testing.T) {
	r := rehearse(t)
	r.toSession()
	r.must("agent shares a screen", func(ctx context.Context) error { return r.Agent.Click(ctx, Named("tool-share")) })
	r.find(r.Customer, Named("viewer-display"))
	r.await("the agent's screen in the customer's viewer", func() (bool, error) {
		picture, err := r.Customer.Find(r.ctx, Named("viewer-display"))
		if err != nil {
			return false, err
		}
		return r.desktopIn(picture.Area)
	})
	r.must("customer closes it", func(ctx context.Context) error { return r.Customer.Click(ctx, Named("viewer-close")) })
	if err := r.Customer.Vanish(r.ctx, Named("viewer-display")); err != nil {
		t.Fatal(err)
	}
	r.must("agent ends", r.ends)
	r.must("agent says how it ended", r.files)
	again := Text(r.Texts.T("customer.ended.again"))
	r.must("customer types the used code", func(ctx context.Context) error {
		if err := r.Customer.Click(ctx, again); err != nil {
			return err
		}
		if _, err := r.Customer.Find(ctx, Containing(r.Texts.T("customer.line.ready"))); err != nil {
			return err
		}
		return r.typeCode(ctx, r.digits)
	})
	r.find(r.Customer, Containing(protocol.FaultCodeUsed.String()))
}

// desktopIn reports whether a viewer in an area of the customer's display shows the lower left corner of the agent's, where no window is.
func (r *rehearsal) desktopIn(area image.Rectangle) (bool, error) {
	want, err := r.Desk.Pixel(image.Pt(5, ScreenSize.Y-5))
	if err != nil {
		return false, err
	}
	width := area.Dx()
	height := width * ScreenSize.Y / ScreenSize.X
	if height > area.Dy() {
		height, width = area.Dy(), area.Dy()*ScreenSize.X/ScreenSize.Y
	}
	corner := area.Min.Add(area.Size().Div(2)).Add(image.Pt(5-width/2, height/2-5))
	got, err := r.Home.Pixel(corner)
	if err != nil {
		return false, err
	}
	const off = 8 // the picture is scaled down
	if far(want.R, got.R) > off || far(want.G, got.G) > off || far(want.B, got.B) > off {
		return false, fmt.Errorf("the agent's display is %v in its corner, the customer's viewer %v", want, got)
	}
	return true, nil
}
