package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"beside.example/relay/internal/account"
	"beside.example/relay/internal/support"
)

// applied tells what became of one entry of a plan.
type applied struct {
	what, name, change string
	password           string // of an agent who was created
}

// What became of an entry.
const (
	created   = "created"
	changed   = "changed"
	unchanged = "unchanged"
)

// apply brings the store to what a plan says. Doing it again changes nothing, and after an error it can be done again.
func (d *desk) apply(ctx context.Context, p plan, report func(applied)) error {
	o, err := d.OrganisationByName(ctx, p.organisation)
	change := unchanged
	if errors.Is(err, support.ErrNotFound) {
		change = created
		o, err = d.createOrganisation(ctx, p.organisation)
	}
	if err != nil {
		return fmt.Errorf("organisation %q: %w", p.organisation, err)
	}
	report(applied{what: "organisation", name: o.Name, change: change})
	for _, t := range p.teams {
		if err := d.applyTeam(ctx, o, t, report); err != nil {
			return fmt.Errorf("team %q: %w", t.Name, err)
		}
	}
	for _, portal := range p.portals {
		if err := d.applyPortal(ctx, o, portal, report); err != nil {
			return fmt.Errorf("portal %q: %w", portal.Slug, err)
		}
	}
	for _, a := range p.agents {
		if err := d.applyAgent(ctx, o, a, report); err != nil {
			return fmt.Errorf("agent %s: %w", a.Mail, err)
		}
	}
	for _, c := range p.canned {
		if err := d.applyCanned(ctx, o, c, report); err != nil {
			return fmt.Errorf("%s: canned reply %q: %w", c.place, c.Title, err)
		}
	}
	return nil
}

func (d *desk) applyTeam(ctx context.Context, o support.Organisation, t plannedTeam, report func(applied)) error {
	teams, err := d.Teams(ctx, o.ID)
	if err != nil {
		return err
	}
	t.Organisation = o.ID
	if t.parent != "" {
		i := slices.IndexFunc(teams, func(other support.Team) bool { return strings.EqualFold(other.Name, t.parent) })
		if i < 0 {
			return fmt.Errorf("parent %q: %w; write it before this team", t.parent, support.ErrNotFound)
		}
		t.Parent = teams[i].ID
	}
	i := slices.IndexFunc(teams, func(other support.Team) bool { return strings.EqualFold(other.Name, t.Name) })
	change := unchanged
	switch {
	case i < 0:
		change = created
		_, err = d.CreateTeam(ctx, t.Team)
	default:
		if t.ID = teams[i].ID; teams[i] != t.Team {
			change = changed
			err = d.UpdateTeam(ctx, t.Team)
		}
	}
	if err == nil {
		report(applied{what: "team", name: t.Name, change: change})
	}
	return err
}

func (d *desk) applyPortal(ctx context.Context, o support.Organisation, p plannedPortal, report func(applied)) error {
	before, err := d.PortalBySlug(ctx, p.Slug)
	change := unchanged
	switch {
	case errors.Is(err, support.ErrNotFound):
		change = created
		p.Organisation, p.Created = o.ID, time.Now()
		p.ID, err = d.CreatePortal(ctx, p.Portal)
	case err != nil:
	case before.Organisation != o.ID:
		err = fmt.Errorf("the slug is a portal's of another organisation: %w", support.ErrExists)
	default:
		p.ID, p.Organisation, p.Version, p.Created, p.Page.HasLogo = before.ID, before.Organisation, before.Version, before.Created, before.Page.HasLogo
		if !same(p.Portal, before) {
			change = changed
			err = d.UpdatePortal(ctx, p.Portal)
		}
	}
	if err != nil {
		return err
	}
	if p.logo != nil {
		if kept, err := d.PortalLogo(ctx, p.ID); err != nil && !errors.Is(err, support.ErrNotFound) {
			return err
		} else if !slices.Equal(kept, p.logo) {
			if err := d.SetPortalLogo(ctx, p.ID, p.logo); err != nil {
				return err
			}
			if change == unchanged {
				change = changed
			}
		}
	}
	report(applied{what: "portal", name: p.Slug, change: change})
	return nil
}

// same reports whether two portals say the same, however they keep it that there is nothing.
func same(a, b support.Portal) bool {
	first, err := json.Marshal(a)
	second, other := json.Marshal(b)
	return err == nil && other == nil && bytes.Equal(first, second)
}

func (d *desk) applyAgent(ctx context.Context, o support.Organisation, a plannedAgent, report func(applied)) error {
	portals, err := d.portals(ctx, o, a.portals)
	if err != nil {
		return err
	}
	before, err := d.AgentByMail(ctx, a.Mail)
	if errors.Is(err, support.ErrNotFound) {
		password := account.NewPassword()
		made, err := d.createAgent(ctx, o, newAgent{
			name: a.Name, mail: a.Mail, team: a.team, password: password, portals: a.portals, role: a.Role, center: a.Center,
		})
		if err == nil {
			report(applied{what: "agent", name: made.Mail, change: created, password: password})
		}
		return err
	}
	if err != nil {
		return err
	}
	if before.Organisation != o.ID {
		return fmt.Errorf("the mail address is an agent's of another organisation: %w", support.ErrExists)
	}
	after := before
	after.Name, after.Role, after.Center = a.Name, a.Role, a.Center
	if after.Team, err = d.team(ctx, o, a.team); err != nil {
		return err
	}
	change := unchanged
	if after != before {
		change = changed
		if err := d.UpdateAgent(ctx, after); err != nil {
			return err
		}
	}
	served, err := d.AgentPortals(ctx, before.ID)
	if err != nil {
		return err
	}
	slices.Sort(portals)
	if !slices.Equal(served, portals) {
		change = changed
		if err := d.SetAgentPortals(ctx, before.ID, portals); err != nil {
			return err
		}
	}
	report(applied{what: "agent", name: a.Mail, change: change})
	return nil
}

func (d *desk) applyCanned(ctx context.Context, o support.Organisation, c plannedCanned, report func(applied)) error {
	c.Organisation = o.ID
	var err error
	switch {
	case c.team != "":
		c.Scope = support.CannedTeam
		c.Team, err = d.team(ctx, o, c.team)
	case c.agent != "":
		var agent support.Agent
		agent, err = d.agent(ctx, account.NormalMail(c.agent))
		c.Scope, c.Agent = support.CannedAgent, agent.ID
		if err == nil && agent.Organisation != o.ID {
			err = fmt.Errorf("agent %s: %w", c.agent, support.ErrNotFound)
		}
	}
	if err != nil {
		return err
	}
	all, err := d.CannedOf(ctx, o.ID)
	if err != nil {
		return err
	}
	change := created
	for _, other := range all {
		if other.Scope == c.Scope && other.Team == c.Team && other.Agent == c.Agent && other.Title == c.Title && other.Language == c.Language {
			c.ID, change = other.ID, changed
			if other == c.Canned {
				change = unchanged
			}
		}
	}
	if change != unchanged {
		if _, err := d.PutCanned(ctx, c.Canned); err != nil {
			return err
		}
	}
	report(applied{what: "canned reply", name: c.Title, change: change})
	return nil
}
