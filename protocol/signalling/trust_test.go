package signalling_test

import (
	"strings"
	"testing"

	"beside.example/protocol/signalling"
)

// FuzzParseFingerprint reads anything as a fingerprint; what is one is written so that it is read as the same one.
func FuzzParseFingerprint(f *testing.F) {
	f.Add(strings.Repeat("0a1b ", 16))
	f.Add(strings.Repeat("AB", 32))
	f.Add("")
	f.Add("zz")
	f.Fuzz(func(t *testing.T, s string) {
		read, err := signalling.ParseFingerprint(s)
		if err != nil {
			return
		}
		if again, err := signalling.ParseFingerprint(read.String()); err != nil || again != read {
			t.Errorf("%q becomes %v, then %v, %v", s, read, again, err)
		}
	})
}
