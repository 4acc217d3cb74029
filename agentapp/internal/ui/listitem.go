package ui

import (
	"strings"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/look"
	"beside.example/internal/session"
	"beside.example/internal/ui"
	"beside.example/protocol/signalling"
)

// itemGroup is the part of a list in which an item stands.
type itemGroup uint8

// The groups, in the order in which lists show them.
const (
	groupWaiting itemGroup = iota // requests that nobody holds
	groupLive                     // what goes on
	groupPast
)

// listItem is one line of a list, as far as choosing and sorting need it. One of request, live and past is set.
type listItem struct {
	id     string
	group  itemGroup
	mine   bool
	status itemStatus
	// Customer, about and portal are as they are shown; agent is who holds it, empty for nobody.
	customer, about, portal, agent string
	kind                           signalling.PortalKind
	at                             time.Time // when the wait or the session began

	request *model.Request
	live    *model.Live
	past    *model.Past
}

// lasts returns how long a past session lasted.
func (i listItem) lasts() time.Duration {
	if i.past == nil || i.past.Started.IsZero() || i.past.Ended.IsZero() {
		return 0
	}
	return i.past.Ended.Sub(i.past.Started)
}

// contains reports whether a text in small letters stands somewhere in the item.
func (i listItem) contains(needle string) bool {
	for _, text := range []string{i.customer, i.about, i.portal, i.agent} {
		if strings.Contains(strings.ToLower(text), needle) {
			return true
		}
	}
	return false
}

// itemStatus is what the first column says.
type itemStatus uint8

// The statuses, in the order in which they are sorted and chosen.
const (
	statusWaiting itemStatus = iota
	statusWebChat
	statusGetting
	statusDeciding
	statusSession
	statusReconnecting
	statusWatching
	statusToFile
	statusResolved
	statusUnresolved
	statusUnknown
	statusNotStarted
	statusCount
)

// statusLook is the catalogue key, icon and kind of a status.
type statusLook struct {
	key  string
	icon look.Icon
	kind ui.Kind
}

func (s itemStatus) look() statusLook {
	return [statusCount]statusLook{
		statusWaiting:      {"agent.status.waiting", look.IconAway, ui.KindYellow},
		statusWebChat:      {"agent.status.webchat", look.IconChat, ui.KindYellow},
		statusGetting:      {"agent.status.getting", look.IconDownload, ui.KindYellow},
		statusDeciding:     {"agent.status.consent", look.IconAway, ui.KindYellow},
		statusSession:      {"agent.status.session", look.IconSessions, ui.KindBlue},
		statusReconnecting: {"agent.status.reconnecting", look.IconRefresh, ui.KindDanger},
		statusWatching:     {"monitor.status", look.IconEye, ui.KindBlue},
		statusToFile:       {"agent.status.tofile", look.IconFlag, ui.KindYellow},
		statusResolved:     {"agent.outcome.resolved", look.IconCheck, ui.KindPlain},
		statusUnresolved:   {"agent.outcome.unresolved", look.IconFlag, ui.KindPlain},
		statusUnknown:      {"agent.outcome.unknown", look.IconQuestion, ui.KindPlain},
		statusNotStarted:   {"agent.outcome.neverstarted", look.IconClose, ui.KindPlain},
	}[s]
}

// badge says an item's status; an alert at this agent counts down.
func (p presenter) badgeOf(i listItem, now time.Time) ui.BadgeState {
	if r := i.request; r != nil && i.status == statusWaiting && r.Alert != signalling.AlertNone {
		if left := r.AlertUntil.Sub(now); left > 0 {
			return ui.BadgeState{Icon: look.IconFlash, Kind: ui.KindOrange, Word: p.alertLeft(left)}
		}
	}
	l := i.status.look()
	return ui.BadgeState{Icon: l.icon, Word: p.texts.T(l.key), Kind: l.kind}
}

// portalIcon is the icon of a kind of portal.
func portalIcon(k signalling.PortalKind) look.Icon {
	switch k {
	case signalling.PortalBox:
		return look.IconQuestion
	case signalling.PortalButton:
		return look.IconTap
	case signalling.PortalQueue:
		return look.IconQueue
	case signalling.PortalMatch:
		return look.IconMatch
	}
	return look.IconCode
}

// items returns what belongs on a page, in no order.
func (p presenter) items(s model.Snapshot, page int, now time.Time) []listItem {
	var items []listItem
	if page == pageRequests {
		for i := range s.Desk.Requests {
			r := &s.Desk.Requests[i]
			if _, live := s.FromRequest(r.ID); !live {
				items = append(items, p.requestItem(r))
			}
		}
	}
	if page == pageSessions {
		for i := range s.Desk.Requests {
			if r := &s.Desk.Requests[i]; r.State == signalling.RequestInSession && !r.Mine {
				items = append(items, p.requestItem(r))
			}
		}
	}
	if page != pageHistory {
		for i := range s.Live {
			if l := &s.Live[i]; !l.Monitors || l.Session.Phase != session.PhaseEnded { // nobody has to file what a manager watched
				items = append(items, p.liveItem(s, l))
			}
		}
	}
	if page == pageSessions {
		return items
	}
	for i := range s.History.Entries {
		e := &s.History.Entries[i]
		_, underWay := s.Find(e.Session)
		if !underWay && (page == pageHistory || sameDay(e.Granted.Local(), now)) {
			items = append(items, p.pastItem(s, e))
		}
	}
	return items
}

func (p presenter) requestItem(r *model.Request) listItem {
	i := listItem{
		id: requestRow(r.ID), mine: r.Mine, customer: p.customer(r.Customer), about: oneLine(r.Question), portal: r.PortalName, agent: r.AgentName,
		kind: r.Kind, at: r.Since, request: r,
	}
	if r.Mine {
		i.agent = p.texts.T("chat.you")
	}
	switch {
	case r.Lost:
		i.group, i.status = groupLive, statusToFile
	case r.State == signalling.RequestInSession:
		i.group, i.status = groupLive, statusSession
	case r.State == signalling.RequestTaken && r.AppOffered, r.State == signalling.RequestTaken && !r.WebChat:
		i.group, i.status = groupLive, statusGetting
	case r.State == signalling.RequestTaken:
		i.group, i.status = groupLive, statusWebChat
	}
	if r.Silent && r.State != signalling.RequestInSession {
		i.status = statusReconnecting
	}
	return i
}

// oneLine makes one line of a text of several.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func (p presenter) liveItem(s model.Snapshot, l *model.Live) listItem {
	i := listItem{
		id: sessionRow(l.ID), group: groupLive, mine: true, customer: p.customer(l.Customer), about: oneLine(l.Notes), portal: l.Portal,
		agent: p.texts.T("chat.you"), at: l.Session.Started, status: statusOf(l.Session.Phase), live: l,
	}
	if l.Monitors && i.status == statusSession {
		i.status = statusWatching
	}
	if r, ok := s.Desk.FindRequest(l.Request); ok {
		i.kind, i.about = r.Kind, oneLine(r.Question)
	} else {
		i.kind = kindOf(s, l.Portal)
	}
	return i
}

func statusOf(phase session.Phase) itemStatus {
	switch phase {
	case session.PhaseGreeting, session.PhaseConsent:
		return statusDeciding
	case session.PhaseReconnecting:
		return statusReconnecting
	case session.PhaseEnded:
		return statusToFile
	}
	return statusSession
}

func (p presenter) pastItem(s model.Snapshot, e *model.Past) listItem {
	return listItem{
		id: sessionRow(e.Session), group: groupPast, mine: true, customer: p.customer(e.Customer), about: oneLine(e.Notes), portal: e.PortalName,
		agent: p.texts.T("chat.you"), kind: kindOf(s, e.PortalName), at: e.Granted, status: outcomeStatus(e.HistoryEntry), past: e,
	}
}

func outcomeStatus(e signalling.HistoryEntry) itemStatus {
	switch {
	case e.Started.IsZero():
		return statusNotStarted
	case e.Outcome == signalling.OutcomeResolved:
		return statusResolved
	case e.Outcome == signalling.OutcomeUnresolved:
		return statusUnresolved
	}
	return statusUnknown
}

// kindOf returns the kind of the agent's portal with a name.
func kindOf(s model.Snapshot, portal string) signalling.PortalKind {
	for _, p := range s.Agent().Portals {
		if p.Name == portal {
			return p.Kind
		}
	}
	return signalling.PortalPin
}
