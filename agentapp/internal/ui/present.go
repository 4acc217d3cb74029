package ui

import (
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/look"
	"beside.example/internal/session"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// presenter says a model's snapshot in words: it turns snapshots into the states of pages.
type presenter struct{ texts *words.Catalogue }

// fault returns a fault's sentence with its number, or nothing for none.
func (p presenter) fault(f protocol.Fault) string { return ui.FaultText(p.texts, f) }

func (p presenter) signIn(s model.Snapshot) signInState {
	return signInState{Relay: s.Relay, Busy: s.Account == model.SigningIn, Fingerprint: s.Fingerprint, Trouble: p.fault(s.Fault)}
}

// main says who is signed in and how the line is.
func (p presenter) main(s model.Snapshot, now time.Time) mainState {
	agent := s.Agent()
	state := mainState{Name: agent.Name, Team: agent.Team, Available: s.Available, Sessions: len(s.Live), Codes: len(s.Codes)}
	line := ui.StatusItem{Icon: look.IconDot, Colour: look.Success, Text: p.texts.T("agent.line.connected", words.Args{"Relay": s.Relay})}
	switch s.Line.Phase {
	case signalling.PhaseConnecting:
		line = ui.StatusItem{Icon: look.IconRefresh, Colour: look.Warning, Text: p.texts.T("agent.line.connecting", words.Args{"Relay": s.Relay})}
	case signalling.PhaseWaiting:
		seconds := max(1, int(s.Line.Until.Sub(now).Seconds()+1))
		line = ui.StatusItem{Icon: look.IconRefresh, Colour: look.Danger, Text: p.texts.N("agent.line.waiting", seconds, words.Args{"Why": p.fault(s.Line.Fault)})}
	case signalling.PhaseRefused:
		line = ui.StatusItem{Icon: look.IconWarning, Colour: look.Danger, Text: p.fault(s.Line.Fault)}
	}
	state.Status = []ui.StatusItem{line}
	if n := len(agent.Portals); n > 0 {
		state.Status = append(state.Status, ui.StatusItem{Text: p.texts.N("agent.line.portals", n)})
	}
	if s.Fault != 0 {
		state.Status = append(state.Status, ui.StatusItem{Icon: look.IconWarning, Colour: look.Danger, Text: p.fault(s.Fault)})
	}
	return state
}

func (p presenter) codes(s model.Snapshot, now time.Time) codesState {
	agent := s.Agent()
	state := codesState{
		Count: p.texts.T("agent.codes.count", words.Args{"N": len(s.Codes), "Max": int(agent.MaxCodes)}),
		Full:  agent.MaxCodes > 0 && len(s.Codes) >= int(agent.MaxCodes), Trouble: p.fault(s.Fault),
	}
	for _, portal := range agent.Portals {
		state.Portals = append(state.Portals, portal.Name)
	}
	for _, c := range s.Codes {
		state.Codes = append(state.Codes, p.code(c, s, now))
	}
	for _, e := range s.Events {
		state.News = append(state.News, p.news(e))
	}
	return state
}

func (p presenter) code(c model.Code, s model.Snapshot, now time.Time) codeItem {
	left := max(0, c.Ends.Sub(now))
	nameplate, secret, _ := strings.Cut(c.Digits, " ")
	item := codeItem{
		ID: fmt.Sprint(uint64(c.ID)), Customer: c.Customer, Portal: c.Portal, Digits: c.Digits, Left: left, Total: c.Lifetime, LeftWords: ui.ElapsedText(left),
		Link: "https://" + s.Relay + "/me?n=" + url.QueryEscape(nameplate), Text: map[words.Language]string{},
	}
	if item.Customer == "" {
		item.Customer = p.texts.T("agent.codes.nobody")
	}
	item.Say = p.texts.T("agent.codes.say", words.Args{"Page": s.Relay + "/me", "First": spread(nameplate), "Last": spread(secret)})
	const clock = "15:04"
	for _, l := range words.Languages() {
		texts, err := words.Load(l)
		if err != nil {
			continue // the catalogue is embedded: a test finds this
		}
		item.Text[l] = texts.T("agent.codes.text", words.Args{
			"Customer": c.Customer, "Agent": s.Agent().Name, "Organisation": s.Agent().Organisation, "Link": item.Link, "Code": c.Digits, "Until": c.Ends.Format(clock),
		})
	}
	return item
}

// spread writes digits apart, as they are read aloud.
func spread(digits string) string { return strings.Join(strings.Split(digits, ""), " ") }

func (p presenter) news(e model.CodeEvent) codeNews {
	const clock = "15:04"
	name := e.Customer
	if name == "" {
		name = p.texts.T("agent.codes.nobody")
	}
	args := words.Args{"Name": name, "Time": e.At.Format(clock)}
	switch e.What {
	case model.CodeUsed:
		return codeNews{look.IconCheck, look.Success, p.texts.T("agent.news.used", args)}
	case model.CodeWrong:
		return codeNews{look.IconWarning, look.Warning, p.texts.N("agent.news.wrong", e.Left, args)}
	case model.CodeDead:
		return codeNews{look.IconWarning, look.Danger, p.texts.T("agent.news.dead", args)}
	case model.CodeRanOut:
		return codeNews{look.IconAway, look.Ink2, p.texts.T("agent.news.ranout", args)}
	}
	return codeNews{look.IconClose, look.Ink2, p.texts.T("agent.news.withdrawn", args)}
}

// sessionID writes a session's number as a row's ID, and back.
func sessionID(id leg.SessionID) string { return hex.EncodeToString(id[:]) }

func parseSessionID(s string) (id leg.SessionID) {
	if b, err := hex.DecodeString(s); err == nil {
		copy(id[:], b)
	}
	return id
}

// liveRow is a session under way in the list.
func (p presenter) liveRow(l model.Live, now time.Time) listRow {
	s := l.Session
	row := listRow{
		ID: sessionID(l.ID), Customer: customerName(p.texts, l.Customer), Portal: l.Portal, Live: true, Notes: l.Notes,
		Status: ui.BadgeState{Icon: look.IconSessions, Word: p.texts.T("agent.status.session"), Kind: ui.KindBlue},
		Facts:  []ui.Detail{{Name: p.texts.T("agent.list.fact.portal"), Value: l.Portal}, {Name: p.texts.T("agent.list.fact.check"), Value: strings.Join(s.Peer.CheckWords, " · ")}},
		Chat:   p.texts.N("agent.list.messages", s.ChatCount),
	}
	switch s.Phase {
	case session.PhaseGreeting, session.PhaseConsent:
		row.Status = ui.BadgeState{Icon: look.IconAway, Word: p.texts.T("agent.status.consent"), Kind: ui.KindYellow}
		return row
	case session.PhaseReconnecting:
		row.Status = ui.BadgeState{Icon: look.IconRefresh, Word: p.texts.T("agent.status.reconnecting"), Kind: ui.KindDanger}
	case session.PhaseEnded:
		row.Status = ui.BadgeState{Icon: look.IconFlag, Word: p.texts.T("agent.status.tofile"), Kind: ui.KindYellow}
	}
	row.When = ui.ElapsedText(now.Sub(s.Started))
	return row
}

// pastRow is a past session in the list.
func (p presenter) pastRow(e signalling.HistoryEntry, record func(leg.SessionID) (model.Record, error), now time.Time) listRow {
	row := listRow{ID: sessionID(e.Session), Customer: customerName(p.texts, e.Customer), Portal: e.PortalName, When: moment(e.Granted.Local(), now)}
	switch {
	case e.Started.IsZero():
		row.Status = ui.BadgeState{Icon: look.IconClose, Word: p.texts.T("agent.outcome.neverstarted"), Kind: ui.KindPlain}
	case e.Outcome == signalling.OutcomeResolved:
		row.Status = ui.BadgeState{Icon: look.IconCheck, Word: p.texts.T("agent.outcome.resolved"), Kind: ui.KindPlain}
	case e.Outcome == signalling.OutcomeUnresolved:
		row.Status = ui.BadgeState{Icon: look.IconFlag, Word: p.texts.T("agent.outcome.unresolved"), Kind: ui.KindPlain}
	default:
		row.Status = ui.BadgeState{Icon: look.IconQuestion, Word: p.texts.T("agent.outcome.unknown"), Kind: ui.KindPlain}
	}
	if !e.Started.IsZero() && !e.Ended.IsZero() {
		row.Lasted = ui.ElapsedText(e.Ended.Sub(e.Started))
	}
	row.Facts = []ui.Detail{{Name: p.texts.T("agent.list.fact.portal"), Value: e.PortalName}, {Name: p.texts.T("agent.list.fact.when"), Value: row.When}, {Name: p.texts.T("agent.list.fact.lasted"), Value: row.Lasted}}
	if kept, err := record(e.Session); err == nil {
		row.Notes = kept.Notes
		row.Chat = p.texts.N("agent.list.messages", len(kept.Chat))
	}
	return row
}

func customerName(texts *words.Catalogue, name string) string {
	if name == "" {
		return texts.T("agent.codes.nobody")
	}
	return name
}

// moment writes when something was: the time today, the day before that.
func moment(at, now time.Time) string {
	const clock, day = "15:04", "2006-01-02"
	if at.Format(day) == now.Format(day) {
		return at.Format(clock)
	}
	return at.Format(day)
}
