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

// credentialLifetime is how long the organisation vouches for a device: an app asks anew with every connection, so this bounds how long
// a revoked device could still show its credential.
const credentialLifetime = 24 * time.Hour

func (c *conn) availability(ctx context.Context, m signalling.Availability) (signalling.Message, error) {
	status := supportStatus(m)
	c.hub.mu.Lock()
	if !c.finished {
		c.hub.setAvailable(c, status == support.StatusAvailable)
	}
	c.hub.mu.Unlock()
	if !c.desk {
		return signalling.Done{}, nil
	}
	c.hub.desk.setStatus(ctx, c, status)
	if err := c.hub.config.Desk.Presence.SetStatus(ctx, c.visit, status); err != nil {
		return nil, fmt.Errorf("note an agent's status: %w", err)
	}
	return signalling.Done{}, nil
}

func (c *conn) createCode(ctx context.Context, m signalling.CodeCreate) (signalling.Message, error) {
	code, err := c.hub.config.Codes.Create(ctx, c.who, support.PortalID(m.Portal), m.Customer, m.Lifetime)
	if err != nil {
		return nil, fmt.Errorf("create a code: %w", err)
	}
	c.log.InfoContext(ctx, "code created", "code", code.ID)
	c.hub.tell(c.who.Agent.ID, signalling.CodeChanged{Code: wireCode(code)})
	return signalling.CodeCreated{Code: wireCode(code)}, nil
}

func (c *conn) withdrawCode(ctx context.Context, m signalling.CodeWithdraw) (signalling.Message, error) {
	state := support.CodeWithdrawn
	if m.Dead {
		state = support.CodeDead
	}
	code, err := c.hub.config.Codes.Withdraw(ctx, c.who.Agent.ID, support.CodeID(m.Code), state)
	if err != nil {
		return nil, fmt.Errorf("withdraw code %d: %w", m.Code, err)
	}
	c.log.InfoContext(ctx, "code withdrawn", "code", code.ID, "dead", m.Dead)
	c.hub.codeEnded(code)
	return signalling.Done{}, nil
}

// ticket serves both sides, on any connection: whoever knows a side's secret is that side.
func (c *conn) ticket(ctx context.Context, m signalling.TicketRequest) (signalling.Message, error) {
	if _, err := c.hub.config.Sessions.Authorise(ctx, m.Session, m.Side, support.Secret(m.Secret)); err != nil {
		return nil, fmt.Errorf("authorise a ticket: %w", err)
	}
	grant, err := c.hub.config.Tickets.Grant(ctx, m.Session, m.Side, m.LegKey)
	if err != nil {
		return nil, fmt.Errorf("sign a ticket: %w", err)
	}
	c.hub.metrics.tickets.Inc()
	return signalling.TicketGranted{Grant: grant}, nil
}

func (c *conn) endSession(ctx context.Context, m signalling.SessionEnd) (signalling.Message, error) {
	err := c.hub.config.Sessions.End(ctx, c.who.Agent.ID, m.Session, m.Started, m.Ended, supportOutcome(m.Outcome))
	if err != nil {
		return nil, fmt.Errorf("end a session: %w", err)
	}
	c.hub.config.Legs.EndSoon(m.Session)
	return signalling.Done{}, nil
}

func (c *conn) history(ctx context.Context, m signalling.HistoryRequest) (signalling.Message, error) {
	limit := min(max(int(m.Limit), 1), signalling.MaxHistoryPage)
	entries, next, err := c.hub.config.Sessions.History(ctx, c.who.Agent.ID, supportCursor(m.From), limit)
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	page := signalling.HistoryPage{Next: wireCursor(next), More: len(entries) == limit}
	for _, e := range entries[:min(len(entries), limit)] {
		page.Entries = append(page.Entries, wireEntry(e))
	}
	return page, nil
}

// signOut answers before it cuts, here, so that the app hears both.
func (c *conn) signOut(ctx context.Context, request uint32) error {
	if err := c.hub.config.Agents.SignOut(ctx, c.who.Agent.ID, c.who.Device.ID); err != nil {
		return fmt.Errorf("sign a device out: %w", err)
	}
	c.log.InfoContext(ctx, "agent signed out")
	if err := c.answer(request, signalling.Done{}); err != nil {
		return err
	}
	c.hub.Cut(c.who.Device.ID, protocol.FaultSignedOut)
	return nil
}

// join looks the nameplate up for a customer and opens the exchange, within the limits for strangers. The answer is sent here, so that
// it comes before the agent's first message.
func (c *conn) join(ctx context.Context, request uint32, m signalling.Join) error {
	delay, err := c.hub.config.Limits.Attempt(c.addr)
	if err != nil {
		return fmt.Errorf("join: %w", err)
	}
	if err := pause(ctx, delay); err != nil {
		return err
	}
	code, err := c.hub.config.Codes.Find(ctx, m.Nameplate)
	switch {
	case errors.Is(err, support.ErrNotFound):
		c.hub.joinFailed(ctx)
		return &refusal{fault: protocol.FaultCodeUnknown}
	case errors.Is(err, support.ErrCodeEnded): // as much a guess as any other, and the answer says how the code ended
		c.hub.joinFailed(ctx)
	}
	if err != nil {
		return fmt.Errorf("find a code: %w", err)
	}
	return c.hub.openExchange(ctx, c, request, purpose{code: code}, m.SID)
}

// pause waits for d.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
