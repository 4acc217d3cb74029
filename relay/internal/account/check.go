package account

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// Check returns the agent whose mail address and password these are, else support.ErrDenied or a *support.TooManyError.
func (a *Account) Check(r *http.Request, mail, password string) (support.Agent, error) {
	ctx, household := r.Context(), support.Household(web.ClientAddr(r))
	if wait := a.addresses.Take(household); wait > 0 {
		return support.Agent{}, &support.TooManyError{RetryAfter: wait}
	}
	if wait := a.accounts.Take(mail); wait > 0 {
		return support.Agent{}, &support.TooManyError{RetryAfter: wait}
	}
	agent, err := a.Agents.AgentByMail(ctx, mail)
	if err != nil && !errors.Is(err, support.ErrNotFound) {
		return support.Agent{}, fmt.Errorf("look up an agent: %w", err)
	}
	right, err := a.Hasher.Verify(ctx, agent.PasswordHash, password)
	if err != nil {
		return support.Agent{}, fmt.Errorf("check the password of agent %d: %w", agent.ID, err)
	}
	if !right {
		a.Logger.WarnContext(ctx, "sign-in failed", "address", web.ClientAddr(r).String())
		return support.Agent{}, support.ErrDenied
	}
	a.addresses.Return(household)
	a.accounts.Return(mail)
	return agent, nil
}

// maxMail is the longest mail address there is (RFC 5321), in bytes.
const maxMail = 254

// NormalMail returns a mail address as the store keeps it, so that case and stray spaces do not matter; empty when it cannot
// be one.
func NormalMail(mail string) string {
	mail = strings.ToLower(strings.TrimSpace(mail))
	local, domain, found := strings.Cut(mail, "@")
	if len(mail) > maxMail || !found || local == "" || domain == "" || strings.ContainsAny(mail, " \t\r\n<>,;\"") {
		return ""
	}
	return mail
}
