package model

import (
	"time"

	"beside.example/agentapp/internal/journal"
	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/signalling"
)

// notesEvery is how often what the agent writes about a session goes into its journal, where a crash cannot take it.
const notesEvery = 5 * time.Second

// recorder writes the journal of one session, from the customer's consent on, with no more in it than the customer was told. It belongs
// to the goroutine that holds the session.
type recorder struct {
	model   *Model
	live    *liveSession
	agent   signalling.AgentID // who is signed in
	journal *journal.Journal   // nil before consent, and where nothing is kept
	broken  bool               // the disk does not take it
	kept    protocol.Keeps
	you     protocol.AttendeeID
	next    int // how many facts are in it
	notes   string
}

func (m *Model) newRecorder(l *liveSession) *recorder {
	m.mu.Lock()
	defer m.mu.Unlock()
	return &recorder{model: m, live: l, agent: m.agent().Agent}
}

// note keeps what happened since it was last called.
func (r *recorder) note() {
	s := r.live.session.Snapshot()
	if r.broken || s.Started.IsZero() || !s.Keeps.Has(protocol.KeepsFacts) {
		return
	}
	if r.journal == nil {
		r.begin(s.Started, s.Keeps)
	}
	r.you = s.You
	first := s.FactCount - len(s.Facts)
	if r.journal != nil && first > r.next {
		r.journal.Missed(first - r.next)
		r.next = first
	}
	var entries []handin.Entry
	for _, e := range s.Facts[min(r.next-first, len(s.Facts)):] {
		if e.Fact.Kind().Part() != handin.PartChat || r.kept.Has(protocol.KeepsChat) {
			entries = append(entries, e)
		}
	}
	r.next = s.FactCount
	r.append(entries...)
}

func (r *recorder) begin(at time.Time, keeps protocol.Keeps) {
	m := r.model
	m.mu.Lock()
	head := journal.Head{
		Session: r.live.id, Relay: r.live.relay, Agent: uint64(r.agent), Customer: r.live.customer, Portal: r.live.portal, Kept: keeps, Began: at,
	}
	m.handing.open[r.live.id] = true
	m.mu.Unlock()
	j, err := m.handing.journals.Begin(head)
	if err != nil {
		r.fail(err)
		return
	}
	r.journal, r.kept = j, keeps
}

func (r *recorder) append(entries ...handin.Entry) {
	if r.journal == nil || r.broken {
		return
	}
	if err := r.journal.Append(r.you, entries...); err != nil {
		r.fail(err)
	}
}

// fail stops the recording, and says so.
func (r *recorder) fail(err error) {
	r.broken = true
	r.model.cfg.Logger.Error("what happens in a session is not kept", "err", err)
	r.model.change(func(s *Snapshot) { s.Fault = protocol.FaultFile })
}

// write keeps what the agent wrote about the session, if that changed.
func (r *recorder) write() {
	r.model.mu.Lock()
	notes := r.live.notes
	r.model.mu.Unlock()
	if r.journal == nil || notes == r.notes {
		return
	}
	r.notes = notes
	r.append(handin.Entry{At: time.Now(), Fact: handin.Notes{Text: notes}})
}

// close ends the journal of a session that is over, which then is handed in.
func (r *recorder) close() {
	r.note()
	r.write()
	if r.journal != nil {
		if err := r.journal.Close(); err != nil && !r.broken {
			r.fail(err)
		}
	}
	r.model.mu.Lock()
	delete(r.model.handing.open, r.live.id)
	r.model.mu.Unlock()
	poke(r.model.handing.wake)
}
