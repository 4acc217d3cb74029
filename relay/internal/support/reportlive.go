package support

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// LiveStore is what Live needs of a store.
type LiveStore interface {
	PresenceReader
	Portals(ctx context.Context, o OrganisationID) ([]Portal, error)
	OpenRequests(ctx context.Context, portals []PortalID, agent AgentID) ([]Request, error)
	// CallsUnderWay lists the sessions of an organisation that came of nine digits, were granted since a time and have not ended, the earliest first.
	CallsUnderWay(ctx context.Context, o OrganisationID, since time.Time) ([]Session, error)
}

// Now is what happens in an organisation at a moment, as far as somebody may see it.
type Now struct {
	At       time.Time
	Waiting  []Request // the longest waiting first
	Helped   []Request // those that an agent has
	Calls    []Session // by telephone, under way
	Agents   []PresentAgent
	Portals  map[PortalID]Portal
	Everyone bool // whether that is everything
}

// Live tells what happens now.
type Live struct {
	store LiveStore
}

// NewLive returns what happens according to store.
func NewLive(store LiveStore) *Live { return &Live{store: store} }

// callStale is from when on a telephone session of whose end nobody told is not shown as under way any more: a working day.
const callStale = 12 * time.Hour

// Now tells what happens now, as far as a manager may see it: of people and what they do, those of the own teams; of what waits, what
// these people may take.
func (l *Live) Now(ctx context.Context, who Manager) (Now, error) {
	now := Now{At: time.Now(), Portals: map[PortalID]Portal{}, Everyone: who.Everything()}
	portals, err := l.store.Portals(ctx, who.Organisation.ID)
	if err != nil {
		return now, fmt.Errorf("list the portals: %w", err)
	}
	ids := make([]PortalID, 0, len(portals))
	for _, p := range portals {
		now.Portals[p.ID] = p
		ids = append(ids, p.ID)
	}
	present, err := l.store.PresentAgents(ctx, PresenceQuery{Organisation: who.Organisation.ID, Since: now.At.Add(-SilentNode)})
	if err != nil {
		return now, fmt.Errorf("ask who is there: %w", err)
	}
	theirs := map[AgentID]bool{}
	served := map[PortalID]bool{}
	for _, a := range present {
		if who.May(ActSeeRequest, Object{Team: a.Team, Agent: a.Agent}) {
			now.Agents = append(now.Agents, a)
			theirs[a.Agent] = true
			for _, p := range a.Portals {
				served[p] = true
			}
		}
	}
	if len(ids) > 0 {
		open, err := l.store.OpenRequests(ctx, ids, 0)
		if err != nil {
			return now, fmt.Errorf("list the open requests: %w", err)
		}
		now.sort(open, theirs, served)
	}
	calls, err := l.store.CallsUnderWay(ctx, who.Organisation.ID, now.At.Add(-callStale))
	if err != nil {
		return now, fmt.Errorf("list the calls under way: %w", err)
	}
	now.Calls = slices.DeleteFunc(calls, func(s Session) bool {
		return !now.Everyone && !theirs[s.Agent]
	})
	return now, nil
}

// sort puts open requests where they belong.
func (n *Now) sort(open []Request, theirs map[AgentID]bool, served map[PortalID]bool) {
	for _, r := range open {
		switch {
		case r.State.With() && (n.Everyone || theirs[r.Agent]):
			n.Helped = append(n.Helped, r)
		case r.State.Waiting() && (n.Everyone || served[r.Portal]):
			n.Waiting = append(n.Waiting, r)
		}
	}
}

// Available counts the agents who take requests.
func (n Now) Available() int {
	available := 0
	for _, a := range n.Agents {
		if a.Status == StatusAvailable {
			available++
		}
	}
	return available
}
