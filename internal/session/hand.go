package session

import (
	"context"
	"time"

	"beside.example/internal/share"
	"beside.example/protocol"
)

// handReports is how often the loop hears of the person's hand at most: the gate itself yields to every movement.
const handReports = 200 * time.Millisecond

// handWatch makes remote input yield to the person's own pointer and keys, and notices the panic key. It belongs to the
// loop; its goroutine acts on the gate at once and tells the loop afterwards.
type handWatch struct {
	core  *core
	hands Hands
	panic func() // runs on the loop
	cut   func() // closes the gate at once, from any goroutine

	watching *task
	gate     *share.Input // the one that watching yields
	until    time.Time
}

// update starts or stops watching; gate is nil before the first grant.
func (h *handWatch) update(want bool, gate *share.Input) {
	if !want {
		h.watching.stop()
		h.watching, h.gate, h.until = nil, nil, time.Time{}
		return
	}
	if h.watching != nil && h.gate == gate {
		return
	}
	h.gate = gate
	h.watching = h.core.spawn(h.watching, func(ctx context.Context) { h.run(ctx, gate) })
}

// busy reports whether the person's hand was at work just now.
func (h *handWatch) busy(now time.Time) bool { return now.Before(h.until) }

func (h *handWatch) run(ctx context.Context, gate *share.Input) {
	watcher, err := h.hands.Watcher()
	if err != nil {
		h.core.log.Error("watch on the person's hand does not open", "error", err)
		h.core.post(func() { h.core.trouble(protocol.FaultOwnHandGone) })
		return
	}
	defer func() { _ = watcher.Close() }() // it only listened
	var reported time.Time
	for {
		panicKey, err := watcher.Next(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			h.core.log.Error("watch on the person's hand ended", "error", err)
			h.core.post(func() { h.core.trouble(protocol.FaultOwnHandGone) })
			return
		case panicKey:
			h.cut()
			h.core.post(h.panic)
			continue
		}
		if gate == nil {
			continue
		}
		gate.Yield(protocol.HandPause)
		if now := time.Now(); now.Sub(reported) >= handReports {
			reported = now
			h.core.post(func() { h.until = now.Add(protocol.HandPause) })
		}
	}
}
