package sysinfo

import "testing"

func TestParseRelease(t *testing.T) {
	fields := parseRelease("# a comment\nNAME=\"Debian GNU/Linux\"\nVERSION_ID='13'\nBARE=x=y\n\nnothing\n#NAME=z\n")
	for name, want := range map[string]string{"NAME": "Debian GNU/Linux", "VERSION_ID": "13", "BARE": "x=y", "nothing": ""} {
		if fields[name] != want {
			t.Errorf("%s is %q, want %q", name, fields[name], want)
		}
	}
}

func FuzzParseRelease(f *testing.F) {
	f.Add("NAME=\"a\"\n")
	f.Add("=\n==")
	f.Fuzz(func(t *testing.T, text string) {
		for name, value := range parseRelease(text) {
			if len(name)+len(value) > len(text) {
				t.Fatalf("%q is longer than its file", name)
			}
		}
	})
}
