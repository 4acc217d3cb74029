package text_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"beside.example/protocol/text"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "Élodie Martin", "Élodie Martin"},
		{"white space", "  a\t\r\n b\u00a0\u2003c ", "a b c"},
		{"control", "a\x00b\x1b[31mc\x7f", "ab[31mc"},
		{"bidi", "\u202egro.live\u202c \u2066x\u2069\u200f", "gro.live x"},
		{"invisible", "a\ufeffb\u00ad\u2060\U000e0041c", "abc"},
		{"invalid", "a\xff\xc3b", "ab"},
		{"replacement rune stays", "a\ufffdb", "a\ufffdb"},
		{"joiners", "می\u200cخواهم 👩\u200d⚕", "می\u200cخواهم 👩\u200d⚕"},
		{"marks", "e" + strings.Repeat("\u0301", 40) + "x", "e" + strings.Repeat("\u0301", 4) + "x"},
		{"capped", strings.Repeat("é", 300), strings.Repeat("é", 100)},
		{"space at the cap", strings.Repeat("é", 99) + " x", strings.Repeat("é", 99)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := text.Clean(c.in, 100); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestCleanLines(t *testing.T) {
	got := text.CleanLines("\n one\r\n  two\u2028three\t3\u202e\n\n", 100)
	if want := "one\n  two\nthree 3"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "Northfield Health", "\u202eabc\u202c", "a\r\n\r\nb", "\xff\xfe", " \u200d "} {
		f.Add(s, 20)
	}
	f.Fuzz(func(t *testing.T, s string, limit int) {
		limit = min(max(limit, 0), 1000)
		for _, clean := range []func(string, int) string{text.Clean, text.CleanLines} {
			out := clean(s, limit)
			if n := utf8.RuneCountInString(out); n > limit {
				t.Fatalf("%d runes, allowed %d", n, limit)
			}
			if strings.ContainsFunc(out, func(r rune) bool {
				return r != '\n' && unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Bidi_Control, r)
			}) {
				t.Fatalf("control character left in %q", out)
			}
			if again := clean(out, limit); again != out {
				t.Fatalf("cleaned twice: %q, once: %q", again, out)
			}
		}
	})
}
