package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/session"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// sessionWindows are the windows of one session: the chat box, and the viewer on demand.
type sessionWindows struct {
	owner    *Windows
	id       leg.SessionID
	session  model.Session
	chat     fyne.Window
	box      *chatBox
	pictures *pictures
	viewer   *viewerWindow // nil while closed
	seen     bool          // whether the screen was to be seen at the last look
}

func newSessionWindows(owner *Windows, l model.Live) *sessionWindows {
	s := &sessionWindows{owner: owner, id: l.ID, session: owner.model.Session(l.ID)}
	s.chat = owner.app.NewWindow("")
	s.chat.SetPadded(false)
	s.chat.Resize(chatSize)
	thumbnail := ui.NewRemoteDisplay(s.session.View())
	s.pictures = &pictures{small: ui.NewFeed(thumbnail)}
	s.box = newChatBox(owner.texts, thumbnail, owner.present().chat(l, false, time.Now()), chatActs{
		Viewer: s.toggleViewer, Share: s.share, End: s.session.End, Details: s.details, Ask: s.session.Ask,
		Send: func(text string) { s.session.SendChat(text, false) }, Typing: func() { s.session.SetTyping(true) },
		Notes: func(text string) { owner.model.SetNotes(s.id, text) },
		File:  func(outcome int) { owner.model.File(s.id, signalling.Outcome(outcome)) },
	})
	s.chat.SetContent(ui.NewRoot(s.box.root))
	s.chat.SetCloseIntercept(s.closed)
	owner.shortcuts(s.chat)
	s.keys(s.chat)
	s.session.View().Listen(s.pictures)
	s.chat.Show()
	s.chat.Canvas().Focus(s.box.panel.Box())
	return s
}

// keys sets the session's keys in one of its windows.
func (s *sessionWindows) keys(window fyne.Window) {
	window.Canvas().SetOnTypedKey(func(key *fyne.KeyEvent) {
		if key.Name == fyne.KeyF2 {
			s.toggleViewer()
		}
	})
	window.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyE, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}, func(fyne.Shortcut) { s.session.End() })
}

// closed is the chat box's close button: a session under way is ended and its outcome asked, one that is over is filed.
func (s *sessionWindows) closed() {
	if s.session.Snapshot().Phase != session.PhaseEnded {
		s.session.End()
		return
	}
	s.owner.model.File(s.id, signalling.OutcomeUnknown)
}

func (s *sessionWindows) share() {
	if s.session.Snapshot().Mine.State != protocol.ShareOff {
		s.session.StopMine()
		return
	}
	displays, err := s.session.Displays()
	if err != nil || len(displays) < 2 {
		const primary = 0
		s.session.ShareMine(primary)
		return
	}
	var items []*fyne.MenuItem
	for i, d := range displays {
		items = append(items, fyne.NewMenuItem(s.owner.texts.T("agent.chat.sharedisplay", words.Args{"Display": i + 1, "Name": d.Name}), func() { s.session.ShareMine(d.ID) }))
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.box.tool.share).AddXY(0, s.box.tool.share.Size().Height)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), s.chat.Canvas(), at)
}

// details asks for the computer's details, first for the permission where it is missing.
func (s *sessionWindows) details() {
	if s.session.Snapshot().Granted().Has(protocol.PermissionDiagnostics) {
		s.session.RefreshDetails()
		return
	}
	s.session.Ask(protocol.PermissionDiagnostics)
}

func (s *sessionWindows) toggleViewer() {
	if s.viewer != nil {
		s.closeViewer()
		return
	}
	if !s.session.Snapshot().Granted().Has(protocol.PermissionSee) {
		s.session.Ask(protocol.PermissionSee)
		return
	}
	s.viewer = newViewerWindow(s)
}

func (s *sessionWindows) closeViewer() {
	if s.viewer != nil {
		s.viewer.close()
		s.viewer = nil
	}
}

// show brings the session's windows up to date.
func (s *sessionWindows) show(l model.Live, now time.Time) {
	s.chat.SetTitle(s.owner.texts.T("agent.chat.title", words.Args{"Name": customerName(s.owner.texts, l.Customer), "Time": ui.ElapsedText(sinceStart(l, now))}))
	seen := l.Session.Granted().Has(protocol.PermissionSee)
	if seen && !s.seen {
		s.session.OpenView() // for the small picture; the viewer shows the same one
		if s.viewer == nil {
			s.viewer = newViewerWindow(s)
		}
	}
	s.seen = seen
	if l.Session.Phase == session.PhaseEnded {
		s.closeViewer()
	}
	s.box.show(s.owner.present().chat(l, s.viewer != nil, now))
	if s.viewer != nil {
		s.viewer.show(l, now)
	}
}

func sinceStart(l model.Live, now time.Time) time.Duration {
	switch {
	case l.Session.Started.IsZero():
		return 0
	case l.Session.Ended != nil:
		return l.Session.Ended.At.Sub(l.Session.Started)
	}
	return now.Sub(l.Session.Started)
}

// close closes the session's windows.
func (s *sessionWindows) close() {
	s.session.View().Listen(nil)
	s.closeViewer()
	s.chat.Close()
}
