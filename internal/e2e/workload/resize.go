package workload

import (
	"context"
	"image"
	"time"
)

// resize is a window that somebody makes larger and smaller.
func resize() Workload {
	area := image.Rect(200, 100, 900, 600)
	size := func(dx, dy int) act {
		grown := image.Rectangle{Min: area.Min, Max: area.Max.Add(image.Pt(dx, dy))}
		return act{50 * time.Millisecond, func(ctx context.Context, d *Desk) error { return d.Screen.Arrange(ctx, noteName, grown) }}
	}
	const steps, wider, higher = 40, 20, 9
	var acts []act
	for i := range steps {
		acts = append(acts, size(i*wider, i*higher))
	}
	for i := range steps {
		acts = append(acts, size((steps-i)*wider, (steps-i)*higher))
	}
	return Workload{
		Name: "resize",
		setUp: func(ctx context.Context, d *Desk) error {
			return d.note(ctx, area)
		},
		reset: []act{size(0, 0), rest(calm)},
		acts:  acts,
	}
}
