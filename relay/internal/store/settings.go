package store

import (
	"context"
	"errors"

	"beside.example/relay/internal/support"
)

// settingsColumns are the columns of an organisation's settings, in the order of settingsInto.
const settingsColumns = `time_zone, keep_requests, keep_chats, keep_audit, keep_sign_ins, hand_in, monitoring, factor_required, only_single_sign_on`

func settingsInto(s *support.Settings) []any {
	return []any{
		&s.TimeZone, &s.Keep.Requests, &s.Keep.Chats, &s.Keep.Audit, &s.Keep.SignIns, &s.HandIn, &s.Monitoring, &s.FactorRequired, &s.OnlySingleSignOn,
	}
}

// Settings implements support.SettingsStore.
func (s *Store) Settings(ctx context.Context, o support.OrganisationID) (support.Settings, error) {
	scan := func(row scanner) (found support.Settings, err error) { return found, row.Scan(settingsInto(&found)...) }
	found, err := one(ctx, s.db, scan, `SELECT `+settingsColumns+` FROM organisation_settings WHERE organisation = ?`, o)
	if errors.Is(err, support.ErrNotFound) {
		return support.DefaultSettings(), nil
	}
	return found, err
}

// PutSettings implements support.SettingsStore.
func (s *Store) PutSettings(ctx context.Context, o support.OrganisationID, n support.Settings) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO organisation_settings (organisation, `+settingsColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (organisation) DO UPDATE SET time_zone = excluded.time_zone, keep_requests = excluded.keep_requests, keep_chats = excluded.keep_chats,
		keep_audit = excluded.keep_audit, keep_sign_ins = excluded.keep_sign_ins, hand_in = excluded.hand_in, monitoring = excluded.monitoring,
		factor_required = excluded.factor_required, only_single_sign_on = excluded.only_single_sign_on`,
		append([]any{o}, settingsInto(&n)...)...)
	return err
}

// RenameOrganisation implements support.SettingsStore.
func (s *Store) RenameOrganisation(ctx context.Context, id support.OrganisationID, name string) error {
	return changedOne(s.db.ExecContext(ctx, `UPDATE organisations SET name = ? WHERE id = ?`, name, id))
}
