package model

import (
	"cmp"
	"slices"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// Alert is what pops up at the agent: a request or a colleague's introduction, for some seconds.
type Alert struct {
	// Request or Introduction is what it is about; the other is zero.
	Request      signalling.RequestID
	Introduction signalling.IntroductionID

	Kind       signalling.AlertKind
	PortalKind signalling.PortalKind
	PortalName string
	Customer   string
	// Text is the customer's question, or the colleague's comment.
	Text string
	// From is the colleague.
	From string
	// Rights are what an invited agent may ask the customer for.
	Rights protocol.Permission
	// Monitors tells that this agent, a manager, is asked whether to watch the session.
	Monitors bool
	// Since is when the customer began to wait; zero where that is not known.
	Since time.Time
	// Shown is when it popped up, Until when it ends by itself.
	Shown, Until time.Time
}

// alertKey names an alert.
type alertKey struct {
	request      signalling.RequestID
	introduction signalling.IntroductionID
}

func (a Alert) key() alertKey { return alertKey{a.Request, a.Introduction} }

// popUp is what is known of an alert here.
type popUp struct {
	shown, until time.Time
	silent       bool // answered here, or its time is over
}

// alertFor is how long pop-ups stay at the longest, by this agent's choice. The caller holds m.mu.
func (m *Model) alertFor() time.Duration {
	if m.settings.AlertSeconds == 0 {
		return DefaultAlert
	}
	return time.Duration(m.settings.AlertSeconds) * time.Second
}

// popUps begins the pop-ups of requests that alert this agent now, and forgets those that no longer do. The relay's time
// and this agent's choice both end one.
func (b *deskBook) popUps(requests []signalling.Request, now time.Time, most time.Duration) {
	alerting := map[alertKey]bool{}
	for _, r := range requests {
		if r.Alert == signalling.AlertNone {
			continue
		}
		key := alertKey{request: r.ID}
		alerting[key] = true
		b.popUp(key, now, min(r.AlertLeft, most))
	}
	for key := range b.alerted {
		if key.introduction == 0 && !alerting[key] {
			delete(b.alerted, key)
		}
	}
}

// popUp begins a pop-up, unless it was there before.
func (b *deskBook) popUp(key alertKey, now time.Time, left time.Duration) {
	if b.alerted[key] == nil {
		b.alerted[key] = &popUp{shown: now, until: now.Add(left)}
	}
}

// silence takes a pop-up away that the agent has answered, before the relay says so, and what went wrong before it.
func (m *Model) silence(key alertKey) {
	m.mu.Lock()
	m.shown.Fault = 0
	if p := m.desk.alerted[key]; p != nil {
		p.silent = true
	}
	m.mu.Unlock()
	m.tell()
}

// alerts returns what pops up now, the oldest first.
func (b *deskBook) alerts(now time.Time, requests []signalling.Request) []Alert {
	var alerts []Alert
	add := func(a Alert) {
		p := b.alerted[a.key()]
		if p == nil || p.silent || !now.Before(p.until) {
			return
		}
		a.Shown, a.Until = p.shown, p.until
		alerts = append(alerts, a)
	}
	if len(b.alerted) == 0 {
		return nil
	}
	for _, r := range requests {
		if r.Alert != signalling.AlertNone {
			add(Alert{
				Request: r.ID, Kind: r.Alert, PortalKind: r.Kind, PortalName: r.PortalName, Customer: r.Customer, Text: r.Question, Since: b.at(r.ID).since,
			})
		}
	}
	for _, o := range b.offers {
		add(o.alert())
	}
	slices.SortStableFunc(alerts, func(x, y Alert) int { return cmp.Compare(x.Shown.UnixNano(), y.Shown.UnixNano()) })
	return alerts
}

// Answer is the agent's answer to an alert.
func (m *Model) Answer(a Alert, yes bool) {
	switch {
	case a.Introduction != 0:
		m.answerIntroduction(a.Introduction, yes)
	case yes:
		m.Accept(a.Request)
	default:
		m.Decline(a.Request)
	}
}
