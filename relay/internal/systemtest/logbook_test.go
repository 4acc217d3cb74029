package systemtest

import (
	"bytes"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"testing"

	"beside.example/protocol/code"
)

// logBook keeps all that relay and apps of a test log, at every level, and the codes of which it may hold nothing.
type logBook struct {
	mu    sync.Mutex // guards the following
	text  bytes.Buffer
	codes []code.Code
}

// Write implements io.Writer.
func (b *logBook) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

// logger writes into the book, without what is a number by nature and might look like digits of a code by chance.
func (b *logBook) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(b, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if kind := a.Value.Kind(); kind == slog.KindTime || kind == slog.KindDuration || a.Key == "fingerprint" {
			return slog.Attr{}
		}
		return a
	}}))
}

// mustNotShow adds a code to those that the book may not hold.
func (b *logBook) mustNotShow(c code.Code) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.codes = append(b.codes, c)
}

// shortestPiece is how many digits of a code in a row are worth something to who reads a log: fewer come about by chance.
const shortestPiece = 4

// addresses are what a log is full of; a port may look like digits of a code.
var addresses = regexp.MustCompile(`[0-9.]+:[0-9]+`)

// shown returns the pieces of a code that a text shows, but for those within longer numbers, such as a session's.
func shown(text string, c code.Code) []string {
	text = addresses.ReplaceAllString(text, "address")
	all := strings.ReplaceAll(code.Format(c), " ", "")
	var pieces []string
	for from := range len(all) {
		for to := from + shortestPiece; to <= len(all); to++ {
			alone := regexp.MustCompile(`(^|[^0-9a-f])` + all[from:to] + `($|[^0-9a-f])`)
			if alone.MatchString(text) {
				pieces = append(pieces, all[from:to])
			}
		}
	}
	return pieces
}

// check looks for digits of codes in all that was logged.
func (b *logBook) check(t testing.TB) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.codes {
		if pieces := shown(b.text.String(), c); pieces != nil {
			t.Errorf("the logs show %q of a code:\n%s", pieces, b.text.String())
		}
	}
}

// TestShown shows digits to the search that every other test relies on.
func TestShown(t *testing.T) {
	c, err := code.Parse("1234 56789")
	must(t, err)
	for text, want := range map[string]bool{
		`msg=x nameplate=1234`: true, `error="code 123456789 refused"`: true, `4567 `: true, `x=56789`: true, `"1234 56789"`: true,
		`address=127.0.0.1:12345`: false, `session=91234ab`: false, `127.0.0.1:1234`: false, `a=123 b=789`: false,
	} {
		if got := shown(text, c) != nil; got != want {
			t.Errorf("%q: shown %v", text, got)
		}
	}
}
