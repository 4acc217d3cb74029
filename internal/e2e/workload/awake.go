package workload

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
)

// awake is a desk at which nobody is, on a machine whose processors never halt: on each runs a program to which all others come first. A
// virtual machine's processor takes 50 microseconds and more to come back from a halt, which is the host's doing and nobody's whose
// program runs in it.
func awake() Workload {
	w := idle()
	w.Name = "awake"
	w.play = func(ctx context.Context, _ *Desk) error {
		ended := make(chan error)
		for range runtime.NumCPU() {
			// SCHED_IDLE, for which the kernel counts a processor as free.
			spin := exec.CommandContext(ctx, "chrt", "--idle", "0", "sh", "-c", "while :; do :; done")
			go func() { ended <- spin.Run() }()
		}
		var errs []error
		for range runtime.NumCPU() {
			if err := <-ended; ctx.Err() == nil {
				errs = append(errs, fmt.Errorf("keep a processor awake: %w", err))
			}
		}
		return errors.Join(errs...)
	}
	return w
}
