package support

import (
	"context"
	"fmt"
	"time"

	"beside.example/protocol/leg"
)

// MaxMail is the longest message that one relay leaves for another, in bytes: a step of a key exchange with what stands around it.
const MaxMail = 8 << 10

// AgentNode says that an app of an agent is at a relay.
type AgentNode struct {
	Node         NodeID
	Device       DeviceID
	Organisation OrganisationID // the agent's
}

// FleetStore is what Fleet needs of a store.
type FleetStore interface {
	// SetNodeAddress notes where the legs of a node's sessions are reached; ErrFenced when the node was removed.
	SetNodeAddress(ctx context.Context, node NodeID, address string) error
	// AgentNodes lists where an agent's apps are, at nodes that lived since a time.
	AgentNodes(ctx context.Context, agent AgentID, since time.Time) ([]AgentNode, error)
	// SendMail leaves a message for a node; ErrFenced when the node was removed.
	SendMail(ctx context.Context, to NodeID, body []byte) error
	// TakeMail removes up to limit messages for a node and returns them, those of each sender in their order.
	TakeMail(ctx context.Context, node NodeID, limit int) ([][]byte, error)
	// MailWake is Wake for mail.
	MailWake() <-chan struct{}
	// Home returns the address at which a session's packets go through a relay. When there is none, or no node that lived since
	// a time has it, the session moves to the address here, unless another relay was faster.
	Home(ctx context.Context, session leg.SessionID, here string, since time.Time) (string, error)
}

// Fleet is one relay's part among those that share a store: what they tell each other beside what happens to requests. It is safe
// for concurrent use.
type Fleet struct {
	store    FleetStore
	presence *Presence
	address  string
	noted    chan struct{} // closed once the others know where this relay is reached
}

// noteWithin is how soon the others know where this relay is reached once it has become a node; looking costs nothing.
const noteWithin = 100 * time.Millisecond

// NewFleet returns the part of the relay whose presence it is and whose legs are reached at an address.
func NewFleet(store FleetStore, presence *Presence, address string) *Fleet {
	return &Fleet{store: store, presence: presence, address: address, noted: make(chan struct{})}
}

// Run notes where this relay is reached, anew whenever it has become another node, until ctx ends. report is told of what failed; it
// is tried again.
func (f *Fleet) Run(ctx context.Context, report func(error)) {
	ticker := time.NewTicker(noteWithin)
	defer ticker.Stop()
	var noted NodeID
	for {
		if node := f.Node(); node != 0 && node != noted {
			if err := f.store.SetNodeAddress(ctx, node, f.address); err == nil {
				if noted == 0 {
					close(f.noted)
				}
				noted = node
			} else if ctx.Err() == nil {
				report(fmt.Errorf("note where this relay is reached: %w", err))
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// Node returns which node this relay is now; zero before the first beat.
func (f *Fleet) Node() NodeID { return f.presence.current() }

// Elsewhere lists where an agent's apps are, other than here.
func (f *Fleet) Elsewhere(ctx context.Context, agent AgentID) ([]AgentNode, error) {
	all, err := f.store.AgentNodes(ctx, agent, time.Now().Add(-SilentNode))
	if err != nil {
		return nil, fmt.Errorf("look where agent %d is: %w", agent, err)
	}
	here := f.Node()
	var elsewhere []AgentNode
	for _, n := range all {
		if n.Node != here {
			elsewhere = append(elsewhere, n)
		}
	}
	return elsewhere, nil
}

// Send leaves a message of at most MaxMail bytes for another relay.
func (f *Fleet) Send(ctx context.Context, to NodeID, body []byte) error {
	if len(body) > MaxMail {
		return fmt.Errorf("mail of %d bytes: %w", len(body), ErrInvalid)
	}
	return f.store.SendMail(ctx, to, body)
}

// Take returns messages for this relay, once.
func (f *Fleet) Take(ctx context.Context, limit int) ([][]byte, error) {
	node := f.Node()
	if node == 0 {
		return nil, nil
	}
	return f.store.TakeMail(ctx, node, limit)
}

// Wake returns a channel that is sent to when there may be mail.
func (f *Fleet) Wake() <-chan struct{} { return f.store.MailWake() }

// Home returns the address of the relay through which a session's packets go: always the same for both sides while that relay
// lives, and this one's for a session whose relay is gone. It waits until the others can know that this relay is there.
func (f *Fleet) Home(ctx context.Context, session leg.SessionID) (string, error) {
	select {
	case <-f.noted:
	case <-ctx.Done():
		return "", ctx.Err()
	}
	return f.store.Home(ctx, session, f.address, time.Now().Add(-SilentNode))
}
