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

// Organisation finds an organisation, else ErrNotFound.
func (s *Store) Organisation(ctx context.Context, id support.OrganisationID) (support.Organisation, error) {
	return scanOrganisation(s.db.QueryRowContext(ctx, `SELECT `+organisationColumns+` FROM organisations o WHERE o.id = ?`, id))
}
