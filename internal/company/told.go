package company

import (
	"context"

	"beside.example/protocol"
)

// told takes what a member's session says to the others.
func (c *Company) told(ctx context.Context, from *member, what protocol.Message) {
	switch what := what.(type) {
	case protocol.Introduce:
		c.asked(ctx, from, what)
	case protocol.AgentKey:
		from.key = &what
		for _, m := range c.members {
			if m != from && !m.monitors { // who watches reads nothing private
				m.session.Pass(what)
			}
		}
	case protocol.Private:
		if to := c.by(what.To); to != nil && !to.monitors {
			to.session.Pass(what)
		}
	default:
		c.pass(from, what)
	}
}

// pass brings a message to every agent but the one that it comes from.
func (c *Company) pass(from *member, what protocol.Message) {
	for _, m := range c.members {
		if m != from {
			m.session.Pass(what)
		}
	}
}

// pointed tells the other agents where one points. It waits for no loop: pointers move all the time.
func (c *Company) pointed(from *member, what protocol.Pointing) {
	for _, m := range c.all() {
		if m != from {
			m.session.PassPointing(what)
		}
	}
}

// acquaint gives a member who has just come the keys of the others.
func (c *Company) acquaint(newcomer *member) {
	for _, m := range c.members {
		if m != newcomer && m.key != nil {
			newcomer.session.Pass(*m.key)
		}
	}
}
