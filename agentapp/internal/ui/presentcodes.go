package ui

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

func (p presenter) codes(s model.Snapshot, now time.Time) codesState {
	agent := s.Agent()
	state := codesState{
		Count:   p.texts.T("agent.codes.count", words.Args{"N": len(s.Codes), "Max": int(agent.MaxCodes)}),
		Trouble: p.fault(s.CodeFault), Why: p.whyNoCode(s),
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

// whyNoCode says why no code can be made, or nothing.
func (p presenter) whyNoCode(s model.Snapshot) string {
	agent := s.Agent()
	switch {
	case s.Line.Phase != signalling.PhaseConnected:
		return p.texts.T("agent.codes.away")
	case len(agent.Portals) == 0:
		return p.fault(protocol.FaultNoPortal)
	case len(s.Codes) >= int(agent.MaxCodes):
		return p.fault(protocol.FaultCodeLimit)
	}
	return ""
}

func (p presenter) code(c model.Code, s model.Snapshot, now time.Time) codeItem {
	left := max(0, c.Ends.Sub(now)).Truncate(time.Second)
	item := codeItem{
		ID: fmt.Sprint(uint64(c.ID)), Customer: p.customer(c.Customer), Portal: c.Portal, Digits: c.Digits,
		Left: left, Total: c.Lifetime, LeftWords: ui.ElapsedText(left),
	}
	nameplate, secret, ours := strings.Cut(c.Digits, " ")
	if !ours {
		return item
	}
	item.Link = "https://" + s.Relay + "/me?n=" + url.QueryEscape(nameplate)
	item.Say = p.texts.T("agent.codes.say", words.Args{"Page": s.Relay + "/me", "First": spread(nameplate), "Last": spread(secret)})
	item.Text = map[words.Language]string{}
	for l, texts := range p.all {
		greeting := "agent.codes.hello"
		if c.Customer == "" {
			greeting = "agent.codes.hello.nobody"
		}
		item.Text[l] = texts.T(greeting, words.Args{"Customer": c.Customer, "Agent": s.Agent().Name, "Organisation": s.Agent().Organisation}) +
			"\n" + texts.T("agent.codes.text", words.Args{"Link": item.Link, "Code": c.Digits, "Until": c.Ends.Format(clock)})
	}
	return item
}

// spread writes digits apart, as they are read aloud, by spaces at which no line breaks.
func spread(digits string) string { return strings.Join(strings.Split(digits, ""), "\u00a0") }

// news says what became of a code.
func (p presenter) news(e model.CodeEvent) codeNews {
	t := p.texts
	args := words.Args{"Name": p.customer(e.Customer), "Time": e.At.Format(clock), "Why": p.fault(e.Fault)}
	switch e.What {
	case model.CodeUsed:
		return codeNews{look.IconCheck, look.Success, t.T("agent.news.used", args)}
	case model.CodeWrong:
		return codeNews{look.IconWarning, look.Warning, t.N("agent.news.wrong", e.Left, args)}
	case model.CodeFailed:
		return codeNews{look.IconWarning, look.Warning, t.N("agent.news.failed", e.Left, args)}
	case model.CodeDead:
		return codeNews{look.IconWarning, look.Danger, t.T("agent.news.dead", args)}
	case model.CodeLost:
		return codeNews{look.IconWarning, look.Danger, t.T("agent.news.lost", args)}
	case model.CodeRanOut:
		return codeNews{look.IconAway, look.Ink2, t.T("agent.news.ranout", args)}
	}
	return codeNews{look.IconClose, look.Ink2, t.T("agent.news.withdrawn", args)}
}
