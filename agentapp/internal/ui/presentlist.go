package ui

import (
	"encoding/hex"
	"strings"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/look"
	"beside.example/internal/session"
	"beside.example/internal/ui"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// sessionID writes a session's number as a row's ID; parseSessionID reads it.
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
		ID: sessionID(l.ID), Customer: p.customer(l.Customer), Portal: l.Portal, Live: true, Ended: s.Phase == session.PhaseEnded, Notes: l.Notes,
		Status: p.status(s.Phase), Chat: p.lines(s.ChatCount),
	}
	if !s.Started.IsZero() {
		row.When = p.minutes(since(s, now))
		row.Facts = append(row.Facts, ui.Detail{Name: p.texts.T("agent.list.fact.began"), Value: s.Started.Format(clock)})
	}
	if d := s.Details; d != nil {
		row.Facts = append(row.Facts, ui.Detail{Name: p.texts.T("agent.list.fact.system"), Value: strings.TrimSpace(d.System + " " + d.Version)})
	}
	if len(s.Peer.CheckWords) > 0 {
		row.Facts = append(row.Facts, ui.Detail{Name: p.texts.T("agent.list.fact.check"), Value: strings.Join(s.Peer.CheckWords, " · ")})
	}
	return row
}

func (p presenter) status(phase session.Phase) ui.BadgeState {
	switch phase {
	case session.PhaseGreeting, session.PhaseConsent:
		return ui.BadgeState{Icon: look.IconAway, Word: p.texts.T("agent.status.consent"), Kind: ui.KindYellow}
	case session.PhaseReconnecting:
		return ui.BadgeState{Icon: look.IconRefresh, Word: p.texts.T("agent.status.reconnecting"), Kind: ui.KindDanger}
	case session.PhaseEnded:
		return ui.BadgeState{Icon: look.IconFlag, Word: p.texts.T("agent.status.tofile"), Kind: ui.KindYellow}
	}
	return ui.BadgeState{Icon: look.IconSessions, Word: p.texts.T("agent.status.session"), Kind: ui.KindBlue}
}

// since is how long a session lasts, or lasted.
func since(s session.Snapshot, now time.Time) time.Duration {
	switch {
	case s.Started.IsZero():
		return 0
	case s.Ended != nil:
		return s.Ended.At.Sub(s.Started)
	}
	return now.Sub(s.Started)
}

// minutes writes how long something lasts that goes on: whole minutes, which do not catch the eye.
func (p presenter) minutes(d time.Duration) string {
	return p.texts.N("agent.minutes", int(d.Minutes()))
}

// lines says how much a chat has; nothing for an empty one.
func (p presenter) lines(n int) string {
	if n == 0 {
		return ""
	}
	return p.texts.N("agent.list.messages", n)
}

// pastRow is a past session in the list.
func (p presenter) pastRow(e model.Past, now time.Time) listRow {
	row := listRow{
		ID: sessionID(e.Session), Customer: p.customer(e.Customer), Portal: e.PortalName, When: moment(e.Granted.Local(), now), Notes: e.Notes,
		Status: p.outcome(e.HistoryEntry), Chat: p.lines(e.Lines),
	}
	row.Facts = []ui.Detail{{Name: p.texts.T("agent.list.fact.when"), Value: e.Granted.Local().Format("2006-01-02 " + clock)}}
	if !e.Started.IsZero() && !e.Ended.IsZero() {
		lasted := e.Ended.Sub(e.Started)
		row.Lasted = p.minutes(lasted)
		if lasted < time.Minute {
			row.Lasted = ui.ElapsedText(lasted)
		}
		row.Facts = append(row.Facts, ui.Detail{Name: p.texts.T("agent.list.fact.lasted"), Value: ui.ElapsedText(lasted)})
	}
	return row
}

func (p presenter) outcome(e signalling.HistoryEntry) ui.BadgeState {
	icon, word := look.IconQuestion, "unknown"
	switch {
	case e.Started.IsZero():
		icon, word = look.IconClose, "neverstarted"
	case e.Outcome == signalling.OutcomeResolved:
		icon, word = look.IconCheck, "resolved"
	case e.Outcome == signalling.OutcomeUnresolved:
		icon, word = look.IconFlag, "unresolved"
	}
	return ui.BadgeState{Icon: icon, Word: p.texts.T("agent.outcome." + word), Kind: ui.KindPlain}
}

// moment writes when something was: the time today, the day before that.
func moment(at, now time.Time) string {
	if sameDay(at, now) {
		return at.Format(clock)
	}
	return at.Format("2006-01-02")
}
