package sysinfo

import (
	"context"
	"image"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"beside.example/internal/framebuffer"
)

func TestRead(t *testing.T) {
	displays := []framebuffer.Display{{ID: 1, Name: "one", Bounds: image.Rect(0, 0, 1, 1)}}
	began := time.Now()
	info, err := Read(context.Background(), displays)
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("it took %v", took)
	}
	if info.System == "" || info.Host == "" || info.Cores < 1 || info.Architecture == "" || info.Uptime <= 0 {
		t.Errorf("the machine is %+v", info)
	}
	if info.Memory == 0 || info.MemoryFree > info.Memory || info.Disk == 0 || info.DiskFree > info.Disk {
		t.Errorf("the machine is %+v", info)
	}
	if len(info.Displays) != 1 || info.Displays[0] != displays[0] {
		t.Errorf("the displays are %+v", info.Displays)
	}
}

func TestReadCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	info, err := Read(ctx, nil)
	if err == nil {
		// All parts may have been quicker than the look at the context.
		return
	}
	if info.Cores < 1 {
		t.Errorf("the machine is %+v", info)
	}
}

func TestTidy(t *testing.T) {
	for in, want := range map[string]string{
		"  Intel(R)\tCore\n": "Intel(R) Core",
		"a\x00b\x1b[31m":     "ab[31m",
		"a\xffb\u202e":       "ab",
		"":                   "",
	} {
		if got := tidy(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	if got := tidy(strings.Repeat("漢", maxString)); len(got) > maxString || !utf8.ValidString(got) {
		t.Errorf("a long string became %q", got)
	}
}
