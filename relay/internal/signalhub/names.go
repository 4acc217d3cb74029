package signalhub

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// What we may tune of names.
const (
	// namesFor is how long names are believed before they are read anew. What managers change is read at once.
	namesFor = time.Minute
	// unknownFor is how long a name that is not known is not asked for again.
	unknownFor = 5 * time.Second
)

// names knows what the agents and portals of organisations are called. Its methods may be called from any goroutine.
type names struct {
	directory Directory

	mu    sync.Mutex // guards the following
	known map[support.OrganisationID]*nameBook
}

// nameBook holds the names of one organisation.
type nameBook struct {
	read    time.Time
	agents  map[support.AgentID]string
	portals map[support.PortalID]support.Portal
}

func newNames(directory Directory) *names {
	return &names{directory: directory, known: map[support.OrganisationID]*nameBook{}}
}

// book returns the names of an organisation, read anew when they are old or, with missing, when something is not in them. Without a
// store the old names serve.
func (n *names) book(ctx context.Context, organisation support.OrganisationID, missing func(*nameBook) bool) *nameBook {
	n.mu.Lock()
	defer n.mu.Unlock()
	book := n.known[organisation]
	if book != nil {
		age := time.Since(book.read)
		if age < unknownFor || age < namesFor && !missing(book) {
			return book
		}
	}
	fresh := &nameBook{read: time.Now(), agents: map[support.AgentID]string{}, portals: map[support.PortalID]support.Portal{}}
	agents, err := n.directory.Agents(ctx, organisation)
	if err != nil {
		return orEmpty(book)
	}
	portals, err := n.directory.Portals(ctx, organisation)
	if err != nil {
		return orEmpty(book)
	}
	for _, a := range agents {
		fresh.agents[a.ID] = a.Name
	}
	for _, p := range portals {
		fresh.portals[p.ID] = p
	}
	n.known[organisation] = fresh
	return fresh
}

// forget has everything read anew at the next look. Without a store the old names serve on.
func (n *names) forget() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, book := range n.known {
		book.read = time.Time{}
	}
}

func orEmpty(book *nameBook) *nameBook {
	if book == nil {
		return &nameBook{}
	}
	return book
}

func (n *names) agent(ctx context.Context, organisation support.OrganisationID, id support.AgentID) string {
	if id == 0 {
		return ""
	}
	return n.book(ctx, organisation, func(b *nameBook) bool { return b.agents[id] == "" }).agents[id]
}

func (n *names) portal(ctx context.Context, organisation support.OrganisationID, id support.PortalID) support.Portal {
	return n.book(ctx, organisation, func(b *nameBook) bool { return b.portals[id].ID == 0 }).portals[id]
}

// request returns a request as an agent sees it, without an alert.
func (n *names) request(ctx context.Context, r support.Request, who support.SignedIn, language string, now time.Time) signalling.Request {
	portal := n.portal(ctx, r.Organisation, r.Portal)
	began := r.Posted
	if began.IsZero() {
		began = r.Created
	}
	return signalling.Request{
		ID: signalling.RequestID(r.ID), Portal: signalling.PortalID(r.Portal), Kind: signalling.PortalKind(r.Kind),
		State: wireRequestState(r.State), PortalName: portal.Name, Customer: r.Customer, Question: r.Question, Language: r.Language,
		Wanted: signalling.AgentID(r.Wanted), Agent: signalling.AgentID(r.Agent), AgentName: n.agent(ctx, r.Organisation, r.Agent),
		Waited: max(now.Sub(began), 0), WebChat: portal.WebChat() && who.Features.Has(support.FeatureWebChat),
		AppOffered: r.App.Made, Silent: r.Silent,
		Session: r.Session, Fields: wireFields(r, portal, language),
	}
}

// wireFields returns the answers in a request's form in the order of the portal's form, and those whose question is no longer asked.
func wireFields(r support.Request, portal support.Portal, language string) []signalling.RequestField {
	var fields []signalling.RequestField
	asked := map[string]bool{}
	for _, f := range portal.Page.Fields {
		asked[f.Key] = true
		if answer, ok := r.Fields[f.Key]; ok {
			fields = append(fields, signalling.RequestField{Label: f.Label.In(language), Value: answer})
		}
	}
	for _, key := range slices.Sorted(maps.Keys(r.Fields)) {
		if !asked[key] {
			fields = append(fields, signalling.RequestField{Label: key, Value: r.Fields[key]})
		}
	}
	return fields
}

// line returns a line of a request's chat.
func (n *names) line(ctx context.Context, r support.Request, e support.Event, now time.Time) signalling.ChatLine {
	l := signalling.ChatLine{Seq: e.Seq, Text: e.Text, Age: max(now.Sub(e.At), 0)}
	switch e.Actor.Role {
	case support.ActorCustomer:
		l.From, l.Name = signalling.SpeakerCustomer, r.Customer
	case support.ActorAgent:
		l.From, l.Name = signalling.SpeakerAgent, n.agent(ctx, r.Organisation, e.Actor.Agent)
	}
	return l
}
