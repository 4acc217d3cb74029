package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*Countdown)(nil)

// shortOfTime is when a countdown starts to warn.
const shortOfTime = time.Minute

// Countdown is the time that is left, as a bar and in words. Below a minute it turns to danger, with an icon. Whoever
// shows it sets it again each second.
type Countdown struct {
	block
	bar   *Bar
	about *Text
	left  *Text
	warn  *Glyph
}

// NewCountdown returns a countdown with words under its bar that say what it is about.
func NewCountdown(about string) *Countdown {
	c := &Countdown{
		bar: NewBar(), about: NewTitle(about, RoleCaption), left: NewLine("", RoleCaption),
		warn: NewGlyph(look.IconWarning, look.Danger, iconSizeSmall),
	}
	c.about.Bold, c.about.Colour, c.left.Bold = false, look.Ink2, true
	c.warn.Hide()
	c.content = Column(Space4, c.bar, Row(Space4, Grow(c.about), c.warn, c.left))
	c.ExtendBaseWidget(c)
	return c
}

// Set changes the time that is left of a total, and the words that say it, such as "9:24 left".
func (c *Countdown) Set(left, total time.Duration, words string) {
	colour := look.Accent
	text := look.Ink
	c.warn.Hidden = left >= shortOfTime || total <= shortOfTime
	if !c.warn.Hidden {
		colour, text = look.Danger, look.Danger
	}
	share := float32(0)
	if total > 0 {
		share = float32(left) / float32(total)
	}
	c.bar.Set(share, colour)
	c.left.Text, c.left.Colour = words, text
	c.left.Refresh()
	c.Refresh()
}

// SetAbout changes the words under the bar.
func (c *Countdown) SetAbout(about string) { c.about.SetText(about) }
