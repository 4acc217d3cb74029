package support

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Status says whether an agent who is signed in takes requests.
type Status uint8

// The statuses, the readiest first. The numbers stand in the store.
const (
	StatusAvailable Status = iota
	StatusBusy             // works, but wants no alerts
	StatusAway             // is not at the desk
)

// NodeID names one run of a relay on a store: a relay that starts again, or comes back after the others fenced it off, is another
// node. Higher numbers came later.
type NodeID uint64

// How relays of a fleet notice each other's end. Their clocks must agree to a second or so.
const (
	BeatEvery  = 2 * time.Second // a relay tells that it lives
	SilentNode = 3 * BeatEvery   // from when on one that did not counts for nothing
)

// Visit is one stay of an agent's app with a relay.
type Visit struct {
	Agent  AgentID
	Device DeviceID
	number uint64 // tells a device's visits apart: a late good-bye must not end the next one
}

// PresentAgent is an agent whose app is connected to some relay of the fleet.
type PresentAgent struct {
	Agent     AgentID
	Name      string
	Team      TeamID
	TeamName  string
	Status    Status    // the readiest of the agent's apps
	Since     time.Time // since when that is so
	IdleSince time.Time // since when the agent has had nothing to do
	Sessions  int       // requests and sessions that the agent is busy with
	Offered   bool      // whether a queue offers the agent something now
	Portals   []PortalID
}

// PresenceQuery picks agents who are there. Zero fields pick everyone.
type PresenceQuery struct {
	Organisation OrganisationID
	Portal       PortalID
	Since        time.Time // relays that were silent since count for nothing
}

// PresenceReader finds the agents who are there.
type PresenceReader interface {
	PresentAgents(ctx context.Context, query PresenceQuery) ([]PresentAgent, error)
}

// PresenceStore is what Presence needs of a store.
type PresenceStore interface {
	PresenceReader
	// RegisterNode makes a node that lives from a time on.
	RegisterNode(ctx context.Context, at time.Time) (NodeID, error)
	// BeatNode notes that a node lives; ErrFenced when it was removed.
	BeatNode(ctx context.Context, id NodeID, at time.Time) error
	// RemoveNodes removes the nodes that were silent since a time, and id whatever it did, with all who were there by them.
	RemoveNodes(ctx context.Context, id NodeID, silentSince time.Time) error
	// Arrive notes that a device is there by a node, in place of whatever was noted of it; ErrFenced when the node was removed.
	Arrive(ctx context.Context, node NodeID, v Visit, status Status, since time.Time) error
	// Depart removes what a node noted of a device, which went at a time.
	Depart(ctx context.Context, node NodeID, v Visit, at time.Time) error
}

// Presence tells who is there, over all relays of a fleet. It is one relay's part in that, and safe for concurrent use.
type Presence struct {
	store PresenceStore

	mu     sync.Mutex // guards the following
	node   NodeID     // zero before the first beat
	number uint64     // of the latest visit
	visits map[DeviceID]stay
}

// stay is a visit as the store should know it.
type stay struct {
	Visit
	status Status
	since  time.Time
	unkept bool // the store could not be told
}

// NewPresence returns a relay's part in presence. It counts from the first Beat on.
func NewPresence(store PresenceStore) *Presence {
	return &Presence{store: store, visits: map[DeviceID]stay{}}
}

// Run beats until ctx ends, and then takes the relay out. report is told of every beat that failed; the next one mends what it left.
func (p *Presence) Run(ctx context.Context, report func(error)) {
	ticker := time.NewTicker(BeatEvery)
	defer ticker.Stop()
	for {
		if err := p.Beat(ctx); err != nil && ctx.Err() == nil {
			report(err)
		}
		select {
		case <-ctx.Done():
			leave, cancel := context.WithTimeout(context.WithoutCancel(ctx), BeatEvery)
			defer cancel()
			if err := p.store.RemoveNodes(leave, p.current(), time.Time{}); err != nil {
				report(fmt.Errorf("take the relay out: %w", err))
			}
			return
		case <-ticker.C:
		}
	}
}

func (p *Presence) current() NodeID {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.node
}

// Beat tells the fleet that this relay lives, and removes relays that do not. A relay that was fenced off becomes a new node and
// tells again who is there.
func (p *Presence) Beat(ctx context.Context) error {
	now := time.Now()
	node := p.current()
	err := ErrFenced
	if node != 0 {
		err = p.store.BeatNode(ctx, node, now)
	}
	if errors.Is(err, ErrFenced) {
		if node, err = p.store.RegisterNode(ctx, now); err == nil {
			p.renew(node)
		}
	}
	if err != nil {
		return fmt.Errorf("tell that the relay lives: %w", err)
	}
	if err := p.store.RemoveNodes(ctx, 0, now.Add(-SilentNode)); err != nil {
		return fmt.Errorf("remove silent relays: %w", err)
	}
	for _, s := range p.unkept() {
		if err := p.keep(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// renew makes this relay another node, which has told nobody of its visits.
func (p *Presence) renew(node NodeID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.node = node
	for id, s := range p.visits {
		s.unkept = true
		p.visits[id] = s
	}
}

func (p *Presence) unkept() []stay {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []stay
	for _, s := range p.visits {
		if s.unkept {
			all = append(all, s)
		}
	}
	return all
}

// keep tells the store of a stay. What it cannot be told now, the next beat tells it.
func (p *Presence) keep(ctx context.Context, s stay) error {
	err := p.store.Arrive(ctx, p.current(), s.Visit, s.status, s.since)
	if err != nil && !errors.Is(err, ErrFenced) {
		return fmt.Errorf("note that agent %d is there: %w", s.Agent, err)
	}
	if err == nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		if latest, ok := p.visits[s.Device]; ok && latest.number == s.number && latest.status == s.status {
			latest.unkept = false
			p.visits[s.Device] = latest
		}
	}
	return nil
}

// Arrive notes that an agent's app is connected to this relay. An error means that the fleet will know a little later.
func (p *Presence) Arrive(ctx context.Context, who SignedIn, status Status) (Visit, error) {
	p.mu.Lock()
	p.number++
	s := stay{Visit: Visit{Agent: who.Agent.ID, Device: who.Device.ID, number: p.number}, status: status, since: time.Now(), unkept: true}
	p.visits[who.Device.ID] = s
	p.mu.Unlock()
	return s.Visit, p.keep(ctx, s)
}

// SetStatus notes what the agent says of the own availability. Of a visit that is over it notes nothing.
func (p *Presence) SetStatus(ctx context.Context, v Visit, status Status) error {
	p.mu.Lock()
	s, ok := p.visits[v.Device]
	if !ok || s.number != v.number || s.status == status {
		p.mu.Unlock()
		return nil
	}
	s.status, s.since, s.unkept = status, time.Now(), true
	p.visits[v.Device] = s
	p.mu.Unlock()
	return p.keep(ctx, s)
}

// Leave notes that a visit is over. It does nothing when the device has come again since.
func (p *Presence) Leave(ctx context.Context, v Visit) error {
	p.mu.Lock()
	s, ok := p.visits[v.Device]
	if !ok || s.number != v.number {
		p.mu.Unlock()
		return nil
	}
	delete(p.visits, v.Device)
	node := p.node
	p.mu.Unlock()
	if err := p.store.Depart(ctx, node, v, time.Now()); err != nil {
		return fmt.Errorf("note that agent %d has gone: %w", v.Agent, err)
	}
	return nil
}

// Present lists the agents who serve a portal and are there, over the whole fleet.
func (p *Presence) Present(ctx context.Context, portal PortalID) ([]PresentAgent, error) {
	return p.store.PresentAgents(ctx, PresenceQuery{Portal: portal, Since: time.Now().Add(-SilentNode)})
}

// Colleagues lists the agents of an organisation who are there, over the whole fleet.
func (p *Presence) Colleagues(ctx context.Context, organisation OrganisationID) ([]PresentAgent, error) {
	return p.store.PresentAgents(ctx, PresenceQuery{Organisation: organisation, Since: time.Now().Add(-SilentNode)})
}

// Reach says whether a customer gets anywhere through a portal at the moment.
type Reach uint8

// How a portal can be reached.
const (
	ReachOpen   Reach = iota // an agent is there
	ReachNobody              // within opening hours, but no agent is signed in
	ReachClosed              // out of opening hours; Hours.Next tells when they begin
)

// Reach tells whether a portal takes requests now.
func (p *Presence) Reach(ctx context.Context, portal Portal) (Reach, error) {
	if !portal.Hours.Open(time.Now()) {
		return ReachClosed, nil
	}
	present, err := p.Present(ctx, portal.ID)
	if err != nil {
		return ReachClosed, fmt.Errorf("ask who is there: %w", err)
	}
	if len(present) == 0 {
		return ReachNobody, nil
	}
	return ReachOpen, nil
}
