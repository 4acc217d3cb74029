package workload

import "context"

// idle is a desk at which nobody is.
func idle() Workload {
	return Workload{
		Name: "idle",
		setUp: func(ctx context.Context, d *Desk) error {
			return d.terminal(ctx, "110x40+150+60", "bash", "--norc", "-c", "ls -la --color /etc | head -35; exec cat")
		},
		play: func(ctx context.Context, _ *Desk) error {
			<-ctx.Done()
			return nil
		},
	}
}
