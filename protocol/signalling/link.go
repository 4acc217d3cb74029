package signalling

import (
	"context"
	"fmt"
	"sync"
	"time"

	"beside.example/protocol"
)

// link is one connection of a client: the requests and exchanges that end with it.
type link struct {
	client *Client
	socket *Socket

	// The following belong to the goroutine that runs handle, and to connect after it.
	notice   *Restarting
	farewell error // why the relay will not have us again

	mu        sync.Mutex // guards the following
	closed    bool
	next      uint32
	pending   map[uint32]chan answer
	exchanges map[ExchangeID]*Exchange
}

// answer is what a request gets; exchange is set with Joined.
type answer struct {
	message  Message
	exchange *Exchange
}

func newLink(c *Client, s *Socket) *link {
	return &link{
		client: c, socket: s, next: greetRequest, pending: map[uint32]chan answer{}, exchanges: map[ExchangeID]*Exchange{},
	}
}

// announce repeats on a new connection what the agent chose before, and asks to be told of colleagues.
func (l *link) announce() {
	l.client.mu.Lock()
	available, welcome := l.client.available, l.client.state.Welcome
	l.client.mu.Unlock()
	if available != nil {
		l.say(*available)
	}
	if welcome.SignedIn != nil && welcome.Capabilities.Has(CapabilityDesk) {
		l.say(Colleagues{})
	}
}

// say makes a request whose answer nobody waits for. One that is lost with the connection is made again on the next.
func (l *link) say(m Message) {
	if number, _, ok := l.register(); ok {
		_ = l.socket.Send(Envelope{Request: number, Message: m})
	}
}

// register makes room for the answer to a request.
func (l *link) register() (number uint32, reply <-chan answer, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return 0, nil, false
	}
	l.next++
	if l.next == 0 { // 0 is what the relay says by itself
		l.next++
	}
	ch := make(chan answer, 1)
	l.pending[l.next] = ch
	return l.next, ch, true
}

// forget drops a request that nobody waits for any more.
func (l *link) forget(number uint32) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.pending, number)
}

// request sends m and waits for its answer. It fails with ErrLost when the connection ends first.
func (l *link) request(ctx context.Context, m Message) (answer, error) {
	number, reply, ok := l.register()
	if !ok {
		return answer{}, ErrLost
	}
	defer l.forget(number)
	if err := l.socket.Send(Envelope{Request: number, Message: m}); err != nil {
		return answer{}, fmt.Errorf("%w: %w", ErrLost, err)
	}
	select {
	case a, ok := <-reply:
		if !ok {
			return answer{}, ErrLost
		}
		return a, nil
	case <-ctx.Done():
		return answer{}, ctx.Err()
	}
}

// close ends everything that depends on the connection.
func (l *link) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	for number, reply := range l.pending {
		close(reply)
		delete(l.pending, number)
	}
	for id, x := range l.exchanges {
		x.ended(EndGone)
		delete(l.exchanges, id)
	}
}

// handle takes one message of the relay.
func (l *link) handle(ctx context.Context, e Envelope) error {
	if e.Message == nil {
		l.client.config.Logger.DebugContext(ctx, "relay sent a message of a type unknown to this version")
	}
	l.route(e.Message)
	l.push(e.Message)
	if e.Request != 0 {
		l.deliver(e)
		return nil
	}
	switch m := e.Message.(type) {
	case CodeList:
		l.client.update(func() { l.client.codes.replace(m.Codes, time.Now()) })
	case CodeChanged:
		l.client.update(func() { l.client.codes.put(m.Code, time.Now()) })
	case Canned:
		if l.client.config.Pushed != nil {
			l.client.config.Pushed(m)
		}
	case Restarting:
		l.notice = &m
	case SignedOut:
		l.farewell = &Error{Fault: m.Fault}
		return l.farewell
	case Refused:
		l.farewell = &Error{Fault: m.Fault, Wait: m.Wait}
		return l.farewell
	}
	return nil
}

// deliver hands an answer to the request that waits for it.
func (l *link) deliver(e Envelope) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := answer{message: e.Message}
	if m, ok := e.Message.(Joined); ok {
		a.exchange = newExchange(l, m.Exchange)
		a.exchange.Organisation, a.exchange.OrganisationKey = cleanName(m.Organisation), m.OrganisationKey
	}
	reply, ok := l.pending[e.Request]
	if !ok {
		if a.exchange != nil { // asked for, but whoever did has left
			_ = l.socket.Send(Envelope{Message: ExchangeEnd{Exchange: a.exchange.ID, Reason: EndCancelled}})
		}
		return
	}
	delete(l.pending, e.Request)
	if a.exchange != nil {
		l.exchanges[a.exchange.ID] = a.exchange
	}
	reply <- a
}

// route hands a message that belongs to an exchange to that exchange.
func (l *link) route(m Message) {
	switch m := m.(type) {
	case ExchangeOpened:
		x := newExchange(l, m.Exchange)
		x.Code, x.SID = m.Code, m.SID
		l.open(x)
	case PortalOpened:
		x := newExchange(l, m.Exchange)
		x.Request, x.Introduction, x.SID = m.Request, m.Introduction, m.SID
		l.open(x)
	case ExchangeData:
		if x := l.exchange(m.Exchange); x != nil {
			x.receive(m.Data)
		}
	case ExchangeEnd:
		if x := l.exchange(m.Exchange); x != nil {
			l.drop(x)
			x.ended(m.Reason)
		}
	case SessionGranted:
		if x := l.exchange(m.Exchange); x != nil {
			l.drop(x)
			x.grant(m)
		}
	}
}

func (l *link) exchange(id ExchangeID) *Exchange {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.exchanges[id]
}

func (l *link) drop(x *Exchange) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.exchanges, x.ID)
}

// open hands an exchange that a customer began to AcceptExchange.
func (l *link) open(x *Exchange) {
	if l.client.config.Role != protocol.RoleAgent {
		return
	}
	l.mu.Lock()
	l.exchanges[x.ID] = x
	l.mu.Unlock()
	select {
	case l.client.incoming <- x:
	default:
		x.End(EndNotMine)
	}
}
