package modeltest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/protocol/code"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

var _ model.Line = (*Line)(nil)

// Lifetime is how long codes of a Line live, MaxCodes how many may be active.
const (
	Lifetime = 10 * time.Minute
	MaxCodes = 8
	// Agent is Claire's number.
	Agent = signalling.AgentID(7)
)

// Line is a way to a relay that a test is. It welcomes Claire Moreau of Northfield Health, who serves two portals.
type Line struct {
	mu      sync.Mutex // guards the following
	changed chan struct{}
	state   signalling.State
	codes   []activeCode
	next    signalling.CodeID
	refused chan error

	history []signalling.HistoryEntry // the latest first
	page    int                       // how many of them are a page
	fail    error                     // of every request; nil for none
	ends    map[leg.SessionID]signalling.SessionEnd
	asked   int
	desk    desk
}

type activeCode struct {
	code signalling.Code
	ends time.Time
}

// NewLine returns a line that is not connected yet.
func NewLine() *Line {
	return &Line{changed: make(chan struct{}), refused: make(chan error, 1), ends: map[leg.SessionID]signalling.SessionEnd{}, page: signalling.MaxHistoryPage, desk: newDesk()}
}

// Welcome is what the relay says to the agent.
func Welcome() *signalling.Welcome {
	return &signalling.Welcome{Relay: "Northfield", SignedIn: &signalling.SignedIn{
		Agent: Agent, Organisation: "Northfield Health", Name: "Claire Moreau", Team: "Staff help team", CodeLifetime: Lifetime, MaxCodes: MaxCodes,
		Portals: []signalling.Portal{{ID: 1, Name: "Phone"}, {ID: 2, Name: "Ward tablets"}},
	}}
}

// Run implements model.Line: the line connects at once.
func (l *Line) Run(ctx context.Context) error {
	l.SetState(signalling.State{Phase: signalling.PhaseConnected, Welcome: Welcome()})
	select {
	case <-ctx.Done():
		return ctx.Err()
	case err := <-l.refused:
		l.SetState(signalling.State{Phase: signalling.PhaseRefused, Fault: signalling.Fault(err), Err: err, Welcome: Welcome()})
		return err
	}
}

// Refuse ends Run for good.
func (l *Line) Refuse(err error) { l.refused <- err }

// SetState changes how the line is.
func (l *Line) SetState(s signalling.State) { l.update(func() { l.state = s }) }

// Fail makes every request fail, or with nil none any more.
func (l *Line) Fail(err error) { l.update(func() { l.fail = err }) }

// SetHistory sets the past sessions, the latest first, and how many of them are a page.
func (l *Line) SetHistory(page int, entries ...signalling.HistoryEntry) {
	l.update(func() { l.page, l.history = page, entries })
}

// Drop takes a code from the list as if it was over.
func (l *Line) Drop(id signalling.CodeID) {
	l.update(func() {
		l.codes = slices.DeleteFunc(l.codes, func(c activeCode) bool { return c.code.ID == id })
	})
}

// Add adds a code that another device made.
func (l *Line) Add(c signalling.Code) {
	l.update(func() { l.codes = append(l.codes, activeCode{c, time.Now().Add(c.Left)}) })
}

// Ends returns the ends of sessions that were told.
func (l *Line) Ends() map[leg.SessionID]signalling.SessionEnd {
	l.mu.Lock()
	defer l.mu.Unlock()
	ends := map[leg.SessionID]signalling.SessionEnd{}
	for id, end := range l.ends {
		ends[id] = end
	}
	return ends
}

// Asked returns how many pages of the history were asked for.
func (l *Line) Asked() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.asked
}

func (l *Line) update(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
	close(l.changed)
	l.changed = make(chan struct{})
}

// State implements model.Line.
func (l *Line) State() signalling.State {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state
}

// Codes implements model.Line.
func (l *Line) Codes() []signalling.Code {
	l.mu.Lock()
	defer l.mu.Unlock()
	var codes []signalling.Code
	for _, c := range l.codes {
		if c.code.Left = time.Until(c.ends); c.code.Left > 0 {
			codes = append(codes, c.code)
		}
	}
	return codes
}

// Changed implements model.Line.
func (l *Line) Changed() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.changed
}

// CreateCode implements model.Line.
func (l *Line) CreateCode(_ context.Context, portal signalling.PortalID, customer string, _ time.Duration) (c signalling.Code, err error) {
	l.update(func() {
		if err = l.fail; err != nil {
			return
		}
		const firstNameplate = 1234
		c = signalling.Code{
			ID: l.next + 1, Portal: portal, Nameplate: code.Nameplate(fmt.Sprint(firstNameplate + int(l.next))), Customer: customer,
			State: signalling.CodeActive, Lifetime: Lifetime, Left: Lifetime,
		}
		l.next++
		l.codes = append(l.codes, activeCode{c, time.Now().Add(Lifetime)})
	})
	return c, err
}

// WithdrawCode implements model.Line.
func (l *Line) WithdrawCode(_ context.Context, id signalling.CodeID, _ bool) error {
	if err := l.failure(); err != nil {
		return err
	}
	l.Drop(id)
	return nil
}

func (l *Line) failure() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.fail
}

// EndSession implements model.Line.
func (l *Line) EndSession(_ context.Context, end signalling.SessionEnd) error {
	if err := l.failure(); err != nil {
		return err
	}
	l.update(func() { l.ends[end.Session] = end })
	return nil
}

// History implements model.Line; a cursor's first byte is where the page begins.
func (l *Line) History(_ context.Context, from signalling.HistoryCursor, limit int) (signalling.HistoryPage, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked++
	if l.fail != nil {
		return signalling.HistoryPage{}, l.fail
	}
	first := min(int(from[0]), len(l.history))
	last := min(first+min(limit, l.page), len(l.history))
	page := signalling.HistoryPage{More: last < len(l.history)}
	page.Next[0] = byte(last)
	page.Entries = slices.Clone(l.history[first:last])
	return page, nil
}

// SignOut implements model.Line.
func (l *Line) SignOut(context.Context) error { return l.failure() }
