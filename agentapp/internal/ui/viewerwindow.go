package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// viewerWindow is the window with a session's viewer.
type viewerWindow struct {
	owner  *sessionWindows
	window fyne.Window
	viewer *viewer
	feed   *ui.Feed
}

func newViewerWindow(owner *sessionWindows) *viewerWindow {
	v := &viewerWindow{owner: owner, window: owner.owner.app.NewWindow("")}
	display := e2e.Name(ui.NewRemoteDisplay(owner.session.View()), "viewer-display")
	display.SetInput(owner.session.View().Input())
	v.feed = ui.NewFeed(display)
	v.viewer = newViewer(owner.owner.texts, display, viewerActs{
		Ask:     func() { owner.session.Ask(protocol.PermissionControl) },
		Display: v.selectDisplay, Keys: v.press, Type: v.typeClipboard, Full: v.toggleFull,
		Chat: func() { owner.chat.RequestFocus() },
		Pause: func(paused bool) {
			if paused {
				owner.session.CloseView()
			} else {
				owner.session.OpenView()
			}
		},
	})
	v.window.SetPadded(false)
	v.window.SetContent(ui.NewRoot(v.viewer.root))
	v.window.Resize(viewerSize)
	v.window.SetCloseIntercept(owner.closeViewer)
	owner.keys(v.window)
	owner.pictures.attach(v.feed)
	v.window.Show()
	display.Reload()
	v.window.Canvas().Focus(display)
	return v
}

func (v *viewerWindow) selectDisplay(index int) {
	if displays := v.owner.session.Snapshot().Theirs.Displays; index < len(displays) {
		v.owner.session.SelectDisplay(displays[index].ID)
	}
}

// press presses keys in order and releases them in reverse.
func (v *viewerWindow) press(usages ...uint16) {
	input := v.owner.session.View().Input()
	for _, u := range usages {
		input.Key(u, true)
	}
	for i := len(usages) - 1; i >= 0; i-- {
		input.Key(usages[i], false)
	}
}

func (v *viewerWindow) typeClipboard() {
	v.owner.session.View().Input().Text(v.owner.owner.app.Clipboard().Content())
}

func (v *viewerWindow) toggleFull() {
	full := !v.window.FullScreen()
	v.window.SetFullScreen(full)
	v.viewer.setFull(full)
}

func (v *viewerWindow) show(l model.Live, now time.Time) {
	texts := v.owner.owner.texts
	v.window.SetTitle(texts.T("agent.viewer.title", words.Args{"Name": customerName(texts, l.Customer)}))
	v.viewer.show(v.owner.owner.present().viewer(l, v.owner.session.View().Stats().Updates, now))
}

func (v *viewerWindow) close() {
	v.owner.pictures.attach(nil)
	v.window.Close()
}
