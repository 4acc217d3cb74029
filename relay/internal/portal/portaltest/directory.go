package portaltest

import (
	"context"

	"beside.example/relay/internal/support"
)

// PortalBySlug finds a portal by the end of its address.
func (d *Desk) PortalBySlug(_ context.Context, slug string) (support.Portal, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, p := range d.Portals {
		if p.Slug == slug {
			return p, d.Away
		}
	}
	return support.Portal{}, support.ErrNotFound
}

// Portal finds a portal.
func (d *Desk) Portal(_ context.Context, id support.PortalID) (support.Portal, error) {
	return find(d, d.Portals, id)
}

// PortalLogo finds the picture of a portal.
func (d *Desk) PortalLogo(_ context.Context, id support.PortalID) ([]byte, error) {
	return find(d, d.Logos, id)
}

// Organisation finds an organisation.
func (d *Desk) Organisation(_ context.Context, id support.OrganisationID) (support.Organisation, error) {
	return find(d, d.Organisations, id)
}

// Agent finds an agent.
func (d *Desk) Agent(_ context.Context, id support.AgentID) (support.Agent, error) {
	return find(d, d.Agents, id)
}

// AgentFeatures tells what an agent's team allows: everything but what Withheld says.
func (d *Desk) AgentFeatures(_ context.Context, id support.AgentID) (support.Features, error) {
	if _, err := find(d, d.Agents, id); err != nil {
		return 0, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return support.FeaturesAll &^ d.Withheld, nil
}

func find[K comparable, V any](d *Desk, all map[K]V, key K) (V, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	v, ok := all[key]
	if !ok {
		return v, support.ErrNotFound
	}
	return v, d.Away
}
