package chat

import (
	"beside.example/protocol"
	"beside.example/protocol/text"
)

const (
	// maxEntries bounds the log's lines: a person who types without pause for a day stays below it.
	maxEntries = 10_000
	// maxBytes bounds the log's text, so that a peer cannot fill the memory with long lines.
	maxBytes = 4 << 20
)

// Log is the log of one session. The zero Log is empty. It belongs to one goroutine; what Entries returned may be read by
// any.
type Log struct {
	entries []Entry
	bytes   int
	dropped int
}

// Add appends an entry, its texts cleaned and capped, and reports whether it did: a message that is empty once cleaned and
// a status line of an unknown kind are left out. The oldest entries go when the log is full.
func (l *Log) Add(e Entry) bool {
	e.Name = text.Clean(e.Name, protocol.MaxName)
	e.Text = text.CleanLines(e.Text, protocol.MaxChatRunes)
	if e.IsStatus() && !e.Status.Known() || !e.IsStatus() && e.Text == "" {
		return false
	}
	l.entries = append(l.entries, e)
	l.bytes += size(e)
	for len(l.entries) > maxEntries || l.bytes > maxBytes {
		l.bytes -= size(l.entries[0])
		l.entries = l.entries[1:]
		l.dropped++
	}
	return true
}

// Entries returns all entries, oldest first. Neither the entries nor their number change with later calls of Add.
func (l *Log) Entries() []Entry { return l.entries[:len(l.entries):len(l.entries)] }

// Dropped returns how many old entries the log no longer holds.
func (l *Log) Dropped() int { return l.dropped }

func size(e Entry) int { return len(e.Text) + len(e.Name) }
