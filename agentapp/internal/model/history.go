package model

import (
	"context"

	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// LoadHistory asks the relay for the latest past sessions anew.
func (m *Model) LoadHistory() { m.loadHistory(signalling.HistoryCursor{}) }

// MoreHistory asks for the next older ones.
func (m *Model) MoreHistory() {
	m.mu.Lock()
	next, more := m.shown.History.next, m.shown.History.More
	m.mu.Unlock()
	if more {
		m.loadHistory(next)
	}
}

func (m *Model) loadHistory(from signalling.HistoryCursor) {
	m.change(func(s *Snapshot) { s.History.Loading = true })
	m.ask("list past sessions", func(ctx context.Context, line Line) error {
		page, err := line.History(ctx, from, signalling.MaxHistoryPage)
		m.change(func(s *Snapshot) {
			s.History.Loading = false
			if err != nil {
				return
			}
			if from == (signalling.HistoryCursor{}) {
				s.History.Entries = nil
			}
			s.History.Entries = append(s.History.Entries, page.Entries...)
			s.History.More, s.History.next = page.More, page.Next
		})
		return err
	})
}

// Record returns what this machine kept of a past session.
func (m *Model) Record(id leg.SessionID) (Record, error) { return m.cfg.Folder.Record(id) }
