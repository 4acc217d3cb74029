package ui

import (
	"net/url"
	"strconv"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/words"
	"beside.example/protocol/signalling"
)

// build makes the pages that a signed-in agent sees.
func (w *Windows) build(s model.Snapshot) {
	w.signIn = nil
	w.frame = newMainFrame(w.texts, mainActs{Page: w.turn, Available: w.model.SetAvailable})
	for i := range w.pages.lists {
		w.pages.lists[i] = newListPage(w.texts, w.listActs())
	}
	w.pages.codes = newCodesPage(w.texts, w.codesActs())
	w.pages.codes.show(w.present().codes(s, time.Now()))
	w.pages.settings = newSettingsPage(w.texts, w.speak, w.model.SignOut)
	w.put(w.frame.root)
	w.turn(w.page)
	w.window.Canvas().Focus(w.frame.nav)
}

func (w *Windows) listActs() listActs {
	return listActs{
		NewCode: w.newCode, More: w.model.MoreHistory,
		Open: func(id string) { w.open(parseSessionID(id)) },
		End:  func(id string) { w.end(parseSessionID(id)) },
		Choose: func(choice listChoice) {
			w.chosen = choice
			w.refresh()
		},
	}
}

func (w *Windows) codesActs() codesActs {
	return codesActs{
		New: func(customer string, portal int) {
			if portals := w.model.Snapshot().Agent().Portals; portal < len(portals) {
				w.model.NewCode(customer, portals[portal].ID)
			}
		},
		Withdraw: func(id string) {
			if n, err := strconv.ParseUint(id, 10, 64); err == nil {
				w.model.Withdraw(signalling.CodeID(n))
			}
		},
		Copy: func(text string) { w.app.Clipboard().SetContent(text) },
		Mail: func(customer, text string) {
			subject := w.texts.T("agent.codes.subject", words.Args{"Customer": customer})
			w.desk.Mail("mailto:?subject=" + url.PathEscape(subject) + "&body=" + url.PathEscape(text))
		},
	}
}
