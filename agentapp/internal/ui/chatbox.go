package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// person is somebody in the session.
type person struct {
	Name, Part string
	Customer   bool
}

// chatState is what a session's chat box says.
type chatState struct {
	// Badges are the permissions as the customer has given them.
	Badges   []ui.BadgeState
	Quality  ui.QualityState
	Messages []ui.ChatMessage
	// Count grows with each message, so that an unchanged log is not laid out again.
	Count  int
	Typing string
	People []person
	// Computer is what is known of the customer's computer; without it, WhyNot says why.
	Computer []ui.Detail
	WhyNot   string
	Notes    string
	// CheckWords are shown until the customer has read theirs.
	CheckWords []string
	// Viewing, Sharing and the rest tell which tools are on and can be used.
	CanView, Viewing, CanControl, Control, CanDetails, Sharing, Live bool
	// Thumbnail says what stands below the small picture, such as "Display 1 of 2 · 1920 × 1080".
	Thumbnail string
	Ended     string
}

// chatActs is what the agent does in the chat box.
type chatActs struct {
	Viewer, Share, End, Details func()
	Ask                         func(p protocol.Permission)
	GiveBack                    func()
	Send                        func(text string)
	Typing                      func()
	Notes                       func(text string)
	File                        func(outcome int)
}

// chatBox is the agent's window of a session: tools, permissions, chat, and on the side what is known.
type chatBox struct {
	root  fyne.CanvasObject
	texts *words.Catalogue
	acts  chatActs
	state chatState
	count int

	tool      chatTools
	badges    *fyne.Container
	quality   *ui.Quality
	panel     *ui.ChatPanel
	thumbnail *ui.RemoteDisplay
	below     *ui.Text
	people    *fyne.Container
	computer  *ui.Details
	whyNot    *ui.Text
	notes     *widget.Entry
	ending    *fyne.Container
	endReason *ui.Text
}

// chatTools are the tools above a session's chat.
type chatTools struct{ viewer, share, control, see, details, end *ui.ToolButton }

// chatSide is the width of the part with what is known, in dp; thumbnailHeight that of the small picture.
const (
	chatSide        = 304
	thumbnailHeight = 150
)

func newChatBox(texts *words.Catalogue, thumbnail *ui.RemoteDisplay, state chatState, acts chatActs) *chatBox {
	b := &chatBox{texts: texts, acts: acts, thumbnail: thumbnail, count: -1}
	b.panel = ui.NewChatPanel(ui.ChatText{
		Placeholder: texts.T("agent.chat.placeholder"), Send: texts.T("agent.chat.send"), Copy: texts.T("agent.chat.copy"),
	}, func(text string, _ bool) { acts.Send(text) })
	e2e.Name(b.panel.Box(), "chat-box")
	top := ui.Column(0, b.tools(), b.strip())
	b.root = container.NewBorder(top, b.filing(), nil, b.side(state), b.panel)
	b.show(state)
	return b
}

func (b *chatBox) newTool(name string, icon look.Icon, tapped func()) *ui.ToolButton {
	return e2e.Name(ui.NewToolButton(b.texts.T("agent.tool."+name), icon, tapped), "tool-"+name)
}

func (b *chatBox) tools() fyne.CanvasObject {
	b.tool.viewer = b.newTool("viewer", look.IconMonitor, b.acts.Viewer)
	b.tool.see = b.newTool("see", look.IconEye, func() { b.acts.Ask(protocol.PermissionSee) })
	b.tool.control = b.newTool("control", look.IconPointer, func() { b.acts.Ask(protocol.PermissionControl) })
	b.tool.share = b.newTool("share", look.IconShare, b.acts.Share)
	b.tool.details = b.newTool("details", look.IconPulse, b.acts.Details)
	b.tool.end = b.newTool("end", look.IconLeave, b.acts.End)
	b.tool.end.Danger = true
	return ui.NewPanel(look.Surface, ui.Bottom, ui.Pad(ui.Space8, ui.Space8, ui.Row(ui.Space4,
		b.tool.viewer, b.tool.see, b.tool.control, b.tool.share, b.tool.details, layout.NewSpacer(), b.tool.end)))
}

// strip is the line that says what the customer has allowed.
func (b *chatBox) strip() fyne.CanvasObject {
	b.badges = ui.Row(ui.Space8)
	b.quality = ui.NewQuality(b.texts)
	return ui.NewPanel(look.Background, ui.Bottom, ui.Pad(ui.Space8-1, ui.Space12, ui.Row(ui.Space8,
		ui.NewLine(b.texts.T("agent.chat.allowed"), ui.RoleTable), b.badges, layout.NewSpacer(), b.quality)))
}

func (b *chatBox) side(state chatState) fyne.CanvasObject {
	t := b.texts
	b.below = ui.NewText("", ui.RoleCaption)
	b.below.Colour, b.below.Overflow = look.Ink2, ui.Ellipsis
	b.people = ui.Column(ui.Space4)
	b.computer = ui.NewDetails(nil)
	b.whyNot = ui.NewMuted("", ui.RoleTable)
	b.notes = e2e.Name(widget.NewMultiLineEntry(), "notes")
	b.notes.Wrapping = fyne.TextWrapWord
	b.notes.SetPlaceHolder(t.T("agent.chat.notes.placeholder"))
	b.notes.SetText(state.Notes)
	b.notes.OnChanged = b.acts.Notes
	picture := container.New(&fixedHeight{height: thumbnailHeight}, b.thumbnail)
	check := []fyne.CanvasObject{}
	if len(state.CheckWords) > 0 {
		check = append(check, ui.NewMuted(t.T("agent.chat.check"), ui.RoleCaption), e2e.Name(ui.NewTitle(strings.Join(state.CheckWords, " · "), ui.RoleTable), "check-words"))
	}
	top := ui.Pad(ui.Space8, ui.Space12, ui.Column(ui.Space8, picture,
		ui.Row(ui.Space8, ui.Grow(b.below), ui.NewLink(t.T("agent.chat.openviewer"), ui.RoleCaption, b.acts.Viewer))))
	section := func(title string, objects ...fyne.CanvasObject) fyne.CanvasObject {
		heading := ui.NewTitle(title, ui.RoleTable)
		return ui.NewPanel(look.Surface, ui.Top, ui.Pad(ui.Space8, ui.Space12, ui.Column(ui.Space8, append([]fyne.CanvasObject{heading}, objects...)...)))
	}
	scroll := container.NewVScroll(ui.Column(0, top,
		section(t.T("agent.chat.people"), append([]fyne.CanvasObject{b.people}, check...)...),
		section(t.T("agent.chat.computer"), b.computer, b.whyNot),
		section(t.T("agent.chat.notes"), b.notes),
	))
	return ui.Width(chatSide, ui.NewPanel(look.Surface, ui.Left, scroll))
}

// filing asks, once the session is over, how it ended.
func (b *chatBox) filing() fyne.CanvasObject {
	t := b.texts
	b.endReason = ui.NewText("", ui.RoleBody)
	outcome := func(name string, icon look.Icon, index int) fyne.CanvasObject {
		return e2e.Name(ui.NewButton(t.T("agent.outcome."+name), icon, ui.Medium, func() { b.acts.File(index) }), "outcome-"+name)
	}
	b.ending = container.NewStack(ui.NewPanel(look.Surface, ui.Top, ui.Pad(ui.Space12, ui.Space12, ui.Column(ui.Space8,
		b.endReason, ui.NewTitle(t.T("agent.outcome.question"), ui.RoleBody),
		ui.Row(ui.Space8, outcome("resolved", look.IconCheck, 1), outcome("unresolved", look.IconFlag, 2), outcome("unknown", look.IconQuestion, 0), layout.NewSpacer()),
	))))
	return b.ending
}

// show brings the box up to date; what is being written stays.
func (b *chatBox) show(state chatState) {
	b.state = state
	t := b.texts
	b.tool.viewer.SetState(t.T("agent.tool.viewer"), state.Viewing, state.CanView)
	b.tool.see.SetState(t.T("agent.tool.see"), false, state.Live && !state.CanView)
	b.tool.control.SetState(t.T("agent.tool.control"), state.Control, state.CanControl && !state.Control)
	share := "agent.tool.share"
	if state.Sharing {
		share = "agent.tool.stopshare"
	}
	b.tool.share.SetState(t.T(share), state.Sharing, state.Live)
	b.tool.details.SetState(t.T("agent.tool.details"), state.CanDetails, state.Live)
	b.tool.end.SetState(t.T("agent.tool.end"), false, state.Live)
	b.badges.Objects = nil
	for _, badge := range state.Badges {
		b.badges.Add(ui.NewBadge(badge.Icon, badge.Word, badge.Kind))
	}
	b.quality.Set(state.Quality)
	if state.Count != b.count {
		b.count = state.Count
		b.panel.SetMessages(state.Messages)
	}
	b.panel.SetTyping(state.Typing)
	b.panel.SetEnabled(state.Live)
	b.below.SetText(state.Thumbnail)
	b.showSide(state)
	b.ending.Hidden = state.Ended == ""
	b.endReason.SetText(state.Ended)
	b.root.Refresh()
}

func (b *chatBox) showSide(state chatState) {
	b.people.Objects = nil
	for _, p := range state.People {
		name := ui.NewTitle(p.Name, ui.RoleTable)
		b.people.Add(ui.Row(ui.Space8, ui.NewAvatar(p.Name, ui.AvatarSmall, p.Customer), ui.Grow(name), muted(p.Part)))
	}
	b.computer.Set(state.Computer)
	b.whyNot.Hidden = len(state.Computer) > 0
	b.whyNot.SetText(state.WhyNot)
}

func muted(text string) fyne.CanvasObject {
	line := ui.NewLine(text, ui.RoleTable)
	line.Colour = look.Ink2
	return line
}

// fixedHeight gives what it holds a height of its own.
type fixedHeight struct{ height float32 }

var _ fyne.Layout = (*fixedHeight)(nil)

// MinSize implements fyne.Layout.
func (l *fixedHeight) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, l.height)
}

// Layout implements fyne.Layout.
func (l *fixedHeight) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(size.Width, l.height))
}
