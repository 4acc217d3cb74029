package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// question is what the agent asks for, as a card in the chat.
type question struct {
	Permission protocol.Permission
	Text       ui.AskText
}

// chatState is what the chat box says.
type chatState struct {
	Agent, FirstName string
	// Line is small, below the name: the connection, and who else is there.
	Line     string
	Messages []ui.ChatMessage
	// Count grows with each message, so that an unchanged log is not laid out again.
	Count    int
	Typing   string
	Question *question
	Pane     ui.StatusPaneState
	// Shared and Paused tell what the pane's buttons do; Controlled, that control can be taken back.
	Shared, Paused, Controlled bool
	// CheckWords are shown on demand.
	CheckWords []string
	// AgentShares tells that the agent's screen can be seen.
	AgentShares bool
}

// chatActs is what a person does in the chat box.
type chatActs struct {
	Send                    func(text string)
	Answer                  func(p protocol.Permission, yes bool)
	Stop, Pause, TakeBack   func()
	Allowed, View           func()
	Save, Report, End, Help func()
}

// chatBox is the customer's chat with whoever helps; the status pane at its foot says who sees and who controls.
type chatBox struct {
	root                       fyne.CanvasObject
	texts                      *words.Catalogue
	acts                       chatActs
	avatar                     *ui.Avatar
	name, line                 *ui.Text
	view                       *ui.Button
	panel                      *ui.ChatPanel
	pane                       *ui.StatusPane
	stop, pause, back, allowed *ui.Button
	count                      int
	asked                      protocol.Permission
	state                      chatState
}

func newChatBox(texts *words.Catalogue, state chatState, acts chatActs) *chatBox {
	b := &chatBox{texts: texts, acts: acts, count: -1}
	const avatar = 36
	b.avatar = ui.NewAvatar(state.Agent, avatar, false)
	b.name = ui.NewTitle(state.Agent, ui.RoleReading)
	b.line = ui.NewText("", ui.RoleTable)
	b.line.Colour, b.line.Overflow = look.Ink2, ui.Ellipsis
	b.view = e2e.Name(ui.NewButton(texts.T("customer.chat.view"), look.IconMonitor, ui.Medium, acts.View), "chat-view")
	b.view.Extent = ui.Small
	more := e2e.Name(ui.NewMenuButton("", look.IconDots, ui.Low, b.menu), "chat-more")
	more.Hint = texts.T("customer.chat.more")
	head := ui.NewPanel(look.Surface, ui.Bottom, ui.Pad(ui.Space8, ui.Space16,
		ui.Row(ui.Space12, b.avatar, ui.Grow(ui.Column(0, b.name, b.line)), b.view, more)))
	b.panel = ui.NewChatPanel(ui.ChatText{
		Placeholder: texts.T("customer.chat.placeholder", words.Args{"Name": state.FirstName}),
		Send:        texts.T("customer.chat.send"), Copy: texts.T("customer.chat.copy"),
	}, func(text string, _ bool) { acts.Send(text) })
	e2e.Name(b.panel.Box(), "chat-box")
	b.allowed = e2e.Name(ui.NewButton(texts.T("customer.pane.allowed"), "", ui.Medium, acts.Allowed), "pane-allowed")
	b.pause = e2e.Name(ui.NewButton("", look.IconPause, ui.Medium, acts.Pause), "pane-pause")
	b.back = e2e.Name(ui.NewButton(texts.T("customer.pane.takeback"), look.IconPointer, ui.Medium, acts.TakeBack), "pane-takeback")
	b.stop = e2e.Name(ui.NewButton(texts.T("customer.pane.stop"), look.IconStop, ui.Danger, acts.Stop), "pane-stop")
	for _, button := range []*ui.Button{b.allowed, b.pause, b.back, b.stop} {
		button.Extent = ui.Medium40
	}
	b.pane = e2e.Name(ui.NewStatusPane(b.allowed, b.pause, b.back, b.stop), "pane")
	b.root = container.NewBorder(head, b.pane, nil, nil, b.panel)
	b.show(state)
	return b
}

// show brings the box up to date; what is being written stays.
func (b *chatBox) show(state chatState) {
	b.state = state
	b.avatar.SetName(state.Agent)
	b.name.SetText(state.Agent)
	b.line.SetText(state.Line)
	b.view.Hidden = !state.AgentShares
	if state.Count != b.count {
		b.count = state.Count
		b.panel.SetMessages(state.Messages)
	}
	b.panel.SetTyping(state.Typing)
	b.showQuestion(state.Question)
	b.pane.Set(state.Pane)
	b.pause.Hidden = !state.Shared
	b.back.Hidden = !state.Controlled
	b.stop.Hidden = !state.Shared
	b.allowed.Hidden = state.Shared && state.Controlled // four buttons do not fit; the menu has it too
	if state.Paused {
		b.pause.SetText(b.texts.T("customer.pane.resume"))
	} else {
		b.pause.SetText(b.texts.T("customer.pane.pause"))
	}
	b.root.Refresh()
}

// showQuestion shows the agent's question as a card; the same question is not built again, so that its focus stays.
func (b *chatBox) showQuestion(q *question) {
	if q == nil {
		if b.asked != 0 {
			b.asked = 0
			b.panel.SetQuestion(nil)
		}
		return
	}
	if q.Permission == b.asked {
		return
	}
	b.asked = q.Permission
	permission := q.Permission
	card := ui.NewAskCard(q.Text, func(yes bool) { b.acts.Answer(permission, yes) })
	e2e.Name(card.No(), "ask-no")
	e2e.Name(card.Yes(), "ask-yes")
	b.panel.SetQuestion(card)
}

func (b *chatBox) menu() []*fyne.MenuItem {
	t := b.texts
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(t.T("customer.pane.allowed"), b.acts.Allowed),
		fyne.NewMenuItem(t.T("customer.chat.save"), b.acts.Save),
		fyne.NewMenuItem(t.T("customer.chat.report"), b.acts.Report),
	}
	if len(b.state.CheckWords) > 0 {
		check := fyne.NewMenuItem(t.T("customer.chat.words", words.Args{"Words": strings.Join(b.state.CheckWords, " · ")}), nil)
		check.Disabled = true
		items = append(items, check)
	}
	return append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(t.T("customer.chat.end"), b.acts.End))
}
