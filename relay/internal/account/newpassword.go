package account

import (
	"context"
	"crypto/rand"
	"strings"
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

// NormalMail is the function of that name, for those who know this package by an interface.
func (*Account) NormalMail(mail string) string { return NormalMail(mail) }
