package session

import (
	"slices"
	"time"

	"beside.example/protocol"
)

// Introduction is what became of an introduction that this side's agent asked for.
type Introduction struct {
	// ID is what the agent's app calls it.
	ID   uint64
	Kind protocol.IntroductionKind
	// Answered tells that Result is there; until then the customer is being asked.
	Answered bool
	Result   protocol.IntroductionResult
}

// maxIntroductions is how many introductions are remembered: more than agents have room.
const maxIntroductions = 16

// Introduce asks the customer to let a colleague in, and sends the customer's app there. Snapshot.Introductions tells what comes of it.
func (s *Session) Introduce(m protocol.Introduce) {
	s.do(func() {
		switch {
		case !s.helps(), s.unmonitored(m, time.Now()):
			return
		case s.link.conn() == nil && m.Kind == protocol.IntroductionMonitor: // the manager is told, and may try again
			s.note(Introduction{ID: m.ID, Kind: m.Kind, Answered: true, Result: protocol.IntroductionFailed})
			return
		case s.link.conn() == nil:
			return
		}
		s.note(Introduction{ID: m.ID, Kind: m.Kind})
		s.core.send(m)
	})
}

// introductionAsked takes the agent's wish to introduce somebody: whoever has the sessions of all agents decides.
func (s *Session) introductionAsked(m protocol.Introduce) {
	if s.cfg.Part.Told == nil {
		s.core.send(protocol.Introduced{ID: m.ID, Result: protocol.IntroductionFailed})
		return
	}
	s.core.told(m)
}

// introductionAnswered takes what became of one.
func (s *Session) introductionAnswered(m protocol.Introduced) {
	for _, known := range s.introduced { // what nobody asked for is not kept
		if known.ID == m.ID {
			s.note(Introduction{ID: m.ID, Kind: known.Kind, Answered: true, Result: m.Result})
			return
		}
	}
}

// note keeps the newest word of an introduction. What snapshots have of them never changes.
func (s *Session) note(i Introduction) {
	all := slices.DeleteFunc(slices.Clone(s.introduced), func(old Introduction) bool { return old.ID == i.ID })
	s.introduced = append(all, i)[max(0, len(all)+1-maxIntroductions):]
}

// begunByIntroduction starts a session to which the customer has agreed already, and reports whether this is one.
func (s *Session) begunByIntroduction(a *attachment, now time.Time) bool {
	if s.cfg.Part.Introduced == nil {
		return false
	}
	if !s.consent.give(s.cfg.Part.Introduced.Granted, now) {
		return false
	}
	s.opened(a, now)
	return true
}
