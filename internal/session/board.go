package session

import (
	"reflect"
	"time"

	"beside.example/protocol"
)

// publish puts the present state on the board.
func (s *Session) publish() {
	now := time.Now()
	input := s.viewing.state
	if s.cfg.Role == protocol.RoleCustomer {
		input = s.control.state
	}
	phase := s.phase
	if phase == PhaseLive && !s.link.up {
		phase = PhaseReconnecting
	}
	mine := s.sharing.snapshot()
	mine.Pointed = s.pointing.active
	entries, count := s.chat.entries()
	happened, facts := s.facts.entries()
	s.board.Put(Snapshot{
		Phase: phase, Started: s.started, Role: s.cfg.Role, Peer: s.peer, People: s.people,
		Permissions: s.ledger.snapshot(), Link: s.link.snapshot(), Mine: mine, Theirs: s.viewing.snapshot(),
		Input: input, Chat: entries, ChatCount: count, Typing: Typing{PeerTyping: s.chat.peerTyping(now), Typist: s.chat.peerTyper},
		You: s.chat.me, Push: s.push.waiting, Introductions: s.introduced,
		Record: Record{Keeps: s.keeps(), Facts: happened, FactCount: facts}, Details: s.details.known, Trouble: s.trouble, Ended: s.ended,
	})
}

// same reports whether two snapshots show the same. Entries of the log and facts never change, so their count tells.
func same(a, b Snapshot) bool {
	a.Chat, b.Chat = nil, nil
	a.Facts, b.Facts = nil, nil
	return reflect.DeepEqual(a, b)
}
