package e2e

import (
	"context"
	"image"
)

// points: Claire, who may only see, moves her pointer over the customer's screen. Priya sees it there in Claire's colour, and the
// customer reads who points.
func (d *helpDesk) points() {
	d.t.Helper()
	for _, j := range []*Journey{d.claire, d.priya} { // their chat boxes may lie on it
		d.must("an agent looks at the viewer", func(ctx context.Context) error { return j.Agent.Raise(ctx, Named("viewer-display")) })
	}
	// A still place of the customer's display that no window of the agents covers, and two that Claire's pointer takes turns at: who does not move points no longer.
	place := image.Pt(300, 200)
	const steps = 2
	turn := 0
	d.await("Claire's pointer on Priya's picture", func() (bool, error) {
		turn++
		if err := d.moves(d.claire, place.Add(image.Pt(turn%steps, 0))); err != nil {
			return false, err
		}
		shown, err := d.priya.InPicture(d.ctx, place)
		if err != nil {
			return false, err
		}
		const inside = 6 // pixels below the point, the arrow is filled
		got, err := d.priya.Desk.Pixel(shown.Add(image.Pt(2, inside)))
		green := got.G > 0x60 && got.R < 0x60 && got.B < 0x70
		return green, err
	})
	d.must("customer reads who points", func(ctx context.Context) error {
		_, err := d.Customer.Find(ctx, Containing("Claire (pointing)"))
		return err
	})
	if err := d.Customer.Vanish(d.ctx, Containing("Claire (pointing)")); err != nil {
		d.t.Fatal(err)
	}
}

// moves moves an agent's pointer to a point of the customer's display.
func (d *helpDesk) moves(j *Journey, at image.Point) error {
	shown, err := j.InPicture(d.ctx, at)
	if err != nil {
		return err
	}
	return j.Desk.Hand.Move(shown)
}
