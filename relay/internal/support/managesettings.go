package support

import (
	"context"
	"fmt"
	"strconv"
)

// SettingsStore keeps what organisations decide about themselves.
type SettingsStore interface {
	// Settings returns the settings of an organisation, DefaultSettings when it never decided.
	Settings(ctx context.Context, o OrganisationID) (Settings, error)
	PutSettings(ctx context.Context, o OrganisationID, s Settings) error
	Organisation(ctx context.Context, id OrganisationID) (Organisation, error)
	// RenameOrganisation is ErrExists when another one has that name.
	RenameOrganisation(ctx context.Context, id OrganisationID, name string) error
}

// OrganisationRecord is an organisation as its managers see it.
type OrganisationRecord struct {
	Name string
	Settings
}

// SettingsFor returns the organisation of somebody who may see what it decided, else ErrDenied.
func (m *Manage) SettingsFor(ctx context.Context, who Manager) (OrganisationRecord, error) {
	return settingsFor(ctx, m.store, who)
}

func settingsFor(ctx context.Context, store ManageStore, who Manager) (OrganisationRecord, error) {
	if !who.May(ActSeeSettings, Object{}) {
		return OrganisationRecord{}, ErrDenied
	}
	o, err := store.Organisation(ctx, who.Organisation.ID)
	if err != nil {
		return OrganisationRecord{}, fmt.Errorf("look up an organisation: %w", err)
	}
	s, err := store.Settings(ctx, o.ID)
	if err != nil {
		return OrganisationRecord{}, fmt.Errorf("look up the settings: %w", err)
	}
	return OrganisationRecord{Name: o.Name, Settings: s}, nil
}

// ChangeSettings changes an organisation that is as the manager saw it, else ErrChanged; ErrExists when another one has the name,
// ErrFactorNeeded or ErrUntried when it would lock the manager out. How people sign in is not for programs to change.
func (m *Manage) ChangeSettings(ctx context.Context, who Manager, seen Seen, o OrganisationRecord) error {
	if !who.May(ActChangeSettings, Object{}) {
		return ErrDenied
	}
	return m.store.Manage(ctx, func(within ManageStore) error {
		before, err := settingsFor(ctx, within, who)
		if err != nil {
			return err
		}
		if err := still(before, seen); err != nil {
			return err
		}
		if o.Name = CleanName(o.Name); o.Name == "" {
			return fmt.Errorf("an organisation needs a name: %w", ErrInvalid)
		}
		if err := o.check(); err != nil {
			return err
		}
		differ := changes(before.facts(), o.facts())
		if len(differ) == 0 {
			return nil
		}
		if who.Program() && (o.FactorRequired != before.FactorRequired || o.OnlySingleSignOn != before.OnlySingleSignOn) {
			return fmt.Errorf("a program changes how people sign in: %w", ErrDenied)
		}
		if err := tighten(ctx, within, who, before.Settings, o.Settings); err != nil {
			return err
		}
		if o.Name != before.Name {
			if err := within.RenameOrganisation(ctx, who.Organisation.ID, o.Name); err != nil {
				return fmt.Errorf("rename an organisation: %w", err)
			}
		}
		if err := within.PutSettings(ctx, who.Organisation.ID, o.Settings); err != nil {
			return fmt.Errorf("keep the settings: %w", err)
		}
		return note(ctx, within, who, AuditSettingsChanged, o.Name, differ)
	})
}

// facts are what the audit log says of an organisation.
func (o OrganisationRecord) facts() []fact {
	days := func(d Days) string { return strconv.Itoa(int(d)) }
	return []fact{
		{"name", o.Name},
		{"time-zone", o.TimeZone},
		{"keep-requests", days(o.Keep.Requests)},
		{"keep-chats", days(o.Keep.Chats)},
		{"keep-audit", days(o.Keep.Audit)},
		{"keep-sign-ins", days(o.Keep.SignIns)},
		{"hand-in", strconv.FormatBool(o.HandIn)},
		{"monitoring", strconv.FormatBool(o.Monitoring)},
		{"factor-required", strconv.FormatBool(o.FactorRequired)},
		{"only-single-sign-on", strconv.FormatBool(o.OnlySingleSignOn)},
	}
}
