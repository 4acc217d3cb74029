package line

import (
	"context"
	"testing"
	"testing/synctest"

	"beside.example/protocol/signalling"
)

func TestHearing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHearing()
		heard := make(chan signalling.Message)
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			defer close(heard)
			for {
				m, err := h.next(ctx)
				if err != nil {
					return
				}
				heard <- m
			}
		}()
		h.add(signalling.RequestList{}) // the client keeps it
		for id := signalling.IntroductionID(1); id <= 3; id++ {
			h.add(signalling.IntroductionWithdrawn{ID: id})
		}
		for id := signalling.IntroductionID(1); id <= 3; id++ {
			if m := (<-heard).(signalling.IntroductionWithdrawn); m.ID != id {
				t.Errorf("heard %d, want %d", m.ID, id)
			}
		}
		cancel()
		if _, open := <-heard; open {
			t.Error("heard more")
		}
	})
}

// TestHearingIsBounded: a relay that talks without end fills no memory.
func TestHearingIsBounded(t *testing.T) {
	h := newHearing()
	for range 2 * maxHeard {
		h.add(signalling.IntroductionWithdrawn{})
	}
	if len(h.waiting) != maxHeard {
		t.Errorf("keeps %d", len(h.waiting))
	}
}
