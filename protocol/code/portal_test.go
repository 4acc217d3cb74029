package code_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"beside.example/protocol/code"
)

func TestParsePortalCode(t *testing.T) {
	for _, typed := range []string{
		"K7MWQ2RT", "K7MW Q2RT", "k7mw-q2rt", " k7mw\u202fq2rt\r\n", "Ｋ７ＭＷ　Ｑ２ＲＴ", "k.7.m.w.q.2.r.t", "\ufeffK7MW–Q2RT",
	} {
		c, err := code.ParsePortalCode(typed)
		if err != nil || c.Canonical() != "K7MWQ2RT" || c.Show() != "K7MW Q2RT" || string(c.PRS()) != "K7MWQ2RT" {
			t.Errorf("%q: %s, %v", typed, c.Canonical(), err)
		}
	}
	for typed, want := range map[string]error{
		"":                         code.ErrTooShort,
		"K7MW Q2R":                 code.ErrTooShort,
		"K7MW Q2RTT":               code.ErrTooLong,
		strings.Repeat(" ", 10000): code.ErrTooLong,
		"7KMW Q2RT":                code.ErrNotPortal,
		"1234 56789":               code.ErrNotPortal,
		"23456789":                 code.ErrNotPortal,
		"K7MW Q2R0":                code.ErrNotPortal,
		"K7MW Q2RO":                code.ErrNotPortal,
		"K7MW Q2RÉ":                code.ErrNotPortal,
		"K7MW Q2Rß":                code.ErrNotPortal,
		"K7MW Q2R\xff":             code.ErrNotPortal,
	} {
		if _, err := code.ParsePortalCode(typed); !errors.Is(err, want) {
			t.Errorf("%.20q: got %v, want %v", typed, err, want)
		}
	}
	for _, c := range []code.PortalCode{"", "k7mwq2rt", "K7MW Q2RT", "123456789"} {
		if c.Valid() || c.Show() != "" {
			t.Errorf("%q is valid", c.Canonical())
		}
	}
}

// TestNewPortalCode draws often enough that a character which never comes, or comes twice as often, would stand out.
func TestNewPortalCode(t *testing.T) {
	const (
		draws   = 20_000
		letters = 24
		all     = 32
	)
	var count [code.PortalCodeLength]map[byte]int
	for i := range count {
		count[i] = map[byte]int{}
	}
	for range draws {
		c := code.NewPortalCode()
		if !c.Valid() || code.KindOf(c.Show()) != code.KindPortal {
			t.Fatalf("drawn %q", c.Canonical())
		}
		for i := range count {
			count[i][c[i]]++
		}
	}
	for i := range count {
		want := all
		if i == 0 {
			want = letters
		}
		if len(count[i]) != want {
			t.Errorf("place %d has %d characters", i, len(count[i]))
		}
		for b, n := range count[i] {
			if n < draws/want*7/10 || n > draws/want*13/10 {
				t.Errorf("%c at place %d: %d of %d", b, i, n, draws)
			}
		}
	}
}

// TestPortalCodeNeverShows prints a code as one would without thinking.
func TestPortalCodeNeverShows(t *testing.T) {
	const c = code.PortalCode("K7MWQ2RT")
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&out, verb+"\n", c)
		fmt.Fprintf(&out, verb+"\n", []code.PortalCode{c})
	}
	for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(h).Info("code", "value", c)
	}
	for _, shown := range []string{"K7MW", "4b374d57"} {
		if strings.Contains(out.String(), shown) {
			t.Errorf("%q shows in:\n%s", shown, out.String())
		}
	}
}
