package e2e

import (
	"context"
	"image"
)

// points: Claire, who may only see, moves her pointer over the customer's screen. Priya sees it there in Claire's colour, and the
// customer reads who points.
func (d *Day) points(ctx context.Context) error {
	for _, j := range []*Journey{d.Claire, d.Priya} { // their chat boxes may lie on it
		if err := j.Agent.Raise(ctx, Named("viewer-display")); err != nil {
			return err
		}
	}
	// A still place of the customer's display that no window of the agents covers, and two that Claire's pointer takes turns at: who does not move points no longer.
	place := image.Pt(300, 200)
	const steps = 2
	turn := 0
	err := await(ctx, "Claire's pointer on Priya's picture", func() (bool, error) {
		turn++
		if err := d.moves(ctx, d.Claire, place.Add(image.Pt(turn%steps, 0))); err != nil {
			return false, err
		}
		shown, err := d.Priya.InPicture(ctx, place)
		if err != nil {
			return false, err
		}
		const inside = 6 // pixels below the point, the arrow is filled
		got, err := d.Priya.Desk.Pixel(shown.Add(image.Pt(2, inside)))
		green := got.G > 0x60 && got.R < 0x60 && got.B < 0x70
		return green, err
	})
	if err != nil {
		return err
	}
	return d.Claire.Customer.See(ctx, Containing("Claire (pointing)"))
}

// pointsNoLonger waits until the customer reads no longer that Claire points, who keeps still.
func (d *Day) pointsNoLonger(ctx context.Context) error {
	return d.Claire.Customer.Vanish(ctx, Containing("Claire (pointing)"))
}

// moves moves an agent's pointer to a point of the customer's display.
func (d *Day) moves(ctx context.Context, j *Journey, at image.Point) error {
	shown, err := j.InPicture(ctx, at)
	if err != nil {
		return err
	}
	return j.Desk.Hand.Move(shown)
}
