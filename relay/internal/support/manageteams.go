package support

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// TeamFor returns a team that the manager may see.
func (m *Manage) TeamFor(ctx context.Context, who Manager, id TeamID) (Team, error) {
	return teamFor(ctx, m.store, who, id)
}

func teamFor(ctx context.Context, store ManageStore, who Manager, id TeamID) (Team, error) {
	t, err := store.Team(ctx, id)
	if err != nil {
		return Team{}, err
	}
	if t.Organisation != who.Organisation.ID || !who.May(ActManageTeam, Object{Team: id}) {
		return Team{}, ErrNotFound
	}
	return t, nil
}

// MayChangeTeam reports whether a manager may change a team: what the own team may do is for those above it to decide.
func (m Manager) MayChangeTeam(id TeamID) bool {
	return m.May(ActManageTeam, Object{Team: id}) && (m.Everything() || id != m.Team.ID && !slices.Contains(m.Token.Teams, id))
}

// CreateTeam makes a team. A team manager makes teams below the own ones alone.
func (m *Manage) CreateTeam(ctx context.Context, who Manager, t Team) (id TeamID, err error) {
	err = m.store.Manage(ctx, func(within ManageStore) error {
		t, parent, err := t.clean(ctx, within, who)
		if err != nil {
			return err
		}
		if id, err = within.CreateTeam(ctx, t); err != nil {
			return fmt.Errorf("create a team: %w", err)
		}
		return note(ctx, within, who, AuditTeamCreated, t.Name, changes(nil, t.facts(parent)))
	})
	return id, err
}

// ChangeTeam changes a team that is as the manager saw it, else ErrChanged. ErrInvalid when it would be above itself.
func (m *Manage) ChangeTeam(ctx context.Context, who Manager, seen Seen, t Team) error {
	return m.store.Manage(ctx, func(within ManageStore) error {
		before, err := teamFor(ctx, within, who, t.ID)
		if err != nil {
			return err
		}
		if !who.MayChangeTeam(t.ID) {
			return ErrDenied
		}
		if err := still(before, seen); err != nil {
			return err
		}
		t, parent, err := t.clean(ctx, within, who)
		if err != nil {
			return err
		}
		above := Team{}
		if before.Parent != 0 {
			if above, err = within.Team(ctx, before.Parent); err != nil {
				return fmt.Errorf("look up a team: %w", err)
			}
		}
		differ := changes(before.facts(above), t.facts(parent))
		if len(differ) == 0 {
			return nil
		}
		if err := within.UpdateTeam(ctx, t); err != nil {
			return fmt.Errorf("change team %d: %w", t.ID, err)
		}
		return note(ctx, within, who, AuditTeamChanged, t.Name, differ)
	})
}

// clean returns the team as it may be kept, and the one above it.
func (t Team) clean(ctx context.Context, within ManageStore, who Manager) (clean, parent Team, err error) {
	t.Organisation = who.Organisation.ID
	if t.Name = CleanName(t.Name); t.Name == "" {
		return t, parent, fmt.Errorf("a team needs a name: %w", ErrInvalid)
	}
	if t.Features&^FeaturesAll != 0 {
		return t, parent, fmt.Errorf("features %b: %w", t.Features, ErrInvalid)
	}
	if t.Parent == 0 {
		if !who.May(ActManageTeam, Object{}) {
			return t, parent, fmt.Errorf("a team at the top: %w", ErrDenied)
		}
		return t, parent, nil
	}
	parent, err = teamFor(ctx, within, who, t.Parent)
	return t, parent, err
}

func (t Team) facts(parent Team) []fact {
	return []fact{{"name", t.Name}, {"parent", parent.Name}, {"features", strings.Join(t.Features.Names(), ", ")}}
}

// ownTeam returns the team of which something is to be; ErrInvalid when the organisation has none such, be it another's or nobody's.
func ownTeam(ctx context.Context, within ManageStore, who Manager, id TeamID) (Team, error) {
	t, err := within.Team(ctx, id)
	switch {
	case err != nil && !errors.Is(err, ErrNotFound):
		return t, fmt.Errorf("look up a team: %w", err)
	case err != nil || t.Organisation != who.Organisation.ID:
		return t, fmt.Errorf("team %d: %w", id, ErrInvalid)
	}
	return t, nil
}
