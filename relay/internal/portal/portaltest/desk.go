package portaltest

import (
	"context"
	"crypto/rand"
	"net/netip"
	"slices"
	"sync"
	"time"

	"beside.example/relay/internal/support"
)

// Desk is a help desk. Its exported fields are set before it is used, or within Change.
type Desk struct {
	Organisations map[support.OrganisationID]support.Organisation
	Portals       map[support.PortalID]support.Portal
	Logos         map[support.PortalID][]byte
	Agents        map[support.AgentID]support.Agent
	Withheld      support.Features       // from every agent, by the team
	Here          []support.PresentAgent // for every portal
	Wait          time.Duration          // that Position and Usual tell, 0 for unknown
	Away          error                  // what everything answers while the store is away
	Clock         time.Time              // when everything happens, the zero Time for now

	mu sync.Mutex // guards the following, and the above once it is used
	// requests are those that there are, byToken says whose.
	requests  map[support.RequestID]support.Request
	byToken   map[support.SecretHash]support.RequestID
	events    []support.Event
	answers   map[support.RequestID][]support.Answer
	followers map[chan support.Event]struct{}
	submitted []support.Form
}

// New returns a desk with nothing in it.
func New() *Desk {
	return &Desk{
		Organisations: map[support.OrganisationID]support.Organisation{}, Portals: map[support.PortalID]support.Portal{},
		Logos: map[support.PortalID][]byte{}, Agents: map[support.AgentID]support.Agent{},
		requests: map[support.RequestID]support.Request{}, byToken: map[support.SecretHash]support.RequestID{},
		answers: map[support.RequestID][]support.Answer{}, followers: map[chan support.Event]struct{}{},
	}
}

// Change alters the desk while it is in use.
func (d *Desk) Change(change func(d *Desk)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change(d)
}

// Open makes a request in a state, with the token of its browser. Whoever needs other times or an agent alters it by Alter.
func (d *Desk) Open(portal support.PortalID, state support.RequestState, form support.Form) (support.Request, string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, secret, now := d.Portals[portal], support.NewSecret(), d.now()
	r := support.Request{Organisation: p.Organisation, Portal: p.ID, Kind: p.Kind, State: state, Form: form, Token: secret.Hash()}
	r.Created, r.Seen = now, now
	if state != support.RequestSubmitted {
		r.Posted = now
	}
	rand.Read(r.ID[:])
	d.requests[r.ID] = r
	d.byToken[r.Token] = r.ID
	d.tell(r, support.EventSubmitted, support.ByCustomer(), "")
	return r, secret.Token()
}

// Alter changes a request and tells that something happened to it.
func (d *Desk) Alter(id support.RequestID, kind support.EventKind, by support.Actor, text string, change func(r *support.Request)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	r := d.requests[id]
	if change != nil {
		change(&r)
	}
	d.requests[id] = r
	d.tell(r, kind, by, text)
}

// Request returns a request as it is now.
func (d *Desk) Request(id support.RequestID) support.Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.requests[id]
}

// Submitted returns the forms that came in.
func (d *Desk) Submitted() []support.Form {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.submitted)
}

// Answers returns what the customer of a request answered.
func (d *Desk) Answers(id support.RequestID) []support.Answer {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.answers[id]
}

// Followers returns how many streams are open.
func (d *Desk) Followers() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.followers)
}

func (d *Desk) now() time.Time {
	if d.Clock.IsZero() {
		return time.Now()
	}
	return d.Clock
}

// tell keeps an event and hands it to the followers. The caller holds the lock.
func (d *Desk) tell(r support.Request, kind support.EventKind, by support.Actor, text string) support.Event {
	e := support.Event{
		Seq: uint64(len(d.events) + 1), Request: r.ID, Organisation: r.Organisation, Portal: r.Portal, Kind: kind, State: r.State, Actor: by, At: d.now(), Text: text,
	}
	d.events = append(d.events, e)
	for c := range d.followers {
		select {
		case c <- e:
		default:
			delete(d.followers, c)
			close(c)
		}
	}
	return e
}

// Subscribe follows the events from now on.
func (d *Desk) Subscribe() (<-chan support.Event, func()) {
	const behind = 64 // events that a follower may be
	d.mu.Lock()
	defer d.mu.Unlock()
	c := make(chan support.Event, behind)
	d.followers[c] = struct{}{}
	return c, func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		if _, ok := d.followers[c]; ok {
			delete(d.followers, c)
			close(c)
		}
	}
}

// Present lists Here.
func (d *Desk) Present(_ context.Context, _ support.PortalID) ([]support.PresentAgent, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.Here), d.Away
}

// Submit keeps a request.
func (d *Desk) Submit(_ context.Context, portal support.Portal, form support.Form, _ netip.Addr) (support.Request, string, error) {
	d.mu.Lock()
	away := d.Away
	d.submitted = append(d.submitted, form)
	d.mu.Unlock()
	if away != nil {
		return support.Request{}, "", away
	}
	r, token := d.Open(portal.ID, support.RequestSubmitted, form)
	return r, token, nil
}
