package ui

import (
	"bytes"
	"image/png"
	"testing"

	"beside.example/internal/look"
)

func TestTrayIcon(t *testing.T) {
	newApp(t, ForAgent)
	icon, err := TrayIcon(look.IconAvailable, look.Success)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(icon.Content()))
	if err != nil || img.Bounds().Dx() < trayIconSide {
		t.Fatalf("the icon is %v: %v", img.Bounds(), err)
	}
	seen := 0
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if _, _, _, alpha := img.At(x, y).RGBA(); alpha > 0 {
				seen++
			}
		}
	}
	if whole := img.Bounds().Dx() * img.Bounds().Dy(); seen == 0 || seen == whole {
		t.Errorf("%d of %d pixels are there", seen, whole)
	}
}
