package support

import (
	"slices"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/text"
)

// mergeFacts puts the facts of all reports into one order. What several agents were told is there once, with all who report it.
func (a *Account) mergeFacts() {
	known := map[handin.Status][]int{}
	for i := range a.Reports {
		r := &a.Reports[i]
		by := r.Session.Agent
		for _, e := range r.Happened {
			if e.Fact.Kind() == handin.KindBegan && r.Session.Monitor {
				continue // nobody agreed to it by a click, and the status line says who watches
			}
			status, shared := e.Fact.(handin.Status)
			if !shared {
				a.Happened = append(a.Happened, Happening{At: e.At, Fact: cleanFact(e.Fact), By: []AgentID{by}})
				continue
			}
			status.Name, status.Whom = text.Clean(status.Name, protocol.MaxName), text.Clean(status.Whom, protocol.MaxName)
			if slices.ContainsFunc(known[status], func(n int) bool { return tellToo(&a.Happened[n].By, by, e.At.Sub(a.Happened[n].At)) }) {
				continue
			}
			known[status] = append(known[status], len(a.Happened))
			a.Happened = append(a.Happened, Happening{At: e.At, Fact: status, By: []AgentID{by}})
		}
	}
	earliestFirst(a.Happened, func(h Happening) time.Time { return h.At })
}

// earliestFirst puts things into the order in which they happened.
func earliestFirst[T any](all []T, at func(T) time.Time) {
	slices.SortStableFunc(all, func(x, y T) int { return at(x).Compare(at(y)) })
}

// tellToo adds an agent to those who tell of the same thing, if it is the same: so much later by another clock, and told by each agent once.
func tellToo(tellers *[]AgentID, by AgentID, later time.Duration) bool {
	if slices.Contains(*tellers, by) || later.Abs() > clocksDiffer {
		return false
	}
	*tellers = append(*tellers, by)
	return true
}

// cleanFact returns a fact fit to be shown.
func cleanFact(f handin.Fact) handin.Fact {
	switch f := f.(type) {
	case handin.Grants:
		f.Name = text.Clean(f.Name, protocol.MaxName)
		return f
	case handin.Gone:
		f.Name = text.Clean(f.Name, protocol.MaxName)
		return f
	case handin.WebPage:
		f.URL = text.Clean(f.URL, protocol.MaxURL)
		return f
	case handin.File:
		f.Name = text.Clean(f.Name, maxFileName)
		return f
	}
	return f
}

// maxFileName is how much of a file's name is shown, in characters: the longest that common file systems take.
const maxFileName = 255

// line is what tells one line of chat from another.
type line struct {
	who     protocol.AttendeeID
	private bool
	text    string
}

// mergeChats puts the chats of all reports into one, a line that several agents have once.
func (a *Account) mergeChats() {
	known := map[line][]int{}
	for i := range a.Reports {
		r := &a.Reports[i]
		by := r.Session.Agent
		for _, e := range r.Said {
			said, ok := e.Fact.(handin.Said)
			if !ok {
				continue
			}
			key := line{who: said.Who, private: said.Private, text: text.CleanLines(said.Text, protocol.MaxChatRunes)}
			if slices.ContainsFunc(known[key], func(n int) bool { return tellToo(&a.Said[n].By, by, e.At.Sub(a.Said[n].At)) }) {
				continue
			}
			known[key] = append(known[key], len(a.Said))
			one := Said{At: e.At, Name: text.Clean(said.Name, protocol.MaxName), Private: said.Private, Text: key.text, By: []AgentID{by}}
			if said.Who == r.You {
				one.Agent = by
			} else if author := a.by(r, said.Who); author != nil && said.Who != protocol.CustomerID {
				one.Agent = author.Session.Agent
			}
			a.Said = append(a.Said, one)
		}
	}
	for i := range a.Said {
		a.Said[i].Not = a.lacking(a.Said[i])
	}
	earliestFirst(a.Said, func(s Said) time.Time { return s.At })
}

// lacking returns who was there, handed a chat in, and does not have a line.
func (a *Account) lacking(s Said) []AgentID {
	var all []AgentID
	for i := range a.Reports {
		r := &a.Reports[i]
		began, ended := r.span()
		there := s.At.After(began.Add(clocksDiffer)) && s.At.Before(ended.Add(-clocksDiffer))
		if there && r.Chat.Holds() && !slices.Contains(s.By, r.Session.Agent) && !slices.Contains(all, r.Session.Agent) {
			all = append(all, r.Session.Agent)
		}
	}
	return all
}

// Files returns the files that went from one side to the other.
func (a *Account) Files() []Happening { return a.of(handin.KindFile) }

// Pages returns the web addresses that agents wanted opened, each with the customer's word about it.
func (a *Account) Pages() []PushedPage {
	var pages []PushedPage
	for i := range a.Reports {
		r := &a.Reports[i]
		at := map[uint32]int{} // of those of this report
		for _, e := range r.Happened {
			switch f := e.Fact.(type) {
			case handin.WebPage:
				at[f.Number] = len(pages)
				pages = append(pages, PushedPage{At: e.At, By: r.Session.Agent, URL: text.Clean(f.URL, protocol.MaxURL)})
			case handin.WebAnswer:
				if n, sent := at[f.Number]; sent {
					pages[n].Answer = PageNotOpened
					if f.Answer == protocol.AnswerYes {
						pages[n].Answer = PageOpened
					}
				}
			}
		}
	}
	earliestFirst(pages, func(p PushedPage) time.Time { return p.At })
	return pages
}

// PushedPage is a web address that an agent wanted the customer to open.
type PushedPage struct {
	At     time.Time
	By     AgentID
	URL    string
	Answer PageAnswer
}

// PageAnswer is the customer's word about a web address.
type PageAnswer uint8

// What came of a web address.
const (
	PageUnanswered PageAnswer = iota
	PageOpened
	PageNotOpened
)

func (a *Account) of(kind handin.Kind) []Happening {
	return slices.DeleteFunc(slices.Clone(a.Happened), func(h Happening) bool { return h.Fact.Kind() != kind })
}
