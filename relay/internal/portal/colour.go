package portal

import (
	"encoding/hex"
	"fmt"
	"image/color"
	"math"
	"strings"

	"beside.example/internal/look"
)

// readable is the lowest contrast of text with its ground that most people read without effort (WCAG 2.2, 1.4.3).
const readable = 4.5

// grounds are what text in the accent's colour stands on.
func grounds(dark bool) []color.NRGBA {
	return []color.NRGBA{
		look.Background.Colour(dark), look.Surface.Colour(dark), look.Raised.Colour(dark), look.Soft.Colour(dark),
	}
}

// colourSheet returns a style sheet that gives a page an organisation's colour. As accent, which texts and links are written
// in, it serves only in the schemes in which it can be read on every ground; the tile and the line at the top always have it.
func colourSheet(colour string) string {
	c, ok := parseColour(colour)
	if !ok {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, ":root{--brand:%s;--on-brand:%s;%s}\n", look.Hex(c), look.Hex(textOn(c)), accent(c, false))
	fmt.Fprintf(&b, "@media screen and (prefers-color-scheme:dark){:root{%s}}\n", accentDark(c))
	return b.String()
}

// accent declares c as the accent when it can be read in a scheme, else nothing.
func accent(c color.NRGBA, dark bool) string {
	for _, ground := range grounds(dark) {
		if contrast(c, ground) < readable {
			return ""
		}
	}
	return declare(c, c, textOn(c))
}

// accentDark is accent for the dark scheme, which must take the light one's accent back when it keeps its own.
func accentDark(c color.NRGBA) string {
	if own := accent(c, true); own != "" {
		return own
	}
	return declare(look.Accent.Colour(true), look.AccentHover.Colour(true), look.OnAccent.Colour(true))
}

func declare(accent, hover, on color.NRGBA) string {
	return fmt.Sprintf("--accent:%s;--accent-hover:%s;--on-accent:%s", look.Hex(accent), look.Hex(hover), look.Hex(on))
}

// textOn returns black or white, whichever reads better on c: one of the two always has a contrast of 4.58 or more.
func textOn(c color.NRGBA) color.NRGBA {
	black, white := color.NRGBA{A: 0xff}, color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}
	if contrast(c, black) > contrast(c, white) {
		return black
	}
	return white
}

// parseColour reads "#rrggbb".
func parseColour(s string) (c color.NRGBA, ok bool) {
	digits, found := strings.CutPrefix(s, "#")
	rgb, err := hex.DecodeString(digits)
	if !found || err != nil || len(rgb) != 3 {
		return c, false
	}
	return color.NRGBA{R: rgb[0], G: rgb[1], B: rgb[2], A: 0xff}, true
}

// contrast returns how far two colours are apart in lightness, from 1 to 21 (WCAG 2.2, contrast ratio).
func contrast(a, b color.NRGBA) float64 {
	const flare = 0.05 // of a screen in a lit room
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + flare) / (min(la, lb) + flare)
}

// luminance returns how light a colour is, from 0 to 1 (the relative luminance of sRGB).
func luminance(c color.NRGBA) float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func linear(channel uint8) float64 {
	v := float64(channel) / math.MaxUint8
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}
