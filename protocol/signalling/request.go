package signalling

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/leg"
)

// answerWithin is how long the relay may take to answer, the wait for a connection included: longer than any person waits for a click.
const answerWithin = 30 * time.Second

// Whether a request may be sent again on a new connection when the first was lost before the answer.
const (
	once  = false
	again = true
)

// Join asks for the agent behind a nameplate. The exchange ends when the connection does.
func (c *Client) Join(ctx context.Context, nameplate code.Nameplate, sid SID) (*Exchange, error) {
	return c.join(ctx, Join{Nameplate: nameplate, SID: sid})
}

func (c *Client) join(ctx context.Context, m Message) (*Exchange, error) {
	a, err := c.ask(ctx, m, once)
	if err != nil {
		return nil, err
	}
	if a.exchange == nil {
		_, err := expect[Joined](a.message)
		return nil, err
	}
	return a.exchange, nil
}

// AcceptExchange returns the next exchange that a customer began with one of the agent's codes, or with a portal code. An app that does
// not hold the code's secret, or does not expect the portal code, ends it with EndNotMine at once.
func (c *Client) AcceptExchange(ctx context.Context) (*Exchange, error) {
	select {
	case x := <-c.incoming:
		return x, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// CreateCode asks for a code of a portal for a customer of that name; a lifetime of 0 means the relay's own.
func (c *Client) CreateCode(ctx context.Context, portal PortalID, customer string, lifetime time.Duration) (Code, error) {
	m, err := ask[CodeCreated](ctx, c, CodeCreate{Portal: portal, Customer: customer, Lifetime: lifetime}, once)
	return m.Code.clean(), err
}

// WithdrawCode ends an active code: dead when too many exchanges failed, otherwise because the agent took it back.
func (c *Client) WithdrawCode(ctx context.Context, id CodeID, dead bool) error {
	_, err := ask[Done](ctx, c, CodeWithdraw{Code: id, Dead: dead}, again)
	return err
}

// Ticket asks for a ticket that lets legKey bind one side's leg of a session. It outlasts lost connections until ctx ends.
func (c *Client) Ticket(ctx context.Context, session leg.SessionID, side leg.Side, secret Secret, legKey ed25519.PublicKey) (leg.Grant, error) {
	m, err := ask[TicketGranted](ctx, c, TicketRequest{Session: session, Side: side, Secret: secret, LegKey: legKey}, again)
	return m.Grant, err
}

// Credential asks the organisation to vouch for the device's key; package identity reads the answer.
func (c *Client) Credential(ctx context.Context, deviceKey ed25519.PublicKey) ([]byte, error) {
	m, err := ask[Credential](ctx, c, CredentialRequest{DeviceKey: deviceKey}, again)
	return m.Bytes, err
}

// EndSession tells how a session ended. It outlasts lost connections until ctx ends.
func (c *Client) EndSession(ctx context.Context, end SessionEnd) error {
	_, err := ask[Done](ctx, c, end, again)
	return err
}

// HandIn hands in a page of what this app saw of a session. It outlasts lost connections until ctx ends.
func (c *Client) HandIn(ctx context.Context, page HandIn) error {
	_, err := ask[Done](ctx, c, page, again)
	return err
}

// History asks for up to limit past sessions, newest first, from the zero cursor or the Next of the page before.
func (c *Client) History(ctx context.Context, from HistoryCursor, limit int) (HistoryPage, error) {
	m, err := ask[HistoryPage](ctx, c, HistoryRequest{From: from, Limit: uint8(min(max(limit, 1), MaxHistoryPage))}, again)
	return m.clean(), err
}

// SignOut makes the relay forget the device token; Run returns soon after with FaultSignedOut.
func (c *Client) SignOut(ctx context.Context) error {
	_, err := ask[Done](ctx, c, SignOut{}, once)
	return err
}

// ask makes a request whose answer is an A.
func ask[A Message](ctx context.Context, c *Client, m Message, repeat bool) (A, error) {
	a, err := c.ask(ctx, m, repeat)
	if err != nil {
		var none A
		return none, err
	}
	return expect[A](a.message)
}

// expect returns m as an A, or the error that the relay answered with instead.
func expect[A Message](m Message) (A, error) {
	var none A
	switch m := m.(type) {
	case A:
		return m, nil
	case Refused:
		return none, &Error{Fault: m.Fault, Wait: m.Wait}
	}
	return none, &Error{Fault: protocol.FaultRelayInternal, Err: fmt.Errorf("%w: %T", ErrUnexpected, m)}
}

// ask makes a request as soon as there is a connection. One that may be repeated waits for the next connection when one is lost, until
// ctx ends; any other is given up after answerWithin.
func (c *Client) ask(ctx context.Context, m Message, repeat bool) (answer, error) {
	if !repeat {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, answerWithin)
		defer cancel()
	}
	var lost *link
	for {
		l, err := c.linked(ctx, lost)
		if err != nil {
			return answer{}, requestError(err)
		}
		lost = l
		a, err := l.request(ctx, m)
		if !repeat || !errors.Is(err, ErrLost) {
			return a, requestError(err)
		}
	}
}

// linked waits for a connection other than the lost one.
func (c *Client) linked(ctx context.Context, lost *link) (*link, error) {
	for {
		c.mu.Lock()
		l, ended, changed := c.link, c.ended, c.changed
		c.mu.Unlock()
		switch {
		case ended != nil:
			return nil, ended
		case l != nil && l != lost:
			return l, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// requestError gives an error the fault that a person is shown.
func requestError(err error) error {
	var known *Error
	if err == nil || errors.Is(err, context.Canceled) || errors.As(err, &known) {
		return err
	}
	return &Error{Fault: protocol.FaultRelayUnreachable, Err: err}
}
