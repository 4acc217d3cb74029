package support

import (
	"context"
	"fmt"
	"strconv"
	"time"
)

// DeleteStore is what Manage needs of a store to delete things. Lookups that find nothing return ErrNotFound.
type DeleteStore interface {
	TeamMembers(ctx context.Context, id TeamID) (TeamMembers, error)
	// DeleteTeam removes a team and moves whoever and whatever belonged to it; ErrInvalid when the other one is below it.
	DeleteTeam(ctx context.Context, id, to TeamID) error
	// DeletePortal takes a portal away, with the codes of it that wait for somebody.
	DeletePortal(ctx context.Context, id PortalID, at time.Time) error
	// DeleteAgent takes an agent out of service for good and puts mail in the place of the mail address.
	DeleteAgent(ctx context.Context, was Agent, mail string) error
	OpenRequests(ctx context.Context, portals []PortalID, agent AgentID) ([]Request, error)
	ChangeRequest(ctx context.Context, id RequestID, change func(r *Request) (Step, error)) (Request, []Event, error)
}

// The acts of deletion.
const (
	AuditTeamDeleted   AuditAct = "team-deleted"
	AuditPortalDeleted AuditAct = "portal-deleted"
	AuditAgentDeleted  AuditAct = "agent-deleted"
)

// TeamMembers is who and what belongs to a team itself.
type TeamMembers struct {
	Agents      int // those who are out of service included
	Teams       int // right below it
	Replies     int
	Invitations int
}

// Empty reports whether nobody and nothing belongs to the team.
func (n TeamMembers) Empty() bool { return n == TeamMembers{} }

// TeamMembersFor counts who and what belongs to a team that the manager may delete.
func (m *Manage) TeamMembersFor(ctx context.Context, who Manager, id TeamID) (TeamMembers, error) {
	if _, err := deletable(ctx, m.store, who, id); err != nil {
		return TeamMembers{}, err
	}
	return m.store.TeamMembers(ctx, id)
}

func deletable(ctx context.Context, store ManageStore, who Manager, id TeamID) (Team, error) {
	t, err := teamFor(ctx, store, who, id)
	if err == nil && !who.MayChangeTeam(id) {
		err = ErrDenied
	}
	return t, err
}

// DeleteTeam removes a team that is as the manager saw it, else ErrChanged. Whoever and whatever belongs to it moves to another team; without one it must
// be empty, else ErrInvalid.
func (m *Manage) DeleteTeam(ctx context.Context, who Manager, id TeamID, seen Seen, to TeamID) error {
	return m.store.Manage(ctx, func(within ManageStore) error {
		before, err := deletable(ctx, within, who, id)
		if err != nil {
			return err
		}
		if err := still(before, seen); err != nil {
			return err
		}
		members, err := within.TeamMembers(ctx, id)
		if err != nil {
			return fmt.Errorf("count who is in a team: %w", err)
		}
		var target Team
		switch {
		case to != 0:
			if target, err = teamFor(ctx, within, who, to); err != nil {
				return err
			}
		case !members.Empty():
			return fmt.Errorf("a team that is not empty: %w", ErrInvalid)
		}
		if err := within.DeleteTeam(ctx, id, to); err != nil {
			return fmt.Errorf("delete team %d: %w", id, err)
		}
		var moved []Change
		if !members.Empty() {
			moved = []Change{{Field: "moved-to", After: target.Name}, {Field: "agents", After: strconv.Itoa(members.Agents)}}
		}
		return note(ctx, within, who, AuditTeamDeleted, before.Name, moved)
	})
}

// OpenIn returns the requests of a portal that wait, and how many are with an agent.
func (m *Manage) OpenIn(ctx context.Context, who Manager, id PortalID) (waiting, helped int, err error) {
	if _, err := portalFor(ctx, m.store, who, id); err != nil {
		return 0, 0, err
	}
	open, err := m.store.OpenRequests(ctx, []PortalID{id}, 0)
	if err != nil {
		return 0, 0, fmt.Errorf("list open requests: %w", err)
	}
	for _, r := range open {
		if r.State.Waiting() {
			waiting++
		}
	}
	return waiting, len(open) - waiting, nil
}

// DeletePortal takes away a portal that still has the version the manager saw, else ErrChanged: its page, its codes, and the requests that
// wait in it, which end without an answer. Who is being helped is helped to the end; what happened stays under the portal's name.
func (m *Manage) DeletePortal(ctx context.Context, who Manager, id PortalID, version uint64) error {
	return m.store.Manage(ctx, func(within ManageStore) error {
		before, err := portalFor(ctx, within, who, id)
		if err != nil {
			return err
		}
		if before.Version != version {
			return ErrChanged
		}
		now := time.Now()
		if err := within.DeletePortal(ctx, id, now); err != nil {
			return fmt.Errorf("delete portal %d: %w", id, err)
		}
		ended, err := endWaiting(ctx, within, id, now)
		if err != nil {
			return err
		}
		return note(ctx, within, who, AuditPortalDeleted, before.Name, changes(nil, []fact{
			{"slug", before.Slug}, {"requests-ended", strconv.Itoa(ended)},
		}))
	})
}

// endWaiting ends the requests that wait in a portal, and returns how many there were.
func endWaiting(ctx context.Context, within ManageStore, id PortalID, at time.Time) (ended int, err error) {
	open, err := within.OpenRequests(ctx, []PortalID{id}, 0)
	if err != nil {
		return 0, fmt.Errorf("list open requests: %w", err)
	}
	for _, r := range open {
		if !r.State.Waiting() {
			continue
		}
		_, _, err := within.ChangeRequest(ctx, r.ID, func(r *Request) (Step, error) {
			if !r.State.Waiting() {
				return Step{}, nil
			}
			return r.end(RequestNoResponse, Actor{}, at), nil
		})
		if err != nil {
			return ended, fmt.Errorf("end request %v: %w", r.ID, err)
		}
		ended++
	}
	return ended, nil
}

// deletedMail is in the place of the mail address of an agent who was deleted. No mail is ever sent to that domain.
func deletedMail(id AgentID) string {
	return "deleted-" + strconv.FormatUint(uint64(id), 10) + "@agents.invalid"
}

// Deleted reports whether the agent was deleted, or is known by a number alone. Reports still name them.
func (a Agent) Deleted() bool { return a.Disabled && a.Mail == deletedMail(a.ID) || a.Erased() }

// HeldBy returns how many requests are with an agent whom the manager may manage.
func (m *Manage) HeldBy(ctx context.Context, who Manager, id AgentID) (int, error) {
	if _, err := agentFor(ctx, m.store, who, id); err != nil {
		return 0, err
	}
	open, err := m.store.OpenRequests(ctx, nil, id)
	if err != nil {
		return 0, fmt.Errorf("list open requests: %w", err)
	}
	return len(open), nil
}

// DeleteAgent takes an agent who is as the manager saw them out of service for good, else ErrChanged: signed out everywhere, with all that they signed in
// by, what they kept for themselves, and the mail address, which is free again. The name stays in reports. Nobody deletes themselves.
func (m *Manage) DeleteAgent(ctx context.Context, who Manager, id AgentID, seen Seen) error {
	if id == who.Agent.ID {
		return ErrDenied
	}
	return m.store.Manage(ctx, func(within ManageStore) error {
		record, err := agentFor(ctx, within, who, id)
		if err != nil {
			return err
		}
		if err := still(record, seen); err != nil {
			return err
		}
		a, err := within.Agent(ctx, id)
		if err != nil {
			return fmt.Errorf("look up an agent: %w", err)
		}
		if err := note(ctx, within, who, AuditAgentDeleted, a.Name, nil); err != nil {
			return err
		}
		if err := within.DeleteAgent(ctx, a, deletedMail(id)); err != nil {
			return fmt.Errorf("delete agent %d: %w", id, err)
		}
		return nil
	})
}
