package e2e

import (
	"image"
	"testing"
	"time"

	"beside.example/internal/ui/e2e"
)

// TestGlass compares what is put into a window at once with what Fyne paints there later: nothing may jump.
func TestGlass(t *testing.T) {
	dir := workspace(t)
	owner, err := NewAccount(dir, "owner")
	if err != nil {
		t.Fatal(err)
	}
	screen, err := StartScreen(t.Context(), dir, dir, "screen", ScreenSize, owner)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := screen.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, size := range []string{inWindow, inFull} {
		t.Run(size, func(t *testing.T) { compareGlass(t, dir, screen, owner, size) })
	}
}

func compareGlass(t *testing.T, dir string, screen *Screen, owner *Account, size string) {
	app, err := StartApp(t.Context(), dir, screen, owner, "floor-"+size, built.Agent, []string{e2e.FloorVariable + "=" + size})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := app.Stop(); err != nil {
			t.Error(err)
		}
	}()
	if err := app.Raise(t.Context(), Named(e2e.FloorName)); err != nil {
		t.Fatal(err)
	}
	shown, err := app.Find(t.Context(), Named(e2e.FloorName))
	if err != nil {
		t.Fatal(err)
	}
	const around = 10 // pixels of the shared display, for what must not change
	area := image.Rectangle{Min: fitted(shown.Area, PatchArea.Inset(-around).Min), Max: fitted(shown.Area, PatchArea.Inset(-around).Max)}
	at, beside := PatchPlaces(shown.Area)
	err = await(t.Context(), "Fyne's first picture", func() (bool, error) {
		c, err := screen.Pixel(beside)
		return c.R == e2e.FloorGrey && c.G == e2e.FloorGrey && c.B == e2e.FloorGrey, err
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // to white and back
		before, err := screen.Pixel(beside)
		if err != nil {
			t.Fatal(err)
		}
		if err := screen.Hand.Click(at); err != nil {
			t.Fatal(err)
		}
		err = await(t.Context(), "the click to be seen", func() (bool, error) {
			c, err := screen.Pixel(beside)
			return c != before, err
		})
		if err != nil {
			t.Fatal(err)
		}
		atOnce, err := screen.Look(area)
		if err != nil {
			t.Fatal(err)
		}
		const untilFyne = time.Second // which paints again once the picture has stood still
		if err := Pass(t.Context(), untilFyne); err != nil {
			t.Fatal(err)
		}
		later, err := screen.Look(area)
		if err != nil {
			t.Fatal(err)
		}
		mostlySame(t, atOnce, later)
	}
}

// mostlySame compares two pictures, but for what rounding does.
func mostlySame(t *testing.T, a, b *image.RGBA) {
	t.Helper()
	const rounding = 2
	most := 0
	for i := range a.Pix {
		most = max(most, int(a.Pix[i])-int(b.Pix[i]), int(b.Pix[i])-int(a.Pix[i]))
	}
	if most > rounding {
		t.Errorf("a colour jumps by %d", most)
	}
}
