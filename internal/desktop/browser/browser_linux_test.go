package browser

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"beside.example/internal/desktop/desktoptest"
)

func TestOpenHonoursVariable(t *testing.T) {
	folder := t.TempDir()
	seen := filepath.Join(folder, "seen")
	script := filepath.Join(folder, "browser")
	if err := os.WriteFile(script, []byte("#!/bin/sh\nprintf %s \"$2\" > "+seen+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("BROWSER", "no-such-browser:"+script+" --new")
	const page = "https://relay.example/sign-in?port=1&state=a%20b;touch"
	if err := Open(page); err != nil {
		t.Fatal(err)
	}
	desktoptest.Eventually(t, "the browser", func() bool {
		got, err := os.ReadFile(seen)
		return err == nil && string(got) == page
	})
}

func TestOpenRefusesOtherAddresses(t *testing.T) {
	t.Setenv("BROWSER", "true")
	for _, address := range []string{
		"", "file:///etc/passwd", "javascript:alert(1)", "--help", "https://", "relay.example", "http://" + strings.Repeat("a", maxURL),
	} {
		if err := Open(address); !errors.Is(err, ErrAddress) {
			t.Errorf("%.30q: %v", address, err)
		}
	}
}

func TestOpenWithoutBrowser(t *testing.T) {
	t.Setenv("BROWSER", "")
	t.Setenv("PATH", t.TempDir())
	if err := Open("https://relay.example/"); err == nil {
		t.Fatal("a browser was found where none is")
	}
}

func TestCommands(t *testing.T) {
	got := commands("a %s -x::b=%s:c", "u")
	want := [][]string{{"a", "u", "-x"}, {"b=u"}, {"c", "u"}, {"xdg-open", "u"}}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%v, want %v", got, want)
	}
}
