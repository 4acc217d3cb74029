package signalhub

import (
	"context"
	"errors"
	"fmt"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// deskRefusal gives an error of the desk the fault that the agent is shown; what it does not know it leaves as it is.
func deskRefusal(err error) error {
	fault := protocol.Fault(0)
	switch {
	case errors.Is(err, support.ErrTaken):
		fault = protocol.FaultRequestTaken
	case errors.Is(err, support.ErrGone), errors.Is(err, support.ErrNotFound):
		fault = protocol.FaultRequestGone
	case errors.Is(err, support.ErrDenied):
		fault = protocol.FaultNotAllowed
	case errors.Is(err, support.ErrAway):
		fault = protocol.FaultColleagueGone
	case errors.Is(err, support.ErrTooMany):
		fault = protocol.FaultInvitedEnough
	default:
		return err
	}
	return &refusal{fault: fault}
}

func (c *conn) acceptRequest(ctx context.Context, m signalling.RequestAccept) (signalling.Message, error) {
	r, err := c.hub.config.Desk.Requests.Accept(ctx, c.who, support.RequestID(m.ID))
	if err != nil {
		return nil, deskRefusal(err)
	}
	lines, more, err := c.lines(ctx, r, 0)
	if err != nil {
		return nil, err
	}
	c.log.InfoContext(ctx, "request accepted", "request", r.ID)
	q := c.hub.desk.names.request(ctx, r, c.who, c.language, time.Now())
	return signalling.RequestAccepted{Request: q, More: more, Lines: lines}, nil
}

// lines returns what was said in a request after a line, as much as fits a message.
func (c *conn) lines(ctx context.Context, r support.Request, after uint64) (lines []signalling.ChatLine, more bool, err error) {
	now := time.Now()
	for {
		events, err := c.hub.config.Desk.Requests.Events(ctx, r.ID, after, support.MaxEvents)
		if err != nil {
			return nil, false, fmt.Errorf("read what was said: %w", err)
		}
		for _, e := range events {
			after = e.Seq
			if e.Kind == support.EventSaid {
				lines = append(lines, c.hub.desk.names.line(ctx, r, e, now))
			}
		}
		if fit := signalling.FitChatLines(lines); fit < len(lines) {
			return lines[:fit], true, nil
		}
		if len(events) < support.MaxEvents {
			return lines, false, nil
		}
	}
}

func (c *conn) requestLog(ctx context.Context, m signalling.RequestLog) (signalling.Message, error) {
	r, err := c.hub.config.Desk.Requests.Request(ctx, support.RequestID(m.ID))
	if err != nil {
		return nil, deskRefusal(err)
	}
	if !support.Allowed(c.who.Principal(), support.ActSayRequest, r.Object(0)) {
		return nil, &refusal{fault: protocol.FaultNotAllowed} // whoever may not speak does not listen
	}
	lines, more, err := c.lines(ctx, r, m.After)
	if err != nil {
		return nil, err
	}
	return signalling.RequestLines{More: more, Lines: lines}, nil
}

func (c *conn) declineRequest(ctx context.Context, m signalling.RequestDecline) (signalling.Message, error) {
	if _, err := c.hub.config.Desk.Requests.Decline(ctx, c.who, support.RequestID(m.ID)); err != nil {
		return nil, deskRefusal(err)
	}
	return signalling.Done{}, nil
}

func (c *conn) sayInRequest(ctx context.Context, m signalling.RequestSay) (signalling.Message, error) {
	r, err := c.hub.config.Desk.Requests.Request(ctx, support.RequestID(m.ID))
	if err != nil {
		return nil, deskRefusal(err)
	}
	allowed, err := c.features(ctx, r.Portal)
	switch {
	case errors.Is(err, support.ErrNotFound), err == nil && !allowed.Has(support.FeatureWebChat):
		return nil, deskRefusal(support.ErrDenied)
	case err != nil:
		return nil, err
	}
	_, err = c.hub.config.Desk.Requests.Say(ctx, support.RequestID(m.ID), support.ByAgent(c.who.Agent.ID), m.Text)
	if err != nil {
		return nil, deskRefusal(err)
	}
	return signalling.Done{}, nil
}

func (c *conn) offerApp(ctx context.Context, m signalling.RequestOfferApp) (signalling.Message, error) {
	r, err := c.hub.config.Desk.Requests.OfferApp(ctx, c.who, support.RequestID(m.ID))
	if err != nil {
		return nil, deskRefusal(err)
	}
	return signalling.RequestAppOffered{Code: r.App.Code, Left: time.Until(r.App.Until)}, nil
}

func (c *conn) closeRequest(ctx context.Context, m signalling.RequestClose) (signalling.Message, error) {
	_, err := c.hub.config.Desk.Requests.Close(ctx, c.who, support.RequestID(m.ID), supportOutcome(m.Outcome), m.Notes)
	if err != nil {
		return nil, deskRefusal(err)
	}
	return signalling.Done{}, nil
}

func (c *conn) canned(ctx context.Context, m signalling.CannedList) (signalling.Message, error) {
	replies, err := c.hub.config.Desk.Canned.List(ctx, c.who)
	if err != nil {
		return nil, fmt.Errorf("list ready-made replies: %w", err)
	}
	var page signalling.Canned
	for _, r := range replies[min(int(m.Skip), len(replies)):] {
		page.Replies = append(page.Replies, wireCanned(r))
	}
	return page.Fit(), nil
}

// joinPortal looks a portal code up for a customer and opens the exchange, within the limits for strangers.
func (c *conn) joinPortal(ctx context.Context, request uint32, m signalling.PortalJoin) error {
	delay, err := c.hub.config.Limits.Attempt(c.addr)
	if err != nil {
		return fmt.Errorf("join by a portal code: %w", err)
	}
	if err := pause(ctx, delay); err != nil {
		return err
	}
	found, err := c.hub.config.Desk.Requests.FindCode(ctx, m.Code)
	if errors.Is(err, support.ErrNotFound) {
		c.hub.joinFailed(ctx)
		return &refusal{fault: protocol.FaultPortalCode}
	}
	if err != nil {
		return fmt.Errorf("find a portal code: %w", err)
	}
	return c.hub.openExchange(ctx, c, request, purpose{rendezvous: found}, m.SID)
}
