package modeltest

import (
	"context"
	"sync"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/chat"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
)

var _ model.Door = (*Door)(nil)

// Door lets in whom a test sends.
type Door struct {
	arrivals chan model.Arrival

	mu       sync.Mutex // guards the following
	expected map[signalling.CodeID]code.Secret
	visits   map[model.Meeting]model.Visit
}

// NewDoor returns a door that expects nobody.
func NewDoor() *Door {
	return &Door{arrivals: make(chan model.Arrival), expected: map[signalling.CodeID]code.Secret{}, visits: map[model.Meeting]model.Visit{}}
}

// Arrive tells what came of an attempt, as soon as somebody calls Next.
func (d *Door) Arrive(a model.Arrival) { d.arrivals <- a }

// Expects reports whether the door knows a code's digits.
func (d *Door) Expects(id signalling.CodeID) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, ok := d.expected[id]
	return ok
}

// Expect implements model.Door.
func (d *Door) Expect(c signalling.Code, secret code.Secret) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.expected[c.ID] = secret
}

// ExpectPortal implements model.Door.
func (d *Door) ExpectPortal(v model.Visit) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.visits[v.Meeting] = v
}

// ExpectsMeeting returns the portal code that the door expects for a meeting, or nothing.
func (d *Door) ExpectsMeeting(at model.Meeting) code.PortalCode {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.visits[at].Code
}

// Earlier returns what was said before a meeting.
func (d *Door) Earlier(at model.Meeting) []chat.Entry {
	d.mu.Lock()
	earlier := d.visits[at].Earlier
	d.mu.Unlock()
	if earlier == nil {
		return nil
	}
	return earlier()
}

// Forget implements model.Door.
func (d *Door) Forget(id signalling.CodeID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.expected, id)
}

// Next implements model.Door.
func (d *Door) Next(ctx context.Context) (model.Arrival, error) {
	select {
	case a := <-d.arrivals:
		return a, nil
	case <-ctx.Done():
		return model.Arrival{}, ctx.Err()
	}
}
