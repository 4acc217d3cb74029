package support

import (
	"slices"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/text"
)

// Account is what all reports of a case tell together, by time, with who says so. Where they do not agree, it says that, and both.
type Account struct {
	Reports    []Report
	Seen       []Stretch // who saw the customer's screen when
	Controlled []Stretch // who could control it when
	Happened   []Happening
	Said       []Said
	Disputes   []Dispute
	// Missing are the agents of sessions of which nothing was handed in.
	Missing []AgentID
}

// Stretch is how long something lasted.
type Stretch struct {
	Agent        AgentID // zero for somebody whose app handed nothing in
	Name         string  // of such a one, as others call them
	Since, Until time.Time
	By           AgentID // who reports it
}

// Happening is one fact, with all who report it.
type Happening struct {
	At   time.Time
	Fact handin.Fact
	By   []AgentID
}

// Said is a line of the session's chat, with all who report it.
type Said struct {
	At      time.Time
	Agent   AgentID // who said it; zero for the customer, and for somebody whose app handed nothing in
	Name    string  // of such a one; empty for the customer
	Private bool
	Text    string
	By      []AgentID
	// Not are agents who handed their chat in, were there, and do not have it.
	Not []AgentID
}

// Dispute is a stretch of time about which two reports do not agree: By says that About could control the computer then, or could not, and
// About's own app says the opposite.
type Dispute struct {
	About, By    AgentID
	Could        bool // what By says
	Since, Until time.Time
}

const (
	// clocksDiffer is by how much the clocks of two agents' computers may differ before their reports do.
	clocksDiffer = 30 * time.Second
	// leastDispute is how long reports must differ besides.
	leastDispute = 10 * time.Second
)

// NewAccount puts reports together.
func NewAccount(reports []Report, sessions []Session) Account {
	a := Account{Reports: reports}
	for _, s := range sessions {
		reported := slices.ContainsFunc(reports, func(r Report) bool { return r.Session.ID == s.ID })
		if !reported && !slices.Contains(a.Missing, s.Agent) {
			a.Missing = append(a.Missing, s.Agent)
		}
	}
	for i := range reports {
		r := &reports[i]
		a.Seen = append(a.Seen, r.seen()...)
		own, others := r.controls()
		a.Controlled = append(a.Controlled, own...)
		for who, said := range others {
			a.compare(r, who, said)
		}
	}
	a.mergeFacts()
	a.mergeChats()
	byTime := func(x, y Stretch) int { return x.Since.Compare(y.Since) }
	slices.SortStableFunc(a.Seen, byTime)
	slices.SortStableFunc(a.Controlled, byTime)
	slices.SortStableFunc(a.Disputes, func(x, y Dispute) int { return x.Since.Compare(y.Since) })
	return a
}

// seen returns when the agent saw the customer's screen.
func (r *Report) seen() []Stretch {
	var all []Stretch
	since := time.Time{}
	_, end := r.span()
	for _, e := range r.Happened {
		f, ok := e.Fact.(handin.Seeing)
		switch {
		case !ok || f.On != since.IsZero():
		case f.On:
			since = e.At
		default:
			all = append(all, Stretch{Agent: r.Session.Agent, Since: since, Until: e.At, By: r.Session.Agent})
			since = time.Time{}
		}
	}
	if !since.IsZero() {
		all = append(all, Stretch{Agent: r.Session.Agent, Since: since, Until: end, By: r.Session.Agent})
	}
	return all
}

// controls returns when the agent could control the computer, and when others could as the agent's app was told.
func (r *Report) controls() (own []Stretch, others map[protocol.AttendeeID][]Stretch) {
	others = map[protocol.AttendeeID][]Stretch{}
	since := map[protocol.AttendeeID]time.Time{}
	names := map[protocol.AttendeeID]string{}
	_, end := r.span()
	stop := func(who protocol.AttendeeID, at time.Time) {
		began, on := since[who]
		if !on {
			return
		}
		delete(since, who)
		s := Stretch{Agent: r.Session.Agent, Since: began, Until: at, By: r.Session.Agent}
		if who == r.You {
			own = append(own, s)
			return
		}
		s.Agent, s.Name = 0, names[who]
		others[who] = append(others[who], s)
	}
	for _, e := range r.Happened {
		switch f := e.Fact.(type) {
		case handin.Grants:
			names[f.Who] = text.Clean(f.Name, protocol.MaxName)
			if _, known := others[f.Who]; !known && f.Who != r.You {
				others[f.Who] = nil // somebody who was there, and may have controlled nothing
			}
			_, on := since[f.Who]
			switch {
			case f.Granted.Has(protocol.PermissionControl) && !on:
				since[f.Who] = e.At
			case !f.Granted.Has(protocol.PermissionControl):
				stop(f.Who, e.At)
			}
		case handin.Gone:
			stop(f.Who, e.At)
		}
	}
	for who := range since {
		stop(who, end)
	}
	return own, others
}

// by returns the report of whoever had a number while r was there.
func (a *Account) by(r *Report, who protocol.AttendeeID) *Report {
	began, ended := r.span()
	for i := range a.Reports {
		other := &a.Reports[i]
		from, to := other.span()
		if other != r && other.You == who && from.Before(ended.Add(clocksDiffer)) && began.Before(to.Add(clocksDiffer)) {
			return other
		}
	}
	return nil
}

// compare holds what a report says about somebody else against that one's own.
func (a *Account) compare(r *Report, who protocol.AttendeeID, said []Stretch) {
	other := a.by(r, who)
	if other == nil || !other.Facts.Holds() {
		a.Controlled = append(a.Controlled, said...)
		return
	}
	own, _ := other.controls()
	for _, s := range differ(within(said, other), within(own, r)) {
		a.Disputes = append(a.Disputes, Dispute{About: other.Session.Agent, By: r.Session.Agent, Could: true, Since: s.Since, Until: s.Until})
	}
	for _, s := range differ(within(own, r), within(said, other)) {
		a.Disputes = append(a.Disputes, Dispute{About: other.Session.Agent, By: r.Session.Agent, Could: false, Since: s.Since, Until: s.Until})
	}
}

// within returns what of stretches lies where a report can say something about it.
func within(all []Stretch, r *Report) []Stretch {
	began, ended := r.span()
	var some []Stretch
	for _, s := range all {
		s.Since, s.Until = clampTime(s.Since, began, ended), clampTime(s.Until, began, ended)
		if s.Since.Before(s.Until) {
			some = append(some, s)
		}
	}
	return some
}

// differ returns what of a is not in b, as far as clocks cannot be the cause.
func differ(a, b []Stretch) []Stretch {
	var rest []Stretch
	for _, s := range a {
		pieces := []Stretch{s}
		for _, t := range b {
			from, to := t.Since.Add(-clocksDiffer), t.Until.Add(clocksDiffer)
			var left []Stretch
			for _, p := range pieces {
				if before := p; p.Since.Before(from) {
					before.Until = minTime(p.Until, from)
					left = append(left, before)
				}
				if after := p; to.Before(p.Until) {
					after.Since = maxTime(p.Since, to)
					left = append(left, after)
				}
			}
			pieces = left
		}
		for _, p := range pieces {
			if p.Until.Sub(p.Since) >= leastDispute {
				rest = append(rest, p)
			}
		}
	}
	return rest
}

func minTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func maxTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
