package api

import "testing"

func FuzzParsePlace(f *testing.F) {
	seed, err := place{At: 1, Request: "00112233445566778899aabbccddeeff"}.cursor()
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{seed, "", "e30", "eyJ0IjoxfQ", "eyJ0IjoxLCJyIjoieCJ9"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := parsePlace(text)
		if err != nil {
			return
		}
		again, err := p.cursor()
		if err != nil {
			t.Fatal(err)
		}
		if q, err := parsePlace(again); err != nil || q != p {
			t.Errorf("%v is written as %q and read as %v, %v", p, again, q, err)
		}
	})
}
