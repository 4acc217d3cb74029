package ui

import (
	"slices"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol/signalling"
)

// web says a request's state for its chat box; allowed is what portal and team allow. Asking tells that the agent ends it and is asked how it ended.
func (p presenter) web(r model.Request, allowed signalling.Features, asking, gone bool, now time.Time) webState {
	t := p.texts
	status := p.requestItem(&r).status.look()
	state := webState{
		Badge: ui.BadgeState{Icon: status.icon, Word: t.T(status.key), Kind: status.kind}, Log: p.said(r.Lines), Question: r.Question, Facts: p.answers(r),
		CanChat: allowed.Has(signalling.FeatureWebChat), CanOffer: r.State == signalling.RequestTaken, Canned: allowed.Has(signalling.FeatureCanned),
	}
	if r.Code != "" && now.Before(r.CodeEnds) {
		state.Code, state.CodeLeft = r.Code, t.T("agent.codes.left", words.Args{"Time": ui.ElapsedText(r.CodeEnds.Sub(now))})
	}
	switch {
	case gone:
		state.Ended, state.Over = t.T("agent.web.gone", words.Args{"Name": p.customer(r.Customer)}), true
		state.Badge = ui.BadgeState{Icon: look.IconClose, Word: t.T("agent.status.over"), Kind: ui.KindPlain}
	case r.Lost:
		state.Ended, state.InApp = t.T("agent.web.lost"), true
	case asking:
		state.Ended = t.T("agent.web.ending")
	}
	return state
}

// said shows the lines of the chat in a customer's page as messages.
func (p presenter) said(lines []model.Said) []ui.ChatMessage {
	messages := make([]ui.ChatMessage, 0, len(lines))
	for _, l := range lines {
		at := l.At.Format(clock)
		m := ui.ChatMessage{Kind: ui.ChatOther, Text: l.Text}
		switch {
		case l.From == signalling.SpeakerSystem:
			m.Kind, m.Text = ui.ChatStatus, at+" · "+l.Text
		case l.Mine:
			m.Kind, m.Meta = ui.ChatOwn, p.texts.T("chat.you")+" · "+at
		case l.From == signalling.SpeakerCustomer:
			m.Meta = p.customer(l.Name) + " · " + at
		default:
			m.Meta = l.Name + " · " + at
		}
		messages = append(messages, m)
	}
	return slices.Clip(messages)
}

// answers are what the customer wrote into the portal's form, besides the question.
func (p presenter) answers(r model.Request) []ui.Detail {
	facts := []ui.Detail{{Name: p.texts.T("agent.list.fact.portal"), Value: r.PortalName + " · " + p.portalKind(r.Kind)}}
	for _, f := range r.Fields {
		facts = append(facts, ui.Detail{Name: f.Label, Value: f.Value})
	}
	if r.Language != "" {
		facts = append(facts, ui.Detail{Name: p.texts.T("agent.list.fact.language"), Value: p.languageName(r.Language)})
	}
	return facts
}

// placeholders are what stands for the placeholders of ready-made replies.
func (p presenter) placeholders(s model.Snapshot, customer, portal string) map[string]string {
	agent := s.Agent()
	return map[string]string{"customer": p.customer(customer), "agent": agent.Name, "organisation": agent.Organisation, "portal": portal}
}
