package model_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/agentapp/internal/model/modeltest"
	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// waiting is a customer who waits and alerts the agent.
func waiting(number byte, customer string) signalling.Request {
	return signalling.Request{
		ID: signalling.RequestID{number}, Portal: 1, Kind: signalling.PortalBox, State: signalling.RequestPosted, PortalName: "Pharmacy", Customer: customer,
		Question: "Scanner not found.", Waited: time.Minute, Alert: signalling.AlertNew, AlertLeft: 30 * time.Second, WebChat: true,
	}
}

// post lets customers ask for help.
func (a *app) post(requests ...signalling.Request) {
	for _, r := range requests {
		a.line.Post(r)
	}
	synctest.Wait()
}

func (a *app) wantDid(want ...string) {
	a.t.Helper()
	if got := a.line.Did(); !slices.Equal(got, want) {
		a.t.Errorf("the agent did %q, want %q", got, want)
	}
}

func TestAlertsPopUpAndGo(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		a.post(waiting(1, "Aiko"))
		time.Sleep(time.Second)
		a.post(waiting(2, "Luis"))
		s := a.Snapshot()
		if len(s.Desk.Alerts) != 2 || s.Desk.Alerts[0].Customer != "Aiko" || len(s.Desk.Requests) != 2 {
			t.Fatalf("the alerts are %+v", s.Desk.Alerts)
		}
		if waited := time.Since(s.Desk.Requests[0].Since); waited != time.Minute+time.Second {
			t.Errorf("Aiko waits for %v", waited)
		}
		taken := waiting(1, "Aiko") // a colleague was first
		taken.State, taken.Agent, taken.Alert, taken.AlertLeft = signalling.RequestTaken, modeltest.Agent+1, signalling.AlertNone, 0
		a.post(taken)
		if alerts := a.Snapshot().Desk.Alerts; len(alerts) != 1 || alerts[0].Customer != "Luis" {
			t.Errorf("the alerts are %+v", alerts)
		}
		time.Sleep(30 * time.Second)
		if s := a.Snapshot(); len(s.Desk.Alerts) != 0 || len(s.Desk.Requests) != 2 {
			t.Errorf("after the time: %d alerts, %d requests", len(s.Desk.Alerts), len(s.Desk.Requests))
		}
	})
}

// TestAlertsEndSoonerWhenTheAgentWantsSo: what one agent chose is about their pop-ups only, the request stays in the list.
func TestAlertsEndSoonerWhenTheAgentWantsSo(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		a.ChangeSettings(func(s *model.Settings) { s.AlertSeconds = 10 })
		a.post(waiting(1, "Aiko"))
		time.Sleep(9 * time.Second)
		if len(a.Snapshot().Desk.Alerts) != 1 {
			t.Error("gone too soon")
		}
		time.Sleep(time.Second)
		a.post(waiting(2, "Luis"))
		if alerts := a.Snapshot().Desk.Alerts; len(alerts) != 1 || alerts[0].Customer != "Luis" {
			t.Errorf("the alerts are %+v", alerts)
		}
	})
}

// TestAcceptAWebChat: agent and customer write to each other in the page, then the agent asks for the screen.
func TestAcceptAWebChat(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		a.post(waiting(1, "Aiko"))
		id := signalling.RequestID{1}
		a.line.CustomerSays(id, "Are you there?")
		a.Answer(a.Snapshot().Desk.Alerts[0], true)
		if len(a.Snapshot().Desk.Alerts) != 0 {
			t.Error("the alert waits for the relay's answer")
		}
		synctest.Wait()
		a.Say(id, "Yes.")
		synctest.Wait()
		r, ok := a.Snapshot().Desk.FindRequest(id)
		if !ok || !r.Mine || len(r.Lines) != 2 || r.Lines[0].Text != "Are you there?" || !r.Lines[1].Mine {
			t.Fatalf("the request is %+v", r)
		}
		if a.door.ExpectsMeeting(model.Meeting{Request: id}) != "" || r.Code != "" {
			t.Error("the app was offered unasked")
		}
		a.OfferApp(id)
		synctest.Wait()
		if r, _ = a.Snapshot().Desk.FindRequest(id); r.Code != "K7MW Q2RT" || a.door.ExpectsMeeting(model.Meeting{Request: id}) != modeltest.PortalCode {
			t.Errorf("the code is %q", r.Code)
		}
		a.wantDid("accept", "say Yes.", "offer app")
	})
}

// TestAcceptOffersTheApp: where there is no chat in the page, the customer gets the app at once.
func TestAcceptOffersTheApp(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		r := waiting(1, "Aiko")
		r.WebChat = false
		a.post(r)
		a.Accept(r.ID)
		synctest.Wait()
		a.wantDid("accept", "offer app")
	})
}

func TestSomebodyElseWasFirst(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		r := waiting(1, "Aiko")
		r.Agent = modeltest.Agent + 1
		a.post(r)
		a.Accept(r.ID)
		synctest.Wait()
		if got := a.Snapshot().Fault; got != protocol.FaultRequestTaken {
			t.Errorf("the fault is %v", got)
		}
		a.Decline(r.ID)
		a.Decline(signalling.RequestID{9})
		synctest.Wait()
		if got := a.Snapshot().Fault; got != 0 {
			t.Errorf("No to what has gone shows %v", got)
		}
	})
}

// TestSessionOfARequest: the customer comes with the portal code; name, notes and chat go on, and filing closes the request.
func TestSessionOfARequest(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		r := waiting(1, "Aiko")
		a.post(r)
		a.line.CustomerSays(r.ID, "Hello?")
		a.Accept(r.ID)
		synctest.Wait()
		a.OfferApp(r.ID)
		synctest.Wait()
		a.SetRequestNotes(r.ID, "Scanner of 2019.")
		s, id := modeltest.NewSession(), leg.SessionID{4}
		a.door.Arrive(model.Arrival{Meeting: model.Meeting{Request: r.ID}, Session: s, SessionID: id})
		synctest.Wait()
		live, ok := a.Snapshot().FromRequest(r.ID)
		if !ok || live.Customer != "Aiko" || live.Portal != "Pharmacy" || live.Notes != "Scanner of 2019." || len(live.Earlier) != 1 {
			t.Fatalf("the session is %+v", live)
		}
		a.File(id, signalling.OutcomeResolved)
		synctest.Wait()
		a.wantDid("accept", "offer app", "close resolved Scanner of 2019.")
		if end := a.line.Ends()[id]; end.Outcome != signalling.OutcomeResolved {
			t.Errorf("the session's end is %+v", end)
		}
		if s := a.Snapshot(); len(s.Desk.Requests)+len(s.Live) != 0 {
			t.Errorf("still there: %d requests, %d sessions", len(s.Desk.Requests), len(s.Live))
		}
	})
}

func TestCloseAWebChat(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		r := waiting(1, "Aiko")
		a.post(r)
		a.Accept(r.ID)
		synctest.Wait()
		a.SetRequestNotes(r.ID, "Explained.")
		a.line.Fail(refuse(protocol.FaultRelayUnreachable))
		a.Close(r.ID, signalling.OutcomeResolved)
		synctest.Wait()
		if r, ok := a.Snapshot().Desk.FindRequest(r.ID); !ok || r.Closing {
			t.Errorf("what failed looks done: %+v", r)
		}
		a.line.Fail(nil)
		a.Close(r.ID, signalling.OutcomeResolved)
		synctest.Wait()
		if len(a.Snapshot().Desk.Requests) != 0 {
			t.Error("the request is still there")
		}
		a.wantDid("accept", "close resolved Explained.")
	})
}

// TestRestartInAWebChat: whoever starts the app anew finds their chat, and the code that the customer's page shows.
func TestRestartInAWebChat(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn().stop()
		a.start()
		r := waiting(1, "Aiko")
		r.State, r.Agent, r.Alert, r.AppOffered = signalling.RequestTaken, modeltest.Agent, signalling.AlertNone, true
		a.line.CustomerSays(r.ID, "Still here.")
		a.post(r)
		got, _ := a.Snapshot().Desk.FindRequest(r.ID)
		if !got.Mine || len(got.Lines) != 1 || got.Code == "" {
			t.Errorf("the request is %+v", got)
		}
	})
}

// TestRestartInASession: the session has gone with the app, but somebody has to say how it ended.
func TestRestartInASession(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		r := waiting(1, "Aiko")
		r.State, r.Agent, r.Alert = signalling.RequestInSession, modeltest.Agent, signalling.AlertNone
		a.line.SetState(signalling.State{Phase: signalling.PhaseWaiting})
		a.post(r)
		a.line.SetState(signalling.State{Phase: signalling.PhaseConnected, Welcome: modeltest.Welcome()})
		synctest.Wait()
		if got, _ := a.Snapshot().Desk.FindRequest(r.ID); !got.Lost {
			t.Errorf("the request is %+v", got)
		}
		a.Close(r.ID, signalling.OutcomeUnresolved)
		synctest.Wait()
		a.wantDid("close unresolved ")
	})
}

func TestColleagueIntroduces(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		offer := signalling.IntroductionOffer{
			ID: 5, Kind: signalling.IntroductionTransfer, FromName: "Priya Nair", Comment: "My shift ends.", Customer: "Hannah Berg", PortalName: "Phone", AlertLeft: 20 * time.Second,
		}
		a.line.Push(offer)
		synctest.Wait()
		alerts := a.Snapshot().Desk.Alerts
		if len(alerts) != 1 || alerts[0].Kind != signalling.AlertTransfer || alerts[0].From != "Priya Nair" || time.Until(alerts[0].Until) != 20*time.Second {
			t.Fatalf("the alerts are %+v", alerts)
		}
		a.line.Push(signalling.IntroductionWithdrawn{ID: 5})
		synctest.Wait()
		if len(a.Snapshot().Desk.Alerts) != 0 {
			t.Error("the alert is still there")
		}
		offer.ID = 6
		a.line.Push(offer)
		synctest.Wait()
		a.Answer(a.Snapshot().Desk.Alerts[0], true)
		synctest.Wait()
		at := model.Meeting{Introduction: 6}
		if a.door.ExpectsMeeting(at) != modeltest.PortalCode || len(a.Snapshot().Desk.Alerts) != 0 {
			t.Error("the door does not expect the customer")
		}
		a.door.Arrive(model.Arrival{Meeting: at, Session: modeltest.NewSession(), SessionID: leg.SessionID{4}})
		synctest.Wait()
		if s := a.Snapshot(); len(s.Live) != 1 || s.Live[0].Customer != "Hannah Berg" || s.Live[0].Portal != "Phone" {
			t.Errorf("the sessions are %+v", s.Live)
		}
	})
}

func TestIntroduce(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		id, _ := a.arrive(a.code("Hannah Berg"), 1)
		a.Introduce(id, signalling.IntroductionInvite, model.Target{Agent: 9, Name: "Tom Okafor"}, "VPN", protocol.PermissionSee)
		synctest.Wait()
		asked := a.line.Introduced()
		if len(asked) != 1 || asked[0].ToAgent != 9 || asked[0].Session != id || asked[0].Rights != protocol.PermissionSee {
			t.Fatalf("asked for %+v", asked)
		}
		a.line.Push(signalling.IntroductionAnswered{ID: 1, Yes: true, Name: "Tom Okafor"})
		synctest.Wait()
		if made := a.Snapshot().Desk.Introductions; len(made) != 1 || made[0].Answer != model.IntroductionTaken {
			t.Errorf("the introductions are %+v", made)
		}
	})
}

// TestAwayByIdleness: an available agent who leaves is away, and available again on return; a busy one stays busy.
func TestAwayByIdleness(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		a.Idle(time.Hour)
		if a.Snapshot().Status != signalling.StatusAvailable {
			t.Error("away though nobody wants that")
		}
		a.ChangeSettings(func(s *model.Settings) { s.AwayMinutes = 10 })
		a.Idle(10 * time.Minute)
		synctest.Wait()
		if s := a.Snapshot(); s.Status != signalling.StatusAway || !s.Idle || a.line.Status() != signalling.StatusAway {
			t.Errorf("the status is %v", s.Status)
		}
		a.Idle(0)
		synctest.Wait()
		if a.line.Status() != signalling.StatusAvailable {
			t.Error("not back")
		}
		a.SetStatus(signalling.StatusBusy)
		a.Idle(time.Hour)
		a.Idle(0)
		synctest.Wait()
		if a.line.Status() != signalling.StatusBusy {
			t.Error("no longer busy")
		}
	})
}

// TestCannedRepliesChange: what managers write reaches the agent who is signed in; a team without replies is no fault.
func TestCannedRepliesChange(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.signedIn()
		a.line.SetCanned(signalling.CannedReply{ID: 1, Title: "Hello"})
		a.line.Push(signalling.Canned{More: true})
		synctest.Wait()
		if got := a.Snapshot().Desk.Canned; len(got) != 1 || got[0].Title != "Hello" {
			t.Errorf("the replies are %+v", got)
		}
		a.line.Fail(refuse(protocol.FaultNotAllowed))
		a.line.Push(signalling.Canned{More: true})
		synctest.Wait()
		if s := a.Snapshot(); len(s.Desk.Canned) != 0 || s.Fault != 0 {
			t.Errorf("the replies are %+v, the fault %v", s.Desk.Canned, s.Fault)
		}
	})
}

func TestFindCanned(t *testing.T) {
	replies := []signalling.CannedReply{
		{ID: 1, Title: "Restart the computer", Text: "Please restart, {customer}.", Language: "en"},
		{ID: 2, Title: "Redémarrer", Text: "Veuillez redémarrer.", Language: "fr"},
		{ID: 3, Title: "Manual", URL: "https://northfield.example/restart"},
		{ID: 4, Title: "Hello", Text: "Hello.", Language: "en-GB"},
	}
	for typed, want := range map[string][]uint64{"": {1, 3, 4, 2}, "re": {1, 2, 3}, "please restart": {1}, "rest": {1, 3}, "nothing": nil} {
		var got []uint64
		const most = 5
		for _, r := range model.FindCanned(replies, typed, "en-US", most) {
			got = append(got, r.ID)
		}
		if typed == "re" { // the French title begins so too, but the customer reads English
			want = []uint64{1, 3, 2}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", typed, got, want)
		}
	}
	if got := model.FillCanned("Hello {customer}, {unknown}", map[string]string{"customer": "Aiko"}); got != "Hello Aiko, {unknown}" {
		t.Errorf("filled in: %q", got)
	}
}
