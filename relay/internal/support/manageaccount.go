package support

import (
	"context"
	"errors"
	"fmt"
)

// onAgent runs one act on an agent whom the manager may manage, and writes it to the audit log when it did something.
func (m *Manage) onAgent(ctx context.Context, who Manager, id AgentID, act AuditAct, do func(within ManageStore, a AgentRecord) (done bool, err error)) error {
	return m.store.Manage(ctx, func(within ManageStore) error {
		a, err := agentFor(ctx, within, who, id)
		if err != nil {
			return err
		}
		done, err := do(within, a)
		if err != nil {
			return fmt.Errorf("%s: %w", act, err)
		}
		if !done {
			return nil
		}
		return note(ctx, within, who, act, a.Name, nil)
	})
}

// SetDisabled takes an agent out of service or back in; whoever is out of it is signed out everywhere at once. Nobody disables
// themselves.
func (m *Manage) SetDisabled(ctx context.Context, who Manager, id AgentID, disabled bool) error {
	if id == who.Agent.ID {
		return ErrDenied
	}
	act := AuditAgentEnabled
	if disabled {
		act = AuditAgentDisabled
	}
	return m.onAgent(ctx, who, id, act, func(within ManageStore, a AgentRecord) (bool, error) {
		if a.Disabled == disabled {
			return false, nil
		}
		return true, errors.Join(within.SetDisabled(ctx, id, disabled), within.EndCenterSignIns(ctx, id))
	})
}

// SetPassword replaces an agent's password by one with this hash, and signs the agent out everywhere.
func (m *Manage) SetPassword(ctx context.Context, who Manager, id AgentID, hash string) error {
	return m.onAgent(ctx, who, id, AuditAgentPassword, func(within ManageStore, _ AgentRecord) (bool, error) {
		return true, errors.Join(within.SetPassword(ctx, id, hash), within.EndCenterSignIns(ctx, id))
	})
}

// SetOwnPassword replaces a manager's own password by one with this hash, and signs them out everywhere.
func (m *Manage) SetOwnPassword(ctx context.Context, who Manager, hash string) error {
	return m.store.Manage(ctx, func(within ManageStore) error {
		if err := within.SetPassword(ctx, who.Agent.ID, hash); err != nil {
			return fmt.Errorf("change the own password: %w", err)
		}
		return note(ctx, within, who, AuditOwnPassword, who.Agent.Name, nil)
	})
}

// SignOutOwnDevice signs one of a manager's own apps out; ErrNotFound when it is none of theirs.
func (m *Manage) SignOutOwnDevice(ctx context.Context, who Manager, id DeviceID) error {
	return m.store.Manage(ctx, func(within ManageStore) error {
		if err := within.RevokeDevice(ctx, who.Agent.ID, id); err != nil {
			return err
		}
		return note(ctx, within, who, AuditOwnDevice, who.Agent.Name, nil)
	})
}

// SignOutAgent signs an agent out of every app and browser.
func (m *Manage) SignOutAgent(ctx context.Context, who Manager, id AgentID) error {
	return m.onAgent(ctx, who, id, AuditAgentSignedOut, func(within ManageStore, _ AgentRecord) (bool, error) {
		_, err := within.RevokeDevices(ctx, id)
		return true, errors.Join(err, within.EndCenterSignIns(ctx, id))
	})
}

// ResetSecondFactor takes away every second factor of an agent who lost it, and signs the agent out everywhere. One's own is taken away with a code.
// It is for those who look after the whole organisation: with a new password it is all that keeps others out of an account.
func (m *Manage) ResetSecondFactor(ctx context.Context, who Manager, id AgentID) error {
	if id == who.Agent.ID || !who.May(ActManageOrganisation, Object{}) {
		return ErrDenied
	}
	return m.onAgent(ctx, who, id, AuditFactorReset, func(within ManageStore, _ AgentRecord) (bool, error) {
		if err := within.RemoveSecondFactors(ctx, id); err != nil {
			return false, err
		}
		_, err := within.RevokeDevices(ctx, id)
		return true, errors.Join(err, within.EndCenterSignIns(ctx, id))
	})
}
