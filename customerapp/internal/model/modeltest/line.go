package modeltest

import (
	"context"
	"sync"

	"beside.example/customerapp/internal/model"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
)

var _ model.Line = (*Line)(nil)

// Line is a line to a relay that stands as Set says. Its methods may be called from any goroutine.
type Line struct {
	// Joining is called for each join of nine digits, JoiningPortal for each with a portal code; nil waits until the join is given
	// up. They are set before the line is used.
	Joining       func(ctx context.Context, typed code.Code, progress func(model.Stage)) (model.Session, error)
	JoiningPortal func(ctx context.Context, typed code.PortalCode, progress func(model.Stage)) (model.Session, error)

	mu      sync.Mutex // guards the following
	state   signalling.State
	changed chan struct{}
	refused chan struct{}
	open    bool
}

// NewLine returns a line that is being opened.
func NewLine() *Line {
	return &Line{changed: make(chan struct{}), refused: make(chan struct{})}
}

// Set changes how the line is. After signalling.PhaseRefused its Run returns.
func (l *Line) Set(state signalling.State) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.state = state
	close(l.changed)
	l.changed = make(chan struct{})
	if state.Phase == signalling.PhaseRefused {
		close(l.refused)
	}
}

// Open reports whether Run runs.
func (l *Line) Open() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.open
}

func (l *Line) setOpen(open bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = open
}

// Run implements model.Line.
func (l *Line) Run(ctx context.Context) error {
	l.setOpen(true)
	defer l.setOpen(false)
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-l.refused:
		return l.State().Err
	}
}

// State implements model.Line.
func (l *Line) State() signalling.State {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state
}

// Changed implements model.Line.
func (l *Line) Changed() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.changed
}

// Join implements model.Line.
func (l *Line) Join(ctx context.Context, typed code.Code, progress func(model.Stage)) (model.Session, error) {
	if l.Joining != nil {
		return l.Joining(ctx, typed, progress)
	}
	<-ctx.Done()
	return nil, ctx.Err()
}

// JoinPortal implements model.Line.
func (l *Line) JoinPortal(ctx context.Context, typed code.PortalCode, progress func(model.Stage)) (model.Session, error) {
	if l.JoiningPortal != nil {
		return l.JoiningPortal(ctx, typed, progress)
	}
	<-ctx.Done()
	return nil, ctx.Err()
}
