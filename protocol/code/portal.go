package code

import (
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"unicode"
)

// PortalCodeLength is how many characters a portal code has.
const PortalCodeLength = 8

// The characters of portal codes: capital letters and digits without those that look like another one of them, 32 in all. A code
// begins with a letter, so that no digits are ever one; that leaves some 39.6 bits.
const (
	portalLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
	portalDigits  = "23456789"
	portalAll     = portalLetters + portalDigits

	portalRedacted = "••••••••"
	portalGroup    = PortalCodeLength / 2
)

// PortalCode is the code of a portal's request, in its canonical form without a separator. The relay draws and knows it, so it
// proves nothing against the relay. It finds a request as long as it lives, and no log needs it: however it is printed or
// logged, its characters do not appear. [PortalCode.Canonical], [PortalCode.Show] and [PortalCode.PRS] are the ways out.
type PortalCode string

var (
	_ slog.LogValuer = PortalCode("")
	_ fmt.Formatter  = PortalCode("")
)

// NewPortalCode draws a code, each with the same chance.
func NewPortalCode() PortalCode {
	var drawn [PortalCodeLength]byte
	rand.Read(drawn[:])
	for i, b := range drawn {
		drawn[i] = portalAll[int(b)%len(portalAll)] // 32 divides 256: each has the same chance
	}
	drawn[0] = portalLetters[draw(int64(len(portalLetters)))]
	return PortalCode(drawn[:])
}

// ParsePortalCode reads a portal code as people type and paste it, with the freedoms of [Parse] and in capital or small letters. The
// error is ErrTooShort, ErrTooLong or ErrNotPortal.
func ParsePortalCode(s string) (PortalCode, error) {
	if len(s) > maxInput {
		return "", ErrTooLong
	}
	typed := strings.ToUpper(compact(s))
	for i, r := range typed {
		if _, ok := PortalCharacter(r, i == 0); !ok {
			return "", ErrNotPortal
		}
	}
	switch {
	case len(typed) < PortalCodeLength:
		return "", ErrTooShort
	case len(typed) > PortalCodeLength:
		return "", ErrTooLong
	}
	return PortalCode(typed), nil
}

// PortalCharacter returns a typed character as it stands in a portal code; ok is false when it cannot stand there, or not as the first.
func PortalCharacter(r rune, first bool) (character byte, ok bool) {
	characters := portalAll
	if first {
		characters = portalLetters
	}
	i := strings.IndexRune(characters, unicode.ToUpper(r))
	if i < 0 {
		return 0, false
	}
	return characters[i], true
}

// Valid reports whether c is a whole code in its canonical form.
func (c PortalCode) Valid() bool {
	typed, err := ParsePortalCode(string(c))
	return err == nil && typed == c
}

// Canonical returns the code's characters, for the wire and the store.
func (c PortalCode) Canonical() string { return string(c) }

// Show returns the code as people read it, in two groups: "K7MW Q2RT".
func (c PortalCode) Show() string {
	if !c.Valid() {
		return ""
	}
	return string(c[:portalGroup]) + " " + string(c[portalGroup:])
}

// PRS returns the code as the password-related string of the key exchange.
func (c PortalCode) PRS() []byte { return []byte(c) }

// LogValue returns eight dots.
func (c PortalCode) LogValue() slog.Value { return slog.StringValue(portalRedacted) }

// Format writes eight dots, whatever the verb.
func (c PortalCode) Format(f fmt.State, _ rune) {
	// A writer that fails is fmt's to notice: Format can report nothing.
	_, _ = io.WriteString(f, portalRedacted)
}
