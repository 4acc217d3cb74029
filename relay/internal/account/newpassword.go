package account

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"beside.example/relay/internal/support"
)

// NewPassword makes a password that can be read out: 100 bits in groups of letters and digits.
func NewPassword() string {
	const group, groups = 5, 4
	text := strings.ToLower(rand.Text())
	var parts []string
	for i := range groups {
		parts = append(parts, text[i*group:(i+1)*group])
	}
	return strings.Join(parts, "-")
}

// NewPassword makes a password for an agent, with what the store keeps of it.
func (a *Account) NewPassword(ctx context.Context) (password, hash string, err error) {
	password = NewPassword()
	hash, err = a.Hasher.Hash(ctx, password)
	return password, hash, err
}

// Hash returns what the store keeps of a password that somebody chose; support.ErrInvalid when it breaks the rules.
func (a *Account) Hash(ctx context.Context, password string) (string, error) {
	if err := CheckPassword(password); err != nil {
		return "", err
	}
	return a.Hasher.Hash(ctx, password)
}

// Used reports whether an agent signs in by a password at all.
func (a *Account) Used(ctx context.Context, agent support.Agent) (bool, error) {
	s, err := a.Agents.Settings(ctx, agent.Organisation)
	if err != nil {
		return false, fmt.Errorf("look up how agents sign in: %w", err)
	}
	return !s.OnlySingleSignOn, nil
}

// NormalMail is the function of that name, for those who know this package by an interface.
func (*Account) NormalMail(mail string) string { return NormalMail(mail) }
