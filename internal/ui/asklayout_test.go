package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

// TestQuestionComesBeforeWriting: in a low window the box to write in goes while a question waits, and comes back.
func TestQuestionComesBeforeWriting(t *testing.T) {
	newApp(t, ForCustomer)
	p := NewChatPanel(ChatText{Placeholder: "Write", Send: "Send"}, nil)
	foot := p.content.(*fyne.Container).Layout.(*askLayout).foot
	low, high := fyne.NewSize(400, 170), fyne.NewSize(400, 500)
	for _, c := range []struct {
		question fyne.CanvasObject
		size     fyne.Size
		writes   bool
	}{
		{nil, low, true},
		{blank(100, 100), low, false},
		{blank(100, 100), high, true},
		{nil, low, true},
	} {
		p.SetQuestion(c.question)
		p.Resize(c.size)
		if foot.Visible() != c.writes {
			t.Errorf("with the question %v in %v, writing is shown: %v", c.question != nil, c.size, foot.Visible())
		}
	}
}
