package code_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"beside.example/protocol/code"
)

func TestParse(t *testing.T) {
	for _, typed := range []string{
		"123456789", "1234 56789", "123-456-789", " 1.2.3.4.5.6.7.8.9 ", "1234\u00a056789", "1234\u202f567\u200989", "123456789\r\n",
		"(1234) 56789", "1234/56789", "1234–56789", "\u202a1234 56789\u202c", "１２３４　５６７８９", "1234・56789", "\ufeff123456789",
	} {
		c, err := code.Parse(typed)
		if err != nil {
			t.Errorf("%q: %v", typed, err)
			continue
		}
		if got := code.Format(c); got != "1234 56789" {
			t.Errorf("%q: got %q", typed, got)
		}
		if c.Nameplate != "1234" || string(c.Secret.PRS()) != "56789" {
			t.Errorf("%q: split as %v and %s", typed, c.Nameplate, c.Secret.PRS())
		}
	}
}

func TestParseErrors(t *testing.T) {
	for typed, want := range map[string]error{
		"":                         code.ErrTooShort,
		"    ":                     code.ErrTooShort,
		"1234 5678":                code.ErrTooShort,
		"1234 567890":              code.ErrTooLong,
		strings.Repeat(" ", 10000): code.ErrTooLong,
		"1234 5678O":               code.ErrNotDigits,
		"abc":                      code.ErrNotDigits,
		"١٢٣٤٥٦٧٨٩":                code.ErrNotDigits,
		"12345678\xff":             code.ErrNotDigits,
		"12345678²":                code.ErrNotDigits,
	} {
		if _, err := code.Parse(typed); !errors.Is(err, want) {
			t.Errorf("%.20q: got %v, want %v", typed, err, want)
		}
	}
}

func TestKindOf(t *testing.T) {
	for typed, want := range map[string]code.Kind{
		"1234 56789":  code.KindSession,
		"K7MW-Q2RT":   code.KindPortal,
		"k7mwq2rt":    code.KindPortal,
		"a2345678":    code.KindPortal,
		"a1234567":    code.KindNone,
		"K7MWQ2R0":    code.KindNone,
		"K7MWQ2RI":    code.KindNone,
		"1234567A":    code.KindNone,
		"12345678":    code.KindNone,
		"a12345678":   code.KindNone,
		"1234 5678":   code.KindNone,
		"É7MWQ2RT":    code.KindNone,
		"1234567890a": code.KindNone,
		"":            code.KindNone,
	} {
		if got := code.KindOf(typed); got != want {
			t.Errorf("%q: got %v, want %v", typed, got, want)
		}
	}
}

func TestNameplate(t *testing.T) {
	n, err := code.ParseNameplate(" 00-42")
	if err != nil || n != "0042" {
		t.Errorf("got %q, %v", n, err)
	}
	if _, err := code.ParseNameplate("1234 56789"); !errors.Is(err, code.ErrTooLong) {
		t.Errorf("a whole code as nameplate: got %v", err)
	}
	for n, want := range map[code.Nameplate]bool{"0042": true, "42": false, "004 2": false, "": false, "004a": false} {
		if n.Valid() != want {
			t.Errorf("%q: valid %v", n, !want)
		}
	}
	if n := code.RandomNameplate(); !n.Valid() {
		t.Errorf("drawn %q", n)
	}
}

// TestSecretNeverShows prints a secret in every way that a log line or an error might.
func TestSecretNeverShows(t *testing.T) {
	c, err := code.Parse("1234 56789")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, value := range []any{c.Secret, &c.Secret, c, &c, []code.Code{c}, map[string]code.Secret{"s": c.Secret}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%c"} {
			fmt.Fprintf(&out, verb+"\n", value)
		}
		fmt.Fprintln(&out, value)
		for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
			slog.New(h).Info("code", "value", value)
		}
		marshalled, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(marshalled)
	}
	for _, digits := range []string{"56789", "53 54 55", "53, 54", "3536373839", "0x35"} {
		if strings.Contains(out.String(), digits) {
			t.Errorf("%q shows in:\n%s", digits, out.String())
		}
	}
}

// TestNameplateInLogs logs a nameplate and a code as one would without thinking.
func TestNameplateInLogs(t *testing.T) {
	c, err := code.Parse("1234 56789")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		h = h.WithAttrs([]slog.Attr{slog.Any("with", c.Nameplate)})
		slog.New(h).Info("code", "nameplate", c.Nameplate, "code", c, "pointer", &c)
	}
	if strings.Contains(out.String(), "1234") {
		t.Errorf("digits show in:\n%s", out.String())
	}
}

// TestNewSecret draws often enough that a digit which never comes, or comes twice as often, would stand out.
func TestNewSecret(t *testing.T) {
	const draws = 20_000
	var count [5][10]int
	for range draws {
		c := code.New("0042")
		parsed, err := code.Parse(code.Format(c))
		if err != nil {
			t.Fatal(err)
		}
		if !parsed.Secret.Equal(c.Secret) || c.Secret.IsZero() {
			t.Fatal("not the same after formatting and parsing")
		}
		for i, d := range c.Secret.PRS() {
			count[i][d-'0']++
		}
	}
	for i := range count {
		for d, n := range count[i] {
			if n < draws/10*8/10 || n > draws/10*12/10 {
				t.Errorf("digit %d at place %d: %d of %d", d, i, n, draws)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1234 56789", "１２３４　５６７８９", "k7mw-q2rt", "12\xff", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		kind := code.KindOf(s)
		c, err := code.Parse(s)
		if (err == nil) != (kind == code.KindSession) {
			t.Fatalf("kind %v, parse %v", kind, err)
		}
		if err == nil {
			again, err := code.Parse(code.Format(c))
			if err != nil || again != c || !c.Nameplate.Valid() {
				t.Fatalf("formatted as %q: %v", code.Format(c), err)
			}
		}
		portal, err := code.ParsePortalCode(s)
		if (err == nil) != (kind == code.KindPortal) {
			t.Fatalf("kind %v, parse as portal code %v", kind, err)
		}
		if err == nil {
			again, err := code.ParsePortalCode(portal.Show())
			if err != nil || again != portal || !portal.Valid() {
				t.Fatalf("portal code shown as %q: %v", portal.Show(), err)
			}
			if _, err := code.Parse(portal.Canonical()); err == nil {
				t.Fatalf("portal code %q is nine digits too", portal.Canonical())
			}
		}
	})
}
