package company

import (
	"slices"

	"beside.example/internal/session"
	"beside.example/protocol"
)

// merge returns the members' states as that of one session.
func (c *Company) merge(members []Member) session.Snapshot {
	s := c.last // once all are gone
	if len(members) > 0 {
		s = members[0].Session
	} else if len(c.members) == 0 && c.last.Ended == nil {
		s = c.first.session.Snapshot()
	}
	if c.started.IsZero() {
		c.started = s.Started
	}
	s.Started, s.People = c.started, c.people
	s.ChatCount = c.log.Added()
	s.Chat = c.log.Entries()
	if s.Phase == session.PhaseEnded && !c.started.IsZero() && c.expects() {
		s.Phase, s.Ended = session.PhaseReconnecting, nil // whoever was here has gone, and who is to come is not here yet
	}
	if len(members) > 1 {
		s.Permissions = permissions(members)
		for _, m := range members[1:] {
			join(&s, m.Session)
		}
	}
	for _, m := range members {
		if m.Session.PeerTyping {
			s.PeerTyping, s.Typist = true, m.ID
		}
	}
	return s
}

// expects reports whether somebody may still come, or is here.
func (c *Company) expects() bool {
	return c.meeting > c.looking || slices.ContainsFunc(c.members, func(m *member) bool { return !m.monitors && m.session.Snapshot().Ended == nil })
}

// join adds another member's state to that of the whole.
func join(s *session.Snapshot, other session.Snapshot) {
	if other.Phase == session.PhaseLive {
		s.Phase = session.PhaseLive
	}
	if more(other.Mine, s.Mine) {
		s.Mine = other.Mine
	}
	if s.Theirs.State == protocol.ShareOff {
		s.Theirs = other.Theirs
	}
	if s.Input == protocol.InputOff || other.Input == protocol.InputHand || other.Input == protocol.InputCard {
		s.Input = other.Input
	}
	if s.Push == nil {
		s.Push = other.Push
	}
	if s.Trouble == 0 {
		s.Trouble = other.Trouble
	}
}

// more reports whether a shows more of this machine than b: shown and looked at, shown, paused, off.
func more(a, b session.Sharing) bool {
	rank := func(s session.Sharing) int {
		switch {
		case s.State == protocol.ShareOn && s.Viewed:
			return 3
		case s.State == protocol.ShareOn:
			return 2
		case s.State == protocol.SharePaused:
			return 1
		}
		return 0
	}
	return rank(a) > rank(b)
}

// permissions returns how each permission stands for whoever has most of it: on since it first was, else asked.
func permissions(members []Member) []session.Permission {
	all := append([]session.Permission(nil), members[0].Session.Permissions...)
	for i, first := range all {
		for _, m := range members[1:] {
			other := m.Session.Permission(first.Permission)
			switch {
			case other.Grant == protocol.GrantOn && (all[i].Grant != protocol.GrantOn || other.Since.Before(all[i].Since)),
				other.Grant == protocol.GrantAsked && all[i].Grant == protocol.GrantNo:
				all[i] = other
			}
		}
	}
	return all
}
