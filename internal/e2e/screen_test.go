package e2e

import (
	"image"
	"os"
	"path/filepath"
	"testing"
)

// TestScreen types into a real terminal on a display of its own and waits for the file that the shell writes: the tests'
// own instruments must work before they may judge the apps.
func TestScreen(t *testing.T) {
	dir := workspace(t)
	owner, err := NewAccount(dir, "owner")
	if err != nil {
		t.Fatal(err)
	}
	screen, err := StartScreen(t.Context(), dir, dir, "screen", image.Pt(800, 600), owner)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := screen.Close(); err != nil {
			t.Error(err)
		}
	}()
	empty, err := screen.Picture()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := screen.Start(t.Context(), dir, "xterm", owner, "xterm", "-geometry", "80x20+0+0"); err != nil {
		t.Fatal(err)
	}
	place := image.Pt(200, 150)
	err = await(t.Context(), "the terminal", func() (bool, error) {
		c, err := screen.Pixel(place)
		return c != empty.RGBAAt(place.X, place.Y), err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := screen.Hand.Click(place); err != nil {
		t.Fatal(err)
	}
	if err := screen.Hand.Type("echo 'Hello, World: 1+2' > typed\n"); err != nil {
		t.Fatal(err)
	}
	err = await(t.Context(), "the typed file", func() (bool, error) {
		data, err := os.ReadFile(filepath.Join(owner.Home, "typed"))
		return string(data) == "Hello, World: 1+2\n", err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func workspace(t *testing.T) string {
	t.Helper()
	dir, remove, err := NewWorkspace()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := remove(); err != nil {
			t.Error(err)
		}
	})
	return dir
}
