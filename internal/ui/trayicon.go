package ui

import (
	"bytes"
	"fmt"
	"image"
	"image/png"

	"fyne.io/fyne/v2"
	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"

	"beside.example/internal/look"
)

// trayIconSide is the side of an icon among those of the system, in pixels: desktops scale it down.
const trayIconSide = 64

// Pixels returns an icon as pixels, for what of the system takes no drawings.
func Pixels(icon look.Icon, colour look.Token) (*image.NRGBA, error) {
	drawing, err := oksvg.ReadIconStream(bytes.NewReader(Icon(icon, colour).Content()))
	if err != nil {
		return nil, fmt.Errorf("read an icon: %w", err)
	}
	drawing.SetTarget(0, 0, trayIconSide, trayIconSide)
	img := image.NewNRGBA(image.Rect(0, 0, trayIconSide, trayIconSide))
	const whole = 1
	drawing.Draw(rasterx.NewDasher(trayIconSide, trayIconSide, rasterx.NewScannerGV(trayIconSide, trayIconSide, img, img.Bounds())), whole)
	return img, nil
}

// TrayIcon returns an icon as a file of pixels, for the system's tray.
func TrayIcon(icon look.Icon, colour look.Token) (fyne.Resource, error) {
	img, err := Pixels(icon, colour)
	if err != nil {
		return nil, err
	}
	var pixels bytes.Buffer
	if err := png.Encode(&pixels, img); err != nil {
		return nil, fmt.Errorf("draw the icon for the tray: %w", err)
	}
	return fyne.NewStaticResource(fmt.Sprintf("tray-%s-%d.png", icon, colour), pixels.Bytes()), nil
}
