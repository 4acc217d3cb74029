package session

import (
	"reflect"
	"sync"
	"time"

	"beside.example/protocol"
)

// board holds the snapshot that windows read, and tells them when there is a new one.
type board struct {
	mu       sync.Mutex // guards the following
	snapshot Snapshot
	watchers map[chan struct{}]struct{}
}

func newBoard() *board { return &board{watchers: map[chan struct{}]struct{}{}} }

func (b *board) put(s Snapshot) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if same(b.snapshot, s) {
		return
	}
	b.snapshot = s
	for w := range b.watchers {
		select {
		case w <- struct{}{}:
		default: // it has not seen the last change yet
		}
	}
}

func (b *board) get() Snapshot {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.snapshot
}

// watch adds a watcher, which is told at once that there is a snapshot.
func (b *board) watch() (<-chan struct{}, func()) {
	w := make(chan struct{}, 1)
	w <- struct{}{}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.watchers[w] = struct{}{}
	return w, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.watchers, w)
	}
}

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
	entries, count := s.chat.entries()
	s.board.put(Snapshot{
		Phase: phase, Started: s.started, Role: s.cfg.Role, Peer: s.peer, People: s.people,
		Permissions: s.ledger.snapshot(), Link: s.link.snapshot(), Mine: s.sharing.snapshot(), Theirs: s.viewing.snapshot(),
		Input: input, Chat: entries, ChatCount: count, PeerTyping: s.chat.peerTyping(now),
		Typist: s.chat.peerTyper, You: s.chat.me, Push: s.push.waiting, Introductions: s.introduced,
		Details: s.details.known, Trouble: s.trouble, Ended: s.ended,
	})
}

// same reports whether two snapshots show the same. Entries of the log never change, so their count tells.
func same(a, b Snapshot) bool {
	a.Chat, b.Chat = nil, nil
	return reflect.DeepEqual(a, b)
}
