package support

import (
	"encoding/hex"
	"strings"
	"time"

	"beside.example/protocol/leg"
)

// Case is one call for help as reports count it: a request, or a session that came of nine digits told on the telephone.
type Case struct {
	Request  RequestID     // zero for one that came by telephone
	Session  leg.SessionID // of one that came by telephone; else the latest, zero when there was none
	Portal   PortalID
	Agent    AgentID // who has it or had it last, else whom the customer picked; zero for nobody
	State    RequestState
	Created  time.Time // the day on which it is counted
	Posted   time.Time
	Accepted time.Time
	Ended    time.Time
	Met      bool // whether the apps of both sides met
}

// PhoneCase returns the case of a session that came of nine digits. One of which nobody ever told the end is neither an error nor an
// outcome: it is unknown.
func PhoneCase(s Session) Case {
	c := Case{
		Session: s.ID, Portal: s.Portal, Agent: s.Agent, State: RequestInSession,
		Created: s.Granted, Posted: s.Granted, Accepted: s.Granted, Ended: s.Ended, Met: !s.Started.IsZero(),
	}
	switch {
	case s.Ended.IsZero():
	case c.Met || s.Ended.Sub(s.Granted) >= maxSession:
		c.State = stateOf(s.Outcome)
	default:
		c.State = RequestConnectionError
	}
	return c
}

// CaseID is which case one is: a request or, by telephone, a session.
type CaseID struct {
	Request RequestID
	Call    leg.SessionID // counts without a request
}

// callPrefix begins the name of a case that came by telephone, which is its session's.
const callPrefix = "s"

// Name names the case in addresses, exports, the audit log and what programs read: the ID of its request, or of its session behind a letter.
func (id CaseID) Name() string {
	if id.Request != (RequestID{}) {
		return hex.EncodeToString(id.Request[:])
	}
	return callPrefix + hex.EncodeToString(id.Call[:])
}

// ParseCaseName reads what Name wrote: a request or, by telephone, a session; ok is false for anything else.
func ParseCaseName(name string) (id CaseID, ok bool) {
	to := id.Request[:]
	if strings.HasPrefix(name, callPrefix) {
		name, to = name[len(callPrefix):], id.Call[:]
	}
	data, err := hex.DecodeString(name)
	if err != nil || len(data) != len(to) {
		return id, false
	}
	copy(to, data)
	return id, id != CaseID{}
}

// Name names the case as its CaseID does.
func (c Case) Name() string { return CaseID{c.Request, c.Session}.Name() }

// phone reports whether the case came by telephone.
func (c Case) phone() bool { return c.Request == (RequestID{}) }

// Wait returns how long the customer waited until an agent said Yes; ok is false when none did, and when the customer was on the telephone,
// where nobody knows.
func (c Case) Wait() (wait time.Duration, ok bool) {
	if c.Accepted.IsZero() || c.Posted.IsZero() || c.phone() {
		return 0, false
	}
	return c.Accepted.Sub(c.Posted), true
}

// Handling returns how long agents had the case; ok is false when none had it or has it still, and when nobody met after a telephone call.
func (c Case) Handling() (handling time.Duration, ok bool) {
	if c.Accepted.IsZero() || c.Ended.IsZero() || c.phone() && !c.Met {
		return 0, false
	}
	return c.Ended.Sub(c.Accepted), true
}
