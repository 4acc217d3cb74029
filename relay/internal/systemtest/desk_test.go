package systemtest

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"beside.example/internal/join"
	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// TestFirstYesWins alerts three agents of one request; all say Yes at once, and one has it.
func TestFirstYesWins(t *testing.T) {
	o := newOffice(t, 0)
	agents := []*colleague{o.hire("Ada"), o.hire("Ben"), o.hire("Cleo")}
	for range 10 {
		asked := time.Now()
		r := o.ask(support.PortalBox, support.Form{Customer: "Bea", Question: "It blinks.", Fields: map[string]string{"room": "12"}})
		for _, a := range agents {
			q := a.alerted(r.ID)
			if q.Customer != "Bea" || q.Question != "It blinks." || q.PortalName != "The box" || q.Alert != signalling.AlertNew || q.AlertLeft <= 0 ||
				len(q.Fields) != 1 || q.Fields[0] != (signalling.RequestField{Label: "Room", Value: "12"}) {
				t.Errorf("told %+v", q)
			}
		}
		alert := time.Since(asked)
		var winners, losers atomic.Int32
		var won atomic.Int64
		together(agents, func(n int, a *colleague) {
			q, _, err := a.AcceptRequest(t.Context(), rid(r))
			switch {
			case err == nil && q.Agent == signalling.AgentID(a.id) && q.State == signalling.RequestTaken:
				won.Store(time.Now().UnixNano())
				winners.Add(1)
			case signalling.Fault(err) == protocol.FaultRequestTaken:
				losers.Add(1)
			default:
				t.Errorf("agent %d: %+v, %v", n, q, err)
			}
		})
		if winners.Load() != 1 || losers.Load() != 2 {
			t.Fatalf("%d have it, %d do not", winners.Load(), losers.Load())
		}
		holder := o.now(r).Agent
		var gone time.Duration
		for _, a := range agents {
			a.wait(func() bool {
				q, listed := a.request(r.ID)
				return listed == (a.id == holder) && q.Alert == signalling.AlertNone
			})
			gone = max(gone, time.Since(time.Unix(0, won.Load())))
		}
		if gone > vanishWithin {
			t.Errorf("the others' alerts are gone after %v", gone)
		}
		t.Logf("alerts after %v, gone %v after the Yes", alert, gone)
		for _, a := range agents {
			if a.id == holder {
				must(t, a.CloseRequest(t.Context(), rid(r), signalling.OutcomeResolved, "a new lamp"))
				a.wait(func() bool { _, listed := a.request(r.ID); return !listed })
			}
		}
		if end := o.now(r); end.State != support.RequestResolved || end.Notes != "a new lamp" {
			t.Errorf("ends as %+v", end)
		}
	}
}

// TestQueueAsksOneAfterTheOther offers a queue's request to one agent, to the next when that one says No, and to the third when the
// second says nothing.
func TestQueueAsksOneAfterTheOther(t *testing.T) {
	o := newOffice(t, 2*time.Second)
	agents := []*colleague{o.hire("Ada"), o.hire("Ben"), o.hire("Cleo")}
	r := o.ask(support.PortalQueue, support.Form{Customer: "Bea"})
	o.keepOpen(r.ID)
	asked := map[support.AgentID]bool{}
	next := func() *colleague {
		t.Helper()
		var offered *colleague
		agents[0].waitAny(agents, func() bool {
			for _, a := range agents {
				if q, _ := a.request(r.ID); q.Alert == signalling.AlertNew && !asked[a.id] {
					offered = a
				}
			}
			return offered != nil
		})
		asked[offered.id] = true
		for _, a := range agents {
			a.wait(func() bool { // what each sees follows within a push: an alert just declined is still on its way out
				q, listed := a.request(r.ID)
				return listed && (q.Alert != signalling.AlertNone) == (a == offered)
			})
		}
		return offered
	}
	first := next()
	other := agents[0]
	if other == first {
		other = agents[1]
	}
	if _, _, err := other.AcceptRequest(t.Context(), rid(r)); signalling.Fault(err) != protocol.FaultNotAllowed {
		t.Errorf("out of turn: %v", err)
	}
	must(t, first.DeclineRequest(t.Context(), rid(r)))
	next() // says nothing
	third := next()
	if _, _, err := third.AcceptRequest(t.Context(), rid(r)); err != nil {
		t.Error(err)
	}
	if at := o.now(r); at.Agent != third.id || len(asked) != 3 {
		t.Errorf("agent %d has it, %d were asked", at.Agent, len(asked))
	}
}

// TestMatchAlertsOne alerts only the agent whom the customer picked, also after the others said they are available.
func TestMatchAlertsOne(t *testing.T) {
	o := newOffice(t, 0)
	ada, ben := o.hire("Ada"), o.hire("Ben")
	r := o.ask(support.PortalMatch, support.Form{Customer: "Bea", Wanted: ben.id})
	if q := ben.alerted(r.ID); q.Alert != signalling.AlertMatch || q.Wanted != signalling.AgentID(ben.id) {
		t.Errorf("told %+v", q)
	}
	if _, _, err := ada.AcceptRequest(t.Context(), rid(r)); signalling.Fault(err) != protocol.FaultNotAllowed {
		t.Errorf("somebody else's: %v", err)
	}
	must(t, ben.SetStatus(t.Context(), signalling.StatusBusy))
	ben.wait(func() bool { q, listed := ben.request(r.ID); return listed && q.Alert == signalling.AlertNone })
	must(t, ben.SetStatus(t.Context(), signalling.StatusAvailable))
	ben.alerted(r.ID)
	must(t, ben.DeclineRequest(t.Context(), rid(r)))
	ben.wait(func() bool { _, listed := ben.request(r.ID); return !listed })
	if end := o.now(r); end.State != support.RequestDeclined {
		t.Errorf("ends as %+v", end)
	}
}

// TestWebChat has customer and agent talk through the page, the agent at two desks, one of which is lost meanwhile.
func TestWebChat(t *testing.T) {
	o := newOffice(t, 0)
	ada := o.hire("Ada")
	laptop, away := o.desk(o.here, ada.id), o.hire("Ben")
	r := o.ask(support.PortalBox, support.Form{Customer: "Bea"})
	say := func(text string) {
		t.Helper()
		_, err := o.requests.Say(t.Context(), r.ID, support.ByCustomer(), text)
		must(t, err)
	}
	say("Hello?")
	_, lines, err := ada.AcceptRequest(t.Context(), rid(r))
	if err != nil || len(lines) != 1 || lines[0].Text != "Hello?" || lines[0].From != signalling.SpeakerCustomer || lines[0].Name != "Bea" {
		t.Fatalf("%+v, %v", lines, err)
	}
	must(t, ada.SayInRequest(t.Context(), rid(r), "Good\nmorning"))
	say("It blinks.")
	for _, desk := range []*colleague{ada, laptop} {
		first := awaitPush(desk, "Ada's line", func(m signalling.RequestSaid) bool { return m.Line.From == signalling.SpeakerAgent })
		if first.ID != rid(r) || first.Line.Text != "Good\nmorning" || first.Line.Name != "Ada" || first.Line.Seq <= lines[0].Seq {
			t.Errorf("told %+v", first)
		}
		awaitPush(desk, "Bea's line", func(m signalling.RequestSaid) bool { return m.Line.Text == "It blinks." })
	}
	if err := away.SayInRequest(t.Context(), rid(r), "Me too"); signalling.Fault(err) != protocol.FaultNotAllowed {
		t.Errorf("somebody else's chat: %v", err)
	}
	if _, err := away.RequestLines(t.Context(), rid(r), 0); signalling.Fault(err) != protocol.FaultNotAllowed {
		t.Errorf("somebody else reads: %v", err)
	}
	since, err := laptop.RequestLines(t.Context(), rid(r), lines[0].Seq)
	if err != nil || len(since) != 2 || since[0].Text != "Good\nmorning" || since[1].Text != "It blinks." {
		t.Errorf("%+v, %v", since, err)
	}
	for len(away.pushes) > 0 {
		if m, ok := (<-away.pushes).(signalling.RequestSaid); ok {
			t.Errorf("Ben is told %+v", m)
		}
	}
}

// TestLongChat accepts a request whose chat does not fit one message.
func TestLongChat(t *testing.T) {
	o := newOffice(t, 0)
	ada := o.hire("Ada")
	r := o.ask(support.PortalBox, support.Form{Customer: "Bea"})
	const count = 150
	for range count {
		_, err := o.requests.Say(t.Context(), r.ID, support.ByCustomer(), longLine())
		must(t, err)
	}
	_, lines, err := ada.AcceptRequest(t.Context(), rid(r))
	if err != nil || len(lines) != count {
		t.Errorf("%d of %d lines, %v", len(lines), count, err)
	}
}

func longLine() string {
	b := make([]byte, support.MaxLine/4)
	for i := range b {
		b[i] = 'a' + byte(i%26)
	}
	return string(b)
}

// TestPortalCode goes from the page to a session by the code that the page shows.
func TestPortalCode(t *testing.T) {
	o := newOffice(t, 0)
	ada := o.hire("Ada")
	r := o.ask(support.PortalBox, support.Form{Customer: "Bea"})
	if _, _, err := ada.OfferApp(t.Context(), rid(r)); signalling.Fault(err) != protocol.FaultNotAllowed {
		t.Errorf("before anybody accepted: %v", err)
	}
	_, _, err := ada.AcceptRequest(t.Context(), rid(r))
	must(t, err)
	old, _, err := o.desk(o.here, ada.id).OfferApp(t.Context(), rid(r))
	must(t, err)
	shown, left, err := ada.OfferApp(t.Context(), rid(r))
	must(t, err)
	if page := o.now(r); page.App.Code != shown || left <= 0 || old == shown {
		t.Errorf("the page shows another code, left %v", left)
	}
	if j := <-o.here.customer().bring(old); join.Fault(j.err) != protocol.FaultPortalCode {
		t.Errorf("a code that was replaced: %v", j.err)
	}
	customer := o.here.customer()
	s := meetPortal(ada, customer, join.Meeting{Request: rid(r)}, shown)
	s.echo()
	if s.agent.CheckWords("en") != s.customer.CheckWords("en") {
		t.Error("the two apps do not agree")
	}
	ada.wait(func() bool {
		q, _ := ada.request(r.ID)
		return q.State == signalling.RequestInSession && q.Session == s.agent.Session
	})
	if j := <-o.here.customer().bring(shown); join.Fault(j.err) != protocol.FaultPortalCode {
		t.Errorf("a code that was used: %v", j.err)
	}
	redial(t, s)
	s.echo()
	must(t, ada.EndSession(t.Context(), signalling.SessionEnd{Session: s.agent.Session, Outcome: signalling.OutcomeResolved, Ended: time.Now()}))
	must(t, ada.CloseRequest(t.Context(), rid(r), signalling.OutcomeResolved, ""))
	if end := o.now(r); end.State != support.RequestResolved {
		t.Errorf("ends as %+v", end)
	}
}

// TestGuessingPortalCodes is slowed like guessing nameplates.
func TestGuessingPortalCodes(t *testing.T) {
	o := newOffice(t, 0)
	guesser := o.here.at("127.0.9.9").customer()
	for n := range support.DefaultLimitSettings().PerAddress + 1 {
		_, err := guesser.JoinPortal(t.Context(), "K7MWQ2RT", signalling.SID{1})
		want := protocol.FaultPortalCode
		if n == support.DefaultLimitSettings().PerAddress {
			want = protocol.FaultCodeSlow
		}
		if fault := signalling.Fault(err); fault != want {
			t.Errorf("guess %d: %v", n, fault)
		}
	}
}

// TestAbandoned takes the page away: the agent is told, and the request ends.
func TestAbandoned(t *testing.T) {
	o := newOffice(t, 0)
	ada := o.hire("Ada")
	r := o.fillIn(support.PortalBox, support.Form{Customer: "Bea"})
	ada.alerted(r.ID)
	_, err := o.requests.Leave(context.Background(), r.ID)
	must(t, err)
	ada.wait(func() bool { _, listed := ada.request(r.ID); return !listed })
	if _, _, err := ada.AcceptRequest(t.Context(), rid(r)); signalling.Fault(err) != protocol.FaultRequestGone {
		t.Errorf("a request whose customer left: %v", err)
	}
}
