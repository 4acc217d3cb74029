package centertest

import (
	"context"
	"slices"
	"time"

	"beside.example/relay/internal/support"
)

// RightCode is what every authenticator app shows.
const RightCode = "123456"

// Factors knows the second factors that a test gives agents.
type Factors struct {
	Have    map[support.AgentID]support.Factors
	Secret  []byte // that waits for its first code, empty for none
	NoKeys  bool   // browsers know no security keys for this relay
	Refused error  // what comes of every change, nil when it is made
	Wait    time.Duration
}

// recoveryCodes are everybody's.
func recoveryCodes() []string {
	return []string{
		"0abcd-efgh2", "1bcde-fghi3", "2cdef-ghij4", "3defg-hijk5", "4efgh-ijkl6", "5fghi-jklm7", "6ghij-klmn2", "7hijk-lmno3",
	}
}

// Of returns what the test gave an agent.
func (f *Factors) Of(_ context.Context, agent support.AgentID) (support.Factors, error) {
	return f.Have[agent], nil
}

// Begin returns the secret that waits.
func (f *Factors) Begin(context.Context, support.AgentID) ([]byte, error) {
	return f.Secret, f.Refused
}

// Pending returns the secret that waits.
func (f *Factors) Pending(context.Context, support.AgentID) ([]byte, error) {
	if len(f.Secret) == 0 {
		return nil, support.ErrNotFound
	}
	return f.Secret, nil
}

// code takes the one right code.
func (f *Factors) code(code string) error {
	if f.Wait > 0 {
		return &support.TooManyError{RetryAfter: f.Wait}
	}
	if code != RightCode {
		return support.ErrDenied
	}
	return f.Refused
}

// Confirm takes the right code.
func (f *Factors) Confirm(_ context.Context, _ support.Agent, code string) ([]string, error) {
	if err := f.code(code); err != nil {
		return nil, err
	}
	return recoveryCodes(), nil
}

// Remove takes the right code.
func (f *Factors) Remove(_ context.Context, _ support.Agent, code string) error { return f.code(code) }

// NewRecoveryCodes returns the canned ones.
func (f *Factors) NewRecoveryCodes(context.Context, support.Agent) ([]string, error) {
	return recoveryCodes(), f.Refused
}

// KeysWork reports whether the test lets browsers know security keys.
func (f *Factors) KeysWork() bool { return !f.NoKeys }

// OfferKey asks for nothing in particular.
func (*Factors) OfferKey(context.Context, support.Agent) (string, error) {
	return `{"publicKey":{}}`, nil
}

// AddKey takes whatever response there is.
func (f *Factors) AddKey(_ context.Context, _ support.Agent, _ string, response []byte) ([]string, error) {
	switch {
	case f.Wait > 0:
		return nil, &support.TooManyError{RetryAfter: f.Wait}
	case len(response) == 0:
		return nil, support.ErrDenied
	}
	return recoveryCodes(), f.Refused
}

// RemoveKey takes a key away.
func (f *Factors) RemoveKey(_ context.Context, agent support.Agent, id support.SecurityKeyID) error {
	if f.Refused != nil {
		return f.Refused
	}
	have := f.Have[agent.ID]
	have.Keys = slices.DeleteFunc(have.Keys, func(k support.SecurityKey) bool { return k.ID == id })
	f.Have[agent.ID] = have
	return nil
}
