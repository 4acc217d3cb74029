package support

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Console is whoever runs the relay and acts by its subcommands, under the name that the audit log keeps. What they do needs nobody's leave.
type Console struct {
	store ManageStore
	name  string
}

// NewConsole returns the acts of whoever runs the relay, on what store keeps.
func NewConsole(store ManageStore, name string) *Console { return &Console{store: store, name: name} }

// ResetSecondFactors takes away every second factor of an agent who lost them, and signs the agent out everywhere; ErrNotFound when there is
// none.
func (c *Console) ResetSecondFactors(ctx context.Context, a Agent) error {
	return c.store.Manage(ctx, func(within ManageStore) error {
		if err := within.RemoveSecondFactors(ctx, a.ID); err != nil {
			return err
		}
		_, err := within.RevokeDevices(ctx, a.ID)
		if err := errors.Join(err, within.EndCenterSignIns(ctx, a.ID)); err != nil {
			return fmt.Errorf("sign agent %d out: %w", a.ID, err)
		}
		return c.note(ctx, within, a.Organisation, AuditFactorReset, a.Name, nil)
	})
}

// SetSignInPolicy decides how an organisation's agents sign in, whatever its managers decided: it opens the door that they shut on themselves.
func (c *Console) SetSignInPolicy(ctx context.Context, o Organisation, factorRequired, onlySingleSignOn bool) error {
	return c.store.Manage(ctx, func(within ManageStore) error {
		before, err := within.Settings(ctx, o.ID)
		if err != nil {
			return fmt.Errorf("look up the settings: %w", err)
		}
		after := before
		after.FactorRequired, after.OnlySingleSignOn = factorRequired, onlySingleSignOn
		if err := within.PutSettings(ctx, o.ID, after); err != nil {
			return fmt.Errorf("keep the settings: %w", err)
		}
		if factorRequired && !before.FactorRequired {
			have, err := within.SecondFactors(ctx, o.ID)
			if err != nil {
				return fmt.Errorf("list who has a second factor: %w", err)
			}
			if err := signOutBut(ctx, within, o.ID, have); err != nil {
				return err
			}
		}
		differ := changes(OrganisationRecord{o.Name, before}.facts(), OrganisationRecord{o.Name, after}.facts())
		return c.note(ctx, within, o.ID, AuditSettingsChanged, o.Name, differ)
	})
}

func (c *Console) note(ctx context.Context, within ManageStore, o OrganisationID, act AuditAct, object string, changed []Change) error {
	err := within.AddAudit(ctx, AuditEvent{Organisation: o, At: time.Now(), Name: c.name, Act: act, Object: object, Changes: changed})
	if err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return nil
}
