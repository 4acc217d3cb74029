package e2e

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// pollEvery is how often a state is looked at again: often enough to time a step to a few hundredths of a second, seldom
// enough not to disturb what is measured.
const pollEvery = 20 * time.Millisecond

// patience is how long a state may take to come about before a step has failed: generous, since machines that test are
// slow and shared, and no step waits for it when all is well.
const patience = 30 * time.Second

// await looks until holds says true, or fails with the last reason when patience or ctx ends.
func await(ctx context.Context, what string, holds func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	var last error
	for {
		ok, err := holds()
		if ok {
			return nil
		}
		if errors.Is(err, errGone) { // what has ended will show nothing more
			return fmt.Errorf("wait for %s: %w", what, err)
		}
		if err != nil {
			last = err
		}
		select {
		case <-ctx.Done():
			if last != nil {
				return fmt.Errorf("wait for %s: %w (last: %w)", what, ctx.Err(), last)
			}
			return fmt.Errorf("wait for %s: %w", what, ctx.Err())
		case <-ticker.C:
		}
	}
}
