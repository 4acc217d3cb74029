package signalling

import (
	"slices"

	"beside.example/protocol"
	"beside.example/protocol/text"
)

// cleanName makes a name that the relay sent fit to be shown. The client does it with every name before anyone else sees it.
func cleanName(s string) string { return text.Clean(s, protocol.MaxName) }

func (m Welcome) clean() Welcome {
	m.Relay = cleanName(m.Relay)
	if m.SignedIn == nil {
		return m
	}
	in := *m.SignedIn
	in.Organisation, in.Name, in.Team = cleanName(in.Organisation), cleanName(in.Name), cleanName(in.Team)
	in.Portals = slices.Clone(in.Portals)
	for i := range in.Portals {
		in.Portals[i].Name = cleanName(in.Portals[i].Name)
	}
	m.SignedIn = &in
	return m
}

func (c Code) clean() Code {
	c.Customer = cleanName(c.Customer)
	return c
}

func (m HistoryPage) clean() HistoryPage {
	m.Entries = slices.Clone(m.Entries)
	for i := range m.Entries {
		e := &m.Entries[i]
		e.PortalName, e.Customer = cleanName(e.PortalName), cleanName(e.Customer)
	}
	return m
}

// cleanText makes what a person wrote over several lines fit to be shown.
func cleanText(s string, limit int) string { return text.CleanLines(s, limit) }

func (q Request) clean() Request {
	q.PortalName, q.Customer, q.AgentName = cleanName(q.PortalName), cleanName(q.Customer), cleanName(q.AgentName)
	q.Question = cleanText(q.Question, MaxQuestion)
	q.Fields = slices.Clone(q.Fields)
	for i := range q.Fields {
		f := &q.Fields[i]
		f.Label, f.Value = cleanName(f.Label), cleanText(f.Value, MaxFieldValue)
	}
	return q
}

func (l ChatLine) clean() ChatLine {
	l.Name, l.Text = cleanName(l.Name), cleanText(l.Text, MaxSaid)
	return l
}

func (m ColleagueList) clean() ColleagueList {
	m.Colleagues = slices.Clone(m.Colleagues)
	for i := range m.Colleagues {
		c := &m.Colleagues[i]
		c.Name, c.Team = cleanName(c.Name), cleanName(c.Team)
	}
	return m
}

func (m IntroductionOffer) clean() IntroductionOffer {
	m.FromName, m.Customer, m.PortalName = cleanName(m.FromName), cleanName(m.Customer), cleanName(m.PortalName)
	m.Comment = cleanText(m.Comment, MaxComment)
	return m
}

func (c CannedReply) clean() CannedReply {
	c.Title, c.Text, c.URL = cleanName(c.Title), cleanText(c.Text, MaxSaid), text.Clean(c.URL, maxURL)
	return c
}

func (m RequestList) clean() RequestList {
	m.Requests = slices.Clone(m.Requests)
	for i := range m.Requests {
		m.Requests[i] = m.Requests[i].clean()
	}
	return m
}
