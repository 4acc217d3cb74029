package signalhub

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"time"

	"golang.org/x/time/rate"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// How fast one connection may ask. What comes faster is not refused but read later.
const (
	messagesPerSecond = 20
	// messagesBurst is so small that the answers, and what a request makes the relay say besides, fit the socket's queue: whoever asks
	// in a burst is not taken for someone who does not read.
	messagesBurst = 25
	// requestWithin bounds the work for one request: a store that hangs must not hold a connection for ever.
	requestWithin = 10 * time.Second
)

// conn is one app's connection.
type conn struct {
	hub    *Hub
	addr   netip.Addr
	log    *slog.Logger
	cancel context.CancelFunc // cuts the connection
	pace   *rate.Limiter

	// The following are set by the hello, before any other goroutine can find the connection.
	socket *signalling.Socket
	role   protocol.Role
	who    support.SignedIn // an agent's
	// version is the desk's when who was looked up; the hub's watch alone changes it afterwards.
	version uint64
	// replies are the ready-made ones that the agent could use at that version.
	replies support.Seen
	// desk says that an agent's app takes requests, visit is its stay in the fleet's presence, language what it speaks.
	desk     bool
	monitors bool // it understands that managers watch
	visit    support.Visit
	language string

	// The following are guarded by hub.mu.
	finished  bool      // nothing is sent or heard any more
	available bool      // an agent's: takes requests
	exchange  *exchange // a customer's
}

func newConn(h *Hub, addr netip.Addr, cancel context.CancelFunc) *conn {
	return &conn{
		hub: h, addr: addr, cancel: cancel, log: h.config.Logger.With("address", addr.String()),
		pace: rate.NewLimiter(messagesPerSecond, messagesBurst),
	}
}

// serve holds the conversation until it ends.
func (c *conn) serve(ctx context.Context, socket *signalling.Socket) error {
	greeting, cancel := context.WithTimeout(ctx, signalling.HelloWithin)
	e, err := socket.Receive(greeting)
	cancel()
	if err != nil {
		socket.Abort()
		return fmt.Errorf("wait for hello: %w", err)
	}
	c.hub.mu.Lock()
	c.socket = socket
	c.hub.mu.Unlock()
	if err := c.greet(ctx, e); err != nil {
		answer, unknown := refused(err)
		if unknown {
			c.log.ErrorContext(ctx, "sign an app in", "error", err)
		}
		c.hub.metrics.refused.WithLabelValues(answer.Fault.String()).Inc()
		_ = socket.Send(signalling.Envelope{Request: e.Request, Message: answer}) // the first message finds room
		socket.Finish()
	}
	return socket.Run(ctx, c.handle)
}

// greet answers the hello and makes the app known.
func (c *conn) greet(ctx context.Context, e signalling.Envelope) error {
	hello, ok := e.Message.(signalling.Hello)
	if !ok {
		return &refusal{fault: protocol.FaultRelayRefused}
	}
	if hello.Version < signalling.OldestVersion {
		return &refusal{fault: protocol.FaultRelayVersion}
	}
	welcome := signalling.Welcome{
		Version: min(hello.Version, signalling.Version), Relay: c.hub.config.Name,
		Capabilities: signalling.CapabilityTLSLeg | signalling.CapabilityDesk | signalling.CapabilityHandIn,
	}
	if hello.Role == protocol.RoleCustomer {
		c.become(hello.Role)
		return c.answer(e.Request, welcome)
	}
	ctx, cancel := context.WithTimeout(ctx, requestWithin)
	defer cancel()
	version, err := c.hub.config.Agents.DeskVersion(ctx) // before the rest, so that no change falls between the two
	if err != nil {
		return fmt.Errorf("look for the desk's version: %w", err)
	}
	who, err := c.hub.config.Agents.SignedIn(ctx, hello.DeviceToken)
	if errors.Is(err, support.ErrDenied) {
		return &refusal{fault: protocol.FaultSignedOut}
	}
	if err != nil {
		return fmt.Errorf("look up a device token: %w", err)
	}
	replies, err := c.hub.config.Desk.Canned.List(ctx, who)
	if err != nil {
		return fmt.Errorf("list the replies of agent %d: %w", who.Agent.ID, err)
	}
	codes, err := c.hub.config.Codes.Active(ctx, who.Agent.ID)
	if err != nil {
		return fmt.Errorf("list the active codes of agent %d: %w", who.Agent.ID, err)
	}
	c.who, c.version, c.replies, c.language = who, version, support.SeenOf(replies), hello.Language
	c.desk = hello.Capabilities.Has(signalling.CapabilityDesk)
	c.monitors = hello.Capabilities.Has(signalling.CapabilityMonitor)
	c.log = c.log.With("agent", who.Agent.ID, "device", who.Device.ID)
	welcome.SignedIn = wireSignedIn(who, c.hub.config.Codes.Settings())
	if err := c.answer(e.Request, welcome); err != nil {
		return err
	}
	var list signalling.CodeList
	for _, code := range codes {
		list.Codes = append(list.Codes, wireCode(code))
	}
	if err := c.answer(0, list); err != nil {
		return err
	}
	c.become(hello.Role)
	c.hub.present(c)
	if c.desk {
		c.arrive(ctx)
	}
	c.log.InfoContext(ctx, "agent connected", "product", hello.Product)
	return nil
}

func (c *conn) become(role protocol.Role) {
	c.hub.mu.Lock()
	defer c.hub.mu.Unlock()
	c.role = role
	c.hub.metrics.connections.WithLabelValues(role.String()).Inc()
}

// handle takes one message of the app.
func (c *conn) handle(ctx context.Context, e signalling.Envelope) error {
	if err := c.pace.Wait(ctx); err != nil {
		return fmt.Errorf("slow an app down: %w", err)
	}
	working, cancel := context.WithTimeout(ctx, requestWithin)
	defer cancel()
	answer, err := c.dispatch(working, e)
	if err != nil {
		refusal, unknown := refused(err)
		if unknown && ctx.Err() == nil {
			c.log.ErrorContext(ctx, "answer an app", "error", err)
		}
		c.hub.metrics.refused.WithLabelValues(refusal.Fault.String()).Inc()
		answer = refusal
	}
	if answer == nil || e.Request == 0 {
		return nil
	}
	return c.answer(e.Request, answer)
}

// dispatch does what a message asks. Messages without an answer return nil.
func (c *conn) dispatch(ctx context.Context, e signalling.Envelope) (signalling.Message, error) {
	switch m := e.Message.(type) {
	case signalling.ExchangeData:
		c.hub.forward(c, m)
		return nil, nil
	case signalling.ExchangeEnd:
		c.hub.breakOff(c, m)
		return nil, nil
	case signalling.TicketRequest:
		return c.ticket(ctx, m)
	}
	if c.role == protocol.RoleAgent {
		return c.dispatchAgent(ctx, e)
	}
	switch m := e.Message.(type) {
	case signalling.Join:
		return nil, c.join(ctx, e.Request, m)
	case signalling.PortalJoin:
		return nil, c.joinPortal(ctx, e.Request, m)
	}
	return nil, &refusal{fault: protocol.FaultRelayRefused}
}

// dispatchAgent is dispatch for what an agent's app alone may ask.
func (c *conn) dispatchAgent(ctx context.Context, e signalling.Envelope) (signalling.Message, error) {
	if !c.allowed(e.Message) {
		return nil, &refusal{fault: protocol.FaultNotAllowed}
	}
	switch m := e.Message.(type) {
	case signalling.Availability:
		return c.availability(ctx, m)
	case signalling.CodeCreate:
		return c.createCode(ctx, m)
	case signalling.CodeWithdraw:
		return c.withdrawCode(ctx, m)
	case signalling.CodeRedeem:
		return c.redeem(ctx, m)
	case signalling.SessionEnd:
		return c.endSession(ctx, m)
	case signalling.CredentialRequest:
		return c.credential(ctx, m)
	case signalling.HistoryRequest:
		return c.history(ctx, m)
	case signalling.SignOut:
		return nil, c.signOut(ctx, e.Request)
	}
	return c.dispatchDesk(ctx, e)
}

// dispatchDesk is dispatchAgent for requests and colleagues.
func (c *conn) dispatchDesk(ctx context.Context, e signalling.Envelope) (signalling.Message, error) {
	switch m := e.Message.(type) {
	case signalling.RequestAccept:
		return c.acceptRequest(ctx, m)
	case signalling.RequestDecline:
		return c.declineRequest(ctx, m)
	case signalling.RequestSay:
		return c.sayInRequest(ctx, m)
	case signalling.RequestLog:
		return c.requestLog(ctx, m)
	case signalling.RequestOfferApp:
		return c.offerApp(ctx, m)
	case signalling.RequestClose:
		return c.closeRequest(ctx, m)
	case signalling.Colleagues:
		c.hub.desk.showOffice(ctx, c, e.Request)
		return nil, nil
	case signalling.Introduce:
		return c.introduce(ctx, m)
	case signalling.IntroductionAnswer:
		return c.answerIntroduction(ctx, m)
	case signalling.IntroductionRefused:
		return c.refuseIntroduction(ctx, m)
	case signalling.CannedList:
		return c.canned(ctx, m)
	case signalling.HandIn:
		return c.handIn(ctx, m)
	}
	return nil, &refusal{fault: protocol.FaultRelayRefused}
}

// answer sends the answer to a request.
func (c *conn) answer(request uint32, m signalling.Message) error {
	if err := c.socket.Send(signalling.Envelope{Request: request, Message: m}); err != nil && !errors.Is(err, signalling.ErrLost) {
		return fmt.Errorf("answer an app: %w", err)
	}
	return nil
}

// push sends what the relay says by itself. An app that does not read is cut by its socket, and comes back to a fresh start.
func (c *conn) push(m signalling.Message) { _ = c.socket.Send(signalling.Envelope{Message: m}) }

// finish ends the conversation with a last message. The caller holds hub.mu; from then on the app is not heard.
func (c *conn) finish(last signalling.Message) {
	if c.finished {
		return
	}
	c.finished = true
	c.hub.setAvailable(c, false)
	if c.socket == nil { // no hello yet
		c.cancel()
		return
	}
	c.socket.Finish(last)
	c.hub.endAllOf(c)
}
