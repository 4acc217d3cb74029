package code

import (
	"errors"
	"log/slog"
	"strings"
	"unicode"
)

const (
	nameplateDigits = 4
	secretDigits    = 5
	digits          = nameplateDigits + secretDigits

	// maxInput is how many bytes of what was typed or pasted are looked at: a code with generous separators.
	maxInput = 128
)

// What can be wrong with a typed code.
var (
	ErrTooShort  = errors.New("code is too short")
	ErrTooLong   = errors.New("code is too long")
	ErrNotDigits = errors.New("code has something other than digits")
	ErrNotPortal = errors.New("code has not the shape of a portal code")
)

// Code is a whole nine-digit code. Printing one shows the nameplate alone, logging one nothing; [Format] shows it whole.
type Code struct {
	Nameplate Nameplate
	Secret    Secret
}

var _ slog.LogValuer = Code{}

// LogValue returns nine dots.
func (c Code) LogValue() slog.Value {
	return slog.StringValue(c.Nameplate.LogValue().String() + " " + redacted)
}

// New returns a code of the relay's nameplate and a secret drawn now.
func New(n Nameplate) Code { return Code{Nameplate: n, Secret: NewSecret()} }

// Format returns the code as the agent reads it out: "1234 56789".
func Format(c Code) string { return string(c.Nameplate) + " " + c.Secret.reveal() }

// Parse reads a code as people type and paste it: white space, punctuation and invisible characters between the digits do
// not matter, and full-width digits count as digits, since East Asian keyboards produce them. The error is ErrTooShort,
// ErrTooLong or ErrNotDigits.
func Parse(s string) (Code, error) {
	typed, err := parseDigits(s, digits)
	if err != nil {
		return Code{}, err
	}
	c := Code{Nameplate: Nameplate(typed[:nameplateDigits])}
	copy(c.Secret.digits[:], typed[nameplateDigits:])
	return c, nil
}

// parseDigits returns exactly n digits as ASCII.
func parseDigits(s string, n int) (string, error) {
	if len(s) > maxInput {
		return "", ErrTooLong
	}
	typed := compact(s)
	if strings.ContainsFunc(typed, func(r rune) bool { return r < '0' || r > '9' }) {
		return "", ErrNotDigits
	}
	switch {
	case len(typed) < n:
		return "", ErrTooShort
	case len(typed) > n:
		return "", ErrTooLong
	}
	return typed, nil
}

// compact drops what may separate the characters of a code and turns full-width letters and digits into ASCII.
func compact(s string) string {
	const fullWidth = '０' - '0' // the full-width forms stand in the order of ASCII
	return strings.Map(func(r rune) rune {
		switch {
		case r > '!'+fullWidth && r <= '~'+fullWidth:
			r -= fullWidth
		case r == unicode.ReplacementChar:
			return r // broken input is not silently mended
		}
		if unicode.In(r, unicode.Z, unicode.P, unicode.S, unicode.Cc, unicode.Cf) {
			return -1
		}
		return r
	}, s)
}

// Kind says what sort of code has been typed.
type Kind uint8

// The kinds of codes.
const (
	KindNone    Kind = iota // neither, or not all of it yet
	KindSession             // nine digits: a key exchange on the secret, always
	KindPortal              // eight letters and digits, first a letter: the relay vouches for the other side
)

// KindOf tells the kinds of codes apart by their shape alone.
func KindOf(s string) Kind {
	if _, err := Parse(s); err == nil {
		return KindSession
	}
	if _, err := ParsePortalCode(s); err == nil {
		return KindPortal
	}
	return KindNone
}
