package signalhub

import (
	"slices"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// present notes that an agent is there. Another connection of the same device is cut: it is the one that this one replaces, or a copy
// of the app.
func (h *Hub) present(c *conn) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, other := range h.agents[c.who.Agent.ID] {
		if other.who.Device.ID == c.who.Device.ID {
			other.finish(signalling.SignedOut{Fault: protocol.FaultSignInReplaced})
		}
	}
	h.agents[c.who.Agent.ID] = append(h.agents[c.who.Agent.ID], c)
}

// absent forgets a connection of an agent. The caller holds mu.
func (h *Hub) absent(c *conn) {
	agent := c.who.Agent.ID
	left := slices.DeleteFunc(slices.Clone(h.agents[agent]), func(other *conn) bool { return other == c })
	if len(left) == 0 {
		delete(h.agents, agent)
	} else {
		h.agents[agent] = left
	}
	h.setAvailable(c, false)
}

// reachable returns the connections of an agent that are still heard. The caller holds mu.
func (h *Hub) reachable(agent support.AgentID) []*conn {
	return slices.DeleteFunc(slices.Clone(h.agents[agent]), func(c *conn) bool { return c.finished })
}

// setAvailable notes whether the agent at c takes requests. The caller holds mu.
func (h *Hub) setAvailable(c *conn, available bool) {
	if c.available == available {
		return
	}
	c.available = available
	if available {
		h.metrics.available.Inc()
	} else {
		h.metrics.available.Dec()
	}
}

// tell sends a message to every app of an agent.
func (h *Hub) tell(agent support.AgentID, m signalling.Message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range h.reachable(agent) {
		c.push(m)
	}
}
