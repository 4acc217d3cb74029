package recording_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"beside.example/internal/codec/codectest"
	"beside.example/internal/codec/recording"
	"beside.example/internal/framebuffer"

	"github.com/klauspost/compress/zstd"
)

// update writes the files below ../testdata anew from the scenes.
var update = flag.Bool("update", false, "write the recordings in testdata")

// write returns a scene as a recording.
func write(t testing.TB, scene codectest.Scene, grabs int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := recording.NewWriter(&b, recording.Header{Width: codectest.Width, Height: codectest.Height, Rate: 25})
	if err != nil {
		t.Fatal(err)
	}
	fb := codectest.New()
	for n := range grabs {
		scene.Draw(fb, n)
		if err := w.Grab(fb); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// recorded is how many grabs of each scene are kept in testdata, so that the files stay small.
var recorded = map[string]int{"typing": 60, "scrolling": 3, "dragging": 3}

// TestRecordings reads the recordings in testdata, which screenbench measures too, and holds them against their scenes.
func TestRecordings(t *testing.T) {
	for _, scene := range codectest.Scenes()[:3] {
		grabs := recorded[scene.Name]
		path := filepath.Join("..", "testdata", scene.Name+".scr.zst")
		if *update {
			z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, z.EncodeAll(write(t, scene, grabs), nil), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		r, err := recording.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		got, want := codectest.New(), codectest.New()
		for n := range grabs {
			scene.Draw(want, n)
			if _, err := r.Next(got); err != nil {
				t.Fatal(err)
			}
			if want := time.Duration(n) * time.Second / 25; r.At != want.Truncate(time.Millisecond) {
				t.Fatalf("%s: grab %d was made after %v", scene.Name, n, r.At)
			}
			if at, differs := codectest.Difference(got, want); differs {
				t.Fatalf("%s: pixel %v of grab %d differs; run the test with -update after changing a scene", scene.Name, at, n)
			}
		}
		if _, err := r.Next(got); !errors.Is(err, io.EOF) {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func FuzzReader(f *testing.F) {
	whole := write(f, codectest.Scenes()[0], 2)
	f.Add(whole[:20_000])
	f.Add(whole[:12])
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := recording.NewReader(bytes.NewReader(b))
		if err != nil || r.Width*r.Height > 1<<18 {
			return
		}
		fb, err := framebuffer.New(r.Width, r.Height)
		if err != nil {
			t.Fatal(err)
		}
		for err == nil {
			_, err = r.Next(fb)
		}
	})
}
