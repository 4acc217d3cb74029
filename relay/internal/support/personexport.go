package support

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"beside.example/protocol/handin"
	"beside.example/protocol/leg"
)

// PersonCase is all that is kept of a case, as its customer gets it.
type PersonCase struct {
	ID       string              `json:"id"`
	Portal   string              `json:"portal"`
	State    string              `json:"state"`
	Asked    time.Time           `json:"asked_at"`
	Accepted *time.Time          `json:"accepted_at,omitempty"`
	Ended    *time.Time          `json:"ended_at,omitempty"`
	Customer string              `json:"customer"`
	Question string              `json:"question,omitempty"`
	Fields   map[string]string   `json:"fields,omitempty"`
	Notes    string              `json:"notes_of_agent,omitempty"`
	Comments []string            `json:"comments_of_agents,omitempty"`
	Events   []PersonEvent       `json:"events,omitempty"`
	Sessions []PersonSession     `json:"sessions,omitempty"`
	Answers  []PersonAnswer      `json:"survey,omitempty"`
	HandIns  map[string][]Handed `json:"handed_in_by_agents_apps,omitempty"` // by session
}

// PersonEvent is something that happened, or was said.
type PersonEvent struct {
	At   time.Time `json:"at"`
	What string    `json:"what"`
	By   string    `json:"by,omitempty"`
	Text string    `json:"text,omitempty"`
}

// PersonSession is a session of a case.
type PersonSession struct {
	ID      string     `json:"id"`
	Agent   string     `json:"agent"`
	Granted time.Time  `json:"granted_at"`
	Started *time.Time `json:"started_at,omitempty"`
	Ended   *time.Time `json:"ended_at,omitempty"`
}

// PersonAnswer is an answer to a survey.
type PersonAnswer struct {
	Question string `json:"question"`
	Rating   uint8  `json:"rating,omitempty"`
	Text     string `json:"text,omitempty"`
}

// Handed is one thing that an agent's app saw of a session.
type Handed struct {
	At   time.Time `json:"at"`
	What string    `json:"what"`
	Fact any       `json:"fact"`
}

// stateWords are the states of requests as exports write them.
var stateWords = [...]string{
	RequestSubmitted: "submitted", RequestPosted: "posted", RequestAccepted: "accepted", RequestInSession: "in session",
	RequestDownloadError: "download error", RequestConnectionError: "connection error", RequestDeclined: "declined",
	RequestNoResponse: "no response", RequestAbandoned: "abandoned", RequestResolved: "resolved", RequestUnresolved: "unresolved", RequestUnknown: "unknown",
}

// eventWords are the kinds of events as exports write them.
var eventWords = [...]string{
	EventSubmitted: "submitted", EventPosted: "posted", EventOffered: "offered", EventOfferLapsed: "offer lapsed", EventAccepted: "accepted",
	EventDeclined: "declined", EventSaid: "said", EventAppOffered: "app offered", EventSessionBegun: "session begun",
	EventReconnecting: "page silent", EventReturned: "page back", EventIntroduced: "colleague asked", EventIntroAnswered: "colleague answered",
	EventIntroEnded: "asking ended", EventTakenOver: "taken over", EventLeft: "left", EventEnded: "ended", EventSurveyed: "survey answered",
}

// wordOf returns the word of a number, or the number where a later version wrote it.
func wordOf[N ~uint8](words []string, n N) string {
	if int(n) < len(words) && words[n] != "" {
		return words[n]
	}
	return strconv.Itoa(int(n))
}

// optional returns a time unless it is zero.
func optional(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}

// Export returns all that is kept of cases. The log says how many, and not whose.
func (s *Privacy) Export(ctx context.Context, who Manager, ids []CaseID) ([]PersonCase, error) {
	if err := s.may(who, ActSeePerson); err != nil {
		return nil, err
	}
	names, err := s.names(ctx, who)
	if err != nil {
		return nil, err
	}
	reviews := NewReviews(unnoted{s.store}).By(ActSeePerson)
	var all []PersonCase
	for _, id := range ids {
		review, err := reviews.Case(ctx, who, id)
		if err != nil {
			return nil, err
		}
		c, err := s.export(ctx, review, names)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	e := auditEvent(who, AuditPersonExported, "", []Change{{Field: "cases", After: strconv.Itoa(len(all))}})
	if err := s.store.AddAudit(ctx, e); err != nil {
		return nil, fmt.Errorf("write the audit log: %w", err)
	}
	return all, nil
}

// unnoted reads cases for an export, which stands in the audit log as one act.
type unnoted struct{ PrivacyStore }

// AddAuditOnce implements ReviewStore.
func (unnoted) AddAuditOnce(context.Context, AuditEvent, time.Time) error { return nil }

// exportNames are the names that exports put in the place of numbers.
type exportNames struct {
	portals map[PortalID]string
	agents  map[AgentID]string
}

func (s *Privacy) names(ctx context.Context, who Manager) (exportNames, error) {
	n := exportNames{portals: map[PortalID]string{}, agents: map[AgentID]string{}}
	portals, err := s.store.Portals(ctx, who.Organisation.ID)
	if err != nil {
		return n, fmt.Errorf("list the portals: %w", err)
	}
	for _, p := range portals {
		n.portals[p.ID] = p.Name
	}
	agents, err := s.store.Agents(ctx, who.Organisation.ID)
	if err != nil {
		return n, fmt.Errorf("list the agents: %w", err)
	}
	for _, a := range agents {
		n.agents[a.ID] = a.Name
	}
	return n, nil
}

// export writes a case.
func (s *Privacy) export(ctx context.Context, v Review, names exportNames) (PersonCase, error) {
	c := PersonCase{
		ID: v.Name(), Portal: names.portals[v.Portal], State: wordOf(stateWords[:], v.State), Asked: v.Created, Accepted: optional(v.Accepted),
		Ended: optional(v.Ended), Customer: v.Customer, Question: v.Question, Fields: v.Fields, Notes: v.Notes, HandIns: map[string][]Handed{},
	}
	for _, e := range v.Events {
		by := map[ActorRole]string{ActorCustomer: "customer", ActorSystem: "relay", ActorAgent: names.agents[e.Actor.Agent]}[e.Actor.Role]
		c.Events = append(c.Events, PersonEvent{At: e.At, What: wordOf(eventWords[:], e.Kind), By: by, Text: e.Text})
	}
	for _, a := range v.Answers {
		c.Answers = append(c.Answers, PersonAnswer{Question: a.Key, Rating: a.Rating, Text: a.Text})
	}
	var ids []leg.SessionID
	for _, n := range v.Sessions {
		ids = append(ids, n.ID)
		c.Sessions = append(c.Sessions, PersonSession{
			ID: n.ID.String(), Agent: names.agents[n.Agent], Granted: n.Granted, Started: optional(n.Started), Ended: optional(n.Ended),
		})
		pages, err := s.store.HandIns(ctx, n.ID)
		if err != nil {
			return c, fmt.Errorf("read what was handed in: %w", err)
		}
		if handed := handedIn(pages); len(handed) > 0 {
			c.HandIns[n.ID.String()] = handed
		}
	}
	var err error
	if c.Comments, err = s.store.Comments(ctx, ids); err != nil {
		return c, fmt.Errorf("read comments: %w", err)
	}
	return c, nil
}

// handedIn lists what stands in pages.
func handedIn(pages []HandIn) []Handed {
	var all []Handed
	for _, h := range pages {
		page, err := handin.Parse(h.Page)
		if err != nil {
			continue // of a later version; nothing of it can be shown
		}
		for _, e := range page.Entries {
			all = append(all, Handed{At: e.At, What: strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", e.Fact), "handin.")), Fact: e.Fact})
		}
	}
	return all
}
