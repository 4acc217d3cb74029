package wire

import (
	"strings"
	"unicode/utf8"
)

// Cut returns the longest beginning of s that is valid UTF-8 in whole characters and at most limit bytes long, so that the peer's
// String16(limit) accepts it. Bytes that are not UTF-8 become U+FFFD. What a stranger wrote and a person will read goes through
// protocol/text besides.
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
