package ui

import (
	"fmt"
	"strings"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/look"
	"beside.example/internal/session"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// chat says a session's state for its chat box.
func (p presenter) chat(l model.Live, viewing bool, now time.Time) chatState {
	s := l.Session
	live := s.Phase == session.PhaseLive || s.Phase == session.PhaseReconnecting
	granted := s.Granted()
	state := chatState{
		Quality: quality(s), Messages: ui.LogMessages(p.texts, s.Chat), Count: s.ChatCount, Notes: l.Notes, CheckWords: s.Peer.CheckWords, Live: live,
		CanView: granted.Has(protocol.PermissionSee), Viewing: viewing, CanControl: granted.Has(protocol.PermissionSee) && live,
		Control: granted.Has(protocol.PermissionControl), CanDetails: granted.Has(protocol.PermissionDiagnostics),
		Sharing: s.Mine.State != protocol.ShareOff, Thumbnail: p.thumbnail(s),
	}
	for _, o := range ui.Offers() {
		state.Badges = append(state.Badges, p.badge(s.Permission(o.Permission), o.Icon, o.Key, now))
	}
	if s.PeerTyping {
		state.Typing = p.texts.T("agent.chat.typing", words.Args{"Name": customerName(p.texts, l.Customer)})
	}
	p.people(&state, l)
	p.computer(&state, s)
	if s.Phase == session.PhaseEnded {
		state.Ended = p.ended(l)
	}
	return state
}

func quality(s session.Snapshot) ui.QualityState {
	return ui.QualityState{RoundTrip: s.Link.RTT, Reconnecting: s.Phase == session.PhaseReconnecting}
}

func (p presenter) thumbnail(s session.Snapshot) string {
	if s.Theirs.State == protocol.ShareOff || len(s.Theirs.Displays) == 0 {
		return p.texts.T("agent.chat.nothumbnail")
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

func (p presenter) badge(entry session.Permission, icon look.Icon, key string, now time.Time) ui.BadgeState {
	what := p.texts.T("agent.permission." + key)
	switch entry.Grant {
	case protocol.GrantOn:
		return ui.BadgeState{Icon: icon, Word: what, Kind: ui.KindSuccess}
	case protocol.GrantAsked:
		return ui.BadgeState{Icon: icon, Kind: ui.KindYellow, Word: p.texts.T("agent.permission.asked", words.Args{"What": what, "Left": ui.ElapsedText(entry.Until.Sub(now))})}
	}
	return ui.BadgeState{Icon: icon, Kind: ui.KindPlain, Word: p.texts.T("agent.permission.no", words.Args{"What": what})}
}

func (p presenter) people(state *chatState, l model.Live) {
	part := p.texts.T("agent.chat.part.helps")
	if state.Viewing {
		part = p.texts.T("agent.chat.part.sees")
	}
	state.People = []person{
		{Name: customerName(p.texts, l.Customer), Part: p.texts.T("agent.chat.part.customer"), Customer: true},
		{Name: p.texts.T("chat.you"), Part: part},
	}
}

func (p presenter) computer(state *chatState, s session.Snapshot) {
	d := s.Details
	if d == nil {
		state.WhyNot = p.texts.T("agent.computer.notallowed")
		if state.CanDetails {
			state.WhyNot = p.texts.T("agent.computer.reading")
		}
		return
	}
	const gigabyte = 1 << 30
	size := func(bytes uint64) float64 { return float64(bytes) / gigabyte }
	t := p.texts
	add := func(key, value string) {
		if value != "" {
			state.Computer = append(state.Computer, ui.Detail{Name: t.T("agent.computer." + key), Value: value})
		}
	}
	add("name", d.Host)
	add("system", strings.TrimSpace(d.System+" "+d.Version))
	add("processor", d.Processor)
	add("memory", t.T("agent.computer.gb", words.Args{"Used": fmt.Sprintf("%.1f", size(d.Memory-min(d.Memory, d.MemoryFree))), "Total": fmt.Sprintf("%.1f", size(d.Memory))}))
	add("disk", t.T("agent.computer.free", words.Args{"Free": fmt.Sprintf("%.0f", size(d.DiskFree)), "Total": fmt.Sprintf("%.0f", size(d.Disk))}))
	add("displays", fmt.Sprint(d.Displays))
	add("uptime", t.T("agent.computer.hours", words.Args{"Hours": int(d.Uptime.Hours()), "Minutes": int(d.Uptime.Minutes()) % 60}))
}

func (p presenter) ended(l model.Live) string {
	s := l.Session
	name := words.Args{"Name": customerName(p.texts, l.Customer)}
	switch s.Ended.Reason {
	case protocol.CloseByAgent:
		return p.texts.T("agent.ended.byagent")
	case protocol.CloseByCustomer:
		return p.texts.T("agent.ended.bycustomer", name)
	case protocol.CloseDeclined:
		return p.texts.T("agent.ended.declined", name)
	}
	return p.fault(s.Ended.Reason.Fault())
}

// viewer says a session's state for its viewer.
func (p presenter) viewer(l model.Live, updates int, now time.Time) viewerState {
	s := l.Session
	control := s.Permission(protocol.PermissionControl)
	number, _ := selected(s.Theirs)
	state := viewerState{Quality: quality(s), Selected: number, Can: control.Grant == protocol.GrantNo && s.Phase == session.PhaseLive}
	switch control.Grant {
	case protocol.GrantOn:
		state.On, state.Control = true, p.texts.T("agent.viewer.control.on", words.Args{"Left": ui.ElapsedText(control.Until.Sub(now))})
	case protocol.GrantAsked:
		state.Control = p.texts.T("agent.viewer.control.asked", words.Args{"Left": ui.ElapsedText(control.Until.Sub(now))})
	default:
		state.Control = p.texts.T("agent.viewer.control.ask")
	}
	for i := range s.Theirs.Displays {
		state.Displays = append(state.Displays, fmt.Sprint(i+1))
	}
	switch {
	case s.Phase == session.PhaseReconnecting:
		state.Paused, state.PausedText = true, p.texts.T("agent.viewer.reconnecting")
	case s.Theirs.State == protocol.SharePaused:
		state.Paused, state.PausedText = true, p.texts.T("agent.viewer.paused", words.Args{"Name": customerName(p.texts, l.Customer)})
	case s.Theirs.State == protocol.ShareOff:
		state.Paused, state.PausedText = true, p.texts.T("agent.viewer.off", words.Args{"Name": customerName(p.texts, l.Customer)})
	}
	way := "agent.viewer.way.udp"
	if s.Link.Way == "tls" {
		way = "agent.viewer.way.tls"
	}
	state.Left = []ui.StatusItem{{Text: p.texts.T(way)}, {Text: p.texts.N("agent.viewer.updates", updates)}}
	switch {
	case state.On && s.Input == protocol.InputHand:
		state.Right = p.texts.T("agent.viewer.hand", words.Args{"Name": customerName(p.texts, l.Customer)})
	case state.On && s.Input == protocol.InputCard:
		state.Right = p.texts.T("agent.viewer.card")
	default:
		state.Right = p.texts.T("agent.viewer.leave")
	}
	return state
}
