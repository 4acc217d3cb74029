package session_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"beside.example/internal/session"
	"beside.example/protocol"
)

// The numbers of two colleagues of the first agent.
const (
	ben protocol.AttendeeID = protocol.FirstAgentID + 1 + iota
	zoe
)

// longest is as long as a message may be.
func longest() string { return strings.Repeat("\U0001F600", protocol.MaxChatRunes) }

// withColleagues tells a customer's session who else is there.
func withColleagues(s *side) {
	s.SetPeople([]protocol.Attendee{
		{ID: protocol.CustomerID, Role: protocol.RoleCustomer},
		{ID: protocol.FirstAgentID, Role: protocol.RoleAgent, Name: "Claire Moreau"},
		{ID: ben, Role: protocol.RoleAgent, Name: "Ben Okafor"},
		{ID: zoe, Role: protocol.RoleAgent, Name: "Zoé Lang"},
	})
}

// missed returns whose lines a side's log says did not arrive.
func missed(s session.Snapshot) (names []string) {
	for _, e := range s.Chat {
		if e.Status == protocol.StatusMissed {
			names = append(names, e.Name)
		}
	}
	return names
}

// TestSlowReader: a colleague who writes more than a stalled agent reads ends nobody's session, and costs nobody else's lines.
func TestSlowReader(t *testing.T) {
	bubble(t, func(t *testing.T) {
		agent, customer := live(t, 0)
		withColleagues(customer)
		customer.Pass(protocol.Chat{From: zoe, Number: 1, Text: "before"})
		const flood = 400
		for i := range uint32(flood) {
			customer.Pass(protocol.Chat{From: ben, Number: 2*i + 1, Text: longest()})
			customer.Pass(protocol.Private{From: ben, To: protocol.FirstAgentID, Number: i + 1})
			customer.Pass(protocol.Typing{From: ben, Active: true})
			customer.Pass(protocol.AgentKey{From: ben, Credential: make([]byte, protocol.MaxCredential)})
		}
		customer.Pass(protocol.Chat{From: zoe, Number: 2, Text: "after"})
		if !customer.SendChat("own", false) {
			t.Error("the customer cannot write")
		}
		elapse(settle)
		if got := customer.Snapshot().Phase; got != session.PhaseLive {
			t.Fatalf("the stalled agent's session is in phase %s", got)
		}
		var said, lost []string
		keys := 0
		frames := protocol.NewFrameReader(agent.Control(), protocol.StreamControl)
		if err := agent.Control().SetReadDeadline(time.Now().Add(settle)); err != nil {
			t.Fatal(err)
		}
		for {
			m, err := frames.Read()
			if err != nil {
				break
			}
			switch m := m.(type) {
			case protocol.Chat:
				said = append(said, m.Text)
			case protocol.StatusLine:
				if m.Kind == protocol.StatusMissed {
					lost = append(lost, m.Name)
				}
			case protocol.AgentKey:
				keys++
			}
		}
		all := strings.Join(said, " ")
		for _, want := range []string{"before", "after", "own"} {
			if !strings.Contains(all, want) {
				t.Errorf("%q did not arrive", want)
			}
		}
		if n := len(said); n < 8 || n > flood/2 {
			t.Errorf("%d messages arrived", n)
		}
		// Once each time that what waits grows too long again; a stream takes half a megabyte before it stalls, an eighth of one at a time.
		const mostTold = 5
		told := len(lost)
		if lost = slices.Compact(lost); told > mostTold || len(lost) != 1 || lost[0] != "Ben Okafor" {
			t.Errorf("it is told %d times that lines are missing from %q", told, lost)
		}
		if keys == 0 || keys > flood/2 {
			t.Errorf("%d keys arrived", keys)
		}
	})
}

// TestAwayReader: while an agent's conn is gone a colleague may write as much as they like; the rest of the session does not suffer.
func TestAwayReader(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := controlled(t)
		withColleagues(p.customer)
		p.customer.SendChat("before", false)
		p.wait(settle)
		p.cut()
		p.customer.Pass(protocol.Chat{From: zoe, Number: 1, Text: "from Zoé"})
		for i := range uint32(200) {
			p.customer.Pass(protocol.Chat{From: ben, Number: i + 1, Text: "from Ben"})
		}
		if !p.customer.SendChat("meanwhile", false) {
			t.Error("the customer cannot write")
		}
		p.reconnect()
		got := p.agent.Snapshot()
		all := strings.Join(messages(p.agent), ";")
		if got.Phase != session.PhaseLive || !strings.Contains(all, "meanwhile") || !strings.Contains(all, "from Zoé") || strings.Count(all, "from Ben") != 63 {
			t.Errorf("phase %s, the log has %s", got.Phase, all)
		}
		if names := missed(got); len(names) != 1 || names[0] != "Ben Okafor" {
			t.Errorf("it is told that lines are missing from %q", names)
		}
		p.customer.Pass(protocol.StatusLine{Kind: protocol.StatusLeft, From: ben, Name: "Ben Okafor"})
		p.wait(settle)
		if chat := p.agent.Snapshot().Chat; chat[len(chat)-1].Status != protocol.StatusLeft {
			t.Errorf("afterwards the log ends with %+v", chat[len(chat)-1])
		}
	})
}
