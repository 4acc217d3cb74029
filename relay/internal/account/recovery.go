package account

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"beside.example/relay/internal/support"
)

// RecoveryStore keeps the hashes of recovery codes.
type RecoveryStore interface {
	RecoveryCode(ctx context.Context, agent support.AgentID, place int) (string, error)
	UseRecoveryCode(ctx context.Context, agent support.AgentID, place int, hash string) error
	RecoveryCodesLeft(ctx context.Context, agent support.AgentID) (int, error)
	ReplaceRecoveryCodes(ctx context.Context, agent support.AgentID, recovery []string) error
}

// Recovery codes are a digit, by which the relay finds the hash to compare with, and letters that nobody guesses: 45 bits, behind a limit.
const (
	recoveryCodes  = 10
	recoverySecret = 9
	recoveryLength = 1 + recoverySecret
)

// recoveryFor draws recovery codes for an agent who has none, and returns nothing for others.
func (f *SecondFactors) recoveryFor(ctx context.Context, agent support.AgentID) (codes, hashes []string, err error) {
	left, err := f.store.RecoveryCodesLeft(ctx, agent)
	if err != nil {
		return nil, nil, fmt.Errorf("count recovery codes: %w", err)
	}
	if left > 0 {
		return nil, nil, nil
	}
	return f.newRecoveryCodes(ctx)
}

// NewRecoveryCodes gives an agent who has a second factor new recovery codes in the place of the old ones, else support.ErrDenied; a
// *support.TooManyError when they are asked for too often.
func (f *SecondFactors) NewRecoveryCodes(ctx context.Context, agent support.Agent) ([]string, error) {
	has, err := f.Of(ctx, agent.ID)
	if err != nil {
		return nil, err
	}
	if !has.Any() {
		return nil, support.ErrDenied
	}
	if wait := f.attempts.Take(agent.ID); wait > 0 { // each time costs as much as ten sign-ins
		return nil, &support.TooManyError{RetryAfter: wait}
	}
	codes, hashes, err := f.newRecoveryCodes(ctx)
	if err != nil {
		return nil, err
	}
	if err := f.store.ReplaceRecoveryCodes(ctx, agent.ID, hashes); err != nil {
		return nil, fmt.Errorf("keep new recovery codes: %w", err)
	}
	return codes, f.note(ctx, agent, support.AuditRecoveryRenewed, agent.Name)
}

// newRecoveryCodes draws recovery codes as they are shown, such as "3kqm2-x7rta", and their hashes.
func (f *SecondFactors) newRecoveryCodes(ctx context.Context) (codes, hashes []string, err error) {
	for place := range recoveryCodes {
		code := fmt.Sprint(place) + strings.ToLower(rand.Text()[:recoverySecret])
		hash, err := f.hasher.Hash(ctx, code)
		if err != nil {
			return nil, nil, fmt.Errorf("hash a recovery code: %w", err)
		}
		codes, hashes = append(codes, code[:recoveryLength/2]+"-"+code[recoveryLength/2:]), append(hashes, hash)
	}
	return codes, hashes, nil
}

// useRecoveryCode takes a recovery code, cleaned.
func (f *SecondFactors) useRecoveryCode(ctx context.Context, agent support.AgentID, code string) error {
	place := int(code[0]) - '0'
	if place < 0 || place >= recoveryCodes {
		return support.ErrDenied
	}
	hash, err := f.store.RecoveryCode(ctx, agent, place)
	if err != nil {
		return denied(err)
	}
	right, err := f.hasher.Verify(ctx, hash, code)
	if err != nil {
		return fmt.Errorf("check a recovery code: %w", err)
	}
	if !right {
		return support.ErrDenied
	}
	return denied(f.store.UseRecoveryCode(ctx, agent, place, hash))
}
