package signalling

import (
	"context"
	"crypto/ed25519"
	"slices"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/code"
)

// Requests returns the open requests that the agent may see, as the relay last told; their spans are as of now.
func (c *Client) Requests() []Request {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.requests.open(time.Now())
}

// Colleagues returns the other agents of the organisation who are signed in, as the relay last told.
func (c *Client) Colleagues() []Colleague {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.colleagues)
}

// SetStatus tells whether the agent takes requests. The client repeats it on every new connection.
func (c *Client) SetStatus(ctx context.Context, status Status) error {
	m := Availability{Available: status == StatusAvailable, Status: status}
	c.mu.Lock()
	c.available = &m
	c.mu.Unlock()
	_, err := ask[Done](ctx, c, m, again)
	return err
}

// AcceptRequest says Yes to a request and returns it with its whole chat so far. It outlasts lost connections until ctx ends. It fails
// with FaultRequestTaken when a colleague was first, and with FaultRequestGone when the customer left.
func (c *Client) AcceptRequest(ctx context.Context, id RequestID) (Request, []ChatLine, error) {
	m, err := ask[RequestAccepted](ctx, c, RequestAccept{ID: id}, again)
	if err != nil {
		return Request{}, nil, err
	}
	lines := cleanLines(m.Lines)
	if m.More {
		var after uint64
		if len(lines) > 0 {
			after = lines[len(lines)-1].Seq
		}
		rest, err := c.RequestLines(ctx, id, after)
		if err != nil {
			return Request{}, nil, err
		}
		lines = append(lines, rest...)
	}
	return m.Request.clean(), lines, nil
}

// RequestLines returns all lines of a request's chat after the one whose Seq is after, for what was said while there was no connection.
func (c *Client) RequestLines(ctx context.Context, id RequestID, after uint64) ([]ChatLine, error) {
	var lines []ChatLine
	for {
		m, err := ask[RequestLines](ctx, c, RequestLog{ID: id, After: after}, again)
		if err != nil {
			return nil, err
		}
		lines = append(lines, cleanLines(m.Lines)...)
		if !m.More || len(m.Lines) == 0 {
			return lines, nil
		}
		after = m.Lines[len(m.Lines)-1].Seq
	}
}

// DeclineRequest says No to a request that the agent is alerted of.
func (c *Client) DeclineRequest(ctx context.Context, id RequestID) error {
	_, err := ask[Done](ctx, c, RequestDecline{ID: id}, again)
	return err
}

// SayInRequest says a line to the customer in the portal's page. It is not repeated by itself: after an error, whether the line arrived
// is seen in the chat.
func (c *Client) SayInRequest(ctx context.Context, id RequestID, text string) error {
	_, err := ask[Done](ctx, c, RequestSay{ID: id, Text: text}, once)
	return err
}

// OfferApp makes the customer's page offer the customer's app. A customer's app that then brings the code comes by AcceptExchange.
func (c *Client) OfferApp(ctx context.Context, id RequestID) (code.PortalCode, time.Duration, error) {
	m, err := ask[RequestAppOffered](ctx, c, RequestOfferApp{ID: id}, again)
	return m.Code, m.Left, err
}

// CloseRequest ends a request of the agent. It outlasts lost connections until ctx ends.
func (c *Client) CloseRequest(ctx context.Context, id RequestID, outcome Outcome, notes string) error {
	_, err := ask[Done](ctx, c, RequestClose{ID: id, Outcome: outcome, Notes: notes}, again)
	return err
}

// JoinPortal asks for the agent behind a portal code. The exchange ends when the connection does.
func (c *Client) JoinPortal(ctx context.Context, portalCode code.PortalCode, sid SID) (*Exchange, error) {
	return c.join(ctx, PortalJoin{Code: portalCode, SID: sid})
}

// Introduce hands a session to a colleague or invites one. What becomes of it is pushed as IntroductionAnswered.
func (c *Client) Introduce(ctx context.Context, m Introduce) (IntroductionID, error) {
	a, err := ask[Introduced](ctx, c, m, once)
	return a.ID, err
}

// AcceptIntroduction says Yes to a colleague; deviceKey is the key that this app will show inside the session. A customer's app that
// then brings the code comes by AcceptExchange.
func (c *Client) AcceptIntroduction(ctx context.Context, id IntroductionID, deviceKey ed25519.PublicKey) (RendezvousExpect, error) {
	return ask[RendezvousExpect](ctx, c, IntroductionAnswer{ID: id, Yes: true, DeviceKey: deviceKey}, again)
}

// DeclineIntroduction says No to a colleague.
func (c *Client) DeclineIntroduction(ctx context.Context, id IntroductionID) error {
	_, err := ask[Done](ctx, c, IntroductionAnswer{ID: id}, again)
	return err
}

// RefuseIntroduction tells that nothing comes of a manager's wish to watch a session of this agent.
func (c *Client) RefuseIntroduction(ctx context.Context, id IntroductionID, result protocol.IntroductionResult) error {
	_, err := ask[Done](ctx, c, IntroductionRefused{ID: id, Result: result}, again)
	return err
}

// CannedReplies returns all ready-made replies that the agent may use.
func (c *Client) CannedReplies(ctx context.Context) ([]CannedReply, error) {
	var replies []CannedReply
	for {
		m, err := ask[Canned](ctx, c, CannedList{Skip: uint16(len(replies))}, again)
		if err != nil {
			return nil, err
		}
		for _, r := range m.Replies {
			replies = append(replies, r.clean())
		}
		if !m.More || len(m.Replies) == 0 || len(replies) >= maxReplies {
			return replies, nil
		}
	}
}

// maxReplies bounds what a relay can make an app read: more than anybody searches through.
const maxReplies = 10_000

func cleanLines(lines []ChatLine) []ChatLine {
	clean := make([]ChatLine, 0, len(lines))
	for _, l := range lines {
		clean = append(clean, l.clean())
	}
	return clean
}
