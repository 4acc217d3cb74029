package account

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"beside.example/relay/internal/support"
)

// Recovery codes are a digit, by which the relay finds the hash to compare with, and letters that nobody guesses: 45 bits, behind a limit.
const (
	recoveryCodes  = 10
	recoverySecret = 9
	recoveryLength = 1 + recoverySecret
)

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
