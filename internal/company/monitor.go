package company

import (
	"context"

	"beside.example/internal/session"
	"beside.example/protocol"
)

// A manager who monitors is a member who helps nobody: no card asks the customer, who was told before consent, and everybody sees who
// watches. A manager sees what the agents see, neither more nor longer, and never is the one who stays.

// monitor takes an agent's wish to let a manager watch.
func (c *Company) monitor(ctx context.Context, from *member, m protocol.Introduce) {
	refuse := func(result protocol.IntroductionResult) {
		from.session.Result(protocol.Introduced{ID: m.ID, Result: result})
	}
	switch {
	case !from.session.Snapshot().Keeps.Has(protocol.KeepsWatch):
		refuse(protocol.IntroductionUntold) // whatever the agent's app and its relay believe
	case c.refusesMonitors():
		refuse(protocol.IntroductionDeclined)
	case c.full(), c.watchedBy(m.Device):
		refuse(protocol.IntroductionFailed)
	default:
		m.Rights = protocol.PermissionSee
		c.meet(ctx, &card{from: from, asked: m})
	}
}

// count counts whom the customer's app is on its way to.
func (c *Company) count(monitors bool, n int) {
	c.meeting += n
	if monitors {
		c.looking += n
	}
}

// watchedBy reports whether a device watches already.
func (c *Company) watchedBy(device [protocol.DeviceKeyLength]byte) bool {
	for _, m := range c.members {
		if m.monitors && m.asked.Device == device {
			return true
		}
	}
	return false
}

// metMonitor begins a session with a manager, unless nobody is helped any more or the customer ended the watching meanwhile.
func (c *Company) metMonitor(ctx context.Context, w *card, cfg session.Config) {
	if !c.helped() || c.refusesMonitors() {
		w.from.session.Result(protocol.Introduced{ID: w.asked.ID, Result: protocol.IntroductionDeclined})
		_ = cfg.Conn.Close(protocol.CloseByCustomer, "") // nobody waits for what it says
		return
	}
	cfg.Peer.Withheld = cfg.Peer.Withheld.And(w.from.withheld)
	// Nothing is granted yet: mirror does once the manager is here, by what the agents see then.
	m := c.newMember(cfg, &session.Introduced{Rights: w.asked.Rights, Keeps: w.from.session.Snapshot().Keeps, Monitors: true})
	m.by, m.asked = w.from.id, w.asked
	c.enter(ctx, m)
}

// marks returns what attendee lists say of a member.
func (m *member) marks() protocol.Marks {
	if m.monitors {
		return protocol.MarkWatches
	}
	return 0
}

// helped reports whether an agent is here who helps.
func (c *Company) helped() bool {
	for _, m := range c.all() {
		if !m.monitors {
			return true
		}
	}
	return false
}

// lead returns the agent who has been here longest and helps, or the first of all.
func (c *Company) lead() *member {
	for _, m := range c.all() {
		if !m.monitors {
			return m
		}
	}
	return c.first
}

// seen reports whether an agent who helps sees the customer's screen, besides one of them.
func (c *Company) seen(besides *member) bool {
	for _, m := range c.all() {
		if m != besides && !m.monitors && m.session.Snapshot().Granted().Has(protocol.PermissionSee) {
			return true
		}
	}
	return false
}

// mirror lets managers see what the agents see.
func (c *Company) mirror() {
	seen := c.seen(nil)
	for _, m := range c.members {
		s := m.session.Snapshot()
		switch sees := s.Granted().Has(protocol.PermissionSee); {
		case !m.monitors || !begun(s) || sees == seen:
		case seen:
			m.session.Allow(protocol.PermissionSee)
		default:
			m.session.Revoke(protocol.PermissionSee)
		}
	}
}

// revokeFromMonitors closes the screen to managers, before the loop would.
func (c *Company) revokeFromMonitors() {
	for _, m := range c.all() {
		if m.monitors {
			m.session.Revoke(protocol.PermissionSee)
		}
	}
}

// refusesMonitors reports whether the customer has ended the watching.
func (c *Company) refusesMonitors() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.unseen
}

// EndMonitoring is the customer's word that no manager shall watch, or ever again in this session.
func (c *Company) EndMonitoring() {
	c.mu.Lock()
	c.unseen = true
	c.mu.Unlock()
	for _, m := range c.all() {
		if m.monitors {
			m.session.End()
		}
	}
}

// unmonitor ends the sessions of managers when nobody helps any more.
func (c *Company) unmonitor() {
	for _, m := range c.members {
		c.work.Go(m.session.Close)
	}
}
