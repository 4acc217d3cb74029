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
	w.frame = newMainFrame(w.texts, mainActs{Page: w.turn, Status: w.model.SetStatus})
	for i := range w.pages.lists {
		w.pages.lists[i] = newListPage(w.present(), i, w.listActs(i))
	}
	w.pages.codes = newCodesPage(w.texts, w.codesActs())
	w.pages.codes.show(w.present().codes(s, time.Now()))
	w.pages.settings = newSettingsPage(w.texts, w.settingsActs())
	w.put(w.frame.root)
	w.turn(w.page)
	w.window.Canvas().Focus(w.frame.nav)
}

func (w *Windows) listActs(page int) listActs {
	return listActs{
		NewCode: w.newCode, More: w.model.MoreHistory, Copy: w.app.Clipboard().SetContent,
		Open: w.openRow,
		End: func(id string) {
			session, request := rowNumber(id)
			if web, ok := w.web[request]; ok {
				w.openRow(id)
				web.ask()
				return
			}
			w.end(session)
		},
		Offer: func(id string) {
			_, request := rowNumber(id)
			w.model.OfferApp(request)
		},
		Accept: func(id string) {
			_, request := rowNumber(id)
			w.model.Accept(request)
		},
		Decline: func(id string) {
			_, request := rowNumber(id)
			w.model.Decline(request)
		},
		Introduce: func(id string, kind signalling.IntroductionKind) {
			session, _ := rowNumber(id)
			w.introduce(session, kind)
		},
		Allowed: func(id string) signalling.Features {
			session, _ := rowNumber(id)
			s := w.model.Snapshot()
			l, _ := s.Find(session)
			return s.Allowed(l)
		},
		Choose: func(choice listChoice) {
			w.pages.chosen[page] = choice
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

func (w *Windows) settingsActs() settingsActs {
	change := func(f func(s *model.Settings)) {
		w.model.ChangeSettings(f)
		w.refresh()
	}
	return settingsActs{
		Language: w.speak, SignOut: w.model.SignOut,
		Alert:  func(choice int) { change(func(s *model.Settings) { s.AlertSeconds = alertSeconds()[choice] }) },
		Away:   func(choice int) { change(func(s *model.Settings) { s.AwayMinutes = awayMinutes()[choice] }) },
		Silent: func(silent bool) { change(func(s *model.Settings) { s.Silent = silent }) },
	}
}
