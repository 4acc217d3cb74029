package ui

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"beside.example/internal/look"
)

var _ fyne.Theme = (*Theme)(nil)

// Audience is who reads an app's windows: it sets how large and how wide they are set.
type Audience uint8

// The two audiences.
const (
	// ForAgent is dense: body text of 14, controls of 36.
	ForAgent Audience = iota
	// ForCustomer is large and plain: body text of 17, controls of 48.
	ForCustomer
)

// Theme is Beside's look as a Fyne theme. It follows the system's choice of light and dark.
type Theme struct {
	audience Audience
	fixed    *fyne.ThemeVariant
}

// NewTheme returns the theme for an audience.
func NewTheme(audience Audience) *Theme { return &Theme{audience: audience} }

// Fixed returns the same theme kept light or dark whatever the system says: for a setting, and for tests.
func (t *Theme) Fixed(variant fyne.ThemeVariant) *Theme {
	return &Theme{audience: t.audience, fixed: &variant}
}

const (
	colourPrefix = "beside."

	// hoverAlpha, pressedAlpha and shadowAlpha are 8, 16 and 20 % of ink; focusLight and focusDark 30 and 25 %.
	hoverAlpha, pressedAlpha, shadowAlpha = 0x14, 0x29, 0x33
	focusLight, focusDark                 = 0x4d, 0x40
)

// Colour returns the name under which the theme knows a token.
func Colour(t look.Token) fyne.ThemeColorName { return fyne.ThemeColorName(colourPrefix + t.String()) }

// fyneTokens gives Fyne's own names our colours; it is only ever read.
var fyneTokens = map[fyne.ThemeColorName]look.Token{
	theme.ColorNameBackground: look.Background, theme.ColorNameInputBackground: look.Surface,
	theme.ColorNameMenuBackground: look.Surface, theme.ColorNameOverlayBackground: look.Surface,
	theme.ColorNameButton: look.Raised, theme.ColorNameDisabledButton: look.Raised,
	theme.ColorNameHeaderBackground: look.Raised, theme.ColorNameSeparator: look.Line,
	theme.ColorNameInputBorder: look.Border, theme.ColorNameScrollBar: look.Border,
	theme.ColorNameScrollBarBackground: look.Raised,
	theme.ColorNameForeground:          look.Ink, theme.ColorNamePlaceHolder: look.Ink2, theme.ColorNameDisabled: look.Disabled,
	theme.ColorNamePrimary: look.Accent, theme.ColorNameHyperlink: look.Accent,
	theme.ColorNameForegroundOnPrimary: look.OnAccent, theme.ColorNameSelection: look.Soft,
	theme.ColorNameError: look.Danger, theme.ColorNameForegroundOnError: look.OnDanger,
	theme.ColorNameSuccess: look.Success, theme.ColorNameWarning: look.Warning,
}

// tokens by name, to answer for the names that Colour makes; it is only ever read.
var tokensByName = func() map[string]look.Token {
	m := map[string]look.Token{}
	for _, t := range look.Tokens() {
		m[t.String()] = t
	}
	return m
}()

// Color implements fyne.Theme.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	dark := t.isDark(variant)
	if own, ok := strings.CutPrefix(string(name), colourPrefix); ok {
		if token, known := tokensByName[own]; known {
			return token.Colour(dark)
		}
	}
	if token, ok := fyneTokens[name]; ok {
		return token.Colour(dark)
	}
	ink := look.Ink.Colour(dark)
	switch name {
	case theme.ColorNameHover:
		return withAlpha(ink, hoverAlpha)
	case theme.ColorNamePressed:
		return withAlpha(ink, pressedAlpha)
	case theme.ColorNameShadow:
		return withAlpha(look.Ink.Colour(false), shadowAlpha)
	case theme.ColorNameFocus:
		if dark {
			return withAlpha(look.Accent.Colour(dark), focusDark)
		}
		return withAlpha(look.Accent.Colour(dark), focusLight)
	case theme.ColorNameForegroundOnSuccess, theme.ColorNameForegroundOnWarning:
		if dark {
			return look.Background.Colour(dark)
		}
		return look.Surface.Colour(dark)
	}
	return theme.DefaultTheme().Color(name, t.variant(variant))
}

func (t *Theme) variant(system fyne.ThemeVariant) fyne.ThemeVariant {
	if t.fixed != nil {
		return *t.fixed
	}
	return system
}

func (t *Theme) isDark(system fyne.ThemeVariant) bool { return t.variant(system) == theme.VariantDark }

func withAlpha(c color.NRGBA, alpha uint8) color.NRGBA {
	c.A = alpha
	return c
}

// Font implements fyne.Theme: Noto Sans, which Fyne brings along.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(style) }

// Icon implements fyne.Theme for the icons of Fyne's own widgets.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	switch name {
	case theme.IconNameArrowDropDown:
		return Icon(look.IconDown, look.Ink)
	case theme.IconNameCancel:
		return Icon(look.IconClose, look.Ink)
	case theme.IconNameConfirm:
		return Icon(look.IconCheck, look.Ink)
	case theme.IconNameSearch:
		return Icon(look.IconSearch, look.Ink)
	case theme.IconNameVisibility:
		return Icon(look.IconEye, look.Ink)
	case theme.IconNameVisibilityOff:
		return Icon(look.IconEyeOff, look.Ink)
	}
	return theme.DefaultTheme().Icon(name)
}

// Size implements fyne.Theme.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if size, ok := roleSizes[t.audience][name]; ok {
		return size
	}
	switch name {
	case theme.SizeNamePadding, theme.SizeNameSelectionRadius:
		return 4
	case theme.SizeNameInnerPadding:
		if t.audience == ForCustomer {
			return Space12 // makes Fyne's fields and menus as high as our buttons
		}
		return Space8
	case theme.SizeNameInputRadius:
		return 6
	case theme.SizeNameInlineIcon:
		return iconSize
	case sizeControl:
		if t.audience == ForCustomer {
			return 48
		}
		return 36
	}
	return theme.DefaultTheme().Size(name)
}
