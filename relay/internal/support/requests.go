package support

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/netip"
	"sync"
	"time"

	"beside.example/protocol/code"
)

// RequestStore is what Requests needs of a store.
type RequestStore interface {
	RequestKeeper
	RequestReader
	RendezvousStore
	PresenceReader
}

// RequestKeeper keeps requests and every change of them.
type RequestKeeper interface {
	// CreateRequest keeps a new request and its first event, both or neither.
	CreateRequest(ctx context.Context, r Request, first Event) error
	// ChangeRequest lets change alter a request that nobody else can alter meanwhile, and keeps the request and the whole
	// step, or nothing when change or anything else fails. It returns both as they were kept. change may run several times:
	// it alters nothing but the request. ErrNotFound when there is no such request, ErrExists when the
	// request would be offered to an agent who has another offer or the step's code is taken, ErrGone when the code that
	// the step uses cannot be used.
	ChangeRequest(ctx context.Context, id RequestID, change func(r *Request) (Step, error)) (Request, []Event, error)
	// SeenRequests notes signs of life of customers' pages and returns those of the requests that were marked as silent.
	SeenRequests(ctx context.Context, ids []RequestID, at time.Time) ([]RequestID, error)
}

// RequestReader finds requests and what happened to them.
type RequestReader interface {
	// Request finds a request, else ErrNotFound.
	Request(ctx context.Context, id RequestID) (Request, error)
	// RequestByToken finds the request of a customer's browser, else ErrNotFound.
	RequestByToken(ctx context.Context, h SecretHash) (Request, error)
	// OpenRequests lists the requests that are not final, the longest waiting first: those of the portals and those of the
	// agent, or every one when there are neither.
	OpenRequests(ctx context.Context, portals []PortalID, agent AgentID) ([]Request, error)
	// SessionsUnderWay lists a request's sessions that have not ended, the earliest first.
	SessionsUnderWay(ctx context.Context, id RequestID) ([]Session, error)
	// Ahead counts the requests of a portal that were posted before a time and still wait.
	Ahead(ctx context.Context, portal PortalID, posted time.Time, id RequestID) (int, error)
	// Waits lists the latest acceptances in a portal since a time, at most limit.
	Waits(ctx context.Context, portal PortalID, since time.Time, limit int) ([]Wait, error)
	// Events lists up to limit events of a request that come after one, in their order.
	Events(ctx context.Context, id RequestID, after uint64, limit int) ([]Event, error)
}

// Step is what else is kept together with a change of a request or an introduction.
type Step struct {
	Events  []Event // their Seq is given by the store
	Session *Session
	Audit   *AuditEvent
	Code    *Rendezvous     // a new one
	Use     code.PortalCode // must be usable, and is not any more after the step
	Drop    code.PortalCode // stops to be usable, if it still was
	At      time.Time       // when Use and Drop are
}

// RequestSettings are the rules for requests.
type RequestSettings struct {
	AlertTime     time.Duration // how long an alert stays on an agent's desktop, and a queue's offer stands
	SilentAfter   time.Duration // from when on a customer's page counts as reconnecting
	AbandonAfter  time.Duration // from when on a silent page means that the customer has gone
	MaxWait       time.Duration // after which a request that nobody answered ends
	CodeLifetime  time.Duration // of portal codes
	EndAfter      time.Duration // how long a request outlives its session when its agent says nothing about it
	PerAddress    int           // requests that one address may make in ten minutes
	QueueSessions int           // an agent busy with so many sessions is offered nothing by a queue
}

// DefaultRequestSettings returns the rules as the product describes them.
func DefaultRequestSettings() RequestSettings {
	return RequestSettings{
		AlertTime:     30 * time.Second,
		SilentAfter:   12 * time.Second, // a page tells of itself every five seconds or so
		AbandonAfter:  5 * time.Minute,  // a telephone that changes its network, a router that starts anew
		MaxWait:       4 * time.Hour,
		CodeLifetime:  30 * time.Minute, // a download on a slow line, and finding it
		EndAfter:      2 * time.Minute,
		PerAddress:    20, // an office behind one address, but no flood
		QueueSessions: 1,
	}
}

// perAddressPeriod is the time in which an address may make RequestSettings.PerAddress requests.
const perAddressPeriod = 10 * time.Minute

// Requests follows customers' calls for help from the form to the end. It is safe for concurrent use, by several relays on
// one store too: every change is a compare-and-set.
type Requests struct {
	store    RequestStore
	settings RequestSettings
	floods   *Limiter[netip.Prefix]

	mu sync.Mutex // guards the following
	// sweeps tells since when and until when Sweep has been called without a gap: while it was not, pages may have had
	// nobody to tell that they are there.
	sweeps struct{ since, last time.Time }
}

// NewRequests returns the requests kept in store under settings.
func NewRequests(store RequestStore, settings RequestSettings) *Requests {
	return &Requests{store: store, settings: settings, floods: NewLimiter[netip.Prefix](settings.PerAddress, perAddressPeriod)}
}

// Settings returns the rules in force.
func (s *Requests) Settings() RequestSettings { return s.settings }

// Submit keeps a customer's form and returns the token by which the customer's browser finds its request again. The error is
// a *FormError when the form cannot be taken as it is and a *TooManyError when the address asks too often.
func (s *Requests) Submit(ctx context.Context, portal Portal, form Form, addr netip.Addr) (Request, string, error) {
	if !portal.Kind.TakesRequests() {
		return Request{}, "", fmt.Errorf("a request through a %v portal: %w", portal.Kind, ErrInvalid)
	}
	form, err := form.clean(portal)
	if err != nil {
		return Request{}, "", err
	}
	if wait := s.floods.Take(Household(addr)); wait > 0 {
		return Request{}, "", &TooManyError{RetryAfter: wait}
	}
	now := time.Now()
	secret := NewSecret()
	r := Request{
		Organisation: portal.Organisation, Portal: portal.ID, Kind: portal.Kind, State: RequestSubmitted,
		Form: form, RequestTimes: RequestTimes{Created: now, Seen: now}, Token: secret.Hash(),
	}
	rand.Read(r.ID[:])
	if err := s.store.CreateRequest(ctx, r, r.event(EventSubmitted, ByCustomer(), now)); err != nil {
		return Request{}, "", fmt.Errorf("keep a request: %w", err)
	}
	return r, secret.Token(), nil
}

// Post makes a submitted request wait for an agent. Posting again changes nothing.
func (s *Requests) Post(ctx context.Context, id RequestID) (Request, error) {
	now := time.Now()
	submitted, err := s.store.Request(ctx, id)
	if err != nil {
		return Request{}, err
	}
	ahead, err := s.store.Ahead(ctx, submitted.Portal, now, id)
	if err != nil {
		return Request{}, fmt.Errorf("count who waits: %w", err)
	}
	r, err := s.change(ctx, id, func(r *Request) (Step, error) {
		if r.State == RequestPosted {
			return Step{}, nil
		}
		if r.State != RequestSubmitted {
			return Step{}, ErrGone
		}
		r.State, r.Posted, r.Seen, r.Place = RequestPosted, now, now, ahead+1
		return r.step(EventPosted, ByCustomer(), now), nil
	})
	if err != nil {
		return Request{}, fmt.Errorf("post a request: %w", err)
	}
	return s.offered(ctx, r, now)
}

// Find returns the request of a customer's browser, else ErrNotFound.
func (s *Requests) Find(ctx context.Context, token string) (Request, error) {
	secret, ok := ParseToken(token)
	if !ok {
		return Request{}, ErrNotFound
	}
	return s.store.RequestByToken(ctx, secret.Hash())
}

// Request returns a request by its ID, else ErrNotFound. Whoever asks has been checked by the caller.
func (s *Requests) Request(ctx context.Context, id RequestID) (Request, error) {
	return s.store.Request(ctx, id)
}

// Events lists up to limit events of a request that come after one, in their order. What was said is among them.
func (s *Requests) Events(ctx context.Context, id RequestID, after uint64, limit int) ([]Event, error) {
	return s.store.Events(ctx, id, after, min(max(limit, 1), MaxEvents))
}

// MaxEvents is the most events that one call of Requests.Events returns: at about 200 bytes each, some 100 KiB.
const MaxEvents = 500

// event returns an event about the request as it is now.
func (r *Request) event(kind EventKind, by Actor, at time.Time) Event {
	return Event{
		Request: r.ID, Organisation: r.Organisation, Portal: r.Portal, Kind: kind, State: r.State, Actor: by, At: at,
	}
}

// step returns a step that tells of one event alone.
func (r *Request) step(kind EventKind, by Actor, at time.Time) Step {
	return Step{Events: []Event{r.event(kind, by, at)}, At: at}
}

// end makes the request final.
func (r *Request) end(state RequestState, by Actor, at time.Time) Step {
	old := r.App.Code
	r.State, r.Ended, r.Offer, r.App = state, at, Offer{}, AppOffer{Made: r.App.Made}
	step := r.step(EventEnded, by, at)
	step.Drop = old
	return step
}

// change is RequestKeeper.ChangeRequest for those who do not need the events.
func (s *Requests) change(ctx context.Context, id RequestID, change func(r *Request) (Step, error)) (Request, error) {
	r, _, err := s.store.ChangeRequest(ctx, id, change)
	return r, err
}
