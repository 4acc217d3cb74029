package main

import (
	"path/filepath"
	"testing"
)

func TestMeasure(t *testing.T) {
	paths, err := filepath.Glob("../../testdata/*.scr.zst")
	if err != nil || len(paths) == 0 {
		t.Fatal("no recordings", err)
	}
	for _, path := range paths {
		got, err := measure(path)
		if err != nil {
			t.Fatal(err)
		}
		if !got.Exact || got.Grabs == 0 || got.FirstBytes == 0 || got.Bytes == 0 {
			t.Errorf("%s: %+v", path, got)
		}
	}
	if _, err := measure("no such file"); err == nil {
		t.Error("a missing file was measured")
	}
}
