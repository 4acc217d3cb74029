package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*StatusLine)(nil)

// StatusItem is one fact of a status line; its icon may be empty.
type StatusItem struct {
	Icon   look.Icon
	Colour look.Token
	Text   string
}

// StatusLine is the lowest line of a window: a few facts, small. Where there is no room for all, those on the left go, the last
// one first. A single one wraps.
type StatusLine struct {
	block
	row   *fyne.Container
	left  []StatusItem
	right []fyne.CanvasObject
}

const (
	statusHeight = 28
	statusIcon   = 12
)

// NewStatusLine returns an empty line.
func NewStatusLine() *StatusLine {
	s := &StatusLine{row: Fold(Space16, "")}
	s.content = NewPanel(look.Raised, Top, Pad(0, Space12, Row(0, blank(0, statusHeight), Grow(s.row))))
	s.ExtendBaseWidget(s)
	return s
}

// Set changes the facts: those on the left, and what stands on the right.
func (s *StatusLine) Set(left []StatusItem, right ...fyne.CanvasObject) {
	if s.row.Objects != nil && slices.Equal(left, s.left) && slices.Equal(right, s.right) {
		return
	}
	s.left, s.right = left, right
	s.row.Objects = append(statusFacts(left), right...)
	s.row.Refresh()
	s.Refresh()
}

// statusFacts returns what shows facts, as wide as the line.
func statusFacts(items []StatusItem) []fyne.CanvasObject {
	if len(items) == 1 {
		return []fyne.CanvasObject{Grow(newStatusItem(items[0], Grow(NewMuted(items[0].Text, RoleTiny))))}
	}
	objects := []fyne.CanvasObject{}
	for i, item := range items {
		fact := newStatusItem(item, muteLine(item.Text, RoleTiny))
		if i > 0 {
			fact = Folds(i, fact)
		}
		objects = append(objects, fact)
	}
	return append(objects, layout.NewSpacer())
}

func newStatusItem(item StatusItem, words fyne.CanvasObject) fyne.CanvasObject {
	if item.Icon == "" {
		return words
	}
	return Row(Space4+2, NewGlyph(item.Icon, item.Colour, statusIcon), words)
}
