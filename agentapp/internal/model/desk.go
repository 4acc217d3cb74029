package model

import (
	"context"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// A Desk is the relay's half of the help desk: requests that come through portals, and colleagues. It belongs to one Line.
type Desk interface {
	// Requests returns the open requests that the agent may see, Colleagues the other agents who are signed in. The line's
	// Changed tells of changes.
	Requests() []signalling.Request
	Colleagues() []signalling.Colleague
	// Heard blocks until the relay says something that is told once only, such as a line of a chat, or ctx ends.
	Heard(ctx context.Context) (signalling.Message, error)

	SetStatus(ctx context.Context, status signalling.Status) error
	AcceptRequest(ctx context.Context, id signalling.RequestID) (signalling.Request, []signalling.ChatLine, error)
	DeclineRequest(ctx context.Context, id signalling.RequestID) error
	RequestLines(ctx context.Context, id signalling.RequestID, after uint64) ([]signalling.ChatLine, error)
	SayInRequest(ctx context.Context, id signalling.RequestID, text string) error
	OfferApp(ctx context.Context, id signalling.RequestID) (code.PortalCode, time.Duration, error)
	CloseRequest(ctx context.Context, id signalling.RequestID, outcome signalling.Outcome, notes string) error
	CannedReplies(ctx context.Context) ([]signalling.CannedReply, error)

	Introduce(ctx context.Context, m signalling.Introduce) (signalling.IntroductionID, error)
	// AcceptIntroduction says Yes to a colleague, for this device.
	AcceptIntroduction(ctx context.Context, id signalling.IntroductionID) (signalling.RendezvousExpect, error)
	DeclineIntroduction(ctx context.Context, id signalling.IntroductionID) error
	// RefuseIntroduction tells that a manager who would watch was not let in.
	RefuseIntroduction(ctx context.Context, id signalling.IntroductionID, result protocol.IntroductionResult) error
}

// Request is a customer's call for help. It is plain data and never changed.
type Request struct {
	signalling.Request
	// Since is when the customer began to wait.
	Since time.Time
	// AlertUntil is how long the relay alerts this agent of it; zero where it does not.
	AlertUntil time.Time
	// Mine tells that this agent said Yes. Lost tells besides that its session was in an app that ended before: nobody has
	// said yet how it ended.
	Mine, Lost bool
	// Lines are the chat in the customer's page, of a request of this agent.
	Lines []Said
	// Code is the portal code that the page shows, until CodeEnds; empty while no app was offered.
	Code     string
	CodeEnds time.Time
	// Notes are the agent's; Closing tells that the relay was asked to end the request.
	Notes   string
	Closing bool
}

// Said is a line of the chat in a customer's page.
type Said struct {
	Seq  uint64
	At   time.Time
	From signalling.Speaker
	Name string
	Mine bool
	Text string
}

// HelpDesk is what the snapshot has of requests and colleagues. Its slices are replaced, never changed.
type HelpDesk struct {
	// Requests are the open ones, in the relay's order; Version changes with them.
	Requests []Request
	Version  uint64
	// Gone are requests of this agent that ended without them: the customer left, or the time ran out.
	Gone []Request
	// Alerts are those that pop up at this agent now, the oldest first.
	Alerts     []Alert
	Colleagues []signalling.Colleague
	Canned     []signalling.CannedReply
	// Introductions are those that this agent made and that are not over.
	Introductions []Introduction
}

// FindRequest returns an open request by its number.
func (d HelpDesk) FindRequest(id signalling.RequestID) (Request, bool) {
	for _, r := range d.Requests {
		if r.ID == id {
			return r, true
		}
	}
	return Request{}, false
}

// deskBook is what the model knows of the help desk. The model's mu guards it.
type deskBook struct {
	requests  map[signalling.RequestID]*knownRequest
	offers    []offer
	made      []Introduction
	canned    []signalling.CannedReply
	coming    map[signalling.IntroductionID]coming // sessions of colleagues that this agent said Yes to
	alerted   map[alertKey]*popUp
	gone      []Request
	shown     []Request // what the snapshot has; nil to be made anew
	version   uint64
	colleague []signalling.Colleague
}

// knownRequest is what this app adds to what the relay says of a request.
type knownRequest struct {
	since    time.Time
	alert    time.Time // when the relay's alert ends; zero without one
	lines    []Said
	code     string
	codeEnds time.Time
	notes    string
	loaded   bool // the chat so far was asked for
	offering bool // the app is being offered
	closing  bool
	lost     bool          // it was in session before this app knew of it
	session  leg.SessionID // that the customer came into, here; zero before
}

func newDeskBook() deskBook {
	return deskBook{
		requests: map[signalling.RequestID]*knownRequest{}, coming: map[signalling.IntroductionID]coming{}, alerted: map[alertKey]*popUp{},
	}
}

// at returns what is known of a request, beginning with nothing.
func (b *deskBook) at(id signalling.RequestID) *knownRequest {
	known := b.requests[id]
	if known == nil {
		known = &knownRequest{}
		b.requests[id] = known
	}
	return known
}

// file takes a request for done whose session is filed. Until the relay has heard of that and lists it no more it stays known: as a new
// one it would be read again, and its customer offered the app once more.
func (b *deskBook) file(id signalling.RequestID) {
	if known := b.requests[id]; known != nil {
		known.session, known.closing = leg.SessionID{}, true
		b.touch()
	}
}

// touch has the requests of the snapshot made anew.
func (b *deskBook) touch() {
	b.shown = nil
	b.version++
}

// followDesk brings what the relay lists into the book, and begins what follows from it by itself. The line is connected;
// fresh tells that it was not at the last look.
func (m *Model) followDesk(c Connection, fresh bool) {
	requests, now := c.Desk.Requests(), time.Now()
	colleagues := c.Desk.Colleagues()
	m.mu.Lock()
	self, status := m.agent().Agent, m.shown.Status
	open := map[signalling.RequestID]bool{}
	var unread []signalling.RequestID
	b := &m.desk
	for _, r := range requests {
		open[r.ID] = true
		_, seen := b.requests[r.ID]
		known := b.at(r.ID)
		known.lost = known.lost || fresh && !seen && isMine(r, self) && r.State == signalling.RequestInSession
		if known.since.IsZero() {
			known.since = now.Add(-r.Waited)
		}
		if known.alert = (time.Time{}); r.Alert != signalling.AlertNone {
			known.alert = now.Add(r.AlertLeft)
		}
		if isMine(r, self) && (fresh || !known.loaded) {
			known.loaded = true
			unread = append(unread, r.ID)
		}
	}
	for _, was := range m.helpDesk(now).Requests {
		if known := b.requests[was.ID]; was.Mine && !open[was.ID] && known != nil && !known.closing && known.session == (leg.SessionID{}) {
			b.gone = append(b.gone[:len(b.gone):len(b.gone)], was)
		}
	}
	for id, known := range b.requests {
		if !open[id] && known.session == (leg.SessionID{}) { // those of sessions here go with them
			delete(b.requests, id)
		}
	}
	b.popUps(requests, now, m.alertFor())
	b.colleague = colleagues
	m.relayed = requests
	b.touch()
	m.mu.Unlock()
	for _, id := range unread {
		m.readOn(id)
	}
	if fresh {
		m.tellStatus(status) // until then the relay takes an agent who arrives for away
		m.loadCanned()
	}
}

// isMine reports whether an agent holds a request.
func isMine(r signalling.Request, self signalling.AgentID) bool {
	return self != 0 && r.Agent == self && (r.State == signalling.RequestTaken || r.State == signalling.RequestInSession)
}

// agent returns what the relay says about the agent. The caller holds m.mu.
func (m *Model) agent() signalling.SignedIn {
	if m.connection.Line == nil {
		return signalling.SignedIn{}
	}
	return Snapshot{Line: m.connection.Line.State()}.Agent()
}

// helpDesk returns what the snapshot has of the desk. The caller holds m.mu.
func (m *Model) helpDesk(now time.Time) HelpDesk {
	b := &m.desk
	if b.shown == nil {
		self := m.agent().Agent
		b.shown = make([]Request, 0, len(m.relayed))
		for _, r := range m.relayed {
			known := b.at(r.ID)
			b.shown = append(b.shown, Request{
				Request: r, Since: known.since, AlertUntil: known.alert, Mine: isMine(r, self), Lost: known.lost, Lines: known.lines, Code: known.code, CodeEnds: known.codeEnds,
				Notes: known.notes, Closing: known.closing,
			})
		}
	}
	return HelpDesk{
		Requests: b.shown, Version: b.version, Gone: b.gone, Alerts: b.alerts(now, m.relayed), Colleagues: b.colleague, Canned: b.canned, Introductions: b.made,
	}
}

// hear takes what the relay says once only, until ctx ends.
func (m *Model) hear(ctx context.Context, c Connection) {
	for {
		said, err := c.Desk.Heard(ctx)
		if err != nil {
			return
		}
		switch said := said.(type) {
		case signalling.RequestSaid:
			m.mu.Lock()
			m.desk.at(said.ID).hear(said.Line, m.agent().Name)
			m.desk.touch()
			m.mu.Unlock()
		case signalling.IntroductionOffer:
			m.offered(said)
		case signalling.IntroductionWithdrawn:
			m.withdrawn(said.ID)
			if said.Fault != 0 {
				m.notLetIn(said.ID, said.Fault)
			}
		case signalling.IntroductionAnswered:
			m.answered(said)
		case signalling.Canned:
			m.loadCanned()
		}
		m.tell()
	}
}
