package cpace

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWordLists(t *testing.T) {
	const longest = 12 // so that three fit into a line of the window
	for language, list := range map[string]string{"en": wordsEnglish, "fr": wordsFrench} {
		words := strings.Fields(list)
		if len(words) != 256 {
			t.Errorf("%s: %d words", language, len(words))
		}
		slices.Sort(words)
		if len(slices.Compact(words)) != 256 {
			t.Errorf("%s: a word stands twice", language)
		}
		for _, w := range words {
			if n := utf8.RuneCountInString(w); n < 3 || n > longest || strings.ToLower(w) != w {
				t.Errorf("%s: %q", language, w)
			}
		}
	}
}
