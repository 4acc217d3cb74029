// Package wiretest holds the tests that every message of Beside must pass, so that each message's own test is one call.
//
// The packages that define messages use it; it knows no message.
package wiretest

import (
	"bytes"
	"encoding/hex"
	"reflect"
	"strings"
	"testing"
)

// Message is one message with the bytes that it is written as.
type Message[M any] struct {
	// Value is the message, with every field set to something that can be told from its zero value.
	Value M
	// Golden is its encoding in hexadecimal; blanks and line ends in it are for the reader's eye.
	Golden string
	// Parse and Append are the message's own functions.
	Parse  func([]byte) (M, error)
	Append func(M, []byte) []byte
	// Exact says that the message never grows: bytes after its end are an error instead of being ignored.
	Exact bool
	// Open says that the last field takes what is left, so that neither truncation inside it nor bytes after it can be seen: it is the
	// length of that field in Golden.
	Open int
}

// Check runs the tests of one message: golden bytes, round trip, an error on every truncated prefix, and bytes after the end.
func Check[M any](t *testing.T, m Message[M]) {
	t.Helper()
	golden := Hex(t, m.Golden)
	if got := m.Append(m.Value, nil); !bytes.Equal(got, golden) {
		t.Errorf("append:\n got %x\nwant %x", got, golden)
	}
	prefix := []byte("before")
	if got := m.Append(m.Value, bytes.Clone(prefix)); !bytes.Equal(got, append(prefix, golden...)) {
		t.Errorf("append does not keep the bytes before: %x", got)
	}
	parsed, err := m.Parse(golden)
	if err != nil {
		t.Fatalf("parse: %v", err)
	}
	if !reflect.DeepEqual(parsed, m.Value) {
		t.Errorf("parse:\n got %+v\nwant %+v", parsed, m.Value)
	}
	for n := range len(golden) - m.Open {
		if _, err := m.Parse(golden[:n]); err == nil {
			t.Errorf("parse of the first %d of %d bytes: no error", n, len(golden))
		}
	}
	if m.Open > 0 {
		return
	}
	longer, err := m.Parse(append(bytes.Clone(golden), 0xee))
	switch {
	case m.Exact && err == nil:
		t.Error("parse with a byte after the end: no error")
	case !m.Exact && err != nil:
		t.Errorf("parse with a byte after the end: %v", err)
	case !m.Exact && !reflect.DeepEqual(longer, m.Value):
		t.Errorf("parse with a byte after the end: got %+v", longer)
	}
}

// Refused checks that parse returns an error for every one of the given encodings.
func Refused[M any](t *testing.T, parse func([]byte) (M, error), encodings map[string]string) {
	t.Helper()
	for name, encoding := range encodings {
		if m, err := parse(Hex(t, encoding)); err == nil {
			t.Errorf("%s: no error, got %+v", name, m)
		}
	}
}

// Fuzz feeds parse with the golden bytes of seeds and whatever the fuzzer makes of them. What parses must append to the very bytes it
// came from, except bytes after the end that were ignored, and parse again to the same message.
func Fuzz[M any](f *testing.F, parse func([]byte) (M, error), appendTo func(M, []byte) []byte, seeds ...string) {
	f.Helper()
	for _, seed := range seeds {
		f.Add(Hex(f, seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		original := bytes.Clone(in)
		first, err := parse(in)
		if err != nil {
			return
		}
		out := appendTo(first, nil)
		if !bytes.Equal(in, original) {
			t.Fatal("parse changed its input")
		}
		if !bytes.HasPrefix(in, out) {
			t.Fatalf("not the same bytes:\n in %x\nout %x", in, out)
		}
		second, err := parse(out)
		if err != nil {
			t.Fatalf("parse again: %v", err)
		}
		if !reflect.DeepEqual(first, second) {
			t.Fatalf("not the same message:\n first %+v\nsecond %+v", first, second)
		}
	})
}

// Hex returns the bytes that s writes in hexadecimal, blanks and line ends left out.
func Hex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatalf("hexadecimal %q: %v", s, err)
	}
	return b
}
