package model

import (
	"context"
	"slices"

	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// pastBook is the history as far as it was asked for.
type pastBook struct {
	entries []signalling.HistoryEntry
	next    signalling.HistoryCursor // where the page after entries begins
	more    bool
	loading bool
	again   bool // the latest are wanted anew once the page under way is there
	kept    map[leg.SessionID]kept

	shown   *History // what the snapshot has; nil to be made anew
	version uint64
}

// touch has the history of the snapshot made anew.
func (b *pastBook) touch() {
	b.shown = nil
	b.version++
}

// kept is what the history shows of a record: the records themselves stay on the disk.
type kept struct {
	notes string
	lines int
}

func (b *pastBook) remember(id leg.SessionID, r Record) {
	if b.kept == nil {
		b.kept = map[leg.SessionID]kept{}
	}
	b.kept[id] = kept{notes: r.Notes, lines: len(r.Chat)}
	b.touch()
}

// add takes a page: the latest, or the one after those that are there. Of what was there before, only what is older stays.
func (b *pastBook) add(page signalling.HistoryPage, latest bool) {
	b.touch()
	if !latest {
		b.entries = append(slices.Clone(b.entries), page.Entries...)
		b.next, b.more = page.Next, page.More
		return
	}
	if n := len(page.Entries); n > 0 {
		last := page.Entries[n-1].Session
		if i := slices.IndexFunc(b.entries, func(e signalling.HistoryEntry) bool { return e.Session == last }); i >= 0 {
			b.entries = append(slices.Clone(page.Entries), b.entries[i+1:]...)
			if len(b.entries) == n { // nothing older is there
				b.next, b.more = page.Next, page.More
			}
			return
		}
	}
	b.entries, b.next, b.more = page.Entries, page.Next, page.More
}

// history returns what windows show, with the ends that the relay does not know yet.
func (b *pastBook) history(untold []untoldEnd) History {
	if b.shown != nil {
		return *b.shown
	}
	h := History{More: b.more, Loading: b.loading, Version: b.version}
	missing := map[leg.SessionID]untoldEnd{}
	for _, e := range untold {
		missing[e.Session] = e
	}
	for _, e := range b.entries {
		if end, ok := missing[e.Session]; ok {
			e.Started, e.Ended, e.Outcome = end.Started, end.Ended, end.Outcome
			delete(missing, e.Session)
		}
		h.Entries = append(h.Entries, b.past(e))
	}
	for _, e := range untold {
		if _, ok := missing[e.Session]; ok {
			h.Entries = append(h.Entries, b.past(e.entry()))
		}
	}
	slices.SortStableFunc(h.Entries, func(x, y Past) int { return y.Granted.Compare(x.Granted) })
	b.shown = &h
	return h
}

func (b *pastBook) past(e signalling.HistoryEntry) Past {
	k := b.kept[e.Session]
	return Past{HistoryEntry: e, Notes: k.notes, Lines: k.lines}
}

// LoadHistory asks the relay for the latest past sessions anew.
func (m *Model) LoadHistory() { m.loadHistory(true) }

// MoreHistory asks for the next older ones.
func (m *Model) MoreHistory() { m.loadHistory(false) }

func (m *Model) loadHistory(latest bool) {
	m.ask("list past sessions", func(ctx context.Context, c Connection) error {
		m.mu.Lock()
		b := &m.past
		if b.loading || !latest && !b.more {
			b.again = b.again || latest && b.loading
			m.mu.Unlock()
			return nil
		}
		b.loading = true
		b.touch()
		from := b.next
		if latest {
			from = signalling.HistoryCursor{}
		}
		m.mu.Unlock()
		m.tell()
		page, err := c.Line.History(ctx, from, signalling.MaxHistoryPage)
		m.recall(page.Entries)
		m.mu.Lock()
		again := b.again
		b.loading, b.again = false, false
		b.touch()
		if err == nil && m.connection == c { // else the page is of another account
			b.add(page, latest)
		}
		m.mu.Unlock()
		m.tell()
		if again {
			m.LoadHistory()
		}
		return err
	})
}

// recall reads what this machine kept of past sessions.
func (m *Model) recall(entries []signalling.HistoryEntry) {
	for _, e := range entries {
		m.mu.Lock()
		_, known := m.past.kept[e.Session]
		m.mu.Unlock()
		if known {
			continue
		}
		record, err := m.cfg.Folder.Record(e.Session)
		if err != nil {
			m.cfg.Logger.Warn("what was kept of a session cannot be read", "err", err)
		}
		m.mu.Lock()
		m.past.remember(e.Session, record)
		m.mu.Unlock()
	}
}
