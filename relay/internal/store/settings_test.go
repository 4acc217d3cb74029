package store_test

import (
	"crypto/ed25519"
	"errors"
	"testing"

	"beside.example/relay/internal/support"
)

// testSettings holds it that an organisation has the settings it decided, and until then the usual ones.
func testSettings(t *testing.T, f *fixture) {
	ctx := t.Context()
	id := f.organisation.ID
	if s, err := f.Settings(ctx, id); err != nil || s != support.DefaultSettings() {
		t.Errorf("before any decision: %+v, %v", s, err)
	}
	for _, want := range []support.Settings{
		{
			TimeZone: "Europe/Paris", Keep: support.Retention{Requests: 1, Chats: 2, Audit: 3, SignIns: 4},
			HandIn: true, Monitoring: true, FactorRequired: true, OnlySingleSignOn: true,
		},
		{TimeZone: "UTC"},
	} {
		before, err := f.DeskVersion(ctx)
		must(t, err)
		must(t, f.PutSettings(ctx, id, want))
		if s, err := f.Settings(ctx, id); err != nil || s != want {
			t.Errorf("kept %+v, %v, want %+v", s, err, want)
		}
		if after, err := f.DeskVersion(ctx); err != nil || after == before {
			t.Errorf("apps do not hear of it: version %d, %v", after, err)
		}
	}
	other := support.Organisation{Name: "Southfield", Key: ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)), Created: now}
	_, err := f.CreateOrganisation(ctx, other)
	must(t, err)
	if err := f.RenameOrganisation(ctx, id, other.Name); !errors.Is(err, support.ErrExists) {
		t.Errorf("a name that is taken: %v", err)
	}
	must(t, f.RenameOrganisation(ctx, id, "Northfield"))
	if o, err := f.Organisation(ctx, id); err != nil || o.Name != "Northfield" {
		t.Errorf("renamed to %q, %v", o.Name, err)
	}
	if err := f.RenameOrganisation(ctx, id+100, "Nobody"); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("one that is not there: %v", err)
	}
}
