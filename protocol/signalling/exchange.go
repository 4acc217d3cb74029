package signalling

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"sync"
)

// Exchange is one key exchange, seen from either app: messages to and from the other app through the relay, in order, until a session
// is granted or someone breaks it off. It ends with the connection to the relay. Its methods may be called from any goroutine.
type Exchange struct {
	ID ExchangeID
	// Code and SID are what an agent's app is told: which code, and the customer side's part of the exchange's name.
	Code CodeID
	SID  SID
	// Request and Introduction are set instead of Code when the customer brings a portal code: the one expected for the introduction
	// or, when that is 0, the one offered for the request.
	Request      RequestID
	Introduction IntroductionID
	// Organisation and OrganisationKey are what a customer's app is told: the relay's claim.
	Organisation    string
	OrganisationKey ed25519.PublicKey

	link    *link
	in      chan []byte
	granted chan SessionGranted

	once   sync.Once
	done   chan struct{} // closed when the exchange is broken off
	reason EndReason     // readable once done is closed
}

func newExchange(l *link, id ExchangeID) *Exchange {
	return &Exchange{
		ID: id, link: l, in: make(chan []byte, MaxExchangeMessages), granted: make(chan SessionGranted, 1), done: make(chan struct{}),
	}
}

// EndedError tells that an exchange was broken off.
type EndedError struct {
	Reason EndReason
}

// Error implements error.
func (e *EndedError) Error() string { return fmt.Sprintf("key exchange ended: %v", e.Reason) }

// end returns the error for an exchange that was broken off.
func (x *Exchange) end() error {
	return &Error{Fault: x.reason.Fault(), Err: &EndedError{Reason: x.reason}}
}

// Send sends one message of at most MaxExchangeData bytes to the other app.
func (x *Exchange) Send(data []byte) error {
	if len(data) > MaxExchangeData {
		return ErrTooLarge
	}
	select {
	case <-x.done:
		return x.end()
	default:
	}
	if err := x.link.socket.Send(Envelope{Message: ExchangeData{Exchange: x.ID, Data: data}}); err != nil {
		return fmt.Errorf("send a step of the key exchange: %w", err)
	}
	return nil
}

// Receive returns the next message of the other app. It fails with an *Error around an *EndedError when the exchange was broken off.
func (x *Exchange) Receive(ctx context.Context) ([]byte, error) {
	select {
	case data := <-x.in: // what came before the end is still read
		return data, nil
	default:
	}
	select {
	case data := <-x.in:
		return data, nil
	case <-x.done:
		return nil, x.end()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Redeem turns the code into a session: the last step of an agent's app, after the customer's side has confirmed.
func (x *Exchange) Redeem(ctx context.Context) (SessionGranted, error) {
	a, err := x.link.request(ctx, CodeRedeem{Exchange: x.ID})
	if err != nil {
		return SessionGranted{}, requestError(err)
	}
	return expect[SessionGranted](a.message)
}

// Granted waits for the session that the agent's app redeems the code for: the last step of a customer's app.
func (x *Exchange) Granted(ctx context.Context) (SessionGranted, error) {
	select {
	case granted := <-x.granted:
		return granted, nil
	default:
	}
	select {
	case granted := <-x.granted:
		return granted, nil
	case <-x.done:
		return SessionGranted{}, x.end()
	case <-ctx.Done():
		return SessionGranted{}, ctx.Err()
	}
}

// End breaks the exchange off and tells the other app why. After the session was granted, or a second time, it does nothing.
func (x *Exchange) End(reason EndReason) {
	if x.link.exchange(x.ID) != x {
		return
	}
	x.link.drop(x)
	_ = x.link.socket.Send(Envelope{Message: ExchangeEnd{Exchange: x.ID, Reason: reason}}) // without a connection it has ended anyway
	x.ended(reason)
}

// Done is closed when the exchange is broken off, and stays open when it becomes a session.
func (x *Exchange) Done() <-chan struct{} { return x.done }

func (x *Exchange) ended(reason EndReason) {
	x.once.Do(func() {
		x.reason = reason
		close(x.done)
	})
}

// receive takes a message of the other app; more than an exchange has breaks it off.
func (x *Exchange) receive(data []byte) {
	select {
	case x.in <- data:
	default:
		x.End(EndFailed)
	}
}

func (x *Exchange) grant(m SessionGranted) {
	select {
	case x.granted <- m:
	default:
	}
}
