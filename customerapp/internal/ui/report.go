package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"beside.example/internal/company"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
)

// report tells the person how to report a session, copies what the organisation needs to know and ends what goes on.
func (w *Windows) report(window fyne.Window, s company.Snapshot) {
	facts := w.present().report(s, time.Now())
	act, level := "customer.report.copy", ui.High
	if s.Ended == nil {
		act, level = "customer.report.end", ui.Danger
	}
	explanation := w.texts.T("customer.report.explain", words.Args{"Relay": host(s.Peer.Relay)})
	body := []fyne.CanvasObject{ui.NewText(explanation, ui.RoleReading), ui.NewQuote(ui.NewText(facts, ui.RoleTable))}
	newSheet(window, w.texts.T("customer.report.title"), body, func(sheet *sheet) []*ui.Button {
		cancel := ui.NewButton(w.texts.T("customer.sheet.cancel"), "", ui.Outlined, sheet.close)
		end := e2e.Name(ui.NewButton(w.texts.T(act), "", level, func() {
			sheet.close()
			w.app.Clipboard().SetContent(facts)
			if live := w.model.Session(); live != nil {
				live.End()
			}
		}), "report-end")
		return []*ui.Button{cancel, end}
	})
}

// report says by what the organisation finds a session.
func (p presenter) report(s company.Snapshot, now time.Time) string {
	const clock = "2006-01-02 15:04"
	when := now
	switch {
	case !s.Started.IsZero():
		when = s.Started
	case s.Ended != nil:
		when = s.Ended.At
	}
	return p.texts.T("customer.report.facts", words.Args{
		"When": when.Format(clock), "Name": p.whoWasHere(s), "Organisation": s.Peer.Organisation, "Words": p.everyWord(s),
	})
}

// everyWord returns the check words of everybody who is here.
func (p presenter) everyWord(s company.Snapshot) string {
	if len(s.Members) <= 1 {
		return strings.Join(s.Peer.CheckWords, ", ")
	}
	var all []string
	for _, m := range s.Members {
		if peer := m.Session.Peer; len(peer.CheckWords) > 0 {
			all = append(all, first(peer.Name)+": "+strings.Join(peer.CheckWords, ", "))
		}
	}
	return strings.Join(all, "; ")
}

// whoWasHere names the agents by their whole names.
func (p presenter) whoWasHere(s company.Snapshot) string {
	var names []string
	for _, m := range s.Members {
		names = append(names, m.Session.Peer.Name)
	}
	if len(names) == 0 {
		return s.Peer.Name
	}
	return p.list(names)
}
