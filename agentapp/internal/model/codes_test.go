package model_test

import (
	"regexp"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/agentapp/internal/model/modeltest"
	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

func TestNewCode(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		c := a.code("Martin Keller")
		if !regexp.MustCompile(`^1234 \d{5}$`).MatchString(c.Digits) {
			t.Errorf("the digits are %q", c.Digits)
		}
		if c.Customer != "Martin Keller" || c.Portal != "Phone" || !c.Ends.Equal(time.Now().Add(modeltest.Lifetime)) {
			t.Errorf("the code is %+v", c)
		}
		if !a.door.Expects(c.ID) {
			t.Error("the door does not know the code")
		}
	})
}

func TestCodeLimit(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		for range modeltest.MaxCodes {
			a.code("")
		}
		a.line.Fail(refuse(protocol.FaultCodeLimit))
		a.NewCode("one more", 1)
		synctest.Wait()
		s := a.Snapshot()
		if len(s.Codes) != modeltest.MaxCodes || s.CodeFault != protocol.FaultCodeLimit || s.Fault != 0 {
			t.Errorf("%d codes, fault %v, other fault %v", len(s.Codes), s.CodeFault, s.Fault)
		}
		a.line.Fail(nil)
		a.Withdraw(s.Codes[0].ID)
		a.code("one more")
		if s := a.Snapshot(); s.CodeFault != 0 {
			t.Errorf("the fault %v stays", s.CodeFault)
		}
	})
}

func TestCodeWithdrawn(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		kept, gone := a.code("Martin Keller"), a.code("Martin Keller")
		a.Withdraw(gone.ID)
		synctest.Wait()
		s := a.Snapshot()
		if len(s.Codes) != 1 || s.Codes[0].ID != kept.ID {
			t.Errorf("the codes are %+v", s.Codes)
		}
		wantEvents(t, s, model.CodeWithdrawn)
		if a.door.Expects(gone.ID) || !a.door.Expects(kept.ID) {
			t.Error("the door knows the wrong code")
		}
	})
}

func TestCodeRunsOut(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		c := a.code("Nadia Amrani")
		time.Sleep(modeltest.Lifetime - time.Second)
		a.line.Drop(c.ID) // the relay's clock is ahead
		synctest.Wait()
		wantEvents(t, a.Snapshot(), model.CodeRanOut)
		if a.door.Expects(c.ID) {
			t.Error("the door still knows the code")
		}
	})
}

// TestAttempts: two customers of the same name, so that only the code's number tells whose code is tried.
func TestAttempts(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		first, second := a.code("Martin Keller"), a.code("Martin Keller")
		for _, left := range []int{2, 1, 0} {
			a.door.Arrive(model.Arrival{Code: first.ID, Left: left, Fault: protocol.FaultCodeWrong})
		}
		a.line.Drop(first.ID)
		synctest.Wait()
		s := a.Snapshot()
		wantEvents(t, s, model.CodeDead, model.CodeWrong, model.CodeWrong)
		if s.Events[1].Left != 1 || s.Events[2].Left != 2 || s.Events[0].Customer != "Martin Keller" {
			t.Errorf("the events are %+v", s.Events)
		}
		a.Withdraw(second.ID)
		synctest.Wait()
		wantEvents(t, a.Snapshot(), model.CodeWithdrawn, model.CodeDead, model.CodeWrong, model.CodeWrong)
	})
}

func TestAttemptsThatFailOtherwise(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		c := a.code("Paul Reyes")
		a.door.Arrive(model.Arrival{Code: c.ID, Left: 2, Fault: protocol.FaultExchange})
		a.door.Arrive(model.Arrival{Code: c.ID, Fault: protocol.FaultNoWay})
		synctest.Wait()
		s := a.Snapshot()
		wantEvents(t, s, model.CodeLost, model.CodeFailed)
		if s.Events[0].Fault != protocol.FaultNoWay {
			t.Errorf("the fault is %v", s.Events[0].Fault)
		}
	})
}

// TestCodesOfAnotherDevice: the digits are known only where they were drawn.
func TestCodesOfAnotherDevice(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		a.line.Add(signalling.Code{ID: 99, Portal: 2, Nameplate: "4071", Customer: "Hélène Dubois", Lifetime: modeltest.Lifetime, Left: time.Minute})
		synctest.Wait()
		s := a.Snapshot()
		if len(s.Codes) != 1 || s.Codes[0].Digits != "4071" || s.Codes[0].Portal != "Ward tablets" {
			t.Errorf("the codes are %+v", s.Codes)
		}
		a.line.Drop(99)
		synctest.Wait()
		wantEvents(t, a.Snapshot())
	})
}

// TestCodesWhileTheRelayIsAway: what the relay has not said is not known.
func TestCodesWhileTheRelayIsAway(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		c := a.code("Martin Keller")
		a.line.SetState(signalling.State{Phase: signalling.PhaseWaiting, Fault: protocol.FaultRelayUnreachable, Welcome: modeltest.Welcome()})
		synctest.Wait()
		if !a.door.Expects(c.ID) || len(a.Snapshot().Codes) != 1 {
			t.Error("the code is forgotten")
		}
	})
}

func wantEvents(t *testing.T, s model.Snapshot, want ...model.CodeEventKind) {
	t.Helper()
	var got []model.CodeEventKind
	for _, e := range s.Events {
		got = append(got, e.What)
	}
	if len(got) != len(want) {
		t.Fatalf("the events are %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("the events are %v, want %v", got, want)
		}
	}
}
