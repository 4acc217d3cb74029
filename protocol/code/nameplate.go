package code

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"math/big"
)

// Nameplates is how many nameplates there are.
const Nameplates = 10_000

// Nameplate is the part of a code that the relay knows: exactly four ASCII digits. It is no secret, but no log needs it: who
// reads one must not learn which codes are worth guessing at.
type Nameplate string

var _ slog.LogValuer = Nameplate("")

// LogValue returns four dots.
func (n Nameplate) LogValue() slog.Value {
	return slog.StringValue(redacted[:nameplateDigits*len("•")])
}

// ParseNameplate reads a nameplate as people type it, with the freedoms and errors of [Parse].
func ParseNameplate(s string) (Nameplate, error) {
	typed, err := parseDigits(s, nameplateDigits)
	return Nameplate(typed), err
}

// Valid reports whether n is exactly four digits.
func (n Nameplate) Valid() bool {
	typed, err := ParseNameplate(string(n))
	return err == nil && typed == n
}

// RandomNameplate draws a nameplate, each with the same chance. Whether it is free is the relay's business.
func RandomNameplate() Nameplate {
	return Nameplate(fmt.Sprintf("%0*d", nameplateDigits, draw(Nameplates)))
}

// draw returns a number below n, each with the same chance.
func draw(n int64) int64 {
	v, err := rand.Int(rand.Reader, big.NewInt(n))
	if err != nil {
		panic("code: " + err.Error()) // the system's generator never fails, see crypto/rand.Read
	}
	return v.Int64()
}
