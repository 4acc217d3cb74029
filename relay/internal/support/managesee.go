package support

import (
	"context"
	"fmt"
)

// SeeAgent returns an agent whom somebody may see, who may be one whom they may not change.
func (m *Manage) SeeAgent(ctx context.Context, who Manager, id AgentID) (AgentRecord, error) {
	a, err := m.store.Agent(ctx, id)
	if err != nil {
		return AgentRecord{}, err
	}
	if a.Deleted() || a.Organisation != who.Organisation.ID || !who.May(ActSeePeople, Object{Team: a.Team}) {
		return AgentRecord{}, ErrNotFound
	}
	return recordOf(ctx, m.store, a)
}

// recordOf returns an agent as managers see one.
func recordOf(ctx context.Context, store ManageStore, a Agent) (AgentRecord, error) {
	portals, err := store.AgentPortals(ctx, a.ID)
	if err != nil {
		return AgentRecord{}, fmt.Errorf("list the portals of an agent: %w", err)
	}
	return AgentRecord{
		ID: a.ID, Disabled: a.Disabled,
		AgentEntry: AgentEntry{Name: a.Name, Mail: a.Mail, Team: a.Team, Role: a.Role, Center: a.Center, Portals: portals},
	}, nil
}

// SeeTeam returns a team that somebody may see.
func (m *Manage) SeeTeam(ctx context.Context, who Manager, id TeamID) (Team, error) {
	t, err := m.store.Team(ctx, id)
	if err != nil {
		return Team{}, err
	}
	if t.Organisation != who.Organisation.ID || !who.May(ActSeePeople, Object{Team: id}) {
		return Team{}, ErrNotFound
	}
	return t, nil
}

// SeePortal returns a portal that somebody may see.
func (m *Manage) SeePortal(ctx context.Context, who Manager, id PortalID) (Portal, error) {
	p, err := m.store.Portal(ctx, id)
	if err != nil {
		return Portal{}, err
	}
	if p.Former || p.Organisation != who.Organisation.ID || !who.May(ActSeePortal, Object{Portal: id}) {
		return Portal{}, ErrNotFound
	}
	return p, nil
}

// SeeCanned returns a canned reply that somebody may see.
func (m *Manage) SeeCanned(ctx context.Context, who Manager, id CannedID) (Canned, error) {
	c, err := m.store.Canned(ctx, id)
	if err != nil {
		return Canned{}, err
	}
	if c.Organisation != who.Organisation.ID || !who.MaySeeCanned(c) {
		return Canned{}, ErrNotFound
	}
	return c, nil
}

// MaySeeCanned reports whether somebody may see a reply. What agents keep for themselves is theirs.
func (m Manager) MaySeeCanned(c Canned) bool {
	return c.Scope != CannedAgent && m.May(ActSeeCanned, Object{Team: c.Team})
}
