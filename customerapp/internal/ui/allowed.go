package ui

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"beside.example/customerapp/internal/model"
	"beside.example/internal/company"
	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/protocol"
)

// allowedSheet lists what each agent may do, to be changed at once.
type allowedSheet struct {
	live    *liveWindows
	answers map[subject]*ui.Segmented
	sheet   *sheet
}

// showAllowed opens the sheet; it is kept up to date until it is closed, which it is when another agent comes or one goes.
func (l *liveWindows) showAllowed() {
	if l.allowed != nil {
		return
	}
	t := l.owner.texts
	a := &allowedSheet{live: l, answers: map[subject]*ui.Segmented{}}
	members := helpers(l.snapshot())
	var rows []fyne.CanvasObject
	for _, m := range members {
		if len(members) > 1 {
			name := ui.NewText(m.Session.Peer.Name, ui.RoleReading)
			name.Bold = true
			rows = append(rows, ui.NewRule(), name)
		}
		rows = append(rows, a.rows(m.ID, m.Session.Peer.Withheld.Permissions)...)
	}
	body := []fyne.CanvasObject{ui.NewMuted(t.T("customer.allowed.explain"), ui.RoleReading)}
	body = append(body, rows...)
	a.show(l.snapshot())
	l.allowed = a
	a.sheet = newSheet(l.chat, t.T("customer.allowed.title"), body, done(t))
	a.sheet.closed = func() { l.allowed = nil }
	for _, answer := range a.answers {
		answer.OnKey = a.sheet.key
	}
}

// rows are what one agent may do.
func (a *allowedSheet) rows(agent protocol.AttendeeID, withheld protocol.Permission) []fyne.CanvasObject {
	t := a.live.owner.texts
	var rows []fyne.CanvasObject
	for _, o := range offers(withheld) {
		about, name := subject{Agent: agent, Permission: o.Permission}, "allowed-"+o.Key
		if agent != protocol.FirstAgentID {
			name += fmt.Sprint("-", agent)
		}
		answer := e2e.Name(ui.NewAnswer(t.T("ui.no"), t.T("ui.yes"), func(yes bool) { a.answer(about, yes) }), name)
		a.answers[about] = answer
		title := ui.NewText(t.T("customer.permission."+o.Key), ui.RoleReading)
		title.Bold = true
		rows = append(rows, ui.NewRule(), ui.Row(ui.Space12, ui.NewGlyph(o.Icon, look.Ink2, barIcon), ui.Grow(title), answer))
	}
	return rows
}

// answer gives or takes back a permission. What the session made of it is shown, such as that control needs the screen.
func (a *allowedSheet) answer(about subject, yes bool) {
	a.live.act(func(s model.Session) {
		if yes {
			s.Allow(about.Agent, about.Permission)
		} else {
			s.RevokeFrom(about.Agent, about.Permission)
		}
		a.show(s.Snapshot())
	})
}

// show brings the answers up to date.
func (a *allowedSheet) show(s company.Snapshot) {
	here, listed := map[protocol.AttendeeID]protocol.Permission{}, 0
	for _, m := range helpers(s) {
		here[m.ID] = m.Session.Granted()
		listed += len(offers(m.Session.Peer.Withheld.Permissions))
	}
	for about, answer := range a.answers {
		granted, ok := here[about.Agent]
		if !ok || listed != len(a.answers) {
			if a.sheet != nil {
				a.sheet.close() // what it lists is not what is
			}
			return
		}
		chosen := 0
		if granted.Has(about.Permission) {
			chosen = 1
		}
		answer.SetSelected(chosen)
	}
}

// helpers are the agents but for the managers who watch, who may do nothing else.
func helpers(s company.Snapshot) []company.Member {
	return slices.DeleteFunc(slices.Clone(s.Members), monitors)
}

// offers lists what a person is asked about: nothing that is withheld from the agent anyway.
func offers(withheld protocol.Permission) []ui.Offer {
	return slices.DeleteFunc(ui.Offers(), func(o ui.Offer) bool { return withheld.Has(o.Permission) })
}
