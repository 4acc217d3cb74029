package line

import (
	"context"
	"sync"

	"beside.example/protocol/signalling"
)

// maxHeard bounds what waits to be taken: lines of chats and introductions of some minutes. What was said in chats is asked
// for again on the next connection.
const maxHeard = 4096

// hearing keeps what the relay says once only until somebody takes it: the client, which reads the connection, must not wait.
type hearing struct {
	more chan struct{} // has a value while something waits

	mu      sync.Mutex // guards the following
	waiting []signalling.Message
}

func newHearing() *hearing { return &hearing{more: make(chan struct{}, 1)} }

// add is told everything that the relay says by itself; what the client lists is left out.
func (h *hearing) add(m signalling.Message) {
	switch m.(type) {
	case signalling.RequestSaid, signalling.IntroductionOffer, signalling.IntroductionWithdrawn, signalling.IntroductionAnswered,
		signalling.Canned:
	default:
		return
	}
	h.mu.Lock()
	if len(h.waiting) < maxHeard {
		h.waiting = append(h.waiting, m)
	}
	h.mu.Unlock()
	select {
	case h.more <- struct{}{}:
	default:
	}
}

// next waits for the next message, until ctx ends.
func (h *hearing) next(ctx context.Context) (signalling.Message, error) {
	for {
		h.mu.Lock()
		if len(h.waiting) > 0 {
			m := h.waiting[0]
			h.waiting = h.waiting[1:]
			h.mu.Unlock()
			return m, nil
		}
		h.mu.Unlock()
		select {
		case <-h.more:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
