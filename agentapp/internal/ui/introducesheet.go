package ui

import (
	"fmt"

	"fyne.io/fyne/v2"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/look"
	"beside.example/internal/session"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// introduceState is what the sheet for transfers and invitations says.
type introduceState struct {
	Kind     signalling.IntroductionKind
	Customer string
	Rows     []ui.TableRow
	Targets  map[string]model.Target
	// Control tells that the colleague may be let control.
	Control bool
}

// introduceAsk is told whom the agent chose.
type introduceAsk func(to model.Target, comment string, rights protocol.Permission)

// introduceSheet asks whom to bring into a session, and what to tell them.
type introduceSheet struct {
	sheet   *sheet
	state   introduceState
	table   *ui.Table
	comment *ui.Entry
	rights  *ui.Segmented
	send    *ui.Button
	ask     introduceAsk
}

// colleaguesHeight is the height of the list of colleagues, in dp.
const colleaguesHeight = 220

func newIntroduceSheet(window fyne.Window, texts *words.Catalogue, state introduceState, ask introduceAsk) *introduceSheet {
	key, icon := "transfer", look.IconTransfer
	if state.Kind == signalling.IntroductionInvite {
		key, icon = "invite", look.IconInvite
	}
	s := &introduceSheet{state: state, ask: ask, comment: e2e.Name(ui.NewTextArea(texts.T("agent.introduce.comment.placeholder")), "introduce-comment")}
	s.table = e2e.Name(ui.NewTable([]ui.TableColumn{
		{Title: texts.T("agent.introduce.column.status"), Width: 104},
		{Title: texts.T("agent.introduce.column.name"), Width: 100, Grow: true},
		{Title: texts.T("agent.introduce.column.team"), Width: 80, Grow: true},
	}), "introduce-table")
	s.table.SetRows(state.Rows)
	s.table.OnSelected = func(string) { s.enable() }
	s.table.OnActivated = func(string) { window.Canvas().Focus(s.comment) }
	s.comment.OnChanged = func(text string) {
		if runes := []rune(text); len(runes) > signalling.MaxComment {
			s.comment.SetText(string(runes[:signalling.MaxComment]))
		}
	}
	const commentRows = 2
	s.comment.SetMinRowsVisible(commentRows)
	s.rights = e2e.Name(ui.NewSegmented([]ui.Segment{{Text: texts.T("agent.introduce.view"), Icon: look.IconEye}, {Text: texts.T("agent.introduce.control"), Icon: look.IconPointer}}, 0, nil), "introduce-rights")
	s.rights.Small = true
	s.send = e2e.Name(ui.NewButton(texts.T("agent.introduce."+key), icon, ui.High, s.done), "introduce-send")
	cancel := e2e.Name(ui.NewButton(texts.T("agent.introduce.cancel"), "", ui.Medium, func() { s.sheet.close() }), "introduce-cancel")
	only := ui.NewMuted(texts.T("agent.alert.comment"), ui.RoleCaption)
	body := ui.Column(ui.Space12, ui.Height(colleaguesHeight, ui.NewCard(s.table)))
	if state.Kind == signalling.IntroductionInvite && state.Control {
		body.Add(ui.Row(0, s.rights))
	}
	body.Add(ui.NewField(texts.T("agent.introduce.comment"), s.comment))
	body.Add(ui.Row(ui.Space4, ui.NewGlyph(look.IconEyeOff, look.Ink2, smallIcon), ui.Grow(only)))
	title := texts.T("agent.introduce.title."+key, words.Args{"Name": state.Customer})
	s.sheet = newSheet(window, title, body, s.table, cancel, s.send)
	s.enable()
	return s
}

func (s *introduceSheet) enable() {
	_, ok := s.state.Targets[s.table.Selected()]
	s.send.SetEnabled(ok)
}

// done asks whom the agent chose.
func (s *introduceSheet) done() {
	to, ok := s.state.Targets[s.table.Selected()]
	if !ok {
		return
	}
	rights := protocol.PermissionSee
	if s.state.Kind == signalling.IntroductionTransfer && s.state.Control || s.state.Kind == signalling.IntroductionInvite && s.rights.Selected() == 1 {
		rights |= protocol.PermissionControl
	}
	if s.state.Kind == signalling.IntroductionTransfer {
		rights |= protocol.PermissionDiagnostics
	}
	s.sheet.close()
	s.ask(to, s.comment.Text, rights)
}

// introduceTo lists whom a session can be handed to: colleagues, those who are available first, then the agents of portals.
func (p presenter) introduceTo(s model.Snapshot, l model.Live, kind signalling.IntroductionKind) introduceState {
	state := introduceState{Kind: kind, Customer: p.customer(l.Customer), Targets: map[string]model.Target{}}
	state.Control = s.Askable(l).Has(protocol.PermissionControl)
	for _, status := range statuses() {
		for _, c := range s.Desk.Colleagues {
			if c.Status != status {
				continue
			}
			id := fmt.Sprint("a", c.Agent)
			icon, _ := statusIcon(c.Status)
			badge := ui.BadgeState{Icon: icon, Word: statusWord(p.texts, c.Status), Kind: statusKind(c.Status)}
			state.Rows = append(state.Rows, ui.TableRow{ID: id, Cells: []ui.Cell{{Badge: badge}, {Text: c.Name, Bold: true}, {Text: c.Team, Muted: true}}})
			state.Targets[id] = model.Target{Agent: c.Agent, Name: c.Name}
		}
	}
	for _, portal := range s.Agent().Portals {
		id := fmt.Sprint("p", portal.ID)
		badge := ui.BadgeState{Icon: portalIcon(portal.Kind), Word: p.texts.T("agent.introduce.portal"), Kind: ui.KindPlain}
		state.Rows = append(state.Rows, ui.TableRow{ID: id, Cells: []ui.Cell{{Badge: badge}, {Text: portal.Name, Bold: true}, {Text: p.texts.T("agent.introduce.whoever"), Muted: true}}})
		state.Targets[id] = model.Target{Portal: portal.ID, Name: portal.Name}
	}
	return state
}

// statusKind is the badge of an agent's status.
func statusKind(s signalling.Status) ui.Kind {
	switch s {
	case signalling.StatusAvailable:
		return ui.KindSuccess
	case signalling.StatusAway:
		return ui.KindYellow
	}
	return ui.KindDanger
}

// canIntroduce reports whether a colleague may be brought into a session in which the agent helps.
func (w *Windows) canIntroduce(id leg.SessionID, kind signalling.IntroductionKind) bool {
	s := w.model.Snapshot()
	l, ok := s.Find(id)
	return ok && l.Session.Phase == session.PhaseLive && s.Allowed(l).Has(featureOf(kind))
}

// featureOf is what an introduction of a kind needs.
func featureOf(kind signalling.IntroductionKind) signalling.Features {
	if kind == signalling.IntroductionInvite {
		return signalling.FeatureInvite
	}
	return signalling.FeatureTransfer
}

// introduce asks whom to bring into a session, in front of its chat box.
func (w *Windows) introduce(id leg.SessionID, kind signalling.IntroductionKind) {
	windows, ok := w.live[id]
	if !ok || !w.canIntroduce(id, kind) {
		return
	}
	s := w.model.Snapshot()
	l, _ := s.Find(id)
	w.open(id)
	newIntroduceSheet(windows.chat, w.texts, w.present().introduceTo(s, l, kind), func(to model.Target, comment string, rights protocol.Permission) {
		w.model.Introduce(id, kind, to, comment, rights)
	})
}
