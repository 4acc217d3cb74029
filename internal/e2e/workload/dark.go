package workload

import (
	"context"
	"image"
	"time"
)

// dark is an editor with a dark theme: pages, a line typed, a word searched for.
func dark() Workload {
	acts := times(4, keys(200*time.Millisecond, keyPageDown))
	acts = append(acts, typing(60*time.Millisecond, "typed in the dark")...)
	acts = append(acts, keys(60*time.Millisecond, enter), keys(100*time.Millisecond, control, 'f'), rest(300*time.Millisecond))
	acts = append(acts, typing(70*time.Millisecond, "software")...)
	acts = append(acts, times(5, keys(150*time.Millisecond, enter))...)
	acts = append(acts, keys(100*time.Millisecond, escape))
	return Workload{
		Name: "dark",
		setUp: func(ctx context.Context, d *Desk) error {
			path, err := d.paper(noteName)
			if err != nil {
				return err
			}
			if err := d.open(ctx, "env", "GTK_THEME=Adwaita:dark", "mousepad", "--disable-server", path); err != nil {
				return err
			}
			return d.show(ctx, noteName, image.Rect(100, 40, 1500, 980))
		},
		reset: []act{keys(0, escape), keys(0, control, keyHome), rest(calm)},
		acts:  acts,
	}
}
