// Package text makes words that a stranger sent fit to be shown: names, chat, computer details. Everything that shows or
// stores what a peer or the relay wrote uses it; it knows nothing of where the words came from or where they go.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks may stand on one letter: no language needs more, and a tower of them would paint
// over the neighbouring lines.
const maxMarks = 4

// The two joiners are format characters that change letters and emoji instead of hiding or turning round what follows.
const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// Clean returns s as a single line of at most limit runes: invalid UTF-8, control, bidirectional and other invisible
// characters are gone, any run of white space is one space, and none stands at the ends. Clean of a cleaned string
// changes nothing.
func Clean(s string, limit int) string { return clean(s, limit, false) }

// CleanLines is like Clean but keeps line feeds, and white space within the lines, for words that run over several lines. A tab
// becomes a space, and CR LF a line feed.
func CleanLines(s string, limit int) string { return clean(s, limit, true) }

func clean(s string, limit int, lines bool) string {
	var b strings.Builder
	b.Grow(min(len(s), limit*utf8.UTFMax))
	runes, marks := 0, 0
	last := ' ' // so that leading white space is dropped
	s = strings.ReplaceAll(s, "\r\n", "\n")
	for i, r := range s {
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError)) {
			continue // a byte that is no UTF-8
		}
		r = visible(r, lines)
		if r < 0 || (!lines && r == ' ' && last == ' ') {
			continue
		}
		if unicode.In(r, unicode.Mn, unicode.Me) {
			if marks++; marks > maxMarks {
				continue
			}
		} else {
			marks = 0
		}
		if runes == limit {
			break
		}
		b.WriteRune(r)
		runes++
		last = r
	}
	if lines {
		return strings.Trim(b.String(), " \n")
	}
	return strings.TrimSuffix(b.String(), " ")
}

// visible returns r, or what stands for it, or -1 when nobody should see it.
func visible(r rune, lines bool) rune {
	switch {
	case r == '\n' || r == '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029':
		if lines {
			return '\n'
		}
		return ' '
	case r == '\t' || r == '\v' || r == '\f' || unicode.Is(unicode.Zs, r):
		return ' '
	case r == zeroWidthJoiner || r == zeroWidthNonJoiner:
		return r
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs),
		unicode.In(r, unicode.Noncharacter_Code_Point, unicode.Other_Default_Ignorable_Code_Point):
		return -1
	}
	return r
}
