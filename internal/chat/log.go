package chat

import (
	"sync"

	"beside.example/protocol"
	"beside.example/protocol/text"
)

const (
	// maxEntries bounds the log's lines: a person who types without pause for a day stays below it.
	maxEntries = 10_000
	// maxBytes bounds the log's text, so that a peer cannot fill the memory with long lines.
	maxBytes = 4 << 20
)

// Log is the log of one talk, which several sessions may have in common. The zero Log is empty. Its methods may be called from any
// goroutine.
type Log struct {
	mu      sync.Mutex // guards the following
	entries []Entry
	bytes   int
	dropped int
	added   int
}

// Add appends an entry, its texts cleaned and capped, and reports whether it did: a message that is empty once cleaned and
// a status line of an unknown kind are left out. The oldest entries go when the log is full.
func (l *Log) Add(e Entry) bool {
	e, ok := cleaned(e)
	if !ok {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries = append(l.entries, e)
	l.added++
	l.bytes += size(e)
	l.trim()
	return true
}

// AddBefore puts entries before all others, in their order: what was said before the talk.
func (l *Log) AddBefore(earlier []Entry) {
	var fit []Entry
	for _, e := range earlier {
		if e, ok := cleaned(e); ok {
			fit = append(fit, e)
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, e := range fit {
		l.bytes += size(e)
	}
	l.added += len(fit)
	l.entries = append(fit, l.entries...)
	l.trim()
}

// trim drops the oldest entries of a full log. Its caller holds mu.
func (l *Log) trim() {
	for len(l.entries) > maxEntries || l.bytes > maxBytes {
		l.bytes -= size(l.entries[0])
		l.entries = l.entries[1:]
		l.dropped++
	}
}

// cleaned returns an entry fit to be shown; ok is false for one that says nothing.
func cleaned(e Entry) (Entry, bool) {
	e.Name, e.Whom = text.Clean(e.Name, protocol.MaxName), text.Clean(e.Whom, protocol.MaxName)
	e.Text = text.CleanLines(e.Text, protocol.MaxChatRunes)
	return e, e.IsStatus() && e.Status.Known() || !e.IsStatus() && e.Text != ""
}

// Entries returns all entries, oldest first. Neither the entries nor their number change with later calls of Add.
func (l *Log) Entries() []Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.entries[:len(l.entries):len(l.entries)]
}

// Added returns how many entries were ever added: it grows with each.
func (l *Log) Added() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.added
}

// Dropped returns how many old entries the log no longer holds.
func (l *Log) Dropped() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dropped
}

func size(e Entry) int { return len(e.Text) + len(e.Name) + len(e.Whom) }
