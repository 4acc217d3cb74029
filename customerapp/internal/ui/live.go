package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"beside.example/customerapp/internal/model"
	"beside.example/internal/company"
	"beside.example/internal/ui"
	"beside.example/protocol"
)

// liveWindows are the windows of a session: the chat box, the banner while the screen is shared, the viewer on demand.
type liveWindows struct {
	owner   *Windows
	chat    fyne.Window
	box     *chatBox
	over    fyne.Window // the banner; nil while nothing is shared
	banner  *banner
	viewer  *viewerWindow // nil while closed
	allowed *allowedSheet // nil while closed
	agent   bool          // whether the agent's screen was to be seen at the last look
}

func newLiveWindows(owner *Windows, s company.Snapshot) *liveWindows {
	l := &liveWindows{owner: owner}
	l.chat = owner.app.NewWindow(owner.present().title(s))
	l.chat.SetPadded(false)
	l.chat.Resize(chatSize)
	// Whoever closes the chat box is done with the session: nothing goes on unseen behind it.
	l.chat.SetCloseIntercept(func() { l.act(model.Session.End) })
	l.box = newChatBox(owner.texts, owner.present().chat(s, time.Now()), chatActs{
		Send:   func(text string) { l.act(func(s model.Session) { s.SendChat(text, false) }) },
		Typing: func(active bool) { l.act(func(s model.Session) { s.SetTyping(active) }) },
		Answer: l.answer,
		Stop:   l.stop, Pause: l.pause, TakeBack: func() { l.act(func(s model.Session) { s.Revoke(protocol.PermissionControl) }) },
		Allowed: l.showAllowed, EndMonitoring: func() { l.act(model.Session.EndMonitoring) }, View: l.openViewer, Picture: func() { owner.choosePicture(l.chat) },
		Save:   func() { saveLog(l.chat, owner.texts, l.snapshot().Chat) },
		Report: func() { owner.report(l.chat, l.snapshot()) }, End: func() { l.act(model.Session.End) },
	})
	l.chat.SetContent(ui.NewRoot(l.box.root))
	l.chat.Show()
	owner.fit(l.chat, chatSize)
	l.chat.Canvas().Focus(l.box.panel.Box())
	return l
}

func (l *liveWindows) snapshot() company.Snapshot { return l.owner.model.Snapshot().Session }

// act does something with the session, if there still is one.
func (l *liveWindows) act(f func(s model.Session)) {
	if s := l.owner.model.Session(); s != nil {
		f(s)
	}
}

// answer answers an agent's question. Whoever had the keyboard on its card goes on writing.
func (l *liveWindows) answer(to subject, yes bool) {
	l.act(func(s model.Session) {
		switch {
		case to.Introduction != 0:
			s.AnswerIntroduction(to.Introduction, yes)
		case to.Push != "":
			if address := s.AnswerPush(to.Agent, to.Push, yes); address != "" {
				l.owner.desk.Browse(address)
			}
		case yes:
			s.Allow(to.Agent, to.Permission)
		default:
			s.Refuse(to.Agent, to.Permission)
		}
	})
	l.chat.Canvas().Focus(l.box.panel.Box())
}

// stop stops what is shared and takes control back; chatting goes on.
func (l *liveWindows) stop() {
	l.act(func(s model.Session) { s.Revoke(protocol.PermissionSee | protocol.PermissionControl) })
}

func (l *liveWindows) pause() {
	l.act(func(s model.Session) {
		if s.Snapshot().Mine.State == protocol.SharePaused {
			s.ResumeMine()
		} else {
			s.PauseMine()
		}
	})
}

func (l *liveWindows) show(s company.Snapshot, now time.Time) {
	present := l.owner.present()
	before := l.box.card
	ui.SetTitle(l.chat, present.title(s))
	l.box.show(present.chat(s, now))
	if card := l.box.card; card != nil && card != before && l.box.panel.Box().Text == "" {
		l.chat.Canvas().Focus(card.No()) // nobody writes just now, whose keys would become an answer
	}
	if l.allowed != nil {
		l.allowed.show(s)
	}
	l.showBanner(s, now)
	shares := s.Theirs.State != protocol.ShareOff
	switch {
	case shares && !l.agent:
		l.openViewer()
	case !shares && l.viewer != nil:
		l.closeViewer()
	}
	l.agent = shares
}

// showBanner keeps the banner up exactly while the screen is shared, paused or not.
func (l *liveWindows) showBanner(s company.Snapshot, now time.Time) {
	shared := s.Mine.State != protocol.ShareOff
	if !shared {
		if l.over != nil {
			l.over.Close()
			l.over, l.banner = nil, nil
		}
		return
	}
	if l.over == nil {
		l.banner = newBanner(l.owner.texts, l.pause, l.stop)
		l.over = borderless(l.owner.app)
		l.over.SetTitle(l.owner.texts.T("customer.banner.title"))
		l.over.SetPadded(false)
		l.over.SetContent(ui.NewRoot(l.banner.root))
		l.over.Resize(bannerSize)
		l.over.SetFixedSize(true)
		l.over.Show()
		l.owner.fit(l.over, bannerSize)
		l.owner.desk.Float(l.over.Title())
		l.chat.RequestFocus() // a new window takes the keyboard, and what is typed next is not meant for the banner
	}
	l.banner.show(l.owner.present().banner(s, now), s.Mine.State == protocol.SharePaused)
}

// borderless returns a window without a frame, where the driver has such windows.
func borderless(app fyne.App) fyne.Window {
	if driver, ok := app.Driver().(desktop.Driver); ok {
		return driver.CreateSplashWindow()
	}
	return app.NewWindow("")
}

func (l *liveWindows) openViewer() {
	if l.viewer != nil {
		l.viewer.window.RequestFocus()
		return
	}
	s := l.owner.model.Session()
	if s == nil {
		return
	}
	l.viewer = newViewerWindow(l.owner, s, l.closeViewer)
}

func (l *liveWindows) closeViewer() {
	if l.viewer != nil {
		l.viewer.close()
		l.viewer = nil
	}
}

// close closes the session's windows.
func (l *liveWindows) close() {
	l.closeViewer()
	if l.over != nil {
		l.over.Close()
	}
	l.chat.Close()
}
