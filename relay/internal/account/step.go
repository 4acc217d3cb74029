package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"beside.example/relay/internal/support"
)

// StepStore keeps sign-ins that wait for something after the right password.
type StepStore interface {
	KeepSecondStep(ctx context.Context, n support.SecondStep, now time.Time) error
	TrySecondStep(ctx context.Context, token support.SecretHash) (support.SecondStep, error)
	AdvanceSecondStep(ctx context.Context, token support.SecretHash, from, to support.SecondStage) error
	EndSecondStep(ctx context.Context, token support.SecretHash) error
}

// How long a sign-in waits after the right password, and how often something may be sent meanwhile.
const (
	proveLifetime = 5 * time.Minute
	enrolLifetime = 20 * time.Minute // an app is to be found, or a key
	stepTries     = 8                // pages shown again in another way are among them
)

// begin keeps it that an agent gave the right password and now owes something, and returns the token by which it is known.
func (f *SecondFactors) begin(ctx context.Context, agent support.AgentID, stage support.SecondStage) (string, error) {
	secret, now := support.NewSecret(), time.Now()
	n := support.SecondStep{Token: secret.Hash(), Agent: agent, Stage: stage, Expires: now.Add(proveLifetime)}
	if stage != support.StageProve {
		n.Expires = now.Add(enrolLifetime)
	}
	if err := f.store.KeepSecondStep(ctx, n, now); err != nil {
		return "", fmt.Errorf("keep a sign-in that waits: %w", err)
	}
	return secret.Token(), nil
}

// try counts a try at what a sign-in waits for and returns it; support.ErrStepOver when it came too late, too often, or is not in that stage.
func (f *SecondFactors) try(ctx context.Context, token string, stage support.SecondStage) (support.SecondStep, error) {
	secret, ok := support.ParseToken(token)
	if !ok {
		return support.SecondStep{}, support.ErrStepOver
	}
	step, err := f.store.TrySecondStep(ctx, secret.Hash())
	if errors.Is(err, support.ErrNotFound) || err == nil && (step.Stage != stage || step.Tries > stepTries || !time.Now().Before(step.Expires)) {
		return support.SecondStep{}, support.ErrStepOver
	}
	if err != nil {
		return support.SecondStep{}, fmt.Errorf("look up a sign-in that waits: %w", err)
	}
	return step, nil
}

// advance lets a sign-in wait for something else.
func (f *SecondFactors) advance(ctx context.Context, step support.SecondStep, to support.SecondStage) error {
	return over(f.store.AdvanceSecondStep(ctx, step.Token, step.Stage, to))
}

// end ends the wait of a sign-in; it ends once.
func (f *SecondFactors) end(ctx context.Context, step support.SecondStep) error {
	return over(f.store.EndSecondStep(ctx, step.Token))
}

// over says that a sign-in begins anew when it is not there any more.
func over(err error) error {
	if errors.Is(err, support.ErrNotFound) {
		return support.ErrStepOver
	}
	return err
}
