package company

import (
	"reflect"
	"slices"
	"time"

	"beside.example/internal/session"
	"beside.example/protocol"
)

// Snapshot is all that a window needs to know. It is plain data: nothing in it changes after it was made.
type Snapshot struct {
	// Snapshot is the whole as one session: somebody sees, somebody controls. Its Peer is the agent who has been here longest.
	session.Snapshot
	// Members are the agents with whom the session has begun, in the order in which they came, and behind them the managers who watch;
	// before that, the first.
	Members []Member
	// Card is an introduction that waits for the customer's word; nil when none does.
	Card *Card
}

// Member is one agent's session.
type Member struct {
	// ID is the agent's number.
	ID protocol.AttendeeID
	// Monitors tells that the agent is a manager who watches and does nothing else.
	Monitors bool
	// Session is its state, but for the log.
	Session session.Snapshot
}

// Card is an introduction that waits for the customer's word.
type Card struct {
	// ID is the introduction's number.
	ID   uint64
	Kind protocol.IntroductionKind
	// From is the name of who introduces, Name of who is introduced, as who introduces says.
	From, Name string
	// Since is when it was first shown, Until when no answer is a No.
	Since, Until time.Time
}

// publish puts the present state on the board.
func (c *Company) publish() {
	members := c.shown()
	s := Snapshot{Members: members, Snapshot: c.merge(members)}
	if len(c.cards) > 0 {
		w := c.cards[0]
		s.Card = &Card{
			ID: w.asked.ID, Kind: w.asked.Kind, Name: w.asked.Name, From: w.from.session.Snapshot().Peer.Name,
			Since: w.since, Until: w.until(),
		}
	}
	c.board.Put(s)
}

// shown returns the members that windows show: whoever is here or, when nobody is, whoever was to the last moment.
func (c *Company) shown() []Member {
	var here, was []Member
	for _, m := range c.members {
		s := m.session.Snapshot()
		s.Chat = nil
		switch {
		case begun(s), s.Ended == nil && m == c.first:
			here = append(here, Member{ID: m.id, Monitors: m.monitors, Session: s})
		case s.Ended != nil && !m.monitors && (!s.Started.IsZero() || m == c.first):
			was = append(was, Member{ID: m.id, Session: s})
		}
	}
	slices.SortStableFunc(here, func(a, b Member) int {
		switch {
		case a.Monitors == b.Monitors:
			return 0
		case b.Monitors:
			return -1
		}
		return 1
	})
	if len(here) == 0 || here[0].Monitors {
		return was
	}
	return here
}

// same reports whether two snapshots show the same. Entries of the log never change, so their count tells.
func same(a, b Snapshot) bool {
	a.Chat, b.Chat = nil, nil
	return reflect.DeepEqual(a, b)
}
