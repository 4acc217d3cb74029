package ui

import (
	"fmt"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/look"
	"beside.example/internal/session"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// viewer says a session's state for its viewer; askable is what the agent may ask for.
func (p presenter) viewer(l model.Live, askable protocol.Permission, picture pictureState, now time.Time) viewerState {
	s := l.Session
	number, _ := selected(s.Theirs)
	state := viewerState{Quality: quality(s), Selected: number, Frozen: !s.Theirs.Viewed, Note: p.viewerNote(l)}
	control := s.Permission(protocol.PermissionControl)
	left := words.Args{"Left": p.remaining(control.Until.Sub(now))}
	switch control.Grant {
	case protocol.GrantOn:
		state.On, state.Control = true, p.texts.T("agent.viewer.control.on", left)
	case protocol.GrantAsked:
		state.Control = p.texts.T("agent.viewer.control.asked", left)
	case protocol.GrantNo:
		if !askable.Has(protocol.PermissionControl) {
			state.Control = p.texts.T("agent.viewer.control.withheld")
			break
		}
		state.Can, state.Control = s.Phase == session.PhaseLive, p.texts.T("agent.viewer.control.ask")
	}
	for i := range s.Theirs.Displays {
		state.Displays = append(state.Displays, fmt.Sprint(i+1))
	}
	way := "agent.viewer.way.udp"
	if s.Link.Way == "tls" {
		way = "agent.viewer.way.tls"
	}
	state.Left = []ui.StatusItem{{Text: p.texts.T(way)}, {Text: p.texts.N("agent.viewer.updates", picture.Updates)}}
	state.Right = p.viewerHint(l, state.On)
	state.Facts = p.diagnosis(s, picture)
	return state
}

// remaining writes how long something goes on yet: whole minutes, since a viewer painted each second costs more than the rest
// of an idle session; the last one by the second.
func (p presenter) remaining(d time.Duration) string {
	if d < time.Minute {
		return ui.ElapsedText(d)
	}
	return p.minutes(d)
}

// viewerNote says why the picture stands still, or nothing.
func (p presenter) viewerNote(l model.Live) viewerNote {
	s := l.Session
	name := words.Args{"Name": p.customer(l.Customer)}
	switch {
	case s.Phase == session.PhaseReconnecting:
		return viewerNote{look.IconRefresh, p.texts.T("agent.viewer.reconnecting")}
	case s.Theirs.State == protocol.SharePaused:
		return viewerNote{look.IconPause, p.texts.T("agent.viewer.paused", name)}
	case s.Theirs.State == protocol.ShareOff:
		return viewerNote{look.IconStop, p.texts.T("agent.viewer.off", name)}
	case !s.Theirs.Viewed:
		return viewerNote{look.IconPause, p.texts.T("agent.viewer.frozen")}
	}
	return viewerNote{}
}

// viewerHint says what happens to the agent's input.
func (p presenter) viewerHint(l model.Live, on bool) string {
	switch {
	case l.Monitors:
		return p.texts.T("monitor.you")
	case !on:
		return p.texts.T("agent.viewer.only")
	case l.Session.Input == protocol.InputHand:
		return p.texts.T("agent.viewer.hand", words.Args{"Name": p.customer(l.Customer)})
	case l.Session.Input == protocol.InputCard:
		return p.texts.T("agent.viewer.card")
	}
	return p.texts.T("agent.viewer.leave")
}
