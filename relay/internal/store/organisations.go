package store

import (
	"context"
	"crypto/ed25519"
	"fmt"

	"beside.example/relay/internal/support"
)

// CreateOrganisation keeps a new organisation; ErrExists when the name is taken.
func (s *Store) CreateOrganisation(ctx context.Context, o support.Organisation) (support.OrganisationID, error) {
	return insert[support.OrganisationID](ctx, s.db,
		`INSERT INTO organisations (name, key, created) VALUES (?, ?, ?) RETURNING id`,
		o.Name, o.Key.Seed(), toMillis(o.Created))
}

const organisationColumns = `o.id, o.name, o.key, o.created`

func scanOrganisation(row scanner) (support.Organisation, error) {
	var o support.Organisation
	var r organisationRow
	if err := row.Scan(r.into(&o)...); err != nil {
		return o, mapped(err)
	}
	return o, r.finish(&o)
}

// organisationRow holds the columns of an organisation that need a conversion.
type organisationRow struct {
	seed    []byte
	created millis
}

func (r *organisationRow) into(o *support.Organisation) []any {
	return []any{&o.ID, &o.Name, &r.seed, &r.created}
}

func (r *organisationRow) finish(o *support.Organisation) error {
	if len(r.seed) != ed25519.SeedSize {
		return fmt.Errorf("key of organisation %d has %d bytes", o.ID, len(r.seed))
	}
	o.Key, o.Created = ed25519.NewKeyFromSeed(r.seed), r.created.time()
	return nil
}

// Organisations lists all organisations by name.
func (s *Store) Organisations(ctx context.Context) ([]support.Organisation, error) {
	return list(ctx, s.db, scanOrganisation, `SELECT `+organisationColumns+` FROM organisations o ORDER BY o.name`)
}

// OrganisationByName finds an organisation, else ErrNotFound.
func (s *Store) OrganisationByName(ctx context.Context, name string) (support.Organisation, error) {
	return scanOrganisation(s.db.QueryRowContext(ctx, `SELECT `+organisationColumns+` FROM organisations o WHERE o.name = ?`, name))
}

// CreatePortal keeps a new portal, served by every agent whom its organisation has now; ErrExists when the organisation has
// one of that name.
func (s *Store) CreatePortal(ctx context.Context, p support.Portal) (support.PortalID, error) {
	err := s.inTx(ctx, func(tx queryer) (err error) {
		p.ID, err = insert[support.PortalID](ctx, tx,
			`INSERT INTO portals (organisation, name, created) VALUES (?, ?, ?) RETURNING id`, p.Organisation, p.Name, toMillis(p.Created))
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO portal_agents (portal, agent) SELECT CAST(? AS BIGINT), id FROM agents WHERE organisation = ?`,
			p.ID, p.Organisation)
		return err
	})
	return p.ID, err
}

const portalColumns = `p.id, p.organisation, p.name, p.created`

func scanPortal(row scanner) (support.Portal, error) {
	var p support.Portal
	var created millis
	err := row.Scan(&p.ID, &p.Organisation, &p.Name, &created)
	p.Created = created.time()
	return p, mapped(err)
}

// Portals lists an organisation's portals by name.
func (s *Store) Portals(ctx context.Context, o support.OrganisationID) ([]support.Portal, error) {
	return list(ctx, s.db, scanPortal, `SELECT `+portalColumns+` FROM portals p WHERE p.organisation = ? ORDER BY p.name`, o)
}

// CreateTeam keeps a new team; ErrExists when the organisation has one of that name.
func (s *Store) CreateTeam(ctx context.Context, t support.Team) (support.TeamID, error) {
	var parent any // NULL at the top
	if t.Parent != 0 {
		parent = t.Parent
	}
	return insert[support.TeamID](ctx, s.db,
		`INSERT INTO teams (organisation, parent, name) VALUES (?, ?, ?) RETURNING id`, t.Organisation, parent, t.Name)
}

// Teams lists an organisation's teams by name.
func (s *Store) Teams(ctx context.Context, o support.OrganisationID) ([]support.Team, error) {
	scan := func(row scanner) (t support.Team, err error) {
		return t, row.Scan(&t.ID, &t.Organisation, &t.Parent, &t.Name)
	}
	return list(ctx, s.db, scan,
		`SELECT id, organisation, COALESCE(parent, 0), name FROM teams WHERE organisation = ? ORDER BY name`, o)
}
