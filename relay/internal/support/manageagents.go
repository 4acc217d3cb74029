package support

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// AgentEntry is what managers decide about an agent.
type AgentEntry struct {
	Name    string
	Mail    string // cannot be changed later: it is the name to sign in with
	Team    TeamID
	Role    Role
	Center  bool
	Portals []PortalID
}

// AgentRecord is an agent as managers see one.
type AgentRecord struct {
	AgentEntry
	ID       AgentID
	Disabled bool
}

// AgentFor returns an agent whom the manager may manage.
func (m *Manage) AgentFor(ctx context.Context, who Manager, id AgentID) (AgentRecord, error) {
	return agentFor(ctx, m.store, who, id)
}

func agentFor(ctx context.Context, store ManageStore, who Manager, id AgentID) (AgentRecord, error) {
	a, err := store.Agent(ctx, id)
	if err != nil {
		return AgentRecord{}, err
	}
	if a.Deleted() || a.Organisation != who.Organisation.ID || !who.MayManageAgent(a.Team, a.Role) {
		return AgentRecord{}, ErrNotFound
	}
	return recordOf(ctx, store, a)
}

// MayManageAgent reports whether a manager may manage agents of a team in a role: nobody manages those above, nor makes them.
func (m Manager) MayManageAgent(team TeamID, role Role) bool {
	return role >= RoleAgent && role <= m.rank() && m.May(ActManageAgent, Object{Team: team})
}

// CreateAgent makes an agent with a password's hash. mail is clean already; ErrExists when it is taken.
func (m *Manage) CreateAgent(ctx context.Context, who Manager, e AgentEntry, passwordHash string) (id AgentID, err error) {
	err = m.store.Manage(ctx, func(within ManageStore) error {
		id, err = createAgent(ctx, within, who, e, passwordHash)
		return err
	})
	return id, err
}

func createAgent(ctx context.Context, within ManageStore, who Manager, e AgentEntry, passwordHash string) (AgentID, error) {
	e, err := e.clean(ctx, within, who)
	if err != nil {
		return 0, err
	}
	if e.Mail == "" {
		return 0, fmt.Errorf("an agent needs a mail address: %w", ErrInvalid)
	}
	id, err := within.CreateAgent(ctx, Agent{
		Organisation: who.Organisation.ID, Team: e.Team, Name: e.Name, Mail: e.Mail, Role: e.Role, Center: e.Center,
		PasswordHash: passwordHash, Created: time.Now(),
	}, e.Portals)
	if err != nil {
		return 0, fmt.Errorf("create an agent: %w", err)
	}
	facts, err := e.facts(ctx, within, who)
	if err != nil {
		return 0, err
	}
	return id, note(ctx, within, who, AuditAgentCreated, e.Name, changes(nil, facts))
}

// ChangeAgent changes an agent who is as the manager saw them, else ErrChanged. Mail stays as it is. Managers do not change their own
// role, team or entry, so that an organisation always keeps a manager.
func (m *Manage) ChangeAgent(ctx context.Context, who Manager, id AgentID, seen Seen, e AgentEntry) error {
	return m.store.Manage(ctx, func(within ManageStore) error {
		before, err := agentFor(ctx, within, who, id)
		if err != nil {
			return err
		}
		if err := still(before, seen); err != nil {
			return err
		}
		return changeAgent(ctx, within, who, before, e)
	})
}

func changeAgent(ctx context.Context, within ManageStore, who Manager, before AgentRecord, e AgentEntry) error {
	e.Mail = before.Mail
	if before.ID == who.Agent.ID && (e.Role != before.Role || e.Team != before.Team || e.Center != before.Center) {
		return fmt.Errorf("nobody changes the own role or team: %w", ErrDenied)
	}
	e, err := e.clean(ctx, within, who)
	if err != nil {
		return err
	}
	was, err := before.facts(ctx, within, who)
	if err != nil {
		return err
	}
	is, err := e.facts(ctx, within, who)
	if err != nil {
		return err
	}
	differ := changes(was, is)
	if len(differ) == 0 {
		return nil
	}
	if err := within.UpdateAgent(ctx, Agent{ID: before.ID, Name: e.Name, Team: e.Team, Role: e.Role, Center: e.Center}); err != nil {
		return fmt.Errorf("change agent %d: %w", before.ID, err)
	}
	if !slices.Equal(before.Portals, e.Portals) {
		if err := within.SetAgentPortals(ctx, before.ID, e.Portals); err != nil {
			return fmt.Errorf("change the portals of agent %d: %w", before.ID, err)
		}
	}
	return note(ctx, within, who, AuditAgentChanged, e.Name, differ)
}

// clean returns the entry as it may be kept, with nothing in it that is another organisation's or not the manager's to give.
func (e AgentEntry) clean(ctx context.Context, within ManageStore, who Manager) (AgentEntry, error) {
	if e.Name = CleanName(e.Name); e.Name == "" {
		return e, fmt.Errorf("an agent needs a name: %w", ErrInvalid)
	}
	if e.Role < RoleAgent || e.Role > RoleOrganisationManager {
		return e, fmt.Errorf("role %d: %w", e.Role, ErrInvalid)
	}
	if !who.MayManageAgent(e.Team, e.Role) {
		return e, fmt.Errorf("role %d in team %d: %w", e.Role, e.Team, ErrDenied)
	}
	if _, err := ownTeam(ctx, within, who, e.Team); err != nil {
		return e, err
	}
	portals, err := within.Portals(ctx, who.Organisation.ID)
	if err != nil {
		return e, fmt.Errorf("list portals: %w", err)
	}
	e.Portals = slices.Compact(slices.Sorted(slices.Values(e.Portals)))
	for _, id := range e.Portals {
		if !slices.ContainsFunc(portals, func(p Portal) bool { return p.ID == id }) {
			return e, fmt.Errorf("portal %d: %w", id, ErrInvalid)
		}
	}
	return e, nil
}

// facts are what the audit log says of an agent.
func (e AgentEntry) facts(ctx context.Context, within ManageStore, who Manager) ([]fact, error) {
	team, err := within.Team(ctx, e.Team)
	if err != nil {
		return nil, fmt.Errorf("look up a team: %w", err)
	}
	portals, err := within.Portals(ctx, who.Organisation.ID)
	if err != nil {
		return nil, fmt.Errorf("list portals: %w", err)
	}
	var served []string
	for _, p := range portals {
		if slices.Contains(e.Portals, p.ID) {
			served = append(served, p.Name)
		}
	}
	return []fact{
		{"name", e.Name},
		{"mail", e.Mail},
		{"team", team.Name},
		{"role", e.Role.String()},
		{"center", strconv.FormatBool(e.Center || e.Role > RoleAgent)},
		{"portals", strings.Join(served, ", ")},
	}, nil
}
