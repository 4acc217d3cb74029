package centertest

import (
	"context"
	"net/http"
	"strings"
	"time"

	"beside.example/relay/internal/support"
)

// Canned words of those who sign in.
const (
	RightPassword = "correct horse battery" // everybody's
	NewPassword   = "kelp ember lantern"    // that a manager is given for somebody
)

// leastPassword is how short a password may be, in bytes.
const leastPassword = 10

// Passwords knows one password, which is everybody's.
type Passwords struct {
	Single bool          // everybody signs in elsewhere, and has none
	Wait   time.Duration // until somebody may try again
}

// Check takes the one right password.
func (p *Passwords) Check(_ *http.Request, _, password string) (support.Agent, error) {
	if p.Wait > 0 {
		return support.Agent{}, &support.TooManyError{RetryAfter: p.Wait}
	}
	if password != RightPassword {
		return support.Agent{}, support.ErrDenied
	}
	return support.Agent{}, nil
}

// Used reports whether agents have passwords.
func (p *Passwords) Used(context.Context, support.Agent) (bool, error) { return !p.Single, nil }

// Hash refuses what is too short.
func (*Passwords) Hash(_ context.Context, password string) (string, error) {
	if len(password) < leastPassword {
		return "", support.ErrInvalid
	}
	return "hash", nil
}

// NewPassword returns the canned one.
func (*Passwords) NewPassword(context.Context) (password, hash string, err error) {
	return NewPassword, "hash", nil
}

// NormalMail takes everything with an @ for an address.
func (*Passwords) NormalMail(mail string) string {
	if !strings.Contains(mail, "@") {
		return ""
	}
	return strings.ToLower(strings.TrimSpace(mail))
}

// LetIn leads on as if somebody had come in.
func (*Passwords) LetIn(w http.ResponseWriter, r *http.Request, path string, _ support.Agent) error {
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}
