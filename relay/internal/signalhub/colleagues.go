package signalhub

import (
	"context"
	"errors"
	"reflect"
	"slices"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// showOffice has the desk tell an app of its colleagues from now on; told is closed when it was told for the first time.
func (d *desk) showOffice(ctx context.Context, c *conn, request uint32) {
	d.do(ctx, func(ctx context.Context) {
		f := d.followers[c]
		if f == nil {
			return
		}
		f.office = true
		present, err := d.hub.config.Desk.Presence.Colleagues(ctx, c.who.Organisation.ID)
		if err != nil {
			c.log.WarnContext(ctx, "list colleagues", "error", err)
			m, _ := refused(err)
			_ = c.answer(request, m)
			return
		}
		f.colleagues = colleaguesOf(f, present)
		_ = c.answer(request, signalling.ColleagueList{Colleagues: f.colleagues}.Fit())
	})
}

// tellColleagues tells apps whose colleagues changed since they were told.
func (d *desk) tellColleagues(ctx context.Context) {
	offices := map[support.OrganisationID][]support.PresentAgent{}
	for c, f := range d.followers {
		if !f.office {
			continue
		}
		organisation := c.who.Organisation.ID
		present, known := offices[organisation]
		if !known {
			var err error
			if present, err = d.hub.config.Desk.Presence.Colleagues(ctx, organisation); err != nil {
				if !errors.Is(err, context.Canceled) {
					d.hub.config.Logger.WarnContext(ctx, "list colleagues", "error", err)
				}
				return
			}
			offices[organisation] = present
		}
		if now := colleaguesOf(f, present); !reflect.DeepEqual(now, f.colleagues) {
			f.colleagues = now
			c.push(signalling.ColleagueList{Colleagues: now}.Fit())
		}
	}
}

// colleaguesOf returns those who are there besides the agent, by name.
func colleaguesOf(f *follower, present []support.PresentAgent) []signalling.Colleague {
	var colleagues []signalling.Colleague
	for _, p := range present {
		if p.Agent == f.conn.who.Agent.ID {
			continue
		}
		c := signalling.Colleague{
			Agent: signalling.AgentID(p.Agent), Name: p.Name, Team: p.TeamName, Status: wireStatus(p.Status),
		}
		for _, portal := range p.Portals {
			c.Portals = append(c.Portals, signalling.PortalID(portal))
		}
		colleagues = append(colleagues, c)
	}
	slices.SortFunc(colleagues, func(a, b signalling.Colleague) int {
		if a.Name != b.Name {
			if a.Name < b.Name {
				return -1
			}
			return 1
		}
		return int(int64(a.Agent) - int64(b.Agent))
	})
	return colleagues
}
