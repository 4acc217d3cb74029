package ui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"beside.example/internal/look"
)

func newTestChat() (*ChatPanel, *[]string) {
	var sent []string
	p := NewChatPanel(ChatText{Placeholder: "Write", Send: "Send", Everyone: "To everyone", AgentsOnly: "Agents only"},
		func(text string, private bool) { sent = append(sent, fmt.Sprint(text, " ", private)) })
	return p, &sent
}

func TestChatSends(t *testing.T) {
	newApp(t, ForAgent)
	p, sent := newTestChat()
	w := show(t, p, 600, 400)
	w.Canvas().Focus(p.Box())
	test.Type(p.Box(), "Hello")
	press(w, fyne.KeyReturn, fyne.KeyReturn)
	p.SetPrivate(true)
	test.Type(p.Box(), "One")
	p.Box().KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	press(w, fyne.KeyReturn)
	p.Box().KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	test.Type(p.Box(), "Two")
	test.Tap(p.send)
	want := []string{"Hello false", "One\nTwo true"}
	if fmt.Sprint(*sent) != fmt.Sprint(want) {
		t.Errorf("sent %q, want %q", *sent, want)
	}
	if p.Box().Text != "" {
		t.Errorf("the box keeps %q", p.Box().Text)
	}
}

func TestChatIsOverWhenDisabled(t *testing.T) {
	newApp(t, ForAgent)
	p, sent := newTestChat()
	show(t, p, 600, 400)
	p.Box().SetText("Late")
	p.SetEnabled(false)
	test.Tap(p.send)
	if len(*sent) != 0 || p.Box().Text != "Late" {
		t.Errorf("sent %q; the box has %q", *sent, p.Box().Text)
	}
}

// TestChatHoldsThousands: only messages in view have objects, new ones scroll into view, and someone who reads older
// ones is left alone.
func TestChatHoldsThousands(t *testing.T) {
	newApp(t, ForAgent)
	p, _ := newTestChat()
	show(t, p, 600, 400)
	var messages []ChatMessage
	for i := range 5000 {
		messages = append(messages, ChatMessage{Kind: ChatKind(i % 2), Text: fmt.Sprintf("Message %d, which says little", i), Meta: "You · 14:00"})
	}
	p.SetMessages(messages)
	if n := len(p.log.body.live); n == 0 || n > 20 {
		t.Fatalf("%d messages have objects", n)
	}
	if p.log.body.live[4999] == nil {
		t.Error("the last message is not in view")
	}
	p.SetMessages(append(messages, ChatMessage{Text: "new"}))
	if p.log.body.live[5000] == nil {
		t.Error("a new message does not scroll into view")
	}
	p.log.scroll.ScrollToTop()
	p.SetMessages(append(p.messages, ChatMessage{Text: "newer"}))
	if p.log.body.live[0] == nil || p.log.scroll.Offset.Y != 0 {
		t.Error("a new message scrolled older ones away")
	}
}

func TestQuestionGoesWithItsAnswer(t *testing.T) {
	newApp(t, ForCustomer)
	p := NewChatPanel(ChatText{Placeholder: "Write", Send: "Send"}, nil)
	var answer *bool
	card := NewAskCard(AskText{Question: "May I control?", Explanation: "For a while.", No: "No", Yes: "Yes"}, func(yes bool) {
		answer = &yes
		p.SetQuestion(nil)
	})
	w := show(t, p, 440, 480)
	p.SetQuestion(card)
	w.Canvas().Focus(card.No())
	press(w, fyne.KeyReturn)
	if answer == nil || *answer {
		t.Errorf("Enter on the first button answers %v, want No", answer)
	}
	if len(p.question.Objects) != 1 {
		t.Error("the question stays")
	}
}

func TestCountdownWarns(t *testing.T) {
	newApp(t, ForAgent)
	c := NewCountdown("Works once")
	c.Set(time.Minute, 10*time.Minute, "1:00 left")
	if c.warn.Visible() || c.left.Colour != look.Ink {
		t.Error("warns with a minute left")
	}
	c.Set(59*time.Second, 10*time.Minute, "0:59 left")
	if !c.warn.Visible() || c.left.Colour != look.Danger {
		t.Error("does not warn below a minute")
	}
}

func BenchmarkChatAppend(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(NewTheme(ForAgent))
	p, _ := newTestChat()
	w := test.NewTempWindow(b, NewRoot(p))
	w.Resize(fyne.NewSize(600, 400))
	var messages []ChatMessage
	for i := range 5000 {
		messages = append(messages, ChatMessage{Text: fmt.Sprintf("Message %d, which says little", i)})
	}
	p.SetMessages(messages)
	for b.Loop() {
		messages = append(messages, ChatMessage{Text: "One more"})
		p.SetMessages(messages)
	}
}
