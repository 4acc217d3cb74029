package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"beside.example/internal/look"
)

// TestReading scrolls by the keyboard, and lets the focus pass by while all is in view.
func TestReading(t *testing.T) {
	newApp(t, ForAgent)
	text := NewText("short", RoleBody)
	r := NewReading(Column(0, text))
	w := show(t, Column(0, Height(100, r), NewButton("after", look.IconCheck, Medium, nil)), 200, 200)
	w.Canvas().FocusNext()
	if w.Canvas().Focused() == fyne.Focusable(r) || !r.Disabled() {
		t.Error("what is in view as a whole takes the focus")
	}
	text.SetText(longQuestion())
	r.Update()
	w.Canvas().Unfocus()
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != fyne.Focusable(r) {
		t.Fatalf("the focus is on %T", w.Canvas().Focused())
	}
	end := r.scroll.Content.MinSize().Height - r.scroll.Size().Height
	for _, c := range []struct {
		key  fyne.KeyName
		want float32
	}{
		{fyne.KeyDown, readingLine},
		{fyne.KeyUp, 0},
		{fyne.KeyUp, 0},
		{fyne.KeyPageDown, pageOf(r.scroll)},
		{fyne.KeyPageUp, 0},
		{fyne.KeyEnd, end},
		{fyne.KeyDown, end},
		{fyne.KeyHome, 0},
	} {
		press(w, c.key)
		if got := r.scroll.Offset.Y; got != c.want {
			t.Errorf("after %s it stands at %v, want %v", c.key, got, c.want)
		}
	}
}

func longQuestion() (text string) {
	for range 40 {
		text += "It does not work since yesterday. "
	}
	return text
}

// TestChatScrollsByKeyboard: the log is read on while the cursor stays in the box.
func TestChatScrollsByKeyboard(t *testing.T) {
	newApp(t, ForAgent)
	p := NewChatPanel(ChatText{Placeholder: "Write", Send: "Send"}, nil)
	w := show(t, p, 400, 400)
	var messages []ChatMessage
	for range 50 {
		messages = append(messages, ChatMessage{Kind: ChatOther, Text: "It does not work.", Meta: "Aiko · 14:02"})
	}
	p.SetMessages(messages)
	w.Canvas().Focus(p.Box())
	end := p.log.scroll.Offset.Y
	press(w, fyne.KeyPageUp)
	if up := p.log.scroll.Offset.Y; up != end-pageOf(p.log.scroll) {
		t.Errorf("a page up stands at %v, the end at %v", up, end)
	}
	press(w, fyne.KeyPageDown)
	if p.log.scroll.Offset.Y != end || w.Canvas().Focused() != fyne.Focusable(p.Box()) {
		t.Errorf("a page down stands at %v, the end at %v", p.log.scroll.Offset.Y, end)
	}
}
