package signalhub

import (
	"context"

	"beside.example/relay/internal/support"
)

// arrive makes an agent's app part of the desk. It is away until it says otherwise.
func (c *conn) arrive(ctx context.Context) {
	visit, err := c.hub.config.Desk.Presence.Arrive(ctx, c.who, support.StatusAway)
	if err != nil {
		c.log.WarnContext(ctx, "note that an agent is here", "error", err) // the next beat tells the fleet
	}
	c.visit = visit
	c.hub.desk.arrive(ctx, c)
}

// depart takes an agent's app out of the desk. The caller does not hold hub.mu.
func (c *conn) depart() {
	if c.visit == (support.Visit{}) {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), requestWithin) // the connection's own context has ended
	defer cancel()
	c.hub.desk.leave(ctx, c)
	if err := c.hub.config.Desk.Presence.Leave(ctx, c.visit); err != nil {
		c.log.WarnContext(ctx, "note that an agent has gone", "error", err) // until this relay stops beating
	}
}

// gone reports whether the connection is not served any more.
func (c *conn) gone() bool {
	c.hub.mu.Lock()
	defer c.hub.mu.Unlock()
	_, served := c.hub.conns[c]
	return c.finished || !served
}
