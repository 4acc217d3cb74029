package e2e

import (
	"encoding/json"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// A Report is what a journey measured and saw; besiderun writes it as report.json.
type Report struct {
	// Steps are in the order in which they were taken.
	Steps []Step `json:"steps"`
	// Figures are times in milliseconds, amounts in bytes, and counts, by name.
	Figures map[string]float64 `json:"figures"`
	// Texts are what arrived where it should, by name.
	Texts map[string]string `json:"texts"`
	// Failed names the step that failed; empty when all went well.
	Failed string `json:"failed,omitempty"`
}

// A Step is one thing that a person does or sees.
type Step struct {
	Name string `json:"name"`
	// Milliseconds is how long it took until its effect was to be seen.
	Milliseconds float64 `json:"ms"`
	// Picture is the file with both displays side by side.
	Picture string `json:"picture,omitempty"`
	Error   string `json:"error,omitempty"`
}

// Write saves the report into dir.
func (r *Report) Write(dir string) error {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return os.WriteFile(filepath.Join(dir, "report.json"), append(data, '\n'), 0o644)
}

// sideBySide saves what several displays show as one picture.
func sideBySide(path string, screens ...*Screen) error {
	var pictures []*image.RGBA
	var size image.Point
	for _, s := range screens {
		p, err := s.Picture()
		if err != nil {
			return err
		}
		pictures = append(pictures, p)
		size = image.Pt(size.X+p.Bounds().Dx(), max(size.Y, p.Bounds().Dy()))
	}
	all := image.NewRGBA(image.Rectangle{Max: size})
	x := 0
	for _, p := range pictures {
		draw.Draw(all, image.Rect(x, 0, x+p.Bounds().Dx(), p.Bounds().Dy()), p, image.Point{}, draw.Src)
		x += p.Bounds().Dx()
	}
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("save a picture: %w", err)
	}
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(f, all); err != nil {
		f.Close()
		return fmt.Errorf("save a picture: %w", err)
	}
	return f.Close()
}

// Percentile returns the value below which a share p (0 to 1) of the times lies; the times are not changed.
func Percentile(times []time.Duration, p float64) time.Duration {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(times))
	return sorted[min(int(p*float64(len(sorted))), len(sorted)-1)]
}

// Milliseconds returns a duration as the report writes it.
func Milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
