package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

var _ fyne.Widget = (*Empty)(nil)

// Empty stands where there is nothing yet: one sentence, and one action to begin with.
type Empty struct {
	block
	words *Text
}

// NewEmpty returns the sentence with its action, which may be nil.
func NewEmpty(text string, action *Button) *Empty {
	e := &Empty{words: NewMuted(text, RoleBody)}
	e.words.Align = fyne.TextAlignCenter
	objects := []fyne.CanvasObject{layout.NewSpacer(), e.words}
	if action != nil {
		objects = append(objects, container.NewCenter(action))
	}
	e.content = Pad(Space16, Space16, Column(Space12, append(objects, layout.NewSpacer())...))
	e.ExtendBaseWidget(e)
	return e
}

// SetText changes the sentence.
func (e *Empty) SetText(text string) { e.words.SetText(text) }
