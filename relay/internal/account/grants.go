package account

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"beside.example/relay/internal/support"
)

// grantLifetime is how long the code of a sign-in waits for its app, which fetches the token at once.
const grantLifetime = time.Minute

// SignIns keeps sign-ins of which the app has not heard yet.
type SignIns interface {
	KeepSignIn(ctx context.Context, n support.SignIn, now time.Time) error
	// TakeSignIn returns a sign-in once, else support.ErrNotFound.
	TakeSignIn(ctx context.Context, code support.SecretHash) (support.SignIn, error)
}

// grants holds sign-ins by the hash of their code.
type grants struct{ kept SignIns }

// add keeps a sign-in and returns its code.
func (g grants) add(ctx context.Context, agent support.AgentID, challenge string, now time.Time) (code string, err error) {
	secret := support.NewSecret()
	n := support.SignIn{Code: secret.Hash(), Agent: agent, Challenge: challenge, Expires: now.Add(grantLifetime)}
	if err := g.kept.KeepSignIn(ctx, n, now); err != nil {
		return "", fmt.Errorf("keep a sign-in: %w", err)
	}
	return secret.Token(), nil
}

// take returns the agent of a sign-in whose challenge the verifier answers, else support.ErrDenied. A code is good for one try, right or
// wrong.
func (g grants) take(ctx context.Context, code, verifier string, now time.Time) (support.AgentID, error) {
	secret, ok := support.ParseToken(code)
	if !ok {
		return 0, support.ErrDenied
	}
	found, err := g.kept.TakeSignIn(ctx, secret.Hash())
	if errors.Is(err, support.ErrNotFound) {
		return 0, support.ErrDenied
	}
	if err != nil {
		return 0, fmt.Errorf("look up a sign-in: %w", err)
	}
	sum := sha256.Sum256([]byte(verifier))
	answer := base64.RawURLEncoding.EncodeToString(sum[:])
	if !now.Before(found.Expires) || subtle.ConstantTimeCompare([]byte(answer), []byte(found.Challenge)) != 1 {
		return 0, support.ErrDenied
	}
	return found.Agent, nil
}
