package account

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"sync"
	"time"

	"beside.example/relay/internal/support"
)

// How long the code of a sign-in waits for its app, which fetches the token at once, and how many wait at a time.
const (
	grantLifetime = time.Minute
	maxGrants     = 1024
)

// grant is a sign-in that its app has not heard of yet.
type grant struct {
	agent     support.AgentID
	challenge string
	expires   time.Time
}

// grants holds sign-ins by the hash of their code.
type grants struct {
	mu sync.Mutex // guards the following
	by map[support.SecretHash]grant
}

func newGrants() *grants { return &grants{by: map[support.SecretHash]grant{}} }

// add keeps a sign-in and returns its code.
func (g *grants) add(agent support.AgentID, challenge string, now time.Time) (code string) {
	secret := support.NewSecret()
	g.mu.Lock()
	defer g.mu.Unlock()
	for hash, old := range g.by {
		if !now.Before(old.expires) || len(g.by) >= maxGrants {
			delete(g.by, hash)
		}
	}
	g.by[secret.Hash()] = grant{agent: agent, challenge: challenge, expires: now.Add(grantLifetime)}
	return secret.Token()
}

// take returns the agent of a sign-in whose challenge the verifier answers. A code is good for one try, right or wrong.
func (g *grants) take(code, verifier string, now time.Time) (support.AgentID, bool) {
	secret, ok := support.ParseToken(code)
	if !ok {
		return 0, false
	}
	g.mu.Lock()
	found, ok := g.by[secret.Hash()]
	delete(g.by, secret.Hash())
	g.mu.Unlock()
	sum := sha256.Sum256([]byte(verifier))
	answer := base64.RawURLEncoding.EncodeToString(sum[:])
	return found.agent, ok && now.Before(found.expires) && subtle.ConstantTimeCompare([]byte(answer), []byte(found.challenge)) == 1
}
