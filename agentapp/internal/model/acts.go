package model

import (
	"context"
	"errors"

	"beside.example/protocol/signalling"
)

// do hands an act to Run; an act that comes after Run has ended is lost with the app.
func (m *Model) do(act func(ctx context.Context)) {
	m.mu.Lock()
	m.acts = append(m.acts, act)
	m.mu.Unlock()
	poke(m.wake)
}

// ask asks the relay something in a goroutine of its own; what goes wrong is shown. Without a line nothing is asked.
func (m *Model) ask(what string, f func(ctx context.Context, c Connection) error) {
	m.do(func(ctx context.Context) {
		m.mu.Lock()
		c := m.connection
		m.mu.Unlock()
		if c.Line == nil {
			return
		}
		m.work.Go(func() {
			err := f(ctx, c)
			if err == nil || errors.Is(err, context.Canceled) {
				return
			}
			m.cfg.Logger.Warn("the relay did not do what it was asked", "what", what, "err", err)
			m.change(func(s *Snapshot) { s.Fault = signalling.Fault(err) })
		})
	})
}

// change changes the snapshot and says so.
func (m *Model) change(f func(s *Snapshot)) {
	m.mu.Lock()
	f(&m.shown)
	m.mu.Unlock()
	m.tell()
}

// tell says that the snapshot changed.
func (m *Model) tell() { poke(m.changes) }

// poke leaves a value in a channel that has room for one, unless one waits already.
func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
