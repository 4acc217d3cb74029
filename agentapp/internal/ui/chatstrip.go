package ui

import (
	"fyne.io/fyne/v2"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/words"
)

// chatStrip is the line that says what the customer has allowed, and how the connection does.
type chatStrip struct {
	root    fyne.CanvasObject
	row     *fyne.Container
	states  []ui.BadgeState
	badges  []*ui.Badge
	quality *ui.Quality
}

func newChatStrip(texts *words.Catalogue) *chatStrip {
	s := &chatStrip{row: ui.Flow(ui.Space8), quality: ui.NewQuality(texts)}
	title := ui.NewLine(texts.T("agent.chat.allowed"), ui.RoleTable)
	title.Colour = look.Ink2
	s.root = ui.NewPanel(look.Background, ui.Bottom, ui.Pad(ui.Space8-1, ui.Space12, ui.Row(ui.Space8, title, ui.Grow(s.row), s.quality)))
	return s
}

// show brings the line up to date; badges stay, only their words change.
func (s *chatStrip) show(states []ui.BadgeState, quality ui.QualityState) {
	s.quality.Set(quality)
	known := setVisible(s.quality, quality.RoundTrip > 0 || quality.Reconnecting)
	if !differs(&s.states, states) {
		if known {
			s.root.Refresh()
		}
		return
	}
	for len(s.badges) < len(states) {
		badge := ui.NewBadge("", "", ui.KindPlain)
		s.badges = append(s.badges, badge)
		s.row.Add(badge)
	}
	for i, state := range states {
		s.badges[i].Set(state)
	}
	s.root.Refresh()
}
