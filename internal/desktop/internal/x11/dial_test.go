package x11

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
)

func TestParseDisplay(t *testing.T) {
	for display, want := range map[string]address{
		":0":              {network: "unix", path: "/tmp/.X11-unix/X0", number: "0"},
		":12.1":           {network: "unix", path: "/tmp/.X11-unix/X12", number: "12"},
		"unix:3":          {network: "unix", path: "/tmp/.X11-unix/X3", number: "3"},
		"/tmp/launch/x:0": {network: "unix", path: "/tmp/launch/x:0", number: "0"},
		"box:1.0":         {network: "tcp", path: "box:6001", host: "box", number: "1"},
		"tcp/box:1":       {network: "tcp", path: "box:6001", host: "box", number: "1"},
	} {
		if got, err := parseDisplay(display); err != nil || got != want {
			t.Errorf("%q is %+v, want %+v: %v", display, got, want, err)
		}
	}
	for _, display := range []string{"", "0", ":", ":x", ":-1", ":99999999", "host"} {
		if got, err := parseDisplay(display); err == nil {
			t.Errorf("%q is %+v", display, got)
		}
	}
}

func entry(family uint16, host, number, name string, data []byte) []byte {
	e := binary.BigEndian.AppendUint16(nil, family)
	for _, field := range [][]byte{[]byte(host), []byte(number), []byte(name), data} {
		e = binary.BigEndian.AppendUint16(e, uint16(len(field)))
		e = append(e, field...)
	}
	return e
}

func TestCookieFrom(t *testing.T) {
	first, second, third := bytes.Repeat([]byte{1}, cookieSize), bytes.Repeat([]byte{2}, cookieSize), bytes.Repeat([]byte{3}, cookieSize)
	file := bytes.Join([][]byte{
		entry(familyLocal, "other", "0", cookieName, first),
		entry(familyLocal, "here", "0", "XDM-AUTHORIZATION-1", first),
		entry(familyLocal, "here", "0", cookieName, first[:3]),
		entry(familyLocal, "here", "0", cookieName, second),
		entry(familyWild, "", "", cookieName, third),
	}, nil)
	for number, want := range map[string][]byte{"0": second, "1": third} {
		if got := cookieFrom(file, "here", number); !bytes.Equal(got, want) {
			t.Errorf("the cookie of display %s is % x, want % x", number, got, want)
		}
	}
	for n := range file {
		if got := cookieFrom(file[:n], "here", "1"); got != nil {
			t.Errorf("the first %d bytes have the cookie % x", n, got)
		}
	}
}

func TestOpenWithoutServer(t *testing.T) {
	authority := filepath.Join(t.TempDir(), "authority")
	if err := os.WriteFile(authority, []byte{1, 2, 3}, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XAUTHORITY", authority)
	for _, display := range []string{"", "nonsense", filepath.Join(t.TempDir(), "none") + ":0"} {
		t.Setenv("DISPLAY", display)
		if conn, err := Open(nil); err == nil {
			_ = conn.Close()
			t.Errorf("DISPLAY=%q was opened", display)
		}
	}
}

func FuzzCookieFrom(f *testing.F) {
	f.Add(entry(familyLocal, "here", "0", cookieName, make([]byte, cookieSize)))
	f.Add(entry(familyWild, "", "", cookieName, make([]byte, cookieSize)))
	f.Add([]byte{1, 0, 255, 255})
	f.Fuzz(func(t *testing.T, file []byte) {
		if got := cookieFrom(file, "here", "0"); got != nil && len(got) != cookieSize {
			t.Fatalf("the cookie has %d bytes", len(got))
		}
	})
}
