package signalhub

import (
	"context"
	"time"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// changedTryFor is for how long an app whose agent was changed expects to come back, which it does at once. Its sessions go on meanwhile.
const changedTryFor = time.Minute

// watchDesk cuts the connections of agents whose name, team, portals or rights were changed since the desk's version before, so that
// their apps come back and are told anew. It returns the version up to which all are right.
func (h *Hub) watchDesk(ctx context.Context, before uint64) uint64 {
	version, err := h.config.Agents.DeskVersion(ctx)
	if err != nil {
		h.config.Logger.WarnContext(ctx, "look for what managers changed", "error", err) // the next look sees it
		return before
	}
	if version != before {
		h.desk.names.forget()
		h.cutRevoked(ctx)
	}
	for _, c := range h.agentConns() {
		if c.version >= version {
			continue
		}
		same, err := h.config.Agents.StillSo(ctx, c.who)
		if err != nil {
			h.config.Logger.WarnContext(ctx, "look whether an agent was changed", "agent", c.who.Agent.ID, "error", err)
			return before
		}
		if same {
			if err := h.watchCanned(ctx, c); err != nil {
				h.config.Logger.WarnContext(ctx, "look whether replies were changed", "agent", c.who.Agent.ID, "error", err)
				return before
			}
			c.version = version
			continue
		}
		c.log.InfoContext(ctx, "agent was changed, app comes back")
		h.mu.Lock()
		c.finish(signalling.Restarting{TryFor: changedTryFor})
		h.mu.Unlock()
	}
	return version
}

// watchCanned tells an app that the agent's ready-made replies are others now.
func (h *Hub) watchCanned(ctx context.Context, c *conn) error {
	replies, err := h.config.Desk.Canned.List(ctx, c.who)
	if err != nil {
		return err
	}
	if now := support.SeenOf(replies); now != c.replies {
		c.replies = now
		c.push(signalling.Canned{More: true})
	}
	return nil
}

// agentConns returns the connections of agents.
func (h *Hub) agentConns() []*conn {
	h.mu.Lock()
	defer h.mu.Unlock()
	var all []*conn
	for _, conns := range h.agents {
		all = append(all, conns...)
	}
	return all
}
