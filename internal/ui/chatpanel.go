package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"beside.example/internal/look"
)

var _ fyne.Widget = (*ChatPanel)(nil)

// ChatText is what a chat panel says.
type ChatText struct {
	Placeholder, Send, Copy string
	// Everyone and AgentsOnly name the two readerships; without them all is for everyone.
	Everyone, AgentsOnly string
	// ReadOnly leaves out all that one writes with.
	ReadOnly bool
}

// ChatPanel is the log of a session's chat and the box to write in.
type ChatPanel struct {
	block

	// OnSend is told a message to send; it is never empty.
	OnSend func(text string, private bool)

	messages []ChatMessage
	measure  *chatMeasure
	log      *longList
	question *fyne.Container // who is writing, and the card if there is one
	typing   *Text
	box      *SendBox
	send     *Button
	readers  *Segmented
}

// NewChatPanel returns an empty log. Tools, such as canned replies or a file, stand above the box when there are two
// readerships, else between box and Send.
func NewChatPanel(text ChatText, send func(text string, private bool), tools ...fyne.CanvasObject) *ChatPanel {
	p := &ChatPanel{OnSend: send, typing: NewMuted("", RoleTiny)}
	p.question = container.New(&questionLayout{p.typing}, p.typing)
	p.ExtendBaseWidget(p)
	p.measure = newChatMeasure(p)
	p.measure.copyText = text.Copy
	p.log = newLongList((*chatSource)(p), true)
	p.typing.Hide()
	p.box = NewSendBox(text.Placeholder, p.submit)
	p.box.OnPage = p.page
	icon := look.IconSend
	if text.Everyone == "" {
		icon = ""
	}
	p.send = NewButton(text.Send, icon, High, p.box.submit)
	p.content = p.compose(text, tools)
	return p
}

func (p *ChatPanel) compose(text ChatText, tools []fyne.CanvasObject) fyne.CanvasObject {
	entry := []fyne.CanvasObject{Grow(p.box)}
	var lines []fyne.CanvasObject
	if text.Everyone == "" {
		entry = append(entry, tools...)
	} else {
		p.readers = NewSegmented([]Segment{{text.Everyone, look.IconUsers}, {text.AgentsOnly, look.IconLock}}, 0, nil)
		p.readers.Small = true
		lines = append(lines, RowOrTwo(Space8, 0, p.readers, Row(Space8, append([]fyne.CanvasObject{layout.NewSpacer()}, tools...)...)))
	}
	lines = append(lines, Row(Space8, append(entry, p.send)...))
	if text.ReadOnly {
		foot := NewPanel(look.Surface, 0, Column(0))
		middle := Pad(Space4, logSide, p.question)
		return container.New(&askLayout{log: p.log, question: middle, foot: foot, asks: func() bool { return false }}, p.log, middle)
	}
	foot := NewPanel(look.Surface, Top, Pad(Space12-2, Space12, Column(Space8, lines...)))
	middle := Pad(Space4, logSide, p.question)
	l := &askLayout{log: p.log, question: middle, foot: foot, asks: func() bool { return len(p.question.Objects) > 1 }}
	return container.New(l, p.log, middle, foot)
}

// SetMessages replaces the log.
func (p *ChatPanel) SetMessages(messages []ChatMessage) {
	same := 0
	for same < len(messages) && same < len(p.messages) && messages[same] == p.messages[same] {
		same++
	}
	if same == len(messages) && same == len(p.messages) {
		return
	}
	p.messages = append(p.messages[:same], messages[same:]...)
	p.log.reload(same)
}

// SetPlaceholder says in the empty box whom one writes to.
func (p *ChatPanel) SetPlaceholder(text string) {
	if p.box.PlaceHolder != text {
		p.box.SetPlaceHolder(text)
	}
}

// SetTyping says who is writing; empty says nothing.
func (p *ChatPanel) SetTyping(text string) {
	if p.typing.Text == text && p.typing.Hidden == (text == "") {
		return // a window whose content is refreshed is painted as a whole
	}
	p.typing.Hidden = text == ""
	p.typing.SetText(text)
	p.content.Refresh()
}

// SetQuestion shows a card below the log, such as an AskCard; nil takes it away.
func (p *ChatPanel) SetQuestion(card fyne.CanvasObject) {
	p.question.Objects = []fyne.CanvasObject{p.typing}
	if card != nil {
		p.question.Add(card)
	}
	p.question.Refresh()
	p.content.Refresh()
}

// SetEnabled lets messages be written, or not: such as after the session's end.
func (p *ChatPanel) SetEnabled(enabled bool) {
	if c := canvasFor(p.box); !enabled && c != nil && c.Focused() == fyne.Focusable(p.box) {
		c.Unfocus() // Fyne gives a window's shortcuts to no one while a field that is disabled has the focus
	}
	setEnabled(p.box, enabled)
	setEnabled(p.send, enabled)
}

// SetPrivate chooses who reads what is written, where there is a choice.
func (p *ChatPanel) SetPrivate(private bool) {
	if p.readers == nil {
		return
	}
	if private {
		p.readers.SetSelected(1)
	} else {
		p.readers.SetSelected(0)
	}
}

// Private reports whether what is written goes to agents only.
func (p *ChatPanel) Private() bool { return p.readers != nil && p.readers.Selected() == 1 }

// Key does what a key stands for that no widget of the window took: the page keys scroll the log.
func (p *ChatPanel) Key(key fyne.KeyName) { p.page(pagesOf(key)) }

func (p *ChatPanel) page(down int) {
	if down != 0 {
		scrollBy(p.log.scroll, float32(down)*pageOf(p.log.scroll))
		p.log.body.arrange(p.log.scroll)
	}
}

// Box returns the box to write in: a page gives it the focus, or puts a text into it.
func (p *ChatPanel) Box() *SendBox { return p.box }

func (p *ChatPanel) submit(text string) {
	text = strings.TrimSpace(text)
	if text != "" && p.OnSend != nil {
		p.OnSend(text, p.Private())
	}
}

// chatSource gives the messages to the list.
type chatSource ChatPanel

func (s *chatSource) count() int { return len(s.messages) }

func (s *chatSource) height(index int, width float32) float32 {
	return s.measure.height(s.messages[index], width)
}

func (s *chatSource) newItem() fyne.CanvasObject { return newBubble(s.measure) }

func (s *chatSource) fill(item fyne.CanvasObject, index int) { item.(*bubble).set(s.messages[index]) }
