package ui

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"beside.example/customerapp/internal/model"
	"beside.example/internal/company"
	"beside.example/internal/session"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// presenter says a model's snapshot in words: it turns snapshots into the states of pages.
type presenter struct{ texts *words.Catalogue }

// fault returns a fault's sentence with its number, or nothing for none.
func (p presenter) fault(f protocol.Fault) string { return ui.FaultText(p.texts, f) }

func (p presenter) relay(s model.Snapshot) relayState {
	return relayState{Relay: s.Relay, Fingerprint: s.Fingerprint, Busy: s.Checking, Trouble: p.fault(s.Fault)}
}

func (p presenter) code(s model.Snapshot) codeState {
	state := codeState{Relay: s.Relay, Code: s.Code, Line: lineAway, Trouble: p.fault(s.Fault)}
	switch {
	case s.Ready:
		state.Line = lineReady
	case s.Checking:
		state.Line = lineChecking
	}
	if s.Joining {
		state.Busy = p.texts.T([...]string{"customer.join.relay", "customer.join.checking", "customer.join.connecting"}[s.Stage])
	}
	return state
}

// consent needs to know how long the page has stood.
func (p presenter) consent(s company.Snapshot, stood time.Duration) consentState {
	return consentState{
		Agent: s.Peer.Name, FirstName: first(s.Peer.Name), Organisation: s.Peer.Organisation, Relay: host(s.Peer.Relay),
		Signed: s.Peer.Key != "", Vouched: s.Peer.Vouched, CheckWords: s.Peer.CheckWords, Withheld: s.Peer.Withheld.Permissions, Keeps: s.Keeps,
		Armed: min(1, float32(stood)/float32(protocol.ArmAfter)),
	}
}

// title is the chat box's.
func (p presenter) title(s company.Snapshot) string {
	return p.texts.T("customer.chat.title", words.Args{"Name": p.agents(s), "Organisation": s.Peer.Organisation})
}

func (p presenter) chat(s company.Snapshot, now time.Time) chatState {
	state := chatState{
		Agent: p.agents(s), FirstName: p.names(s, everybody), Line: p.link(s), Lost: s.Phase == session.PhaseReconnecting,
		Messages: func() []ui.ChatMessage { return ui.LogMessages(p.texts, s.Chat) }, Count: s.ChatCount,
		Trouble: p.fault(s.Trouble), Pane: p.pane(s, now),
		Shared: s.Mine.State != protocol.ShareOff, Paused: s.Mine.State == protocol.SharePaused,
		Controlled: s.Granted().Has(protocol.PermissionControl), CheckWords: p.checkWords(s),
		AgentShares: s.Theirs.State != protocol.ShareOff, Question: p.question(s, now), Watched: p.watched(s),
	}
	if s.PeerTyping {
		writes := p.names(s, func(m company.Member) bool { return m.ID == s.Typist })
		state.Typing = p.texts.T("customer.chat.typing", words.Args{"Name": writes})
	}
	return state
}

func (p presenter) link(s company.Snapshot) string {
	if s.Phase == session.PhaseReconnecting {
		return p.texts.T("customer.chat.reconnecting")
	}
	if s.Link.Quality == session.QualityUnknown {
		return s.Peer.Organisation
	}
	quality := [...]string{
		session.QualityGood: "customer.chat.connection.good", session.QualityFair: "customer.chat.connection.fair",
		session.QualityPoor: "customer.chat.connection.poor",
	}[s.Link.Quality]
	return s.Peer.Organisation + " · " + p.texts.T(quality)
}

// exposure returns how open the computer is, and since when.
func exposure(s company.Snapshot) (ui.Exposure, time.Time) {
	switch control := s.Permission(protocol.PermissionControl); {
	case s.Mine.State == protocol.ShareOff:
		return ui.Closed, s.Started
	case s.Mine.State == protocol.SharePaused:
		return ui.Paused, s.Mine.Since
	case control.Grant == protocol.GrantOn:
		return ui.Controlled, control.Since
	}
	return ui.Seen, s.Mine.Since
}

// minutes writes how long something lasts that goes on: whole minutes, which do not catch the eye, nor have a window painted
// each second.
func (p presenter) minutes(d time.Duration) string {
	return p.texts.N("customer.minutes", int(max(0, d).Minutes()))
}

func (p presenter) pane(s company.Snapshot, now time.Time) ui.StatusPaneState {
	how, since := exposure(s)
	state := ui.StatusPaneState{Exposure: how, Time: p.minutes(now.Sub(since))}
	switch how {
	case ui.Closed:
		state.Title, state.Detail = p.texts.T("customer.pane.private"), p.texts.T("customer.pane.private.detail")
		return state
	case ui.Paused:
		state.Title = p.texts.T("customer.pane.paused")
	default:
		state.Title = p.texts.T("customer.pane.shared")
	}
	if len(s.Members) > 1 && how == ui.Controlled {
		state.Title = p.texts.N("customer.banner.controls", count(s, controls), words.Args{"Name": p.names(s, controls)})
		state.Detail = p.texts.T("customer.pane.seen.several", words.Args{"Display": displayNumber(s.Mine), "Name": p.viewers(s, sees)})
		return state
	}
	state.Detail = p.texts.T("customer.pane.seen", words.Args{
		"Display": displayNumber(s.Mine), "Name": p.viewers(s, sees), "Control": p.texts.T("customer.pane.control." + control(s)),
	})
	return state
}

func (p presenter) banner(s company.Snapshot, now time.Time) ui.StatusPaneState {
	how, since := exposure(s)
	key, who := "customer.banner.sees", sees
	switch how {
	case ui.Controlled:
		key, who = "customer.banner.controls", controls
	case ui.Paused:
		key = "customer.banner.paused"
	}
	n, name := count(s, who), p.viewers(s, who)
	if n <= 1 && how != ui.Paused {
		name = bannerName(p.fullName(s, who))
	}
	detail := p.texts.T("customer.banner.control." + control(s))
	if also := func(m company.Member) bool { return sees(m) && !controls(m) }; how == ui.Controlled && count(s, also) > 0 {
		detail = p.texts.T("customer.banner.also", words.Args{"Names": p.viewers(s, also)})
	}
	return ui.StatusPaneState{
		Exposure: how, Title: p.texts.N(key, max(1, n), words.Args{"Name": name}),
		Detail: p.texts.T("customer.banner.detail", words.Args{"Control": detail, "Time": p.minutes(now.Sub(since))}),
	}
}

// bannerName returns what the banner calls a person, so that what the person does is never cut off.
func bannerName(name string) string {
	const room = 24
	if utf8.RuneCountInString(name) > room {
		return first(name)
	}
	return name
}

// control returns the part of a catalogue key that says how control stands.
func control(s company.Snapshot) string {
	switch {
	case !s.Granted().Has(protocol.PermissionControl):
		return "off"
	case s.Input == protocol.InputHand, s.Input == protocol.InputCard:
		return "paused"
	}
	return "on"
}

// displayNumber returns the number, from 1, by which people call the display that is shown.
func displayNumber(s session.Sharing) int {
	for i, d := range s.Displays {
		if d.ID == s.Selected {
			return i + 1
		}
	}
	return 1
}

func (p presenter) ended(s company.Snapshot, receipt model.Receipt) endedState {
	t := p.texts
	state := endedState{CanSave: s.ChatCount > 0}
	reason := protocol.CloseUnknown
	if s.Ended != nil {
		reason = s.Ended.Reason
	}
	switch reason {
	case protocol.CloseDeclined:
		state.Reason = t.T("customer.ended.declined")
		return state
	case protocol.CloseByAgent:
		state.Reason = t.T("customer.ended.byagent", words.Args{"Name": s.Peer.Name})
	case protocol.CloseByCustomer:
		state.Reason = t.T("customer.ended.bycustomer")
	default:
		state.Reason = p.fault(reason.Fault())
	}
	if s.Started.IsZero() {
		return state
	}
	state.Facts = []string{
		t.T("customer.ended.fact.with", words.Args{"Name": p.list(receipt.With), "Organisation": s.Peer.Organisation, "Time": ui.ElapsedText(receipt.Lasted)}),
		p.spell("seen", "unseen", receipt.Seen), p.spell("controlled", "uncontrolled", receipt.Controlled),
	}
	if len(receipt.Watched) > 0 {
		state.Facts = append(state.Facts, t.N("monitor.customer.receipt", len(receipt.Watched), words.Args{"Names": p.list(receipt.Watched)}))
	}
	return state
}

// spell says how long something was, or that it never was; both are the last parts of catalogue keys.
func (p presenter) spell(was, never string, d time.Duration) string {
	if d == 0 {
		return p.texts.T("customer.ended.fact." + never)
	}
	return p.texts.T("customer.ended.fact."+was, words.Args{"Time": ui.ElapsedText(d)})
}

// first returns the first word of a name, which is how the pages call a person.
func first(name string) string {
	word, _, _ := strings.Cut(name, " ")
	return word
}

// host returns a relay's address as people write it, without the port that all have.
func host(relay string) string {
	return strings.TrimSuffix(relay, fmt.Sprintf(":%d", signalling.DefaultPort))
}
