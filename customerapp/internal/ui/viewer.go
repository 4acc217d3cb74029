package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"beside.example/customerapp/internal/model"
	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
)

// viewerWindow shows the agent's screen to the customer, who can only look.
type viewerWindow struct {
	owner   *Windows
	session model.Session
	window  fyne.Window
	display *ui.RemoteDisplay
	glass   ui.Glass // nil: Fyne paints everything
}

func newViewerWindow(owner *Windows, s model.Session, closed func()) *viewerWindow {
	name := words.Args{"Name": first(s.Snapshot().Peer.Name)}
	v := &viewerWindow{owner: owner, session: s, window: owner.app.NewWindow(owner.texts.T("customer.viewer.title", name))}
	v.display = e2e.Name(ui.NewRemoteDisplay(s.View()), "viewer-display")
	closing := e2e.Name(ui.NewButton(owner.texts.T("customer.viewer.close"), look.IconClose, ui.Medium, closed), "viewer-close")
	bar := ui.NewPanel(look.Surface, ui.Bottom, ui.Pad(ui.Space8, ui.Space12, ui.Row(ui.Space12,
		ui.NewGlyph(look.IconMonitor, look.Ink2, barIcon), ui.Grow(ui.NewTitle(owner.texts.T("customer.viewer.line", name), ui.RoleReading)), closing)))
	v.window.SetPadded(false)
	v.window.SetContent(ui.NewRoot(container.NewBorder(bar, nil, nil, nil, v.display)))
	v.window.Resize(viewerSize)
	v.window.SetCloseIntercept(closed)
	v.window.Canvas().SetOnTypedKey(func(key *fyne.KeyEvent) {
		if key.Name == fyne.KeyEscape {
			closed()
		}
	})
	s.View().Listen(ui.NewFeed(v.display))
	s.OpenView()
	v.window.Show()
	ui.FitWindow(v.window, viewerSize, owner.desk.Room())
	if owner.glass != nil {
		v.glass = owner.glass(v.window)
		v.display.SetGlass(v.glass)
	}
	return v
}

// barIcon is the side of the icon at the head of a line, in dp.
const barIcon = 20

func (v *viewerWindow) close() {
	v.session.CloseView()
	v.session.View().Listen(nil)
	if v.glass != nil {
		v.glass.Close()
	}
	v.window.Close()
}
