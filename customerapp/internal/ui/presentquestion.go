package ui

import (
	"net/url"
	"time"

	"beside.example/internal/company"
	"beside.example/internal/session"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// question returns the card of the first question that waits for an answer, or nil: another agent, a web address, a permission.
func (p presenter) question(s company.Snapshot, now time.Time) *question {
	if s.Card != nil {
		return p.introduction(*s.Card, now)
	}
	for _, m := range s.Members {
		if m.Session.Push != nil {
			return p.push(m, *m.Session.Push, now)
		}
	}
	for _, m := range s.Members {
		if q := p.permission(s, m, now); q != nil {
			return q
		}
	}
	return nil
}

func (p presenter) introduction(card company.Card, now time.Time) *question {
	key, name := "customer.introduce."+card.Kind.String(), words.Args{"Name": card.Name, "From": first(card.From), "FirstName": first(card.Name)}
	return &question{
		subject: subject{Introduction: card.ID}, Armed: now.Sub(card.Since) >= protocol.ArmAfter,
		Text: ui.AskText{
			Question: p.texts.T(key, name), Explanation: p.texts.T(key+".why", name),
			No: p.texts.T("customer.ask.no"), Yes: p.texts.T("customer.introduce.yes"),
		},
	}
}

func (p presenter) push(m company.Member, address session.Push, now time.Time) *question {
	shown, host := words.Args{"Name": first(m.Session.Peer.Name), "Host": ""}, ""
	if u, err := url.Parse(address.URL); err == nil {
		host = u.Host
	}
	shown["Host"] = host
	return &question{
		subject: subject{Agent: m.ID, Push: address.URL}, Armed: now.Sub(address.Since) >= protocol.CardArmAfter,
		Text: ui.AskText{
			Question: p.texts.T("customer.push", shown), Explanation: p.texts.T("customer.push.why", shown), Address: address.URL,
			No: p.texts.T("customer.ask.no"), Yes: p.texts.T("customer.push.yes"),
		},
	}
}

// permission returns the card of the first permission that an agent asks for, or nil.
func (p presenter) permission(s company.Snapshot, m company.Member, now time.Time) *question {
	for _, o := range ui.Offers() {
		entry := m.Session.Permission(o.Permission)
		if entry.Grant != protocol.GrantAsked {
			continue
		}
		key := "customer.ask." + o.Key
		if entry.Renewal {
			key = "customer.ask.renew"
		}
		name := words.Args{"Name": first(m.Session.Peer.Name)}
		why := p.texts.T(key+".why", name)
		others := func(other company.Member) bool { return other.ID != m.ID && controls(other) }
		if o.Permission == protocol.PermissionControl && count(s, others) > 0 {
			why = p.texts.T("customer.ask.control.instead", words.Args{"Name": first(m.Session.Peer.Name), "Others": p.names(s, others)})
		}
		return &question{
			subject: subject{Agent: m.ID, Permission: o.Permission}, Armed: now.Sub(entry.Since) >= protocol.CardArmAfter,
			Text: ui.AskText{
				Question: p.texts.T(key, name), Explanation: why, No: p.texts.T("customer.ask.no"), Yes: p.texts.T("customer.ask.yes"),
			},
		}
	}
	return nil
}
