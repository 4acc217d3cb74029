package company

import (
	"context"
	"slices"
	"time"

	"beside.example/internal/chat"
	"beside.example/internal/session"
	"beside.example/protocol"
)

// member is one agent's session.
type member struct {
	id       protocol.AttendeeID
	session  *session.Session
	withheld session.Withheld // an agent whom this one introduces has no more
	monitors bool             // a manager who watches and does nothing else

	// The following belong to the loop.
	key     *protocol.AgentKey // for private messages; nil until it is told
	refused time.Time          // when the customer last said No, or nothing, to whom this agent would introduce
	by      protocol.AttendeeID
	asked   protocol.Introduce // what brought this agent in; told is whether its result was
	told    bool
}

// newMember makes a session a member's; introduced is nil for the first agent.
func (c *Company) newMember(cfg session.Config, introduced *session.Introduced) *member {
	m := &member{id: c.next, withheld: cfg.Peer.Withheld, monitors: introduced != nil && introduced.Monitors}
	c.next++
	cfg.Part = session.Part{
		Agent: m.id, Log: c.log, Stage: c.stage, Introduced: introduced,
		Told:     func(what protocol.Message) { c.post(func(ctx context.Context) { c.told(ctx, m, what) }) },
		Pointed:  func(what protocol.Pointing) { c.pointed(m, what) },
		Panicked: func() { c.post(func(context.Context) { c.Panic() }) }, // every session hears the key, but one that nobody watches
	}
	m.session = session.New(cfg)
	return m
}

// enter lets a member's session run.
func (c *Company) enter(ctx context.Context, m *member) {
	c.setMembers(append(slices.Clone(c.members), m))
	changes, stop := m.session.Watch()
	over := make(chan session.End, 1)
	c.work.Go(func() { over <- m.session.Run(ctx) })
	m.session.Hold(c.held)
	c.tellChoices(m)
	c.work.Go(func() {
		defer stop()
		for {
			select {
			case <-changes:
				c.post(func(context.Context) {}) // the loop looks at every member after each event
			case <-over:
				c.post(func(context.Context) { c.left(m) })
				return
			}
		}
	})
}

// left takes the end of a member's session.
func (c *Company) left(gone *member) {
	last := gone.session.Snapshot()
	if !gone.monitors && (!last.Started.IsZero() || c.last.Ended == nil) {
		c.last = last // an introduced agent who never came is nobody's end
	}
	c.setMembers(slices.DeleteFunc(slices.Clone(c.members), func(m *member) bool { return m == gone }))
	c.withdraw(gone)
	c.result(gone, protocol.IntroductionFailed) // unless it was told before
	if !c.helped() {
		c.unmonitor()
		return
	}
	if last.Started.IsZero() {
		return
	}
	kind := protocol.StatusLeft
	if gone.monitors {
		kind = protocol.StatusUnwatched
	}
	now, name := time.Now(), last.Peer.Name
	c.log.Add(chat.Entry{At: now, From: gone.id, Name: name, Status: kind})
	c.pass(gone, protocol.StatusLine{Kind: kind, From: gone.id, Name: name})
}

// hold suspends everybody's control while a question to the customer waits, whoever asked it.
func (c *Company) hold() {
	held := len(c.cards) > 0
	for _, m := range c.members {
		s := m.session.Snapshot()
		held = held || s.Push != nil || slices.ContainsFunc(s.Permissions, func(p session.Permission) bool { return p.Grant == protocol.GrantAsked })
	}
	if held == c.held {
		return
	}
	c.held = held
	for _, m := range c.members {
		m.session.Hold(held)
	}
}

// tell tells all sessions who is here, and whoever introduced an agent that it came.
func (c *Company) tell() {
	c.mirror()
	people := c.attendees()
	if len(people) > 0 && !slices.Equal(people, c.people) {
		c.people = people
		for _, m := range c.members {
			m.session.SetPeople(people)
		}
	}
	for _, m := range c.members {
		if !m.told && m.by != 0 && begun(m.session.Snapshot()) {
			c.arrived(m)
		}
	}
}

// begun reports whether a session is live, or was and may be again.
func begun(s session.Snapshot) bool {
	return s.Phase == session.PhaseLive || s.Phase == session.PhaseReconnecting
}

// attendees returns the customer and every agent with whom the session has begun; none before the first has.
func (c *Company) attendees() []protocol.Attendee {
	people := []protocol.Attendee{{ID: protocol.CustomerID, Role: protocol.RoleCustomer}}
	for _, m := range c.members {
		if s := m.session.Snapshot(); begun(s) {
			people = append(people, protocol.Attendee{
				ID: m.id, Role: protocol.RoleAgent, Name: s.Peer.Name, Organisation: s.Peer.Organisation, Granted: s.Granted(), Marks: m.marks(),
			})
		}
	}
	if len(people) == 1 {
		return nil
	}
	return people
}
