package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/session"
	"beside.example/internal/ui"
	"beside.example/internal/view"
	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// pageSize is the room of a page in the main window.
var pageSize = fyne.NewSize(1000, 690)

// TestPages draws every page in its states.
func TestPages(t *testing.T) {
	const en, fr = words.English, words.French
	for _, c := range []struct {
		name     string
		language words.Language
		size     fyne.Size
		make     func(p presenter) fyne.CanvasObject
	}{
		{"signin/form", en, mainSize, signInPageOf(model.Snapshot{Relay: relay})},
		{"signin/form-fr", fr, mainSize, signInPageOf(model.Snapshot{Relay: relay})},
		{"signin/trouble", en, mainSize, signInPageOf(model.Snapshot{Relay: relay, Fault: protocol.FaultRelayUnreachable})},
		{"signin/browser", en, mainSize, signInPageOf(model.Snapshot{Relay: relay, Account: model.SigningIn})},
		{"signin/untrusted", en, mainSize, signInPageOf(model.Snapshot{Relay: relay, Fingerprint: signalling.Fingerprint{1, 2, 3}.String()})},
		{"signin/changed", en, mainSize, signInPageOf(model.Snapshot{Relay: relay, Fingerprint: signalling.Fingerprint{1, 2, 3}.String(), Fault: protocol.FaultRelayChanged})},
		{"main/connected", en, mainSize, frameWith(busy())},
		{"main/connected-fr", fr, mainSize, frameWith(busy())},
		{"main/waiting", en, mainSize, frameWith(away())},
		{"main/refused", en, mainSize, frameWith(refused())},
		{"list/requests", en, pageSize, listOf(busy(), pageRequests, newListChoice())},
		{"list/requests-fr", fr, pageSize, listOf(busy(), pageRequests, newListChoice())},
		{"list/requests-none", en, pageSize, listOf(signedIn(), pageRequests, newListChoice())},
		{"list/requests-past", en, pageSize, listOf(busy(), pageRequests, listChoice{Portal: 1, Find: "password", Sort: columnWhen})},
		{"list/requests-nothing-found", en, pageSize, listOf(busy(), pageRequests, listChoice{Find: "nobody", Sort: columnWhen})},
		{"list/requests-narrow", en, fyne.NewSize(740, 530), listOf(busy(), pageRequests, newListChoice())},
		{"list/sessions", en, pageSize, listOf(busy(), pageSessions, newListChoice())},
		{"list/sessions-none", en, pageSize, listOf(signedIn(), pageSessions, newListChoice())},
		{"list/history", en, pageSize, listOf(busy(), pageHistory, newListChoice())},
		{"list/history-none", en, pageSize, listOf(signedIn(), pageHistory, newListChoice())},
		{"list/history-loading", en, pageSize, listOf(loading(), pageHistory, newListChoice())},
		{"codes/one", en, pageSize, codesOf(busy(), "1")},
		{"codes/one-fr", fr, pageSize, codesOf(busy(), "1")},
		{"codes/elsewhere", en, pageSize, codesOf(busy(), "2")},
		{"codes/short", en, pageSize, codesOf(busy(), "3")},
		{"codes/none", en, pageSize, codesOf(signedIn(), "")},
		{"codes/away", en, pageSize, codesOf(away(), "1")},
		{"codes/full", en, pageSize, codesOf(full(), "1")},
		{"codes/trouble", en, pageSize, codesOf(troubled(), "")},
		{"settings/plain", en, pageSize, settingsOf},
		{"settings/plain-fr", fr, pageSize, settingsOf},
		{"chat/new", en, chatSize, chatWith(liveSession(1, "Hannah Berg", 0), false)},
		{"chat/allowed", en, chatSize, chatWith(allowed(), false)},
		{"chat/allowed-fr", fr, chatSize, chatWith(allowed(), true)},
		{"chat/asked", en, chatSize, chatWith(asked(), false)},
		{"chat/reconnecting", en, chatSize, chatWith(reconnecting(), true)},
		{"chat/ended", en, chatSize, chatWith(ended(), false)},
		{"chat/from-web", en, chatSize, chatWith(fromWebChat(), false)},
		{"chat/colleague-asked", en, chatSize, chatAmong(withColleague(), allowed())},
		{"chat/colleague-asked-fr", fr, chatSize, chatAmong(withColleague(), allowed())},
		{"chat/colleague-here", en, chatSize, chatAmong(tomJoined(), withTom())},
		{"chat/watched", en, chatSize, chatWith(watched(), false)},
		{"chat/watched-fr", fr, chatSize, chatWith(watched(), false)},
		{"chat/monitor", en, chatSize, chatWith(monitors(), false)},
		{"chat/monitor-fr", fr, chatSize, chatWith(monitors(), false)},
		{"chat/monitor-ended", en, chatSize, chatWith(notWatched(), false)},
		{"viewer/monitor", en, viewerSize, viewerWith(monitors())},
		{"viewer/monitor-fr", fr, viewerSize, viewerWith(monitors())},
		{"chat/kept", en, chatSize, chatWith(keptChat(), false)},
		{"chat/kept-fr", fr, chatSize, chatWith(keptChat(), false)},
		{"chat/withheld", en, chatSize, chatAmong(withheld(), liveSession(1, "Hannah Berg", 0))},
		{"chat/withheld-fr", fr, chatSize, chatAmong(withheld(), liveSession(1, "Hannah Berg", 0))},
		{"web/withheld", en, chatSize, webWithheld},
		{"web/withheld-fr", fr, chatSize, webWithheld},
		{"web/chatting", en, chatSize, webWith(webChat(), false, false)},
		{"web/offered", en, chatSize, webWith(offeredApp(), false, false)},
		{"web/offered-fr", fr, chatSize, webWith(offeredApp(), false, false)},
		{"web/ending", en, chatSize, webWith(webChat(), true, false)},
		{"web/gone", en, chatSize, webWith(webChat(), false, true)},
		{"web/canned", en, chatSize, cannedOf},
		{"alert/more", en, ui.AlertSize(), alertWith(alertOf(signalling.AlertNew), 2)},
		{"viewer/control", en, viewerSize, viewerWith(allowed())},
		{"viewer/control-fr", fr, viewerSize, viewerWith(allowed())},
		{"viewer/diagnosis", en, viewerSize, diagnosedWith(allowed())},
		{"viewer/diagnosis-fr", fr, viewerSize, diagnosedWith(allowed())},
		{"viewer/asked", en, viewerSize, viewerWith(asked())},
		{"viewer/watching", en, viewerSize, viewerWith(watching(nil))},
		{"viewer/hand", en, viewerSize, viewerWith(withInput(protocol.InputHand))},
		{"viewer/card", en, viewerSize, viewerWith(withInput(protocol.InputCard))},
		{"viewer/paused", en, viewerSize, viewerWith(watching(func(s *session.Snapshot) { s.Theirs.State = protocol.SharePaused }))},
		{"viewer/off", en, viewerSize, viewerWith(watching(func(s *session.Snapshot) { s.Theirs = session.Sharing{} }))},
		{"viewer/frozen", en, viewerSize, viewerWith(watching(func(s *session.Snapshot) { s.Theirs.Viewed = false }))},
		{"viewer/reconnecting", en, viewerSize, viewerWith(reconnecting())},
		{"viewer/tls", en, viewerSize, viewerWith(watching(func(s *session.Snapshot) { s.Link.Way = "tls" }))},
	} {
		t.Run(c.name, func(t *testing.T) {
			newTestApp(t)
			w := show(t, c.make(presenterIn(c.language)), c.size)
			if got := w.Canvas().Size(); got != c.size {
				t.Errorf("the page needs %v, it has %v", got, c.size)
			}
			test.AssertRendersToMarkup(t, c.name+".xml", w.Canvas())
		})
	}
}

func signInPageOf(s model.Snapshot) func(p presenter) fyne.CanvasObject {
	return func(p presenter) fyne.CanvasObject { return newSignInPage(p.texts, p.signIn(s), signInActs{}).root }
}

func frameWith(s model.Snapshot) func(p presenter) fyne.CanvasObject {
	return func(p presenter) fyne.CanvasObject {
		f := newMainFrame(p.texts, mainActs{})
		f.show(p.main(s, now))
		return f.root
	}
}

func listOf(s model.Snapshot, page int, choice listChoice) func(p presenter) fyne.CanvasObject {
	return func(p presenter) fyne.CanvasObject {
		l := newListPage(p, page, listActs{Choose: func(listChoice) {}})
		l.show(p.listed(s, page, choice, now))
		return l.root
	}
}

func codesOf(s model.Snapshot, chosen string) func(p presenter) fyne.CanvasObject {
	return func(p presenter) fyne.CanvasObject {
		c := newCodesPage(p.texts, codesActs{})
		c.chosen = chosen
		c.show(p.codes(s, now))
		return c.root
	}
}

func settingsOf(p presenter) fyne.CanvasObject {
	page := newSettingsPage(p.texts, settingsActs{})
	state := p.settings(signedIn(), model.Settings{Pin: signalling.Fingerprint{1, 2, 3}.String()})
	state.Version = "1.0"
	page.show(state)
	return page.root
}

func chatWith(l model.Live, viewing bool) func(p presenter) fyne.CanvasObject {
	return func(p presenter) fyne.CanvasObject {
		small := ui.NewRemoteStill(newPicture(640, 360), nil)
		b := newChatBox(p.texts, small, l.Notes, chatActs{Monitors: l.Monitors})
		b.show(p.chat(signedIn(), l, viewing, now))
		small.Reload()
		return b.root
	}
}

func chatAmong(s model.Snapshot, l model.Live) func(p presenter) fyne.CanvasObject {
	return func(p presenter) fyne.CanvasObject {
		small := ui.NewRemoteStill(newPicture(640, 360), nil)
		b := newChatBox(p.texts, small, l.Notes, chatActs{})
		b.show(p.chat(s, l, false, now))
		small.Reload()
		return b.root
	}
}

func webWith(r model.Request, asking, gone bool) func(p presenter) fyne.CanvasObject {
	return func(p presenter) fyne.CanvasObject {
		b := newWebBox(p.texts, "", webActs{})
		b.show(p.web(r, signedIn().AllowedIn(r), asking, gone, now))
		return b.root
	}
}

func cannedOf(p presenter) fyne.CanvasObject {
	b := newWebBox(p.texts, "", webActs{})
	b.show(p.web(webChat(), signedIn().AllowedIn(webChat()), false, false, now))
	b.canned.set(replies(), "en", p.placeholders(signedIn(), "Luis Romero", "Website"))
	b.panel.Box().Put("/")
	return b.root
}

func webWithheld(p presenter) fyne.CanvasObject {
	b := newWebBox(p.texts, "", webActs{})
	b.show(p.web(offeredApp(), 0, false, false, now))
	return b.root
}

func viewerWith(l model.Live) func(p presenter) fyne.CanvasObject {
	return func(p presenter) fyne.CanvasObject {
		display := ui.NewRemoteDisplay(newPicture(640, 360))
		v := newViewer(p.texts, display, &hands{}, viewerActs{Monitors: l.Monitors})
		display.Resize(viewerSize)
		display.Reload()
		v.show(p.viewer(l, signedIn().Askable(l), seenPicture(), now))
		return v.root
	}
}

// seenPicture is how a picture comes that moves.
func seenPicture() pictureState {
	return pictureState{Stats: view.Stats{
		Updates: 24, Bytes: 81_300, DecodeTime: 2300 * time.Microsecond, Encoding: protocol.EncodingContext,
	}, Glass: true}
}

// diagnosedWith is viewerWith, with its diagnosis.
func diagnosedWith(l model.Live) func(p presenter) fyne.CanvasObject {
	return func(p presenter) fyne.CanvasObject {
		v := newViewer(p.texts, ui.NewRemoteDisplay(newPicture(640, 360)), &hands{}, viewerActs{})
		v.display.Resize(viewerSize)
		v.display.Reload()
		v.toggleDiagnosis()
		v.show(p.viewer(l, signedIn().Askable(l), seenPicture(), now))
		return v.root
	}
}

func away() model.Snapshot {
	s := busy()
	s.Line.Phase, s.Line.Until, s.Line.Fault = signalling.PhaseWaiting, now.Add(4*time.Second), protocol.FaultRelayUnreachable
	return s
}

func refused() model.Snapshot {
	s := signedIn()
	s.Status = signalling.StatusAway
	s.Line.Phase, s.Line.Fault = signalling.PhaseRefused, protocol.FaultRelayChanged
	return s
}

func loading() model.Snapshot {
	s := busy()
	s.History.Loading = true
	return s
}

func full() model.Snapshot {
	s := busy()
	for id := signalling.CodeID(4); len(s.Codes) < int(s.Agent().MaxCodes); id++ {
		s.Codes = append(s.Codes, activeCode(id, "Yusuf Demir", "Phone", "9350 11748", 5*time.Minute))
	}
	return s
}

func troubled() model.Snapshot {
	s := signedIn()
	s.CodeFault = protocol.FaultRelayBusy
	s.Events = []model.CodeEvent{
		{At: now, Customer: "Paul Reyes", What: model.CodeLost, Fault: protocol.FaultNoWay},
		{At: now, Customer: "Paul Reyes", What: model.CodeFailed, Fault: protocol.FaultExchange, Left: 2},
		{At: now, What: model.CodeWithdrawn},
	}
	return s
}

func asked() model.Live {
	l := allowed()
	l.Session.Permissions = []session.Permission{
		{Permission: protocol.PermissionSee, Grant: protocol.GrantOn},
		{Permission: protocol.PermissionControl, Grant: protocol.GrantAsked, Until: now.Add(12 * time.Second)},
	}
	l.Session.Details, l.Session.PeerTyping = nil, true
	l.Session.Mine.State = protocol.ShareOn
	return l
}

// watching is a session in which the agent only sees, with what a test changes.
func watching(change func(s *session.Snapshot)) model.Live {
	l := allowed()
	l.Session.Permissions = l.Session.Permissions[:1]
	if change != nil {
		change(&l.Session)
	}
	return l
}

func withInput(input protocol.Input) model.Live {
	l := allowed()
	l.Session.Input = input
	return l
}

func reconnecting() model.Live {
	l := allowed()
	l.Session.Phase, l.Session.Link = session.PhaseReconnecting, session.Link{Way: "udp"}
	return l
}

func ended() model.Live {
	l := allowed()
	l.Session.Phase, l.Session.Ended = session.PhaseEnded, &session.End{Reason: protocol.CloseByCustomer, At: now}
	return l
}

// hands take input for tests.
type hands struct{ keys []uint16 }

func (h *hands) Move(int, int)      {}
func (h *hands) Button(uint8, bool) {}
func (h *hands) Wheel(int, int)     {}
func (h *hands) Text(string)        {}
func (h *hands) ReleaseAll()        {}
func (h *hands) Key(usage uint16, down bool) {
	if down {
		h.keys = append(h.keys, usage)
	}
}
