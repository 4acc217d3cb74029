package carrier

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"beside.example/protocol/leg"
)

const (
	// After a failed request for a ticket the next one waits so long, doubling, with a random part, so that a relay that
	// comes back is not asked by all apps at the same moment.
	firstTicketPause = 250 * time.Millisecond
	lastTicketPause  = 2 * time.Second

	// renewBefore is how long before the end of the lease a new ticket is asked for.
	renewBefore = time.Minute

	// silentTicket is how long the relay may be silent before a new ticket is asked for: it may have been restarted, or
	// replaced by another one.
	silentTicket = 3 * time.Second
)

// errEnded says that no ticket will help any more.
var errEnded = errors.New("the session has ended")

// tickets asks for tickets, one request at a time, in a goroutine of its own.
type tickets struct {
	ask   func(context.Context, ed25519.PublicKey) (leg.Grant, error)
	key   ed25519.PublicKey
	wake  func() // tells the loop that there is an answer
	owned sync.WaitGroup

	mu    sync.Mutex // guards the following
	busy  bool
	after time.Time // no request before
	pause time.Duration
	grant *leg.Grant // not yet taken
	err   error      // of the last request
}

// request asks for a ticket unless a request is under way, answered and not taken, or just failed.
func (t *tickets) request(ctx context.Context, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.busy || t.grant != nil || now.Before(t.after) {
		return
	}
	t.busy = true
	t.owned.Go(func() {
		grant, err := t.ask(ctx, t.key)
		t.answer(grant, err)
		t.wake()
	})
}

func (t *tickets) answer(grant leg.Grant, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.busy = false
	// A granted ticket is not asked for again at once either: it may be refused like the one before.
	t.pause = min(max(2*t.pause, firstTicketPause), lastTicketPause)
	t.after = time.Now().Add(t.pause + rand.N(t.pause/2))
	if err == nil && len(grant.Ticket) > leg.MaxTicket {
		err = errors.New("it is too long")
	}
	if err != nil {
		t.err = fmt.Errorf("get a ticket for the leg: %w", err)
		return
	}
	t.err, t.grant = nil, &grant
}

// take returns the ticket that was granted since the last call, or nil, and why the last request failed.
func (t *tickets) take() (*leg.Grant, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	grant := t.grant
	t.grant = nil
	return grant, t.err
}

// honoured tells that the relay accepted the last ticket, so that the next request need not wait.
func (t *tickets) honoured() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.pause, t.after = 0, time.Time{}
}
