package signalling

import (
	"time"

	"beside.example/protocol/leg"
	"beside.example/protocol/wire"
)

// HistoryPage answers HistoryRequest.
//
//	count u8, then for each entry: session [16], portal u64, portal name string16, customer string16, granted time,
//	started time, ended time, outcome u8; then next [24], more bool
type HistoryPage struct {
	Entries []HistoryEntry
	// Next is where the page after this one begins, if there is More.
	Next HistoryCursor
	More bool
}

// HistoryEntry is one session of the agent.
type HistoryEntry struct {
	Session    leg.SessionID
	Portal     PortalID
	PortalName string
	// Customer is what the agent called the customer; may be empty.
	Customer string
	// Granted is when the code was redeemed; Started when both sides met, zero if they never did; Ended is zero while the
	// session lasts or when nobody told its end.
	Granted time.Time
	Started time.Time
	Ended   time.Time
	Outcome Outcome
}

// minEntrySize is the size of an entry without names.
const minEntrySize = 16 + 8 + 2 + 2 + 3*8 + 1

// Type returns TypeHistoryPage.
func (HistoryPage) Type() MessageType { return TypeHistoryPage }

func (m HistoryPage) append(b []byte) []byte {
	entries := m.Entries[:min(len(m.Entries), MaxHistoryPage)]
	b = wire.AppendU8(b, uint8(len(entries)))
	for _, e := range entries {
		b = e.append(b)
	}
	return wire.AppendBool(append(b, m.Next[:]...), m.More)
}

func (e HistoryEntry) append(b []byte) []byte {
	b = append(b, e.Session[:]...)
	b = wire.AppendU64(b, uint64(e.Portal))
	b = appendName(b, e.PortalName)
	b = appendName(b, e.Customer)
	b = wire.AppendTime(b, e.Granted)
	b = wire.AppendTime(b, e.Started)
	b = wire.AppendTime(b, e.Ended)
	return wire.AppendU8(b, uint8(e.Outcome))
}

func readHistoryPage(r *wire.Reader) HistoryPage {
	var m HistoryPage
	for range r.Count(int(r.U8()), MaxHistoryPage, minEntrySize) {
		m.Entries = append(m.Entries, readHistoryEntry(r))
	}
	r.Into(m.Next[:])
	m.More = r.Bool()
	return m
}

func readHistoryEntry(r *wire.Reader) HistoryEntry {
	var e HistoryEntry
	r.Into(e.Session[:])
	e.Portal = PortalID(r.U64())
	e.PortalName = r.String16(maxName)
	e.Customer = r.String16(maxName)
	e.Granted = r.Time()
	e.Started = r.Time()
	e.Ended = r.Time()
	e.Outcome = Outcome(r.U8())
	return e
}
