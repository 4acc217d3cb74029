package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// viewerWindow is the window with a session's viewer. While it is open the picture goes to it alone: it is uploaded once.
type viewerWindow struct {
	owner  *sessionWindows
	window fyne.Window
	viewer *viewer
	glass  ui.Glass // nil: Fyne paints everything
}

func newViewerWindow(owner *sessionWindows) *viewerWindow {
	v := &viewerWindow{owner: owner, window: owner.owner.app.NewWindow("")}
	view := owner.session.View()
	display := ui.NewRemoteDisplay(view)
	v.viewer = newViewer(owner.owner.texts, display, view.Input(), viewerActs{
		Monitors: owner.shown.Monitors, Ask: func() { owner.ask(protocol.PermissionControl) },
		Display: v.selectDisplay, Keys: v.press, Type: v.typeClipboard, Full: v.toggleFull, Pause: v.pause,
		Chat: func() { owner.owner.open(owner.id) },
	})
	setContent(v.window, v.viewer.root, func(key fyne.KeyName) {
		v.viewer.key(key)
		owner.key(key)
	})
	// Right Ctrl frees the keys, and may still be down when the next one is pressed.
	for _, key := range []fyne.KeyName{fyne.KeyF11, fyne.Key0, fyne.Key1} {
		on(v.window, key, 0, func() { v.viewer.key(key) })
	}
	owner.endKey(v.window)
	v.window.Resize(viewerSize)
	v.window.SetCloseIntercept(owner.closeViewer)
	if !owner.shown.Monitors {
		display.OnPoint = view.Point
	}
	view.Listen(ui.NewFeed(display))
	v.window.Show()
	owner.owner.fit(v.window, viewerSize)
	if of := owner.owner.glass; of != nil {
		v.glass = of(v.window)
		display.SetGlass(viewerGlass{v.glass, v.viewer.layout})
	}
	v.window.Canvas().Focus(display)
	return v
}

func (v *viewerWindow) selectDisplay(index int) {
	if displays := v.owner.session.Snapshot().Theirs.Displays; index < len(displays) {
		v.owner.session.SelectDisplay(displays[index].ID)
	}
}

// pause stops the picture, or lets it go on.
func (v *viewerWindow) pause(paused bool) {
	if paused {
		v.owner.session.CloseView()
	} else {
		v.owner.session.OpenView()
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
	v.window.Canvas().Focus(v.viewer.display)
}

func (v *viewerWindow) show(l model.Live, now time.Time) {
	present := v.owner.owner.present()
	ui.SetTitle(v.window, present.texts.T("agent.viewer.title", words.Args{"Name": present.customer(l.Customer)}))
	picture := pictureState{Stats: v.owner.session.View().Stats(), Glass: v.glass != nil && v.glass.Works()}
	v.viewer.show(present.viewer(l, v.owner.owner.model.Snapshot().Askable(l), picture, now))
}

// close closes the window; a picture that was paused goes on, small.
func (v *viewerWindow) close() {
	v.owner.session.View().Listen(v.owner.small)
	v.owner.session.OpenView()
	if v.glass != nil {
		v.glass.Close()
	}
	v.window.Close()
}
