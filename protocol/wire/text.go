package wire

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Cut returns the longest beginning of s that is valid UTF-8 in whole characters and at most limit bytes long, so that the peer's
// String16(limit) accepts it. Bytes that are not UTF-8 become U+FFFD.
func Cut(s string, limit int) string {
	s = strings.ToValidUTF8(s, string(utf8.RuneError))
	if len(s) <= limit {
		return s
	}
	end := max(limit, 0)
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// Plain returns s without control characters and without the characters that reorder or hide text (bidirectional controls and other
// format characters), in at most limit bytes: for names and one-line texts that a peer sent and a person will read. White space of every
// kind becomes one blank.
func Plain(s string, limit int) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp):
			return -1
		}
		return r
	}, s)
	return Cut(strings.Join(strings.Fields(plain), " "), limit)
}
