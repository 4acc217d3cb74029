package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/look"
	"beside.example/internal/product"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol/signalling"
)

// tray is the icon among those of the system, with the agent's status. It is there only where the system has a place for it:
// without a message bus, Fyne could not even end.
type tray struct {
	owner *Windows
	app   desktop.App // nil without a place
	shown trayState
}

// trayState is what the tray says.
type trayState struct {
	Account  model.Account
	Status   signalling.Status
	Waiting  int
	Language words.Language
}

func newTray(owner *Windows) *tray {
	t := &tray{owner: owner}
	if _, there := owner.desk.Bus(); there {
		t.app, _ = owner.app.(desktop.App)
	}
	return t
}

// show brings the tray up to date.
func (t *tray) show(s model.Snapshot) {
	if t.app == nil || !differs(&t.shown, trayState{s.Account, s.Status, waiting(s), t.owner.texts.Language()}) {
		return
	}
	texts := t.owner.texts
	items := []*fyne.MenuItem{fyne.NewMenuItem(texts.T("agent.tray.open"), func() {
		t.owner.window.Show()
		t.owner.window.RequestFocus()
	})}
	if n := t.shown.Waiting; n > 0 {
		count := fyne.NewMenuItem(texts.N("agent.tray.waiting", n), nil)
		count.Disabled = true
		items = append(items, count)
	}
	if s.Account == model.SignedIn {
		items = append(items, fyne.NewMenuItemSeparator())
		for _, status := range statuses() {
			item := fyne.NewMenuItem(statusWord(texts, status), func() {
				t.owner.model.SetStatus(status)
				t.owner.refresh()
			})
			item.Checked = status == s.Status
			items = append(items, item)
		}
	}
	items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(texts.T("agent.tray.quit"), t.owner.app.Quit))
	t.app.SetSystemTrayMenu(fyne.NewMenu(product.Name, items...))
	icon, colour := statusIcon(s.Status)
	if s.Account != model.SignedIn {
		icon, colour = look.IconMark, look.Accent
	}
	if pixels, err := ui.TrayIcon(icon, colour); err == nil { // else the one before stays
		t.app.SetSystemTrayIcon(pixels)
	}
}
