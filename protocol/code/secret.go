package code

import (
	"crypto/subtle"
	"fmt"
	"io"
	"log/slog"
)

const (
	secrets  = 100_000
	redacted = "•••••"
)

// Secret is the part of a code that the relay must never see. However it is printed, logged or marshalled, its digits do
// not appear; [Secret.PRS] and [Format] are the only ways out.
type Secret struct {
	digits [secretDigits]byte
}

var (
	_ slog.LogValuer = Secret{}
	_ fmt.Formatter  = Secret{}
)

// NewSecret draws a secret, each with the same chance.
func NewSecret() Secret {
	var s Secret
	copy(s.digits[:], fmt.Sprintf("%0*d", secretDigits, draw(secrets)))
	return s
}

// PRS returns the digits as the password-related string of the key exchange. They go nowhere else.
func (s Secret) PRS() []byte { return []byte(s.reveal()) }

func (s Secret) reveal() string { return string(s.digits[:]) }

// IsZero reports whether s is the zero value, which is no secret.
func (s Secret) IsZero() bool { return s == Secret{} }

// Equal compares two secrets in constant time.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare(s.digits[:], other.digits[:]) == 1
}

// String returns five dots.
func (s Secret) String() string { return redacted }

// LogValue returns five dots.
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// Format writes five dots, whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) {
	// A writer that fails is fmt's to notice: Format can report nothing.
	_, _ = io.WriteString(f, redacted)
}

// MarshalText returns five dots.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
