package ui

import (
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol/signalling"
)

// alert says an alert. Keys tells that the keyboard answers this one, more how many others wait unseen.
func (p presenter) alert(a model.Alert, s model.Snapshot, keys bool, more int, now time.Time) ui.AlertState {
	t := p.texts
	left, total := a.Until.Sub(now), a.Until.Sub(a.Shown)
	state := ui.AlertState{
		Who: p.customer(a.Customer), From: p.from(a.PortalName, a.PortalKind), Quote: p.quote(a.Text), Yes: t.T("agent.alert.accept"), No: t.T("ui.no"),
		Left: t.N("agent.alert.left", int((left+time.Second-1)/time.Second)),
	}
	if total > 0 {
		state.Share = float32(left) / float32(total)
	}
	if keys {
		state.Key = t.T("agent.alert.key")
	}
	if !a.Since.IsZero() {
		state.Time = t.T("agent.alert.waiting", words.Args{"Time": ui.ElapsedText(now.Sub(a.Since))})
	}
	switch a.Kind {
	case signalling.AlertMatch:
		state.Kind, state.Head, state.Note = ui.AlertMatch, t.T("agent.alert.match"), t.T("agent.alert.onlyyou")
	case signalling.AlertInvitation, signalling.AlertTransfer:
		p.introduced(&state, a)
	default:
		state.Kind, state.Head, state.Note = ui.AlertRequest, t.T("agent.alert.new"), p.asked(a, s)
	}
	if more > 0 {
		state.Note, state.NoteIcon = t.N("agent.alert.more", more), look.IconInbox
	}
	return state
}

// introduced says what a colleague asks for.
func (p presenter) introduced(state *ui.AlertState, a model.Alert) {
	t := p.texts
	state.Who = t.T("agent.alert.session", words.Args{"Name": p.customer(a.Customer)})
	state.From = t.T("agent.alert.from", words.Args{"Name": a.From})
	state.Note, state.NoteIcon = t.T("agent.alert.comment"), look.IconEyeOff
	state.Kind, state.Head, state.Yes = ui.AlertInvite, t.T("agent.alert.invite"), t.T("agent.alert.join")
	if a.Monitors {
		state.Head, state.Yes = t.T("monitor.alert.head"), t.T("monitor.alert.yes")
		state.From = t.T("monitor.alert.helped", words.Args{"Name": a.From})
		state.Quote, state.Note, state.NoteIcon = t.T("monitor.alert.asked"), t.T("monitor.alert.note"), look.IconEye
	}
	if a.Kind == signalling.AlertTransfer {
		state.Kind, state.Head, state.Yes = ui.AlertTransfer, t.T("agent.alert.transfer"), t.T("agent.alert.takeover")
	}
}

// asked says who else was asked.
func (p presenter) asked(a model.Alert, s model.Snapshot) string {
	if a.PortalKind == signalling.PortalQueue {
		return p.texts.T("agent.alert.queue")
	}
	if p.present(s) == "" {
		return p.texts.T("agent.alert.onlyyou")
	}
	return p.texts.T("agent.alert.all")
}

func (p presenter) from(portal string, kind signalling.PortalKind) string {
	return portal + " · " + p.portalKind(kind)
}

// quote puts what somebody wrote between the language's marks.
func (p presenter) quote(text string) string {
	if text == "" {
		return ""
	}
	return p.texts.T("agent.alert.quote", words.Args{"Text": oneLine(text)})
}
