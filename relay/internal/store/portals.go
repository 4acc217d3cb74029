package store

import (
	"context"

	"beside.example/relay/internal/support"
)

// CreatePortal keeps a new portal, served by every agent whom its organisation has now; ErrExists when the organisation has
// one of that name, or the relay one of that slug. A portal without a slug has no page of its own.
func (s *Store) CreatePortal(ctx context.Context, p support.Portal) (support.PortalID, error) {
	err := s.inTx(ctx, func(tx queryer) (err error) {
		p.ID, err = insert[support.PortalID](ctx, tx, `INSERT INTO portals
			(organisation, name, slug, kind, chat_first, features, version, page, hours, survey, created)
			VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?) RETURNING id`,
			p.Organisation, p.Name, textOrNull(p.Slug), p.Kind, p.ChatFirst, p.Features, asJSON(&p.Page), asJSON(&p.Hours), asJSON(&p.Survey), toMillis(p.Created))
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO portal_agents (portal, agent) SELECT CAST(? AS BIGINT), id FROM agents WHERE organisation = ?`,
			p.ID, p.Organisation)
		return err
	})
	return p.ID, err
}

// UpdatePortal replaces everything of a portal but its organisation and its logo, and makes that its next version; ErrExists
// when the name or the slug is another one's.
func (s *Store) UpdatePortal(ctx context.Context, p support.Portal) error {
	return changedOne(s.db.ExecContext(ctx, `UPDATE portals SET name = ?, slug = ?, kind = ?, chat_first = ?, features = ?, page = ?,
		hours = ?, survey = ?, version = version + 1 WHERE id = ?`,
		p.Name, textOrNull(p.Slug), p.Kind, p.ChatFirst, p.Features, asJSON(&p.Page), asJSON(&p.Hours), asJSON(&p.Survey), p.ID))
}

const portalColumns = `p.id, p.organisation, ` + portalName + `, COALESCE(p.slug, ''), p.kind, p.chat_first, p.features, p.version, p.page, p.hours,
	p.survey, p.created, EXISTS (SELECT 1 FROM portal_logos l WHERE l.portal = p.id), p.former IS NOT NULL`

func scanPortal(row scanner) (support.Portal, error) {
	var p support.Portal
	err := row.Scan(&p.ID, &p.Organisation, &p.Name, &p.Slug, &p.Kind, &p.ChatFirst, &p.Features, &p.Version, asJSON(&p.Page),
		asJSON(&p.Hours), asJSON(&p.Survey), timeColumn{&p.Created}, &p.Page.HasLogo, &p.Former)
	return p, mapped(err)
}

// Portals lists an organisation's portals by name.
func (s *Store) Portals(ctx context.Context, o support.OrganisationID) ([]support.Portal, error) {
	return list(ctx, s.db, scanPortal, `SELECT `+portalColumns+` FROM portals p WHERE p.organisation = ? AND p.former IS NULL ORDER BY p.name`, o)
}

// Portal finds a portal, else ErrNotFound.
func (s *Store) Portal(ctx context.Context, id support.PortalID) (support.Portal, error) {
	return one(ctx, s.db, scanPortal, `SELECT `+portalColumns+` FROM portals p WHERE p.id = ?`, id)
}

// PortalBySlug finds the portal at the end of a URL, else ErrNotFound.
func (s *Store) PortalBySlug(ctx context.Context, slug string) (support.Portal, error) {
	return one(ctx, s.db, scanPortal, `SELECT `+portalColumns+` FROM portals p WHERE p.slug = ?`, slug)
}

// PortalLogo returns the PNG that a portal shows, else ErrNotFound.
func (s *Store) PortalLogo(ctx context.Context, id support.PortalID) ([]byte, error) {
	scan := func(row scanner) (png []byte, err error) { return png, row.Scan(&png) }
	return one(ctx, s.db, scan, `SELECT png FROM portal_logos WHERE portal = ?`, id)
}

// SetPortalLogo replaces the PNG that a portal shows, or takes it away when there is none, and makes that its next version.
func (s *Store) SetPortalLogo(ctx context.Context, id support.PortalID, png []byte) error {
	return s.inTx(ctx, func(tx queryer) error {
		if err := changedOne(tx.ExecContext(ctx, `UPDATE portals SET version = version + 1 WHERE id = ?`, id)); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM portal_logos WHERE portal = ?`, id); err != nil || len(png) == 0 {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO portal_logos (portal, png) VALUES (?, ?)`, id, png)
		return err
	})
}

// AgentPortals lists the portals that an agent serves, in the order of their IDs.
func (s *Store) AgentPortals(ctx context.Context, agent support.AgentID) ([]support.PortalID, error) {
	scan := func(row scanner) (id support.PortalID, err error) { return id, row.Scan(&id) }
	return list(ctx, s.db, scan, `SELECT portal FROM portal_agents WHERE agent = ? ORDER BY portal`, agent)
}

// SetAgentPortals replaces the portals that an agent serves.
func (s *Store) SetAgentPortals(ctx context.Context, agent support.AgentID, portals []support.PortalID) error {
	return s.inTx(ctx, func(tx queryer) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM portal_agents WHERE agent = ?`, agent); err != nil {
			return err
		}
		return addPortals(ctx, tx, agent, portals)
	})
}

func addPortals(ctx context.Context, tx queryer, agent support.AgentID, portals []support.PortalID) error {
	for _, p := range portals {
		if _, err := tx.ExecContext(ctx, `INSERT INTO portal_agents (portal, agent) VALUES (?, ?)`, p, agent); err != nil {
			return err
		}
	}
	return nil
}

// PortalAgents lists the agents who serve a portal and are not disabled, by name.
func (s *Store) PortalAgents(ctx context.Context, id support.PortalID) ([]support.Agent, error) {
	return list(ctx, s.db, scanAgent, `SELECT `+agentColumns+` FROM agents a JOIN portal_agents pa ON pa.agent = a.id
		WHERE pa.portal = ? AND NOT a.disabled ORDER BY a.name, a.id`, id)
}

// textOrNull returns a text, or NULL for the empty one.
func textOrNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
