package support

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// PortalFor returns a portal that the manager may manage.
func (m *Manage) PortalFor(ctx context.Context, who Manager, id PortalID) (Portal, error) {
	return portalFor(ctx, m.store, who, id)
}

func portalFor(ctx context.Context, store ManageStore, who Manager, id PortalID) (Portal, error) {
	p, err := store.Portal(ctx, id)
	if err != nil {
		return Portal{}, err
	}
	if p.Former || p.Organisation != who.Organisation.ID || !who.May(ActManagePortal, Object{Portal: id}) {
		return Portal{}, ErrNotFound
	}
	return p, nil
}

// CreatePortal makes a portal, which every agent serves whom the organisation has now.
func (m *Manage) CreatePortal(ctx context.Context, who Manager, p Portal) (id PortalID, err error) {
	if !who.May(ActManagePortal, Object{}) {
		return 0, ErrDenied
	}
	p.Organisation, p.Created = who.Organisation.ID, time.Now()
	if p, err = p.Clean(); err != nil {
		return 0, err
	}
	err = m.store.Manage(ctx, func(within ManageStore) error {
		if id, err = within.CreatePortal(ctx, p); err != nil {
			return fmt.Errorf("create a portal: %w", err)
		}
		return note(ctx, within, who, AuditPortalCreated, p.Name, changes(nil, p.facts()))
	})
	return id, err
}

// ChangePortal changes a portal that still has the version the manager saw, else ErrChanged.
func (m *Manage) ChangePortal(ctx context.Context, who Manager, version uint64, p Portal) error {
	p.Organisation = who.Organisation.ID
	p, err := p.Clean()
	if err != nil {
		return err
	}
	return m.store.Manage(ctx, func(within ManageStore) error {
		before, err := portalFor(ctx, within, who, p.ID)
		if err != nil {
			return err
		}
		if before.Version != version {
			return ErrChanged
		}
		differ := changes(before.facts(), p.facts())
		if len(differ) == 0 {
			return nil
		}
		if err := within.UpdatePortal(ctx, p); err != nil {
			return fmt.Errorf("change portal %d: %w", p.ID, err)
		}
		return note(ctx, within, who, AuditPortalChanged, p.Name, differ)
	})
}

// SetPortalLogo gives a portal a logo, a PNG, or takes it away when there is none.
func (m *Manage) SetPortalLogo(ctx context.Context, who Manager, id PortalID, version uint64, png []byte) error {
	if len(png) > 0 {
		if err := CheckLogo(png); err != nil {
			return err
		}
	}
	return m.store.Manage(ctx, func(within ManageStore) error {
		before, err := portalFor(ctx, within, who, id)
		if err != nil {
			return err
		}
		if before.Version != version {
			return ErrChanged
		}
		if err := within.SetPortalLogo(ctx, id, png); err != nil {
			return fmt.Errorf("change the logo of portal %d: %w", id, err)
		}
		return note(ctx, within, who, AuditPortalLogo, before.Name, []Change{
			{Field: "logo", Before: strconv.FormatBool(before.Page.HasLogo), After: strconv.FormatBool(len(png) > 0)},
		})
	})
}

// facts are what the audit log says of a portal.
func (p Portal) facts() []fact {
	var fields, survey []string
	for _, f := range p.Page.Fields {
		line := f.Key + " (" + string(f.Kind) + "): " + f.Label.line()
		if f.Required {
			line += " *"
		}
		fields = append(fields, line)
	}
	for _, q := range p.Survey {
		survey = append(survey, q.Key+" ("+string(q.Kind)+"): "+q.Label.line())
	}
	return []fact{
		{"name", p.Name},
		{"slug", p.Slug},
		{"kind", p.Kind.String()},
		{"chatfirst", strconv.FormatBool(p.ChatFirst)},
		{"colour", p.Page.Colour},
		{"greeting", p.Page.Greeting.line()},
		{"languages", strings.Join(p.Page.Languages, ", ")},
		{"fields", strings.Join(fields, "; ")},
		{"survey", strings.Join(survey, "; ")},
		{"hours", p.Hours.String()},
		{"features", strings.Join(p.Features.Names(), ", ")},
	}
}

// line writes the texts in every language on one line.
func (t Texts) line() string {
	var parts []string
	for _, tag := range slices.Sorted(maps.Keys(t)) {
		parts = append(parts, tag+": "+t[tag])
	}
	return strings.Join(parts, " / ")
}

// CannedForManager returns a reply of the organisation or of a team that the manager may change.
func (m *Manage) CannedForManager(ctx context.Context, who Manager, id CannedID) (Canned, error) {
	return cannedFor(ctx, m.store, who, id)
}

func cannedFor(ctx context.Context, store ManageStore, who Manager, id CannedID) (Canned, error) {
	c, err := store.Canned(ctx, id)
	if err != nil {
		return Canned{}, err
	}
	if c.Organisation != who.Organisation.ID || !who.MayPutCanned(c) {
		return Canned{}, ErrNotFound
	}
	return c, nil
}

// MayPutCanned reports whether a manager may change a reply. What agents keep for themselves is theirs.
func (m Manager) MayPutCanned(c Canned) bool {
	return c.Scope != CannedAgent && m.May(ActPutCanned, Object{Team: c.Team})
}

// PutCanned keeps a new reply, or changes one that is as the manager saw it, else ErrChanged.
func (m *Manage) PutCanned(ctx context.Context, who Manager, seen Seen, c Canned) (id CannedID, err error) {
	c.Organisation = who.Organisation.ID
	if !who.MayPutCanned(c) {
		return 0, ErrDenied
	}
	if c, err = c.Clean(); err != nil {
		return 0, err
	}
	id = c.ID
	err = m.store.Manage(ctx, func(within ManageStore) error {
		if c.Team != 0 {
			if _, err := ownTeam(ctx, within, who, c.Team); err != nil {
				return err
			}
		}
		act, before := AuditCannedCreated, Canned{}
		if c.ID != 0 {
			act = AuditCannedChanged
			if before, err = cannedFor(ctx, within, who, c.ID); err != nil {
				return err
			}
			if err := still(before, seen); err != nil {
				return err
			}
		}
		if before == c {
			return nil
		}
		if id, err = within.PutCanned(ctx, c); err != nil {
			return fmt.Errorf("keep a canned reply: %w", err)
		}
		return note(ctx, within, who, act, c.Title, changes(before.facts(), c.facts()))
	})
	return id, err
}

// DeleteCanned removes a reply that is as the manager saw it, else ErrChanged.
func (m *Manage) DeleteCanned(ctx context.Context, who Manager, id CannedID, seen Seen) error {
	return m.store.Manage(ctx, func(within ManageStore) error {
		before, err := cannedFor(ctx, within, who, id)
		if err != nil {
			return err
		}
		if err := still(before, seen); err != nil {
			return err
		}
		if err := within.DeleteCanned(ctx, id); err != nil {
			return fmt.Errorf("delete a canned reply: %w", err)
		}
		return note(ctx, within, who, AuditCannedDeleted, before.Title, changes(before.facts(), Canned{}.facts()))
	})
}

func (c Canned) facts() []fact {
	team := ""
	if c.Team != 0 {
		team = strconv.FormatUint(uint64(c.Team), 10)
	}
	return []fact{{"title", c.Title}, {"text", c.Text}, {"url", c.URL}, {"language", c.Language}, {"team", team}}
}
