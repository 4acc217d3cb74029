package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/chat"
	"beside.example/internal/look"
	"beside.example/internal/session"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// chat says a session's state for its chat box.
func (p presenter) chat(desk model.Snapshot, l model.Live, viewing bool, now time.Time) chatState {
	s := l.Session
	live := s.Phase == session.PhaseLive || s.Phase == session.PhaseReconnecting
	granted := granted(s)
	state := chatState{
		Quality: quality(s), Log: s.Chat, Count: s.ChatCount, CheckWords: s.Peer.CheckWords, Live: live,
		CanView: granted.Has(protocol.PermissionSee), Viewing: viewing, CanControl: granted.Has(protocol.PermissionSee) && live,
		Control: granted.Has(protocol.PermissionControl),
		Sharing: s.Mine.State != protocol.ShareOff, Thumbnail: p.thumbnail(s, viewing, l.Monitors, desk.Askable(l)),
	}
	allowed, askable := desk.Allowed(l), desk.Askable(l)
	state.Allowed = chatAllowed{
		View: askable.Has(protocol.PermissionSee), Control: askable.Has(protocol.PermissionControl), Details: askable.Has(protocol.PermissionDiagnostics),
		ShareMine: allowed.Has(signalling.FeatureShareMine), Transfer: allowed.Has(signalling.FeatureTransfer), Invite: allowed.Has(signalling.FeatureInvite),
		Page: allowed.Has(signalling.FeaturePushURL), Canned: allowed.Has(signalling.FeatureCanned) && len(desk.Desk.Canned) > 0,
		Kept: s.Keeps.Has(protocol.KeepsChat),
	}
	state.News, state.Watched = p.introduction(desk, l, now), p.watched(l)
	state.Before = p.before(l)
	for _, o := range ui.Offers() {
		if l.Monitors && o.Permission != protocol.PermissionSee {
			continue
		}
		permission := s.Permission(o.Permission)
		if s.Phase == session.PhaseEnded {
			permission.Grant = protocol.GrantNo
		}
		state.Badges = append(state.Badges, p.badge(permission, l.Monitors || askable.Has(o.Permission), o.Icon, o.Key, now))
	}
	if s.PeerTyping {
		state.Typing = p.texts.T("agent.chat.typing", words.Args{"Name": p.typist(l)})
	}
	state.People = p.people(l)
	if !l.Monitors {
		state.Computer, state.WhyNot = p.computer(s, askable)
	}
	if s.Phase == session.PhaseEnded {
		state.Ended = p.ended(l)
	}
	return state
}

// granted is what the agent may do: nothing once the session is over.
func granted(s session.Snapshot) protocol.Permission {
	if s.Phase == session.PhaseEnded {
		return 0
	}
	return s.Granted()
}

// quality is how the connection does; of one that is over or was not measured yet nothing is known.
func quality(s session.Snapshot) ui.QualityState {
	if s.Phase == session.PhaseEnded {
		return ui.QualityState{}
	}
	feel := [...]ui.Feel{session.QualityFair: ui.FeelsFair, session.QualityPoor: ui.FeelsPoor}[s.Link.Quality]
	return ui.QualityState{RoundTrip: s.Link.RTT, Feel: feel, Reconnecting: s.Phase == session.PhaseReconnecting}
}

// thumbnail says what the small picture shows: a still while the viewer is open, which has the picture then.
func (p presenter) thumbnail(s session.Snapshot, viewing, monitors bool, askable protocol.Permission) string {
	switch {
	case monitors && !s.Granted().Has(protocol.PermissionSee):
		return p.texts.T("monitor.nothing")
	case !askable.Has(protocol.PermissionSee) && !s.Granted().Has(protocol.PermissionSee):
		return p.texts.T("agent.chat.seewithheld")
	case s.Theirs.State == protocol.ShareOff, len(s.Theirs.Displays) == 0, s.Phase == session.PhaseEnded:
		return p.texts.T("agent.chat.nothumbnail")
	case viewing:
		return p.texts.T("agent.chat.inviewer")
	}
	number, d := selected(s.Theirs)
	return p.texts.T("agent.chat.display", words.Args{
		"Display": number + 1, "Count": len(s.Theirs.Displays), "Size": fmt.Sprintf("%d × %d", d.Width, d.Height),
	})
}

// selected returns the display that is shown, and its place among the sharer's.
func selected(s session.Sharing) (int, protocol.Display) {
	for i, d := range s.Displays {
		if d.ID == s.Selected {
			return i, d
		}
	}
	return 0, protocol.Display{}
}

func (p presenter) badge(entry session.Permission, askable bool, icon look.Icon, key string, now time.Time) ui.BadgeState {
	what := p.texts.T("agent.permission." + key)
	switch entry.Grant {
	case protocol.GrantOn:
		return ui.BadgeState{Icon: icon, Word: what, Kind: ui.KindSuccess}
	case protocol.GrantAsked:
		return ui.BadgeState{Icon: icon, Kind: ui.KindYellow, Word: p.texts.T("agent.permission.asked", words.Args{"What": what, "Left": ui.ElapsedText(entry.Until.Sub(now))})}
	}
	key = "agent.permission.no"
	if !askable {
		key = "agent.permission.withheld"
	}
	return ui.BadgeState{Icon: icon, Kind: ui.KindPlain, Word: p.texts.T(key, words.Args{"What": what})}
}

// The catalogue's keys of what part somebody has in a session.
const (
	partHelps    = "agent.chat.part.helps"
	partSees     = "agent.chat.part.sees"
	partControls = "agent.chat.part.controls"
	partWatches  = "monitor.part"
)

// people are those who are in the session: the customer, this agent, then the others.
func (p presenter) people(l model.Live) []person {
	part := partHelps
	switch granted := granted(l.Session); {
	case l.Monitors:
		part = partWatches
	case granted.Has(protocol.PermissionControl):
		part = partControls
	case granted.Has(protocol.PermissionSee):
		part = partSees
	}
	customer, you := p.customer(l.Customer), p.texts.T("chat.you")
	me := you
	var others []person
	for _, a := range l.Session.People {
		switch {
		case a.ID == protocol.CustomerID || a.Name == "":
		case a.ID == l.Session.You:
			me = a.Name
		default:
			role := partHelps
			if a.Watches() {
				role = partWatches
			}
			others = append(others, person{Name: a.Name, Full: a.Name, Part: p.texts.T(role)})
		}
	}
	return append([]person{
		{Name: customer, Full: customer, Part: p.texts.T("agent.chat.part.customer"), Customer: true},
		{Name: you, Full: me, Part: p.texts.T(part)},
	}, others...)
}

// watched says which managers watch for as long as they do, or that this agent is one; empty when nobody does.
func (p presenter) watched(l model.Live) string {
	switch {
	case l.Session.Phase == session.PhaseEnded:
		return ""
	case l.Monitors:
		return p.texts.T("monitor.you")
	}
	var names []string
	for _, a := range l.Session.People {
		if a.Watches() {
			names = append(names, a.Name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return p.texts.N("monitor.watched", len(names), words.Args{"Names": strings.Join(names, ", ")})
}

// typist is who of the session writes just now.
func (p presenter) typist(l model.Live) string {
	for _, a := range l.Session.People {
		if a.ID == l.Session.Typist && a.ID != protocol.CustomerID && a.Name != "" {
			return a.Name
		}
	}
	return p.customer(l.Customer)
}

// computer says what is known of the customer's computer, or why nothing is.
func (p presenter) computer(s session.Snapshot, askable protocol.Permission) (facts []ui.Detail, whyNot string) {
	d, t := s.Details, p.texts
	switch {
	case d == nil && s.Granted().Has(protocol.PermissionDiagnostics):
		return nil, t.T("agent.computer.reading")
	case d == nil && !askable.Has(protocol.PermissionDiagnostics):
		return nil, t.T("agent.computer.withheld")
	case d == nil:
		return nil, t.T("agent.computer.notallowed")
	}
	const gigabyte = 1 << 30
	size := func(bytes uint64, format string) string { return fmt.Sprintf(format, float64(bytes)/gigabyte) }
	add := func(key, value string, known bool) {
		if known {
			facts = append(facts, ui.Detail{Name: t.T("agent.computer." + key), Value: value})
		}
	}
	add("name", d.Host, d.Host != "")
	add("system", strings.TrimSpace(d.System+" "+d.Version), d.System != "")
	add("processor", d.Processor, d.Processor != "")
	used := words.Args{"Used": size(d.Memory-min(d.Memory, d.MemoryFree), "%.1f"), "Total": size(d.Memory, "%.1f")}
	add("memory", t.T("agent.computer.gb", used), d.Memory > 0)
	add("disk", t.T("agent.computer.free", words.Args{"Free": size(d.DiskFree, "%.0f"), "Total": size(d.Disk, "%.0f")}), d.Disk > 0)
	add("displays", fmt.Sprint(d.Displays), d.Displays > 0)
	const hour = 60
	add("uptime", t.T("agent.computer.hours", words.Args{"Hours": int(d.Uptime.Hours()), "Minutes": int(d.Uptime.Minutes()) % hour}), d.Uptime > 0)
	return facts, ""
}

func (p presenter) ended(l model.Live) string {
	s := l.Session
	name := words.Args{"Name": p.customer(l.Customer)}
	switch {
	case l.Monitors && s.Ended.Reason == protocol.CloseByCustomer:
		return p.texts.T("monitor.ended.bycustomer", name)
	case l.Monitors && s.Ended.Reason == protocol.CloseByAgent:
		return p.texts.T("monitor.ended.byyou")
	case l.Monitors && s.Ended.Reason == protocol.CloseGone && s.Ended.Remote:
		return p.texts.T("monitor.ended.over")
	}
	switch s.Ended.Reason {
	case protocol.CloseByAgent:
		if s.HandedOver() {
			return p.texts.T("agent.ended.handedover")
		}
		return p.texts.T("agent.ended.byagent")
	case protocol.CloseByCustomer:
		return p.texts.T("agent.ended.bycustomer", name)
	case protocol.CloseDeclined:
		return p.texts.T("agent.ended.declined", name)
	}
	return p.fault(s.Ended.Reason.Fault())
}

// before is the chat in the customer's page, as long as the session does not have it in its own log.
func (p presenter) before(l model.Live) []ui.ChatMessage {
	if len(l.Earlier) == 0 || slices.ContainsFunc(l.Session.Chat, func(e chat.Entry) bool { return e.Earlier }) {
		return nil
	}
	return append(p.said(l.Earlier), ui.ChatMessage{Kind: ui.ChatStatus, Text: p.texts.T("agent.chat.sealed")})
}
