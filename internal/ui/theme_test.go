package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"beside.example/internal/look"
)

func TestThemeFollowsTheSystem(t *testing.T) {
	th := NewTheme(ForAgent)
	for _, token := range look.Tokens() {
		if th.Color(Colour(token), theme.VariantLight) != token.Colour(false) || th.Color(Colour(token), theme.VariantDark) != token.Colour(true) {
			t.Errorf("%s does not follow the system", token)
		}
	}
	if got := th.Fixed(theme.VariantDark).Color(theme.ColorNameForeground, theme.VariantLight); got != look.Ink.Colour(true) {
		t.Errorf("a fixed theme follows the system: %v", got)
	}
}

func TestThemeKnowsFynesNames(t *testing.T) {
	th := NewTheme(ForAgent)
	for name, want := range map[fyne.ThemeColorName]look.Token{
		theme.ColorNamePrimary: look.Accent, theme.ColorNameError: look.Danger, theme.ColorNameBackground: look.Background,
		theme.ColorNameForegroundOnSuccess: look.Surface,
	} {
		if got := th.Color(name, theme.VariantLight); got != want.Colour(false) {
			t.Errorf("%s is %v, want %s", name, got, want)
		}
	}
}

func TestThemeSizes(t *testing.T) {
	for audience, want := range map[Audience][3]float32{ForAgent: {14, 24, 36}, ForCustomer: {17, 28, 48}} {
		th := NewTheme(audience)
		got := [3]float32{th.Size(theme.SizeNameText), th.Size(theme.SizeNameHeadingText), th.Size(sizeControl)}
		if got != want {
			t.Errorf("audience %d: body, heading, control are %v, want %v", audience, got, want)
		}
		for role, size := range roleSizes[audience] {
			if size < 12 {
				t.Errorf("audience %d: %s is %v, nothing may be under 12", audience, role, size)
			}
		}
	}
}
