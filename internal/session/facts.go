package session

import (
	"maps"
	"slices"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/text"
)

// How much of what happened a session holds for whoever reads it from the snapshot: far more than happens between two looks. The oldest
// goes first, which the count tells.
const (
	maxFacts     = 10_000
	maxFactBytes = 4 << 20
)

// facts are what happened, as the agent's app saw it: for the record, not for a window. It belongs to the loop.
type facts struct {
	on    bool // in the agent's app
	log   []handin.Entry
	bytes int
	added int

	seeing, showing, down bool
	here                  map[protocol.AttendeeID]handin.Grants
}

// add notes that something happened.
func (f *facts) add(fact handin.Fact, now time.Time) {
	if !f.on {
		return
	}
	f.log = append(f.log, handin.Entry{At: now, Fact: fact})
	f.added++
	f.bytes += factSize(fact)
	for len(f.log) > maxFacts || f.bytes > maxFactBytes {
		f.bytes -= factSize(f.log[0].Fact)
		f.log = f.log[1:]
	}
}

// factSize is about how much memory a fact takes.
func factSize(fact handin.Fact) int {
	const usual = 100
	switch fact := fact.(type) {
	case handin.Said:
		return usual + len(fact.Text)
	case handin.WebPage:
		return usual + len(fact.URL)
	}
	return usual
}

// said notes what a person wrote.
func (f *facts) said(who protocol.AttendeeID, name, message string, private bool, now time.Time) {
	if message = text.CleanLines(message, protocol.MaxChatRunes); message != "" {
		f.add(handin.Said{Who: who, Name: agentName(who, name), Private: private, Text: message}, now)
	}
}

// status notes a status line of the customer's app.
func (f *facts) status(m protocol.StatusLine, now time.Time) {
	f.add(handin.Status{
		Status: m.Kind, Who: m.From, Name: agentName(m.From, m.Name), Permission: m.Permission, Whom: text.Clean(m.Whom, protocol.MaxName),
	}, now)
}

// agentName returns an agent's name. What a customer is called is not noted: facts outlast what is known of the customer.
func agentName(who protocol.AttendeeID, name string) string {
	if who == protocol.CustomerID {
		return ""
	}
	return text.Clean(name, protocol.MaxName)
}

// entries returns what the snapshot has of them. Neither the entries nor their number change later.
func (f *facts) entries() (log []handin.Entry, added int) {
	return f.log[:len(f.log):len(f.log)], f.added
}

// noteFacts notes what changed of what lasts: who is here and may do what, what is seen, whether the connection is up. The loop calls it
// after each event, so that nothing falls between two looks.
func (s *Session) noteFacts(now time.Time) {
	f := s.facts
	if !f.on || !s.begun() || s.ended != nil {
		return
	}
	if down := !s.link.up; down != f.down {
		f.down = down
		f.add(handin.Link{Up: !down}, now)
	}
	s.noteGrants(now)
	seeing := s.viewing.open && s.viewing.theirs == protocol.ShareOn && s.ledger.on(protocol.PermissionSee)
	if seeing != f.seeing {
		f.seeing = seeing
		f.add(handin.Seeing{On: seeing}, now)
	}
	if showing := s.sharing.state == protocol.ShareOn; showing != f.showing {
		f.showing = showing
		f.add(handin.Showing{On: showing}, now)
	}
}

// noteGrants notes which agents are here, and what each may do: this one by its own ledger, the others as the customer's app says.
func (s *Session) noteGrants(now time.Time) {
	f := s.facts
	here := map[protocol.AttendeeID]handin.Grants{}
	for _, p := range s.people {
		if p.Role == protocol.RoleAgent {
			here[p.ID] = handin.Grants{Who: p.ID, Name: p.Name, Granted: p.Granted}
		}
	}
	if me, ok := here[s.chat.me]; ok {
		me.Granted = s.ledger.is(protocol.GrantOn)
		here[s.chat.me] = me
	}
	for _, id := range slices.Sorted(maps.Keys(here)) {
		if f.here[id] != here[id] {
			f.add(here[id], now)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(f.here)) {
		if _, ok := here[id]; !ok {
			f.add(handin.Gone{Who: id, Name: f.here[id].Name}, now)
		}
	}
	f.here = here
}
