package ui

import (
	"fyne.io/fyne/v2"

	"beside.example/customerapp/internal/model"
	"beside.example/internal/look"
	"beside.example/internal/session"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/protocol"
)

// allowedSheet lists what the agent may do, to be changed at once.
type allowedSheet struct {
	live    *liveWindows
	answers map[protocol.Permission]*ui.Segmented
}

// showAllowed opens the sheet; it is kept up to date until it is closed.
func (l *liveWindows) showAllowed() {
	if l.allowed != nil {
		return
	}
	t := l.owner.texts
	a := &allowedSheet{live: l, answers: map[protocol.Permission]*ui.Segmented{}}
	body := []fyne.CanvasObject{ui.NewMuted(t.T("customer.allowed.explain"), ui.RoleReading)}
	for _, o := range ui.Offers() {
		answer := e2e.Name(ui.NewAnswer(t.T("ui.no"), t.T("ui.yes"), func(yes bool) { a.answer(o.Permission, yes) }), "allowed-"+o.Key)
		a.answers[o.Permission] = answer
		title := ui.NewText(t.T("customer.permission."+o.Key), ui.RoleReading)
		title.Bold = true
		body = append(body, ui.NewRule(), ui.Row(ui.Space12, ui.NewGlyph(o.Icon, look.Ink2, barIcon), ui.Grow(title), answer))
	}
	a.show(l.snapshot())
	l.allowed = a
	sheet := newSheet(l.chat, t.T("customer.allowed.title"), body, done(t))
	sheet.closed = func() { l.allowed = nil }
	for _, answer := range a.answers {
		answer.OnKey = sheet.key
	}
}

// answer gives or takes back a permission. What the session made of it is shown, such as that control needs the screen.
func (a *allowedSheet) answer(p protocol.Permission, yes bool) {
	a.live.act(func(s model.Session) {
		if yes {
			s.Allow(p)
		} else {
			s.Revoke(p)
		}
		a.show(s.Snapshot())
	})
}

// show brings the answers up to date.
func (a *allowedSheet) show(s session.Snapshot) {
	granted := s.Granted()
	for permission, answer := range a.answers {
		chosen := 0
		if granted.Has(permission) {
			chosen = 1
		}
		answer.SetSelected(chosen)
	}
}
