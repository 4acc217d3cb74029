package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

func TestHostPort(t *testing.T) {
	for in, want := range map[string]string{
		"help.northfield.example":      "help.northfield.example:443",
		" Help.Northfield.Example. ":   "help.northfield.example:443",
		"help.northfield.example:8443": "help.northfield.example:8443",
		"192.0.2.7":                    "192.0.2.7:443",
		"192.0.2.7:08443":              "192.0.2.7:8443",
		"2001:DB8::1":                  "[2001:db8::1]:443",
		"[2001:db8::1]:8443":           "[2001:db8::1]:8443",
		"localhost":                    "localhost:443",
	} {
		if got, err := signalling.HostPort(in); err != nil || got != want {
			t.Errorf("%q: got %q, %v, want %q", in, got, err, want)
		}
	}
	for _, in := range []string{
		"", ":443", "host:", "host:0", "host:65536", "host:x", "https://host", "host/path", "user@host", "a b", "host:1:2", "höst", "[::1", "host?x",
	} {
		if got, err := signalling.HostPort(in); err == nil {
			t.Errorf("%q: got %q", in, got)
		}
	}
}

func FuzzHostPort(f *testing.F) {
	f.Add("help.northfield.example:8443")
	f.Add("[2001:db8::1%eth0]:1")
	f.Add("::0%A")
	f.Add("..")
	f.Fuzz(func(t *testing.T, in string) {
		once, err := signalling.HostPort(in)
		if err != nil {
			return
		}
		if twice, err := signalling.HostPort(once); err != nil || twice != once {
			t.Errorf("%q became %q and then %q, %v", in, once, twice, err)
		}
	})
}
