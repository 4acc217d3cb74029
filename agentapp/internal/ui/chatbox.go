package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"

	"beside.example/internal/chat"
	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// chatState is what a session's chat box says.
type chatState struct {
	// Badges are the permissions as the customer has given them.
	Badges  []ui.BadgeState
	Quality ui.QualityState
	// Log is the chat; Count grows with each entry, so that an unchanged log is not laid out again.
	Log   []chat.Entry
	Count int
	// Before is the chat in the customer's page, from before the session.
	Before []ui.ChatMessage
	Typing string
	People []person
	// Computer is what is known of the customer's computer; without it, WhyNot says why.
	Computer []ui.Detail
	WhyNot   string
	// CheckWords are three words that the customer sees too.
	CheckWords []string
	// Live tells that the session is on; the others which tools are on and can be used.
	Live, CanView, Viewing, CanControl, Control, Sharing bool
	// Thumbnail says what stands below the small picture, such as "Display 1 of 2 · 1920 × 1080".
	Thumbnail string
	Allowed   chatAllowed
	chatNotes
	// Ended says why the session is over, and is empty while it is not.
	Ended string
}

// chatNotes stand across a session's chat box.
type chatNotes struct {
	// News says what becomes of the last introduction; empty without one.
	News string
	// Watched says which managers watch, or that this agent is one; empty without one.
	Watched string
}

// chatAllowed tells what portal and team allow, whether there are ready-made replies, and whether the organisation keeps the chat.
type chatAllowed struct{ View, Control, ShareMine, Details, Transfer, Invite, Page, Canned, Kept bool }

// chatActs is what the agent does in the chat box.
type chatActs struct {
	// Monitors tells that the agent, a manager, watches: then there is nothing to do but to look, to leave and to Close what is over.
	Monitors                                bool
	Close                                   func()
	Viewer, OpenViewer, Share, End, Details func()
	Transfer, Invite, Page                  func()
	Ask                                     func(p protocol.Permission)
	Send                                    func(text string, private bool)
	SendPage                                func(address string)
	Typing                                  func(something bool)
	Notes                                   func(text string)
	File                                    func(outcome signalling.Outcome)
}

// chatBox is the agent's window of a session: tools, permissions, chat, and on the side what is known.
type chatBox struct {
	root  fyne.CanvasObject
	texts *words.Catalogue
	acts  chatActs
	count int // of the messages that are shown

	tool   chatTools
	strip  *chatStrip
	panel  *ui.ChatPanel
	side   *chatSide
	filing *filing
	canned *canned
	extra  chatExtra
	news   *ui.Note
	watch  *ui.Note
}

// chatTools are the tools above a session's chat.
type chatTools struct{ viewer, share, see, control, details, transfer, invite, end *ui.ToolButton }

// chatExtra are the buttons above the box to write in.
type chatExtra struct{ canned, page *ui.Button }

func newChatBox(texts *words.Catalogue, thumbnail *ui.RemoteDisplay, notes string, acts chatActs) *chatBox {
	b := &chatBox{texts: texts, acts: acts, strip: newChatStrip(texts), side: newChatSide(texts, thumbnail, notes, acts)}
	b.extra = chatExtra{canned: newExtra(texts.T("agent.canned.open"), "canned-open", look.IconFlash), page: newExtra(texts.T("agent.chat.page"), "page-open", look.IconGlobe)}
	text := chatText(texts, true)
	text.ReadOnly = acts.Monitors
	b.panel = ui.NewChatPanel(text, acts.Send, b.extra.canned, b.extra.page)
	e2e.Name(b.panel.Box(), "chat-box").OnTyping = acts.Typing
	b.canned = newCanned(b.panel, acts.SendPage)
	b.extra.canned.OnTapped = func() { b.canned.begin(fyne.CurrentApp().Driver().CanvasForObject(b.root)) }
	b.extra.page.OnTapped = acts.Page
	b.news = ui.NewNote(look.IconInvite, "", ui.KindBlue)
	b.news.SetRole(ui.RoleTable)
	b.news.Hide()
	b.watch = e2e.Name(ui.NewNote(look.IconEye, "", ui.KindYellow), "chat-watched")
	b.watch.SetRole(ui.RoleTable)
	b.watch.Hide()
	b.filing = newFiling(texts, acts.File, acts.Close)
	left := ui.Frame(nil, b.filing.root, b.panel)
	b.root = ui.Frame(ui.Column(0, b.tools(), b.strip.root, b.watch, b.news), nil, ui.SideBySide(b.side.root, left, sideWidth, false))
	return b
}

func (b *chatBox) tools() fyne.CanvasObject {
	tool := func(name string, icon look.Icon, tapped func()) *ui.ToolButton {
		return e2e.Name(ui.NewToolButton(b.texts.T("agent.tool."+name), icon, tapped), "tool-"+name)
	}
	b.tool.viewer = tool("viewer", look.IconMonitor, b.acts.Viewer)
	b.tool.share = tool("share", look.IconShare, b.acts.Share)
	b.tool.see = tool("see", look.IconEye, func() { b.acts.Ask(protocol.PermissionSee) })
	b.tool.control = tool("control", look.IconPointer, func() { b.acts.Ask(protocol.PermissionControl) })
	b.tool.details = tool("details", look.IconPulse, b.acts.Details)
	b.tool.transfer = tool("transfer", look.IconTransfer, b.acts.Transfer)
	b.tool.invite = tool("invite", look.IconInvite, b.acts.Invite)
	b.tool.end = tool("end", look.IconLeave, b.acts.End)
	b.tool.end.Danger = true
	if b.acts.Monitors {
		return ui.NewPanel(look.Surface, ui.Bottom, ui.Pad(ui.Space8-2, ui.Space8, ui.Row(2, b.tool.viewer, ui.Grow(layout.NewSpacer()), b.tool.end)))
	}
	const line = 40
	// Where there is no room for all, what is needed least goes into a menu.
	const ask, details, share, introduce = 1, 2, 3, 4
	return ui.NewPanel(look.Surface, ui.Bottom, ui.Pad(ui.Space8-2, ui.Space8, ui.Fold(2, b.texts.T("agent.tool.more"),
		b.tool.viewer, ui.Folds(share, b.tool.share), ui.Pad(0, ui.Space4, ui.NewUpright(line)),
		ui.Folds(ask, b.tool.see), ui.Folds(ask, b.tool.control), ui.Folds(details, b.tool.details),
		ui.Folds(introduce, ui.Pad(0, ui.Space4, ui.NewUpright(line))), ui.Folds(introduce, b.tool.transfer), ui.Folds(introduce, b.tool.invite),
		layout.NewSpacer(), b.tool.end)))
}

// focusEnd gives the keyboard to the question how the session ended, unless the agent writes notes.
func (b *chatBox) focusEnd(c fyne.Canvas) {
	if c.Focused() != fyne.Focusable(b.side.notes) {
		c.Focus(b.filing.first)
	}
}

// show brings the box up to date; what is being written stays.
func (b *chatBox) show(state chatState) {
	b.showTools(state)
	b.strip.show(state.Badges, state.Quality)
	if count := state.Count + len(state.Before); count != b.count {
		b.count = count
		b.panel.SetMessages(append(state.Before, ui.LogMessages(b.texts, state.Log)...))
	}
	b.panel.SetTyping(state.Typing)
	b.panel.SetEnabled(state.Live && !b.acts.Monitors)
	b.side.show(state)
	moved := setVisible(b.extra.canned, state.Allowed.Canned)
	moved = setVisible(b.extra.page, state.Allowed.Page) || moved
	b.extra.page.SetEnabled(state.Live)
	b.news.Set(look.IconInvite, state.News, ui.KindBlue)
	moved = setVisible(b.news, state.News != "") || moved
	b.watch.Set(look.IconEye, state.Watched, ui.KindYellow)
	moved = setVisible(b.watch, state.Watched != "") || moved
	if moved {
		b.root.Refresh()
	}
	if b.filing.show(state.Ended, b.acts.Monitors) {
		b.root.Refresh()
	}
}

// showTools shows which tools can be used; of what the organisation does not allow here, the hint says so.
func (b *chatBox) showTools(state chatState) {
	set := func(tool *ui.ToolButton, key string, on, allowed, can bool) {
		tool.Hint = ""
		if !allowed {
			tool.Hint = b.texts.T("agent.withheld")
		}
		tool.SetState(b.texts.T("agent.tool."+key), on, state.Live && allowed && can)
	}
	share := "share"
	if state.Sharing {
		share = "stopshare"
	}
	may := state.Allowed
	set(b.tool.viewer, "viewer", state.Viewing, may.View || state.CanView, state.CanView)
	set(b.tool.share, share, state.Sharing, may.ShareMine || state.Sharing, true)
	set(b.tool.see, "see", false, may.View, !state.CanView)
	set(b.tool.control, "control", false, may.Control, state.CanControl && !state.Control)
	set(b.tool.details, "details", false, may.Details, true)
	set(b.tool.transfer, "transfer", false, may.Transfer, true)
	set(b.tool.invite, "invite", false, may.Invite, true)
	end := "agent.tool.end"
	if b.acts.Monitors {
		end = "monitor.tool.leave"
	}
	b.tool.end.SetState(b.texts.T(end), false, state.Ended == "")
}

// newExtra returns a button above the box to write in.
func newExtra(text, name string, icon look.Icon) *ui.Button {
	b := e2e.Name(ui.NewButton(text, icon, ui.Medium, nil), name)
	b.Extent = ui.Small
	return b
}
