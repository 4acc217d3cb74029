package model

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"time"

	"beside.example/agentapp/internal/journal"
	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

const (
	// journalsFolder is where what is to be handed in waits for the relay.
	journalsFolder = "hand-in"
	// handInAgain is how long a relay that cannot take something just now is left alone.
	handInAgain = time.Minute
)

// HandIns takes what this app saw of sessions to the relay.
type HandIns interface {
	// Wanted reports whether the relay takes it at all; false while there was no connection yet.
	Wanted() bool
	// HandIn signs a page and brings it to the relay. It outlasts lost connections until ctx ends.
	HandIn(ctx context.Context, page []byte) error
}

// handing is what is to be handed in.
type handing struct {
	wake     chan struct{} // something is there to hand in
	journals *journal.Folder
	open     map[leg.SessionID]bool // sessions whose journals are being written; guarded by the model's mu
}

func newHanding(f *Folder) (handing, error) {
	journals, err := journal.OpenFolder(filepath.Join(f.path, journalsFolder))
	return handing{wake: make(chan struct{}, 1), journals: journals, open: map[leg.SessionID]bool{}}, err
}

// recover ends the journals of sessions that were under way when the app was gone, and has the relay told that those are over.
func (m *Model) recover() {
	ids, err := m.handing.journals.Sessions()
	if err != nil {
		m.cfg.Logger.Error("what is to be handed in cannot be listed", "err", err)
		return
	}
	untold := len(m.untold)
	for _, id := range ids {
		left, err := m.handing.journals.Read(id)
		if err != nil || slices.ContainsFunc(left.Entries, isEnd) {
			continue // handing it in says what is wrong with it
		}
		at := left.Began
		if n := len(left.Entries); n > 0 {
			at = left.Entries[n-1].At
		}
		if err := m.cutShort(left, at); err != nil {
			m.cfg.Logger.Error("the journal of a session cannot be ended", "err", err)
			continue
		}
		if !slices.ContainsFunc(m.untold, func(e untoldEnd) bool { return e.Session == id }) {
			m.untold = append(m.untold, untoldEnd{
				Relay: left.Relay, Session: id, Customer: left.Customer, Portal: left.Portal, Started: left.Began, Ended: at,
				You: left.You, Kept: left.Kept,
			})
		}
	}
	if len(m.untold) == untold {
		return
	}
	if err := m.cfg.Folder.write(endsFile, m.untold); err != nil {
		m.cfg.Logger.Error("the ends of sessions were not saved", "err", err)
	}
}

func isEnd(e handin.Entry) bool { return e.Fact.Kind() == handin.KindEnded }

func (m *Model) cutShort(left journal.Left, at time.Time) error {
	j, err := m.handing.journals.Reopen(left)
	if err != nil {
		return err
	}
	return errors.Join(j.Append(left.You, handin.Entry{At: at, Fact: handin.Ended{Cut: true}}), j.Close())
}

// handIn hands in whatever waits for a relay, until ctx ends.
func (m *Model) handIn(ctx context.Context, c Connection, relay string) {
	if c.HandIns == nil {
		return
	}
	for {
		changed := c.Line.Changed()
		again := time.NewTimer(handInAgain)
		if m.handInAll(ctx, c, relay) {
			again.Stop()
		}
		select {
		case <-ctx.Done():
			again.Stop()
			return
		case <-m.handing.wake:
		case <-again.C:
		case <-changed:
		}
		again.Stop()
	}
}

// handInAll hands in every journal that is complete and for this relay. It reports whether none is left.
func (m *Model) handInAll(ctx context.Context, c Connection, relay string) (done bool) {
	if !c.HandIns.Wanted() {
		return false
	}
	ids, err := m.handing.journals.Sessions()
	if err != nil {
		m.cfg.Logger.Error("what is to be handed in cannot be listed", "err", err)
		return false
	}
	done = true
	for _, id := range ids {
		m.mu.Lock()
		skip := m.handing.open[id]
		agent := m.agent().Agent
		m.mu.Unlock()
		if skip {
			continue
		}
		left, err := m.handing.journals.Read(id)
		switch {
		case errors.Is(err, journal.ErrBroken):
			m.cfg.Logger.Error("what is to be handed in is no journal", "err", err)
		case err != nil:
			m.cfg.Logger.Error("what is to be handed in cannot be read", "err", err)
			done = false
			continue // the folder may be readable later
		case left.Relay != relay || left.Agent != uint64(agent):
			continue // of another account of this app
		case !m.handInPages(ctx, c, pagesOf(left)):
			done = false
			continue
		}
		if err := m.handing.journals.Remove(id); err != nil {
			m.cfg.Logger.Error("what was handed in is still there", "err", err)
		}
	}
	return done
}

// pagesOf returns the pages of a journal: the same whenever they are made.
func pagesOf(left journal.Left) [][]byte {
	parts := map[handin.Part][]handin.Entry{handin.PartFacts: {}}
	for _, e := range left.Entries {
		part := e.Fact.Kind().Part()
		if part == handin.PartNotes {
			parts[part] = nil // the last ones count
		}
		parts[part] = append(parts[part], e)
	}
	if left.Kept.Has(protocol.KeepsChat) && parts[handin.PartChat] == nil {
		parts[handin.PartChat] = []handin.Entry{} // that nothing was said is handed in too
	}
	var pages [][]byte
	for _, part := range []handin.Part{handin.PartFacts, handin.PartChat, handin.PartNotes} {
		entries, ok := parts[part]
		if !ok || part == handin.PartChat && !left.Kept.Has(protocol.KeepsChat) {
			continue
		}
		head := handin.Head{Session: left.Session, Part: part, Made: left.Began, You: left.You, Kept: left.Kept}
		if n := len(entries); n > 0 {
			head.Made = entries[n-1].At
		}
		pages = append(pages, handin.Build(head, entries)...)
	}
	return pages
}

// handInPages reports whether pages are dealt with: handed in, or of no interest to the relay.
func (m *Model) handInPages(ctx context.Context, c Connection, pages [][]byte) bool {
	for _, page := range pages {
		err := c.HandIns.HandIn(ctx, page)
		if err == nil {
			continue
		}
		if signalling.Fault(err) != protocol.FaultRelayRefused || c.Line.State().Phase != signalling.PhaseConnected {
			m.cfg.Logger.Warn("the relay has not taken what is handed in yet", "err", err)
			return false
		}
		m.cfg.Logger.Warn("the relay does not want what is handed in", "err", err)
	}
	return true
}

// handInNotes hands in what the agent wrote when a session was put into the history, and reports whether that is dealt with.
func (m *Model) handInNotes(ctx context.Context, c Connection, end untoldEnd) bool {
	if end.Filed.IsZero() || !end.Kept.Has(protocol.KeepsFacts) || c.HandIns == nil || !c.HandIns.Wanted() {
		return true
	}
	head := handin.Head{Session: end.Session, Part: handin.PartNotes, Made: end.Filed, You: end.You, Kept: end.Kept}
	notes := handin.Entry{At: end.Filed, Fact: handin.Notes{Outcome: uint8(end.Outcome), Text: end.Notes}}
	return m.handInPages(ctx, c, handin.Build(head, []handin.Entry{notes}))
}
