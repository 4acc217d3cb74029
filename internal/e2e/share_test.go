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
		return r.deskIn(picture.Area)
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

// deskIn reports whether a viewer in an area of the customer's display shows what the agent's does, at a place of one colour.
func (r *rehearsal) deskIn(area image.Rectangle) (bool, error) {
	picture, err := r.Desk.Picture()
	if err != nil {
		return false, err
	}
	place, ok := plainPlace(picture)
	if !ok {
		return false, fmt.Errorf("the agent's display has no place of one colour")
	}
	want := picture.RGBAAt(place.X, place.Y)
	got, err := r.Home.Pixel(fitted(area, place))
	if err != nil {
		return false, err
	}
	const off = 8 // the picture is scaled down
	if far(want.R, got.R) > off || far(want.G, got.G) > off || far(want.B, got.B) > off {
		return false, fmt.Errorf("the agent's display is %v at %v, the customer's viewer %v", want, place, got)
	}
	return true, nil
}

// plainPlace finds the middle of a square of one colour that is neither the empty desktop's black nor white, which a viewer without
// a picture might show too.
func plainPlace(picture *image.RGBA) (image.Point, bool) {
	const side = 48
	for y := side; y+side < ScreenSize.Y; y += side {
		for x := side; x+side < ScreenSize.X; x += side {
			first := picture.RGBAAt(x, y)
			if sum := int(first.R) + int(first.G) + int(first.B); sum > 0 && sum < 3*0xff && uniform(picture, image.Rect(x, y, x+side, y+side)) {
				return image.Pt(x+side/2, y+side/2), true
			}
		}
	}
	return image.Point{}, false
}

func uniform(picture *image.RGBA, area image.Rectangle) bool {
	first := picture.RGBAAt(area.Min.X, area.Min.Y)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if picture.RGBAAt(x, y) != first {
				return false
			}
		}
	}
	return true
}
