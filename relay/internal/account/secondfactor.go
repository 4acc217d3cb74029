package account

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"beside.example/relay/internal/support"
)

// FactorStore is what SecondFactors needs of a store. What is not there, or not any more, is a support.ErrNotFound.
type FactorStore interface {
	Settings(ctx context.Context, o support.OrganisationID) (support.Settings, error)
	AddAudit(ctx context.Context, e support.AuditEvent) error
	AppStore
	KeyStore
	RecoveryStore
	StepStore
}

// How often an agent may try a code or a key, over all sign-ins: with three codes valid at once, years of guessing.
const (
	factorAttempts = 10
	factorPeriod   = 15 * time.Minute
)

// SecondFactors knows the second factors of agents: authenticator apps, which show codes by time (TOTP), security keys (WebAuthn), and
// recovery codes for who lost them. It is safe for concurrent use.
type SecondFactors struct {
	store    FactorStore
	hasher   *Hasher
	logger   *slog.Logger
	keys     *webauthn.WebAuthn // nil where browsers know no security keys
	attempts *support.Limiter[support.AgentID]
}

// NewSecondFactors returns the second factors kept in store, for a relay named HOST[:PORT].
func NewSecondFactors(store FactorStore, hasher *Hasher, relay string, logger *slog.Logger) (*SecondFactors, error) {
	keys, err := relyingParty(relay)
	if err != nil {
		return nil, err
	}
	return &SecondFactors{
		store: store, hasher: hasher, logger: logger, keys: keys, attempts: support.NewLimiter[support.AgentID](factorAttempts, factorPeriod),
	}, nil
}

// Of returns the second factors that an agent has.
func (f *SecondFactors) Of(ctx context.Context, agent support.AgentID) (has support.Factors, err error) {
	app, err := f.store.SecondFactor(ctx, agent)
	if err != nil && !errors.Is(err, support.ErrNotFound) {
		return has, fmt.Errorf("look up an authenticator app: %w", err)
	}
	has.App = err == nil && !app.Confirmed.IsZero()
	if has.Keys, err = f.store.SecurityKeys(ctx, agent); err != nil {
		return has, fmt.Errorf("list security keys: %w", err)
	}
	if has.Any() {
		has.Recovery, err = f.store.RecoveryCodesLeft(ctx, agent)
	}
	return has, err
}

// Verify takes a code of the app, or a recovery code, each once. support.ErrDenied when it is wrong or was used, a *support.TooManyError
// after too many wrong ones.
func (f *SecondFactors) Verify(ctx context.Context, agent support.AgentID, code string) error {
	return f.attempt(agent, func() error {
		if code = clean(code); len(code) == recoveryLength {
			return f.useRecoveryCode(ctx, agent, code)
		}
		return f.useTimeCode(ctx, agent, code)
	})
}

// attempt counts an attempt of an agent, and gives it back when it leads somewhere.
func (f *SecondFactors) attempt(agent support.AgentID, try func() error) error {
	if wait := f.attempts.Take(agent); wait > 0 {
		return &support.TooManyError{RetryAfter: wait}
	}
	err := try()
	if err == nil {
		f.attempts.Return(agent)
	}
	return err
}

// required reports whether an agent must keep a second factor.
func (f *SecondFactors) required(ctx context.Context, agent support.Agent) (bool, error) {
	s, err := f.store.Settings(ctx, agent.Organisation)
	if err != nil {
		return false, fmt.Errorf("look up whether a second factor is required: %w", err)
	}
	return s.FactorRequired, nil
}

// note writes to the audit log what an agent did to the own factors; object names what it was done to.
func (f *SecondFactors) note(ctx context.Context, agent support.Agent, act support.AuditAct, object string) error {
	err := f.store.AddAudit(ctx, support.AuditEvent{
		Organisation: agent.Organisation, At: time.Now(), Agent: agent.ID, Name: agent.Name, Act: act, Object: object,
	})
	if err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return nil
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
