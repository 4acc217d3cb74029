package model_test

import (
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// sessions returns past sessions with falling numbers and times.
func sessions(first, last byte) []signalling.HistoryEntry {
	var entries []signalling.HistoryEntry
	for n := first; n >= last; n-- {
		entries = append(entries, signalling.HistoryEntry{Session: leg.SessionID{n}, Granted: time.Unix(int64(n), 0)})
	}
	return entries
}

func wantSessions(t *testing.T, a *app, first, last byte, more bool) {
	t.Helper()
	h := a.Snapshot().History
	if len(h.Entries) != int(first-last)+1 || h.More != more || h.Loading {
		t.Fatalf("%d entries, more %v, loading %v; want %d to %d", len(h.Entries), h.More, h.Loading, first, last)
	}
	for i, e := range h.Entries {
		if e.Session[0] != first-byte(i) {
			t.Fatalf("entry %d is session %d", i, e.Session[0])
		}
	}
}

func TestHistoryPages(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		a.line.SetHistory(3, sessions(8, 1)...)
		a.LoadHistory()
		synctest.Wait()
		wantSessions(t, a, 8, 6, true)
		a.MoreHistory()
		a.MoreHistory() // one click too many
		synctest.Wait()
		a.MoreHistory()
		synctest.Wait()
		wantSessions(t, a, 8, 1, false)
		asked := a.line.Asked()
		a.MoreHistory()
		synctest.Wait()
		if a.line.Asked() != asked {
			t.Error("the relay was asked for more than there is")
		}
		// A new session leaves the pages that are there.
		a.line.SetHistory(3, sessions(9, 1)...)
		a.LoadHistory()
		synctest.Wait()
		wantSessions(t, a, 9, 1, false)
		// So many that there is a gap: what is older has to be asked for again.
		a.line.SetHistory(3, sessions(20, 1)...)
		a.LoadHistory()
		synctest.Wait()
		wantSessions(t, a, 20, 18, true)
	})
}

func TestHistoryFails(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		a.line.SetHistory(3, sessions(2, 1)...)
		a.line.Fail(refuse(protocol.FaultRelayInternal))
		a.LoadHistory()
		synctest.Wait()
		if s := a.Snapshot(); s.Fault != protocol.FaultRelayInternal || s.History.Loading {
			t.Errorf("the fault is %v, loading %v", s.Fault, s.History.Loading)
		}
		a.line.Fail(nil)
		a.line.SetState(signalling.State{Phase: signalling.PhaseWaiting})
		synctest.Wait()
		a.line.SetState(signalling.State{Phase: signalling.PhaseConnected})
		synctest.Wait()
		wantSessions(t, a, 2, 1, false)
		if f := a.Snapshot().Fault; f != 0 {
			t.Errorf("the fault %v stays", f)
		}
	})
}

func TestHistoryWithoutALine(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.start()
		a.LoadHistory()
		synctest.Wait()
		if a.Snapshot().History.Loading {
			t.Error("loads for ever")
		}
	})
}
