package transport

import (
	"sync"
	"time"
)

// Phase is how a conn is doing.
type Phase uint8

// The phases.
const (
	Connected    Phase = iota // packets arrive
	Reconnecting              // silence; the conn is alive and comes back by itself if the network does
	Closed                    // over
)

// String returns the phase's name for logs.
func (p Phase) String() string {
	switch p {
	case Connected:
		return "connected"
	case Reconnecting:
		return "reconnecting"
	}
	return "closed"
}

// State is a conn's phase and when it began.
type State struct {
	Phase Phase
	Since time.Time
}

// watched is a state that others wait on.
type watched struct {
	mu      sync.Mutex // guards the following
	state   State
	changed chan struct{} // closed and replaced at every change
}

func newWatched() *watched {
	return &watched{state: State{Phase: Connected, Since: time.Now()}, changed: make(chan struct{})}
}

// get returns the state and a channel that is closed at its next change.
func (w *watched) get() (State, <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.state, w.changed
}

// set changes the phase, unless the conn is over.
func (w *watched) set(p Phase) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.state.Phase == p || w.state.Phase == Closed {
		return
	}
	w.state = State{Phase: p, Since: time.Now()}
	close(w.changed)
	w.changed = make(chan struct{})
}
