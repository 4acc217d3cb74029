package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
	"beside.example/protocol/signalling"
)

// webState is what the chat box of a request says, before a session.
type webState struct {
	Badge ui.BadgeState
	Log   []ui.ChatMessage
	// Code is the portal code, and how long it is valid; without one, no app was offered.
	Code, CodeLeft string
	// Question and Facts are what the customer wrote into the portal's form.
	Question string
	Facts    []ui.Detail
	// CanChat tells that the customer's page may chat, CanOffer that the app can be offered, Canned that there are ready-made replies.
	CanChat, CanOffer, Canned bool
	// InApp tells that the chat has gone on in the customer's app.
	InApp bool
	// Ended says why the request is over or that the agent is asked how it ended; empty while it goes on.
	Ended string
	// Over tells that there is nothing to file: the customer has left.
	Over bool
}

// webActs is what the agent does in the box.
type webActs struct {
	Offer, End func()
	Send       func(text string)
	Notes      func(text string)
	File       func(outcome signalling.Outcome)
	Close      func()
	Copy       func(text string)
}

// webBox is the agent's window of a request: the chat in the customer's page, until a session goes on with it.
type webBox struct {
	root  fyne.CanvasObject
	texts *words.Catalogue
	acts  webActs
	shown webState

	tool   struct{ offer, end *ui.ToolButton }
	extra  *ui.Button // ready-made replies
	strip  *webStrip
	panel  *ui.ChatPanel
	canned *canned
	side   *webSide
	filing *filing
}

func newWebBox(texts *words.Catalogue, notes string, acts webActs) *webBox {
	b := &webBox{texts: texts, acts: acts, strip: newWebStrip(texts, acts.Copy), side: newWebSide(texts, notes, acts.Notes)}
	b.extra = newExtra(texts.T("agent.canned.open"), "canned-open", look.IconFlash)
	b.panel = ui.NewChatPanel(chatText(texts, false), func(text string, _ bool) { acts.Send(text) }, b.extra)
	e2e.Name(b.panel.Box(), "chat-box")
	b.canned = newCanned(b.panel, nil)
	b.extra.OnTapped = func() { b.canned.begin(fyne.CurrentApp().Driver().CanvasForObject(b.root)) }
	b.filing = newFiling(texts, acts.File, acts.Close)
	left := ui.Frame(nil, b.filing.root, b.panel)
	b.root = ui.Frame(ui.Column(0, b.tools(), b.strip.root), nil, ui.SideBySide(b.side.root, left, sideWidth, false))
	return b
}

// chatText is what the chat panels of the agent's windows say.
func chatText(texts *words.Catalogue, private bool) ui.ChatText {
	t := ui.ChatText{Placeholder: texts.T("agent.chat.placeholder"), Send: texts.T("agent.chat.send"), Copy: texts.T("agent.chat.copy")}
	if private {
		t.Everyone, t.AgentsOnly = texts.T("agent.chat.everyone"), texts.T("agent.chat.agentsonly")
	}
	return t
}

func (b *webBox) tools() fyne.CanvasObject {
	b.tool.offer = e2e.Name(ui.NewToolButton(b.texts.T("agent.tool.offer"), look.IconMonitor, b.acts.Offer), "tool-offer")
	b.tool.end = e2e.Name(ui.NewToolButton(b.texts.T("agent.tool.end"), look.IconLeave, b.acts.End), "tool-end")
	b.tool.end.Danger = true
	return ui.NewPanel(look.Surface, ui.Bottom, ui.Pad(ui.Space8-2, ui.Space8, ui.Row(2, b.tool.offer, layout.NewSpacer(), b.tool.end)))
}

// show brings the box up to date; what is being written stays.
func (b *webBox) show(state webState) {
	was := b.shown
	if !differs(&b.shown, state) {
		return
	}
	live := state.Ended == ""
	b.tool.offer.SetState(b.texts.T("agent.tool.offer"), state.Code != "", live && state.CanOffer)
	b.tool.end.SetState(b.texts.T("agent.tool.end"), false, live)
	b.strip.show(state)
	b.panel.SetMessages(state.Log)
	b.panel.SetEnabled(live && state.CanChat && !state.InApp)
	moved := setVisible(b.extra, state.Canned && state.CanChat)
	if state.Question != was.Question || !b.side.facts.Shows(state.Facts) {
		b.side.show(state)
	}
	if b.filing.show(state.Ended, state.Over) || moved {
		b.root.Refresh()
	}
}

// webStrip says that the chat is not sealed, and the code with which the customer's app comes.
type webStrip struct {
	root  fyne.CanvasObject
	texts *words.Catalogue
	badge *ui.Badge
	open  *ui.Text
	offer *fyne.Container
	code  *ui.Text
	left  *ui.Text
}

func newWebStrip(texts *words.Catalogue, copyText func(text string)) *webStrip {
	s := &webStrip{
		texts: texts, badge: ui.NewBadge("", "", ui.KindYellow), open: ui.NewMuted(texts.T("agent.web.open"), ui.RoleTable),
		code: e2e.Name(ui.NewLine("", ui.RoleSubheading), "portal-code"), left: ui.NewLine("", ui.RoleTable),
	}
	s.open.Overflow = ui.Ellipsis
	s.code.Bold, s.left.Colour = true, look.Ink2
	title := ui.NewLine(texts.T("agent.web.code"), ui.RoleTable)
	copyCode := e2e.Name(ui.NewIconButton(look.IconCopy, texts.T("agent.codes.copycode"), ui.Low, func() { copyText(s.code.Text) }), "portal-copy")
	copyCode.Extent = ui.Small
	s.offer = ui.Row(ui.Space8, title, s.code, s.left, copyCode)
	s.offer.Hide()
	s.root = ui.NewPanel(look.Background, ui.Bottom, ui.Pad(ui.Space8-1, ui.Space12,
		ui.Row(ui.Space8, s.badge, ui.NewGlyph(look.IconLock, look.Ink2, smallIcon), ui.Grow(s.open), s.offer)))
	return s
}

func (s *webStrip) show(state webState) {
	s.badge.Set(state.Badge)
	open := "agent.web.open"
	switch {
	case state.InApp:
		open = "agent.web.app"
	case !state.CanChat:
		open = "agent.web.withheld"
	}
	s.open.SetText(s.texts.T(open))
	s.code.SetText(state.Code)
	s.left.SetText(state.CodeLeft)
	setVisible(s.offer, state.Code != "")
	s.root.Refresh()
}

// webSide is what is known of the customer: question and answers, and the agent's notes.
type webSide struct {
	root     fyne.CanvasObject
	question *ui.Text
	quote    *ui.Panel
	facts    *ui.Details
	notes    *ui.Entry
	reading  *ui.Reading // all but the notes
}

func newWebSide(texts *words.Catalogue, notes string, changed func(text string)) *webSide {
	s := &webSide{question: ui.NewText("", ui.RoleTable), facts: ui.NewDetails(nil)}
	s.quote = ui.NewQuote(s.question)
	s.reading = ui.NewReading(section(ui.NewTitle(texts.T("agent.web.question"), ui.RoleTable), s.quote, s.facts))
	var writing fyne.CanvasObject
	writing, s.notes = notesSection(texts, notes, changed)
	s.root = ui.NewPanel(look.Surface, ui.Left, ui.Frame(nil, writing, s.reading))
	return s
}

func (s *webSide) show(state webState) {
	s.question.SetText(state.Question)
	setVisible(s.quote, state.Question != "")
	s.facts.Set(state.Facts)
	s.reading.Update()
}
