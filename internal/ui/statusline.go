package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
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

// StatusLine is the lowest line of a window: a few facts, small.
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
	s := &StatusLine{row: Row(Space16)}
	s.content = NewPanel(look.Raised, Top, Pad(0, Space12, container.NewStack(blank(0, statusHeight), s.row)))
	s.ExtendBaseWidget(s)
	return s
}

// Set changes the facts: those on the left, and what stands on the right.
func (s *StatusLine) Set(left []StatusItem, right ...fyne.CanvasObject) {
	if s.row.Objects != nil && slices.Equal(left, s.left) && slices.Equal(right, s.right) {
		return
	}
	s.left, s.right = left, right
	objects := []fyne.CanvasObject{}
	for _, item := range left {
		objects = append(objects, newStatusItem(item))
	}
	objects = append(objects, layout.NewSpacer())
	s.row.Objects = append(objects, right...)
	s.row.Refresh()
	s.Refresh()
}

func newStatusItem(item StatusItem) fyne.CanvasObject {
	words := muteLine(item.Text, RoleTiny)
	if item.Icon == "" {
		return words
	}
	return Row(Space4+2, NewGlyph(item.Icon, item.Colour, statusIcon), words)
}
