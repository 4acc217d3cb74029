package share

import (
	"time"

	"beside.example/internal/codec"
)

// savingInterval is the shortest time between two grabs where bytes are dear: enough to follow what somebody does, and a video shows
// that it goes on. The first change after quiet waits for nothing there either.
const savingInterval = time.Second / 8

// SetLoss says what photographs and videos may lose from the next update on, see ScreenConfig.Loss. With LossNone, what was coded with
// loss before becomes exact at the first moment in which there is nothing else to send.
func (s *Screen) SetLoss(loss codec.Loss) {
	s.stage.mu.Lock()
	defer s.stage.mu.Unlock()
	s.loss = loss
	if v := s.serving; v != nil && v.group != nil {
		v.group.kick()
	}
}

// rest returns the shortest time between two grabs.
func rest(loss codec.Loss) time.Duration {
	if loss == codec.LossMuch {
		return savingInterval
	}
	return grabInterval
}

// refineParts is which part of an update, as 1/n, may make up for loss elsewhere while the picture is not quiet, and refineMost how many
// bytes at most: whatever changes next waits no longer than for that. Where bytes are dear they are not spent on what is nearly right.
const (
	refineParts = 4
	refineMost  = 8 << 10
)

// refines returns how many bytes of an update may make up for loss while something else changes.
func refines(loss codec.Loss, limit int) int {
	if loss == codec.LossMuch {
		return 0
	}
	return min(limit/refineParts, refineMost)
}
