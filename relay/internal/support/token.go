package support

import (
	"fmt"
	"hash/crc32"
	"math/big"
	"strings"
	"time"
)

// TokenID names an API token within one relay. The zero value names none.
type TokenID uint64

// Token is what a program asks with. The store keeps only the hash of its secret.
type Token struct {
	ID           TokenID
	Organisation OrganisationID
	Name         string
	Hash         SecretHash
	End          string // the last characters of its text, by which people tell tokens apart
	Scopes       Scopes
	Teams        []TeamID // to which it is bound, with those below; none means the whole organisation
	Maker        AgentID  // the manager who made it; it ends with that one's service
	MakerName    string   // as it is now
	Created      time.Time
	Expires      time.Time
	Used         time.Time // zero before the first time
	Revoked      time.Time // zero while it was not
}

// Valid reports whether the token can be used at a time, if its maker is still in service.
func (t Token) Valid(now time.Time) bool { return t.Revoked.IsZero() && now.Before(t.Expires) }

// The text of a token: a prefix and a checksum by which scanners find tokens that lie where they should not, without asking anybody.
const (
	tokenPrefix   = "bsd_"
	tokenBase     = 62 // digits and letters, so that a double click takes all of it
	tokenDigits   = 43 // of 256 bits
	tokenChecksum = 6  // of 32 bits
	tokenEnd      = 4  // characters that the list shows
	tokenLength   = len(tokenPrefix) + tokenDigits + tokenChecksum
)

// TokenText writes the text of a token: "bsd_", the secret in 43 characters of base 62 (0–9, a–z, A–Z, the highest first) and the CRC-32
// (IEEE) of these characters in 6 of the same.
func TokenText(s Secret) string {
	digits := base62(new(big.Int).SetBytes(s[:]), tokenDigits)
	return tokenPrefix + digits + checksum(digits)
}

// ParseTokenText reads what TokenText writes; ok is false for anything else.
func ParseTokenText(text string) (s Secret, ok bool) {
	if len(text) != tokenLength || !strings.HasPrefix(text, tokenPrefix) {
		return Secret{}, false
	}
	digits := text[len(tokenPrefix) : len(tokenPrefix)+tokenDigits]
	if checksum(digits) != text[len(text)-tokenChecksum:] || strings.ContainsAny(digits, "+-_") {
		return Secret{}, false
	}
	n, ok := new(big.Int).SetString(digits, tokenBase)
	if !ok || n.BitLen() > 8*SecretSize {
		return Secret{}, false
	}
	n.FillBytes(s[:])
	return s, true
}

func checksum(digits string) string {
	return base62(new(big.Int).SetUint64(uint64(crc32.ChecksumIEEE([]byte(digits)))), tokenChecksum)
}

func base62(n *big.Int, width int) string { return fmt.Sprintf("%0*s", width, n.Text(tokenBase)) }
