package sound

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
	"time"

	"beside.example/internal/desktop/desktoptest"
)

func TestWav(t *testing.T) {
	start, end := wav(Start), wav(End)
	if bytes.Equal(start, end) || len(start) != len(end) {
		t.Fatal("start and end must differ in their notes only")
	}
	if string(start[:4]) != "RIFF" || string(start[8:16]) != "WAVEfmt " || string(start[36:40]) != "data" {
		t.Fatalf("the file begins with % x", start[:44])
	}
	if binary.LittleEndian.Uint32(start[4:]) != uint32(len(start)-8) || binary.LittleEndian.Uint32(start[40:]) != uint32(len(start)-44) {
		t.Fatal("the file's sizes are wrong")
	}
	if length := time.Duration(len(start)-44) * time.Second / (2 * rate); length < 200*time.Millisecond || length > time.Second {
		t.Fatalf("the sound takes %v", length)
	}
}

// program puts a player of a test's own first in the path.
func program(t *testing.T, name, script string) {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+":/usr/bin:/bin")
}

func TestPlay(t *testing.T) {
	heard := filepath.Join(t.TempDir(), "heard")
	program(t, "paplay", "cat > "+heard)
	p := NewPlayer()
	p.Play(End)
	desktoptest.Eventually(t, "the sound", func() bool {
		got, err := os.ReadFile(heard)
		return err == nil && bytes.Equal(got, wav(End)[header:])
	})
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestSilenceAndHangingDevice(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	p := NewPlayer()
	for range 100 {
		p.Play(Start)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	started := filepath.Join(t.TempDir(), "started")
	program(t, "paplay", "echo > "+started+"; exec sleep 1000")
	p = NewPlayer()
	p.Play(Start)
	desktoptest.Eventually(t, "the player", func() bool {
		_, err := os.Stat(started)
		return err == nil
	})
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
}
