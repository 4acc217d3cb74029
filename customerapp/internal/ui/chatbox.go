package ui

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// question is what an agent asks for, as a card in the chat.
type question struct {
	subject
	Text ui.AskText
	// Armed tells that Yes counts: the card has stood long enough to be read.
	Armed bool
}

// subject is what a question is about: a permission, a web address or, by its number, another agent.
type subject struct {
	Agent        protocol.AttendeeID // who asks
	Permission   protocol.Permission
	Push         string
	Introduction uint64
}

// chatState is what the chat box says.
type chatState struct {
	// Agent is who helps, one or several; FirstName what they are called.
	Agent, FirstName string
	// Line is small, below the name: the organisation and the connection. Lost marks one that is lost for now.
	Line string
	Lost bool
	// Messages returns the log; Count grows with each, so that an unchanged log is neither written nor laid out again.
	Messages func() []ui.ChatMessage
	Count    int
	Typing   string
	Question *question
	// Trouble is what this computer failed at last, or empty.
	Trouble string
	Pane    ui.StatusPaneState
	// Shared and Paused tell what the pane's buttons do; Controlled, that control can be taken back.
	Shared, Paused, Controlled bool
	// CheckWords are shown on demand, a line for each agent.
	CheckWords []string
	// AgentShares tells that the agent's screen can be seen.
	AgentShares bool
	// Watched says which managers watch; empty when none does.
	Watched string
}

// same reports whether two states look the same; the log does when it has not grown.
func (s chatState) same(other chatState) bool {
	s.Messages, other.Messages = nil, nil
	return reflect.DeepEqual(s, other)
}

// chatActs is what a person does in the chat box.
type chatActs struct {
	Send                  func(text string)
	Typing                func(active bool)
	Answer                func(to subject, yes bool)
	Stop, Pause, TakeBack func()
	Allowed, View         func()
	EndMonitoring         func()
	Picture               func()
	Save, Report, End     func()
}

// chatBox is the customer's chat with whoever helps; the status pane at its foot says who sees and who controls.
type chatBox struct {
	root                       fyne.CanvasObject
	texts                      *words.Catalogue
	acts                       chatActs
	avatar                     *ui.Avatar
	name, line                 *ui.Text
	view                       *ui.Button
	watch                      watchLine
	panel                      *ui.ChatPanel
	trouble                    *ui.Note
	pane                       *ui.StatusPane
	stop, pause, back, allowed *ui.Button
	count                      int
	asked                      *question // the one whose card is shown
	card                       *ui.AskCard
	state                      chatState
	drawn                      bool // whether state has been shown
}

// watchLine says which managers watch, with the way to end that.
type watchLine struct {
	root  fyne.CanvasObject
	words *ui.Text
}

func newChatBox(texts *words.Catalogue, state chatState, acts chatActs) *chatBox {
	b := &chatBox{texts: texts, acts: acts, count: -1, trouble: ui.NewNote(look.IconWarning, "", ui.KindWarning)}
	b.trouble.SetRole(ui.RoleTable)
	b.panel = ui.NewChatPanel(ui.ChatText{
		Placeholder: texts.T("customer.chat.placeholder", words.Args{"Name": state.FirstName}),
		Send:        texts.T("customer.chat.send"), Copy: texts.T("customer.chat.copy"),
	}, func(text string, _ bool) { acts.Send(text) })
	b.panel.OnTyping(acts.Typing)
	e2e.Name(b.panel.Box(), "chat-box")
	b.root = ui.Frame(b.head(state), ui.Column(0, b.trouble, b.foot()), b.panel)
	b.show(state)
	return b
}

// head says who is there.
func (b *chatBox) head(state chatState) fyne.CanvasObject {
	t := b.texts
	const avatar = 36
	b.avatar = ui.NewAvatar(state.Agent, avatar, false)
	b.name, b.line = ui.NewTitle(state.Agent, ui.RoleReading), ui.NewText("", ui.RoleTable)
	b.view = e2e.Name(ui.NewButton(t.T("customer.chat.view", words.Args{"Name": state.FirstName}), look.IconMonitor, ui.Medium, b.acts.View), "chat-view")
	b.view.Extent = ui.Medium40
	b.watch.words = e2e.Name(ui.NewText("", ui.RoleTable), "chat-watched")
	b.watch.words.Bold, b.watch.words.Colour = true, look.YellowText
	end := e2e.Name(ui.NewButton(t.T("monitor.customer.end"), "", ui.Medium, b.acts.EndMonitoring), "chat-watch-end")
	end.Extent = ui.Medium40
	b.watch.root = ui.NewPanel(look.YellowSoft, 0, ui.Pad(ui.Space8, ui.Space8, ui.Row(ui.Space8, ui.NewGlyph(look.IconEye, look.YellowText, barIcon), ui.Grow(b.watch.words), end)))
	more := e2e.Name(ui.NewMenuButton("", look.IconDots, ui.Low, b.menu), "chat-more")
	more.Hint = t.T("customer.chat.more")
	return ui.NewPanel(look.Surface, ui.Bottom, ui.Pad(ui.Space8, ui.Space16, ui.Column(ui.Space8,
		ui.Row(ui.Space12, b.avatar, ui.Grow(ui.Column(0, b.name, b.line)), more), b.watch.root, b.view)))
}

// foot is the status pane: what is on, and below it how to change that; Stop has a line to itself.
func (b *chatBox) foot() fyne.CanvasObject {
	t := b.texts
	b.allowed = e2e.Name(ui.NewButton(t.T("customer.pane.allowed"), "", ui.Medium, b.acts.Allowed), "pane-allowed")
	b.back = e2e.Name(ui.NewButton(t.T("customer.pane.takeback"), look.IconPointer, ui.Medium, b.acts.TakeBack), "pane-takeback")
	b.pause = e2e.Name(ui.NewButton("", look.IconPause, ui.Medium, b.acts.Pause), "pane-pause")
	b.stop = e2e.Name(ui.NewButton(t.T("customer.pane.stop"), look.IconStop, ui.Danger, b.acts.Stop), "pane-stop")
	for _, button := range []*ui.Button{b.allowed, b.pause, b.back, b.stop} {
		button.Extent = ui.Medium40
	}
	// There is room for one of two: while somebody controls, taking that back is what matters, and the menu has the other.
	b.pane = e2e.Name(ui.NewStatusPane(ui.Column(ui.Space8,
		ui.Row(ui.Space8, ui.Grow(container.NewStack(b.allowed, b.back)), b.pause), b.stop)), "pane")
	return b.pane
}

// show brings the box up to date; what is being written stays.
func (b *chatBox) show(state chatState) {
	before := b.state
	b.state = state
	if b.drawn && state.same(before) {
		return // a window whose content is refreshed is painted as a whole
	}
	b.drawn = true
	b.avatar.SetName(state.Agent)
	b.name.SetText(state.Agent)
	b.line.Colour = look.Ink2
	if state.Lost {
		b.line.Colour = look.Danger
	}
	b.line.SetText(state.Line)
	b.view.Hidden = !state.AgentShares
	b.watch.words.SetText(state.Watched)
	if state.Watched == "" {
		b.watch.root.Hide()
	} else {
		b.watch.root.Show()
	}
	if state.Count != b.count {
		b.count = state.Count
		b.panel.SetMessages(state.Messages())
	}
	b.panel.SetPlaceholder(b.texts.T("customer.chat.placeholder", words.Args{"Name": state.FirstName}))
	b.panel.SetTyping(state.Typing)
	b.showQuestion(state.Question)
	b.trouble.Hidden = state.Trouble == ""
	b.trouble.Set(look.IconWarning, state.Trouble, ui.KindWarning)
	b.pane.Set(state.Pane)
	b.allowed.Hidden, b.back.Hidden = state.Controlled, !state.Controlled
	b.pause.Hidden, b.stop.Hidden = !state.Shared, !state.Shared
	showPause(b.pause, b.texts, state.Paused)
	b.root.Refresh()
}

// showPause makes a button pause the sharing, or go on with it.
func showPause(button *ui.Button, texts *words.Catalogue, paused bool) {
	button.Icon = look.IconPause
	text := texts.T("customer.pane.pause")
	if paused {
		button.Icon, text = look.IconPlay, texts.T("customer.pane.resume")
	}
	button.SetText(text)
}

// showQuestion shows the agent's question as a card; the same question is not built again, so that its focus stays.
func (b *chatBox) showQuestion(q *question) {
	switch {
	case q == nil && b.asked != nil:
		b.asked, b.card = nil, nil
		b.panel.SetQuestion(nil)
	case q != nil && (b.asked == nil || q.subject != b.asked.subject || q.Text != b.asked.Text):
		b.card = ui.NewAskCard(q.Text, func(yes bool) { b.acts.Answer(q.subject, yes) })
		e2e.Name(b.card.No(), "ask-no")
		e2e.Name(b.card.Yes(), "ask-yes")
		b.panel.SetQuestion(b.card)
	}
	if q != nil {
		b.asked = q
		b.card.Yes().SetEnabled(q.Armed)
	}
}

func (b *chatBox) menu() []*fyne.MenuItem {
	t := b.texts
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(t.T("customer.pane.allowed"), b.acts.Allowed),
		fyne.NewMenuItem(t.T("customer.picture.title"), b.acts.Picture),
		fyne.NewMenuItem(t.T("customer.chat.save"), b.acts.Save),
		fyne.NewMenuItem(t.T("customer.chat.report"), b.acts.Report),
	}
	for _, line := range b.state.CheckWords {
		check := fyne.NewMenuItem(line, nil)
		check.Disabled = true
		items = append(items, check)
	}
	return append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(t.T("customer.chat.end"), b.acts.End))
}
