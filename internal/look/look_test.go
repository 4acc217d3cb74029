package look

import (
	"bytes"
	"image/color"
	"math"
	"strings"
	"testing"
)

// TestContrast holds the pairs that people read against WCAG: 4.5 for text, 3 for the edge of a field.
func TestContrast(t *testing.T) {
	const text, edge = 4.5, 3.0
	pairs := []struct {
		over, on Token
		least    float64
	}{
		{Ink, Background, text},
		{Ink, Surface, text},
		{Ink, Raised, text},
		{Ink, Soft, text},
		{Ink2, Background, text},
		{Ink2, Surface, text},
		{Ink2, Raised, text},
		{Disabled, Raised, 4.45},
		{Accent, Background, text},
		{Accent, Surface, text},
		{Accent, Soft, text},
		{OnAccent, Accent, text},
		{Danger, DangerSoft, text},
		{OnDanger, Danger, text},
		{Success, SuccessSoft, text},
		{Warning, WarningSoft, text},
		{Border, Surface, edge},
		{Border, Background, edge},
		{OnYellow, Yellow, text},
		{OnGreen, Green, text},
		{OnBlue, Blue, text},
		{OnOrange, Orange, text},
		{YellowText, YellowSoft, text},
		{GreenText, GreenSoft, text},
		{BlueText, BlueSoft, text},
		{OrangeText, OrangeSoft, text},
	}
	for _, dark := range []bool{false, true} {
		for _, p := range pairs {
			if got := contrast(p.over.Colour(dark), p.on.Colour(dark)); got < p.least {
				t.Errorf("dark %v: %s on %s is %.2f : 1, want %.2f", dark, p.over, p.on, got, p.least)
			}
		}
	}
}

func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func TestIcons(t *testing.T) {
	list := Icons()
	if len(list) == 0 {
		t.Fatal("no icons")
	}
	for _, icon := range list {
		svg := icon.SVG()
		if !bytes.HasPrefix(svg, []byte("<svg ")) || bytes.Contains(svg, []byte("stroke=")) {
			t.Errorf("%s: not a filled drawing", icon) // Fyne recolours fills, never strokes
		}
	}
}

func TestCSS(t *testing.T) {
	css := CSS()
	for _, want := range []string{"--accent:#0b5f69;", "--accent:#62c4cc;", "--on-yellow:#2a2100;"} {
		if !strings.Contains(css, want) {
			t.Errorf("the style sheet lacks %s", want)
		}
	}
	if got := strings.Count(css, "--"); got != 2*len(Tokens()) {
		t.Errorf("%d variables, want every token twice", got)
	}
}
