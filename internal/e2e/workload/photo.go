package workload

import (
	"context"
	"time"
)

// photo is somebody who looks at photographs over the whole display.
func photo() Workload {
	return Workload{
		Name: "photo",
		bare: true,
		setUp: func(ctx context.Context, d *Desk) error {
			photos, err := d.Assets.photos(ctx)
			if err != nil {
				return err
			}
			if err := d.open(ctx, "feh", append([]string{"-F", "-Z", "--zoom", "fill"}, photos...)...); err != nil {
				return err
			}
			return d.front(ctx, "feh")
		},
		reset: []act{keys(0, keyHome), rest(calm)},
		acts:  []act{keys(850*time.Millisecond, keyRight)},
	}
}
