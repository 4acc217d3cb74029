package model_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/agentapp/internal/model/modeltest"
	"beside.example/internal/chat"
	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

func TestArrival(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		id, s := a.arrive(a.code("Hannah Berg"), 1)
		live, ok := a.Snapshot().Find(id)
		if !ok || live.Customer != "Hannah Berg" || live.Portal != "Phone" || live.Session.Phase != session.PhaseLive {
			t.Fatalf("the session is %+v", live)
		}
		wantEvents(t, a.Snapshot(), model.CodeUsed)
		if a.Session(id) != model.Session(s) {
			t.Error("the session is another")
		}
		if a.Session(leg.SessionID{9}) != nil {
			t.Error("a session is there that nobody began")
		}
	})
}

func TestSessionsSideBySide(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		for i := range byte(model.MaxSessions) {
			a.arrive(a.code(fmt.Sprint("customer ", i)), i)
		}
		_, turnedAway := a.arrive(a.code("one more"), 100)
		s := a.Snapshot()
		if len(s.Live) != model.MaxSessions || s.Fault != protocol.FaultSessionsLimit {
			t.Errorf("%d sessions, fault %v", len(s.Live), s.Fault)
		}
		if !turnedAway.Ran() {
			t.Error("the customer too many is left waiting")
		}
	})
}

// TestFile ends a session, writes notes and says how it ended: the relay knows, the record is kept, the list moves on.
func TestFile(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		id, s := a.arrive(a.code("Hannah Berg"), 1)
		began := time.Now()
		s.Change(func(snapshot *session.Snapshot) {
			snapshot.Chat = []chat.Entry{{At: began, Text: "Hello"}, {At: began, Mine: true, Text: "Hi"}}
		})
		time.Sleep(18 * time.Minute)
		s.Finish(protocol.CloseByCustomer)
		synctest.Wait()
		if live, ok := a.Snapshot().Find(id); !ok || live.Session.Phase != session.PhaseEnded {
			t.Fatal("a session that nobody filed left the list")
		}
		if got := a.line.Ends()[id]; got.Outcome != signalling.OutcomeUnknown || !got.Ended.Equal(time.Now()) {
			t.Errorf("the relay was told %+v", got)
		}
		time.Sleep(time.Minute)
		a.SetNotes(id, "Dock WD19")
		a.line.SetHistory(10, signalling.HistoryEntry{Session: id, Customer: "Hannah Berg", Granted: began})
		a.File(id, signalling.OutcomeResolved)
		synctest.Wait()
		snapshot := a.Snapshot()
		if len(snapshot.Live) != 0 || len(snapshot.History.Entries) != 1 {
			t.Fatalf("live %v, history %v", snapshot.Live, snapshot.History)
		}
		if past := snapshot.History.Entries[0]; past.Notes != "Dock WD19" || past.Lines != 2 {
			t.Errorf("the history has %+v", past)
		}
		got := a.line.Ends()[id]
		if got.Outcome != signalling.OutcomeResolved || got.Ended.Sub(got.Started) != 18*time.Minute {
			t.Errorf("the relay was told %+v", got)
		}
		if record, err := a.folder.Record(id); err != nil || record.Notes != "Dock WD19" || len(record.Chat) != 2 || record.Customer != "Hannah Berg" {
			t.Errorf("kept %+v, %v", record, err)
		}
	})
}

// TestFileUnderWay: a session that is filed while it is under way is ended, and its outcome stands.
func TestFileUnderWay(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		id, s := a.arrive(a.code("Hannah Berg"), 1)
		a.File(id, signalling.OutcomeUnresolved)
		synctest.Wait()
		if !s.Ran() || len(a.Snapshot().Live) != 0 || a.line.Ends()[id].Outcome != signalling.OutcomeUnresolved {
			t.Errorf("ran %v, live %v, told %+v", s.Ran(), a.Snapshot().Live, a.line.Ends())
		}
		a.File(id, signalling.OutcomeResolved) // it is filed
		synctest.Wait()
		if a.line.Ends()[id].Outcome != signalling.OutcomeUnresolved {
			t.Error("a filed session was filed again")
		}
	})
}

// TestHandedOver: once the colleague is there, this agent's part ends by itself and waits for notes and outcome.
func TestHandedOver(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		id, s := a.arrive(a.code("Hannah Berg"), 1)
		said := func(kind protocol.IntroductionKind, result protocol.IntroductionResult) {
			s.Change(func(snapshot *session.Snapshot) {
				snapshot.Introductions = []session.Introduction{{ID: 1, Kind: kind, Answered: true, Result: result}}
			})
			synctest.Wait()
		}
		said(protocol.IntroductionInvite, protocol.IntroductionJoined)
		said(protocol.IntroductionTransfer, protocol.IntroductionAgreed)
		if live, _ := a.Snapshot().Find(id); live.Session.Phase != session.PhaseLive {
			t.Fatal("it is over before a colleague has taken over")
		}
		said(protocol.IntroductionTransfer, protocol.IntroductionJoined)
		if live, ok := a.Snapshot().Find(id); !ok || live.Session.Phase != session.PhaseEnded {
			t.Fatalf("the session is %+v", live)
		}
		a.File(id, signalling.OutcomeResolved)
		synctest.Wait()
		if len(a.Snapshot().Live) != 0 || a.line.Ends()[id].Outcome != signalling.OutcomeResolved {
			t.Errorf("the relay was told %+v", a.line.Ends()[id])
		}
	})
}

// TestRelayAwayWhileFiling: the outcome is not lost, and stands in the history at once.
func TestRelayAwayWhileFiling(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		id, _ := a.arrive(a.code("Hannah Berg"), 1)
		a.line.Fail(refuse(protocol.FaultRelayUnreachable))
		a.File(id, signalling.OutcomeResolved)
		synctest.Wait()
		wantPast(t, a, id, signalling.OutcomeResolved)
		a.line.Fail(nil)
		synctest.Wait()
		if got := a.line.Ends()[id].Outcome; got != signalling.OutcomeResolved {
			t.Errorf("the relay knows %v", got)
		}
	})
}

// TestOutcomeSurvivesARestart: the relay is away until after the app's next start.
func TestOutcomeSurvivesARestart(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		id, _ := a.arrive(a.code("Hannah Berg"), 1)
		a.line.Fail(refuse(protocol.FaultRelayUnreachable))
		a.File(id, signalling.OutcomeUnresolved)
		synctest.Wait()
		a.stop()
		a.start()
		if got := a.line.Ends()[id].Outcome; got != signalling.OutcomeUnresolved {
			t.Errorf("the relay knows %v", got)
		}
		a.stop()
		a.start()
		if len(a.line.Ends()) != 0 {
			t.Error("the relay is told again at each start")
		}
	})
}

// TestOutcomeOfAnotherAgent: the relay does not know the session; it is asked once.
func TestOutcomeOfAnotherAgent(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		id, _ := a.arrive(a.code("Hannah Berg"), 1)
		a.line.Fail(refuse(protocol.FaultRelayRefused))
		a.File(id, signalling.OutcomeResolved)
		synctest.Wait()
		a.line.Fail(nil)
		synctest.Wait()
		if len(a.line.Ends()) != 0 || len(a.Snapshot().History.Entries) != 0 {
			t.Error("the relay is asked again")
		}
	})
}

// TestAppClosedInASession: what was said is kept, and the relay hears of the end at the next start.
func TestAppClosedInASession(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		id, s := a.arrive(a.code("Hannah Berg"), 1)
		a.SetNotes(id, "half a note")
		a.stop()
		if !s.Ran() {
			t.Fatal("the session still runs")
		}
		if record, err := a.folder.Record(id); err != nil || record.Notes != "half a note" {
			t.Errorf("kept %+v, %v", record, err)
		}
		a.start()
		if got, ok := a.line.Ends()[id]; !ok || got.Outcome != signalling.OutcomeUnknown {
			t.Errorf("the relay was told %+v", a.line.Ends())
		}
	})
}

// TestSessionOutlivesSignOut: signing out ends no session, and the relay hears of its end at the next sign-in.
func TestSessionOutlivesSignOut(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		id, s := a.arrive(a.code("Hannah Berg"), 1)
		a.SignOut()
		synctest.Wait()
		if s.Ran() || len(a.Snapshot().Live) != 1 {
			t.Fatal("the session ended")
		}
		a.File(id, signalling.OutcomeResolved)
		synctest.Wait()
		a.line, a.door = modeltest.NewLine(), modeltest.NewDoor()
		a.SignIn(relay)
		synctest.Wait()
		if got := a.line.Ends()[id].Outcome; got != signalling.OutcomeResolved {
			t.Errorf("the relay knows %v", got)
		}
	})
}

func wantPast(t *testing.T, a *app, id leg.SessionID, outcome signalling.Outcome) {
	t.Helper()
	for _, past := range a.Snapshot().History.Entries {
		if past.Session == id && past.Outcome == outcome && past.Customer == "Hannah Berg" && past.PortalName == "Phone" {
			return
		}
	}
	t.Errorf("the history is %+v", a.Snapshot().History.Entries)
}
