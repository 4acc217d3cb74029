package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"beside.example/relay/internal/support"
)

// AppStore keeps what authenticator apps and the relay both know.
type AppStore interface {
	SecondFactor(ctx context.Context, agent support.AgentID) (support.SecondFactor, error)
	BeginSecondFactor(ctx context.Context, agent support.AgentID, secret []byte) error
	ConfirmSecondFactor(ctx context.Context, agent support.AgentID, step int64, first bool, recovery []string, at time.Time) error
	UseTimeStep(ctx context.Context, agent support.AgentID, step int64) error
	RemoveApp(ctx context.Context, agent support.AgentID, mustStay bool) error
}

// What we may choose of codes by time (RFC 6238).
const (
	slack       = 1  // steps before and after
	factorBytes = 20 // of the secret, as RFC 4226 advises
)

// Begin draws a secret for an agent's authenticator app. It counts once Confirm has seen a code of the app; support.ErrExists when another
// one counts already.
func (f *SecondFactors) Begin(ctx context.Context, agent support.AgentID) ([]byte, error) {
	secret := make([]byte, factorBytes)
	rand.Read(secret)
	if err := f.store.BeginSecondFactor(ctx, agent, secret); err != nil {
		return nil, fmt.Errorf("keep a new second factor: %w", err)
	}
	return secret, nil
}

// Pending returns the secret that Begin drew and that is not confirmed yet, else support.ErrNotFound.
func (f *SecondFactors) Pending(ctx context.Context, agent support.AgentID) ([]byte, error) {
	factor, err := f.store.SecondFactor(ctx, agent)
	if err == nil && !factor.Confirmed.IsZero() {
		err = support.ErrNotFound
	}
	return factor.Secret, err
}

// Confirm makes the secret count whose code the agent typed. It returns new recovery codes, which are kept nowhere else, when the agent had
// none. support.ErrDenied when the code is wrong.
func (f *SecondFactors) Confirm(ctx context.Context, agent support.Agent, code string) ([]string, error) {
	return f.confirm(ctx, agent, code, false)
}

// confirm is Confirm; with first it must be the agent's first second factor, else support.ErrExists.
func (f *SecondFactors) confirm(ctx context.Context, agent support.Agent, code string, first bool) (codes []string, err error) {
	secret, err := f.Pending(ctx, agent.ID)
	if err != nil {
		return nil, err
	}
	return codes, f.attempt(agent.ID, func() error {
		now := time.Now()
		step, ok, err := matchingStep(secret, clean(code), now)
		if err != nil || !ok {
			return errors.Join(support.ErrDenied, err)
		}
		var hashes []string
		if codes, hashes, err = f.recoveryFor(ctx, agent.ID); err != nil {
			return err
		}
		if err := f.store.ConfirmSecondFactor(ctx, agent.ID, step, first, hashes, now); err != nil {
			return fmt.Errorf("confirm a second factor: %w", err)
		}
		return f.note(ctx, agent, support.AuditFactorOn, agent.Name)
	})
}

func (f *SecondFactors) useTimeCode(ctx context.Context, agent support.AgentID, code string) error {
	factor, err := f.store.SecondFactor(ctx, agent)
	if err == nil && factor.Confirmed.IsZero() {
		err = support.ErrNotFound
	}
	if err != nil {
		return denied(fmt.Errorf("look up a second factor: %w", err))
	}
	step, ok, err := matchingStep(factor.Secret, code, time.Now())
	if err != nil {
		return err
	}
	if !ok {
		return support.ErrDenied
	}
	return denied(f.store.UseTimeStep(ctx, agent, step))
}

// Remove takes away the authenticator app of an agent who shows a code of it, or a recovery code. support.ErrFactorNeeded when it is the last
// second factor and the organisation wants one.
func (f *SecondFactors) Remove(ctx context.Context, agent support.Agent, code string) error {
	required, err := f.required(ctx, agent)
	if err != nil {
		return err
	}
	if err := f.Verify(ctx, agent.ID, code); err != nil {
		return err
	}
	if err := f.store.RemoveApp(ctx, agent.ID, required); err != nil {
		return fmt.Errorf("take an authenticator app away: %w", err)
	}
	return f.note(ctx, agent, support.AuditFactorOff, agent.Name)
}

// matchingStep returns the time step whose code was typed.
func matchingStep(secret []byte, code string, now time.Time) (step int64, ok bool, err error) {
	at := now.Unix() / int64(support.FactorStep/time.Second)
	text := support.FactorText(secret)
	for step := at - slack; step <= at+slack; step++ {
		right, err := hotp.GenerateCodeCustom(text, uint64(max(step, 0)), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err != nil {
			return 0, false, fmt.Errorf("compute a code: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(right), []byte(code)) == 1 {
			return step, true, nil
		}
	}
	return 0, false, nil
}
