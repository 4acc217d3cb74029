package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"beside.example/relay/internal/support"
)

// FactorStore is what SecondFactors needs of a store. What is not there, or not any more, is a support.ErrNotFound.
type FactorStore interface {
	SecondFactor(ctx context.Context, agent support.AgentID) (support.SecondFactor, error)
	BeginSecondFactor(ctx context.Context, agent support.AgentID, secret []byte) error
	ConfirmSecondFactor(ctx context.Context, agent support.AgentID, step int64, recovery []string, at time.Time) error
	UseTimeStep(ctx context.Context, agent support.AgentID, step int64) error
	RecoveryCode(ctx context.Context, agent support.AgentID, place int) (string, error)
	UseRecoveryCode(ctx context.Context, agent support.AgentID, place int, hash string) error
	RecoveryCodesLeft(ctx context.Context, agent support.AgentID) (int, error)
	RemoveSecondFactor(ctx context.Context, agent support.AgentID) error
	KeepSecondStep(ctx context.Context, n support.SecondStep, now time.Time) error
	TrySecondStep(ctx context.Context, token support.SecretHash) (support.SecondStep, error)
	EndSecondStep(ctx context.Context, token support.SecretHash) error
}

// What we may choose of codes by time (RFC 6238).
const (
	slack       = 1  // steps before and after
	factorBytes = 20 // of the secret, as RFC 4226 advises
)

// How long and how often a code may be typed after the right password.
const (
	secondStepLifetime = 5 * time.Minute
	secondStepTries    = 5
	factorAttempts     = 10 // per agent, over all sign-ins: with three codes valid at once, years of guessing
	factorPeriod       = 15 * time.Minute
)

// SecondFactors knows the second factor of agents: codes by time (TOTP), and recovery codes for who lost the app. It is safe for
// concurrent use.
type SecondFactors struct {
	store    FactorStore
	hasher   *Hasher
	attempts *support.Limiter[support.AgentID]
}

// NewSecondFactors returns the second factors kept in store.
func NewSecondFactors(store FactorStore, hasher *Hasher) *SecondFactors {
	return &SecondFactors{store: store, hasher: hasher, attempts: support.NewLimiter[support.AgentID](factorAttempts, factorPeriod)}
}

// Enrolled reports whether an agent signs in with a second factor, and how many recovery codes are left.
func (f *SecondFactors) Enrolled(ctx context.Context, agent support.AgentID) (on bool, left int, err error) {
	factor, err := f.store.SecondFactor(ctx, agent)
	if errors.Is(err, support.ErrNotFound) || err == nil && factor.Confirmed.IsZero() {
		return false, 0, nil
	}
	if err != nil {
		return false, 0, fmt.Errorf("look up a second factor: %w", err)
	}
	left, err = f.store.RecoveryCodesLeft(ctx, agent)
	return true, left, err
}

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

// Confirm makes the secret count whose code the agent typed, and returns new recovery codes, which are kept nowhere else.
// support.ErrDenied when the code is wrong.
func (f *SecondFactors) Confirm(ctx context.Context, agent support.AgentID, code string) ([]string, error) {
	secret, err := f.Pending(ctx, agent)
	if err != nil {
		return nil, err
	}
	if err := f.count(agent); err != nil {
		return nil, err
	}
	now := time.Now()
	step, ok, err := matchingStep(secret, clean(code), now)
	if err != nil || !ok {
		return nil, errors.Join(support.ErrDenied, err)
	}
	codes, hashes, err := f.newRecoveryCodes(ctx)
	if err != nil {
		return nil, err
	}
	if err := f.store.ConfirmSecondFactor(ctx, agent, step, hashes, now); err != nil {
		return nil, fmt.Errorf("confirm a second factor: %w", err)
	}
	f.attempts.Return(agent)
	return codes, nil
}

// Verify takes a code of the app, or a recovery code, each once. support.ErrDenied when it is wrong or was used, a *support.TooManyError
// after too many wrong ones.
func (f *SecondFactors) Verify(ctx context.Context, agent support.AgentID, code string) error {
	if err := f.count(agent); err != nil {
		return err
	}
	factor, err := f.store.SecondFactor(ctx, agent)
	if err == nil && factor.Confirmed.IsZero() {
		err = support.ErrNotFound
	}
	if err != nil {
		return denied(fmt.Errorf("look up a second factor: %w", err))
	}
	code = clean(code)
	if len(code) == recoveryLength {
		err = f.useRecoveryCode(ctx, agent, code)
	} else {
		err = f.useTimeCode(ctx, factor, code)
	}
	if err == nil {
		f.attempts.Return(agent)
	}
	return err
}

func (f *SecondFactors) useTimeCode(ctx context.Context, factor support.SecondFactor, code string) error {
	step, ok, err := matchingStep(factor.Secret, code, time.Now())
	if err != nil {
		return err
	}
	if !ok {
		return support.ErrDenied
	}
	return denied(f.store.UseTimeStep(ctx, factor.Agent, step))
}

// Remove takes away the second factor of an agent who shows a code of it.
func (f *SecondFactors) Remove(ctx context.Context, agent support.AgentID, code string) error {
	if err := f.Verify(ctx, agent, code); err != nil {
		return err
	}
	return f.store.RemoveSecondFactor(ctx, agent)
}

// Ask keeps it that an agent gave the right password and now owes a code, and returns the token by which Answer knows them.
func (f *SecondFactors) Ask(ctx context.Context, agent support.AgentID) (string, error) {
	secret, now := support.NewSecret(), time.Now()
	n := support.SecondStep{Token: secret.Hash(), Agent: agent, Expires: now.Add(secondStepLifetime)}
	if err := f.store.KeepSecondStep(ctx, n, now); err != nil {
		return "", fmt.Errorf("keep a sign-in that waits for a code: %w", err)
	}
	return secret.Token(), nil
}

// Answer takes the code that an agent owed and ends the wait. support.ErrDenied when the code is wrong, support.ErrStepOver when it came too late.
func (f *SecondFactors) Answer(ctx context.Context, token, code string) (support.AgentID, error) {
	secret, ok := support.ParseToken(token)
	if !ok {
		return 0, support.ErrStepOver
	}
	step, err := f.store.TrySecondStep(ctx, secret.Hash())
	if errors.Is(err, support.ErrNotFound) || err == nil && (step.Tries > secondStepTries || !time.Now().Before(step.Expires)) {
		return 0, support.ErrStepOver
	}
	if err != nil {
		return 0, fmt.Errorf("look up a sign-in that waits for a code: %w", err)
	}
	if err := f.Verify(ctx, step.Agent, code); err != nil {
		return 0, err
	}
	if err := f.store.EndSecondStep(ctx, secret.Hash()); err != nil {
		return 0, denied(err)
	}
	return step.Agent, nil
}

// count counts an attempt of an agent.
func (f *SecondFactors) count(agent support.AgentID) error {
	if wait := f.attempts.Take(agent); wait > 0 {
		return &support.TooManyError{RetryAfter: wait}
	}
	return nil
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

// clean takes out what people and apps put between the parts of a code.
func clean(code string) string {
	const most = 64 // bytes: any code, with room for spaces
	code = code[:min(len(code), most)]
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(code))
}

// denied hides whether something was there.
func denied(err error) error {
	if errors.Is(err, support.ErrNotFound) {
		return support.ErrDenied
	}
	return err
}
