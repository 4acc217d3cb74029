package workload

import "context"

// idle is a desk at which nobody is.
func idle() Workload {
	return Workload{
		Name: "idle",
		setUp: func(ctx context.Context, d *Desk) error {
			if err := d.wallpaper(ctx); err != nil {
				return err
			}
			return d.terminal(ctx, terminalTitle, "110x40+150+60", "bash", "--norc", "-c", "ls -la --color /etc | head -35; exec cat")
		},
		play: func(ctx context.Context, _ *Desk) error {
			<-ctx.Done()
			return nil
		},
	}
}
