package company

import (
	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/text"
)

// Snapshot returns the present state.
func (c *Company) Snapshot() Snapshot { return c.board.Get() }

// Watch returns a channel that has a value at once and after each change of the snapshot; changes that nobody has seen yet become one.
// Stop ends it.
func (c *Company) Watch() (changes <-chan struct{}, stop func()) { return c.board.Watch() }

// Start is the customer's Yes to the first agent, see session.Session.
func (c *Company) Start(granted protocol.Permission) bool { return c.first.session.Start(granted) }

// Decline is the customer's No to the first agent.
func (c *Company) Decline() { c.first.session.Decline() }

// Allow gives an agent a permission. A Yes to who asks for control takes it from everybody else: two control only where the customer
// gives it to the second unasked.
func (c *Company) Allow(agent protocol.AttendeeID, p protocol.Permission) {
	m := c.by(agent)
	if m == nil {
		return
	}
	asked := m.session.Snapshot().Permission(p).Grant == protocol.GrantAsked
	m.session.Allow(p)
	if !asked || p != protocol.PermissionControl || !m.session.Snapshot().Granted().Has(p) {
		return
	}
	for _, other := range c.all() {
		if other != m {
			other.session.Revoke(p)
		}
	}
}

// Refuse is the customer's No to an agent's question.
func (c *Company) Refuse(agent protocol.AttendeeID, p protocol.Permission) {
	if m := c.by(agent); m != nil {
		m.session.Refuse(p)
	}
}

// Revoke takes permissions back from everybody. When it returns, not one more event is injected and not one more picture grabbed
// under them.
func (c *Company) Revoke(p protocol.Permission) {
	for _, m := range c.all() {
		m.session.Revoke(p)
	}
}

// RevokeFrom takes permissions back from one agent. What no agent sees any more no manager sees either, when it returns.
func (c *Company) RevokeFrom(agent protocol.AttendeeID, p protocol.Permission) {
	m := c.by(agent)
	if m == nil {
		return
	}
	m.session.Revoke(p)
	if p.Has(protocol.PermissionSee) && !c.seen(m) {
		c.revokeFromMonitors()
	}
}

// Panic takes every permission back from everybody, input first.
func (c *Company) Panic() {
	for _, m := range c.all() {
		m.session.Panic()
	}
}

// sharer returns the agent whose screen can be seen, or the one who has been here longest.
func (c *Company) sharer() *session.Session {
	all := c.all()
	for _, m := range all {
		if m.session.Snapshot().Theirs.State != protocol.ShareOff {
			return m.session
		}
	}
	return c.lead().session
}

// OpenView asks for the screen of the agent who shows one.
func (c *Company) OpenView() { c.sharer().OpenView() }

// CloseView ends that.
func (c *Company) CloseView() { c.sharer().CloseView() }

// View returns the screen of the agent who shows one.
func (c *Company) View() *session.View { return c.sharer().View() }

// SendChat sends a message to everyone; private is ignored, since a customer has nothing private to say to agents.
func (c *Company) SendChat(message string, _ bool) bool {
	message = text.CleanLines(message, protocol.MaxChatRunes)
	lead := c.lead()
	if !lead.session.SendChat(message, false) {
		return false
	}
	for _, m := range c.all() {
		if m != lead {
			m.session.Pass(protocol.Chat{From: protocol.CustomerID, Text: message})
		}
	}
	return true
}

// SetTyping tells everyone whether the customer is writing a message.
func (c *Company) SetTyping(active bool) {
	for _, m := range c.all() {
		if !m.monitors { // every session tells it for itself; this one has nobody to answer
			m.session.SetTyping(active)
		}
	}
}

// AnswerPush is the customer's word about the web address that an agent would like opened, see session.Session.
func (c *Company) AnswerPush(agent protocol.AttendeeID, shown string, yes bool) (open string) {
	if m := c.by(agent); m != nil {
		return m.session.AnswerPush(shown, yes)
	}
	return ""
}

// End ends the session with everybody, as the act of the person at this machine.
func (c *Company) End() {
	for _, m := range c.all() {
		m.session.End()
	}
}
