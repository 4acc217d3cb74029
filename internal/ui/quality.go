package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"beside.example/internal/look"
	"beside.example/internal/words"
)

var _ fyne.Widget = (*Quality)(nil)

// Feel is what a round trip means for a person: whoever measures it knows.
type Feel uint8

// The feels.
const (
	FeelsGood Feel = iota
	FeelsFair
	FeelsPoor
)

// QualityState is how a connection does.
type QualityState struct {
	RoundTrip time.Duration
	Feel      Feel
	// Reconnecting is a connection that is lost for now; the round trip means nothing then.
	Reconnecting bool
}

// Quality is how a connection does, as bars, a word and milliseconds.
type Quality struct {
	block
	texts *words.Catalogue
	state QualityState
	set   bool
	glyph *Glyph
	words *Text
}

// NewQuality returns a good connection's sign; its words are the same everywhere, so it takes them from the catalogue.
func NewQuality(texts *words.Catalogue) *Quality {
	q := &Quality{texts: texts, glyph: NewGlyph(look.IconQuality4, look.Success, iconSize), words: NewLine("", RoleTable)}
	q.content = Row(Space4, q.glyph, q.words)
	q.ExtendBaseWidget(q)
	return q
}

// Set changes the sign.
func (q *Quality) Set(state QualityState) {
	if q.set && q.state == state {
		return
	}
	q.state, q.set = state, true
	icon, colour, text := describeQuality(q.texts, state)
	q.glyph.Set(icon, colour)
	q.words.SetText(text)
	q.Refresh()
}

func describeQuality(texts *words.Catalogue, state QualityState) (look.Icon, look.Token, string) {
	ms := words.Args{"MS": state.RoundTrip.Milliseconds()}
	switch {
	case state.Reconnecting:
		return look.IconRefresh, look.Danger, texts.T("ui.quality.reconnecting")
	case state.Feel == FeelsGood:
		return look.IconQuality4, look.Success, texts.T("ui.quality.good", ms)
	case state.Feel == FeelsFair:
		return look.IconQuality3, look.Warning, texts.T("ui.quality.fair", ms)
	}
	return look.IconQuality1, look.Danger, texts.T("ui.quality.poor", ms)
}
