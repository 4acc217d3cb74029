package support

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// ErrUntried says that nobody has shown yet that single sign-on works, which is about to be the only way in.
var ErrUntried = errors.New("single sign-on was never tried")

// tighten makes stricter rules for signing in take effect: whoever lacks the second factor that is required from now on is signed out of every
// app and browser, and sets one up on the way back in. The manager who decides must not be locked out by it: ErrFactorNeeded, ErrUntried.
func tighten(ctx context.Context, within ManageStore, who Manager, before, after Settings) error {
	bySingle := who.SignIn.Way == BySingleSignOn
	if after.OnlySingleSignOn && !before.OnlySingleSignOn && !bySingle {
		return ErrUntried
	}
	if !after.FactorRequired || before.FactorRequired {
		return nil
	}
	have, err := within.SecondFactors(ctx, who.Organisation.ID)
	if err != nil {
		return fmt.Errorf("list who has a second factor: %w", err)
	}
	if !bySingle && !slices.Contains(have, who.Agent.ID) {
		return ErrFactorNeeded
	}
	return signOutBut(ctx, within, who.Organisation.ID, append(have, who.Agent.ID))
}

// signOutBut signs the agents of an organisation out of every app and browser, but some.
func signOutBut(ctx context.Context, within ManageStore, o OrganisationID, but []AgentID) error {
	agents, err := within.Agents(ctx, o)
	if err != nil {
		return fmt.Errorf("list agents: %w", err)
	}
	for _, a := range agents {
		if slices.Contains(but, a.ID) {
			continue
		}
		_, err := within.RevokeDevices(ctx, a.ID)
		if err := errors.Join(err, within.EndCenterSignIns(ctx, a.ID)); err != nil {
			return fmt.Errorf("sign agent %d out: %w", a.ID, err)
		}
	}
	return nil
}
