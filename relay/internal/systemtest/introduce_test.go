package systemtest

import (
	"crypto/ed25519"
	"testing"
	"time"

	"beside.example/internal/join"
	"beside.example/protocol"
	"beside.example/protocol/identity"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// helping has an agent in a session with a customer who came through a portal.
func (o *office) helping(a *colleague) (support.Request, *session) {
	o.t.Helper()
	r := o.ask(support.PortalBox, support.Form{Customer: "Bea"})
	_, _, err := a.AcceptRequest(o.t.Context(), rid(r))
	must(o.t, err)
	shown, _, err := a.OfferApp(o.t.Context(), rid(r))
	must(o.t, err)
	return r, meetPortal(a, o.here.customer(), join.Meeting{Request: rid(r)}, shown)
}

func introduction(id signalling.IntroductionID) func(signalling.IntroductionAnswered) bool {
	return func(m signalling.IntroductionAnswered) bool { return m.ID == id }
}

// come has a colleague say Yes and the customer's app come with the code that the first agent's app was told.
func (o *office) come(from, to *colleague, id signalling.IntroductionID) *session {
	o.t.Helper()
	public, _, err := ed25519.GenerateKey(nil)
	must(o.t, err)
	expected, err := to.AcceptIntroduction(o.t.Context(), id, public)
	must(o.t, err)
	answer := awaitPush(from, "the answer", introduction(id))
	if !answer.Yes || answer.Agent != signalling.AgentID(to.id) || answer.Code != expected.Code || expected.ID != id {
		o.t.Fatalf("told %+v, the colleague %+v", answer, expected)
	}
	vouched, err := identity.Open(answer.Credential, from.State().Welcome.SignedIn.OrganisationKey, time.Now())
	if err != nil || vouched.Agent != answer.Name || vouched.Device != identity.DeviceKey(public) {
		o.t.Errorf("the organisation vouches for %+v, %v", vouched, err)
	}
	again, err := to.AcceptIntroduction(o.t.Context(), id, public) // the answer may have been lost
	if err != nil || again.Code != expected.Code {
		o.t.Errorf("a second Yes: %+v, %v", again, err)
	}
	return meetPortal(to, o.here.customer(), join.Meeting{Request: expected.Request, Introduction: id}, answer.Code)
}

// TestTransfer hands a session over to a colleague, who has the request from then on.
func TestTransfer(t *testing.T) {
	o := newOffice(t, 0)
	ada, ben := o.hire("Ada"), o.hire("Ben")
	r, s := o.helping(ada)
	id, err := ada.Introduce(t.Context(), signalling.Introduce{
		Session: s.agent.Session, Request: rid(r), Kind: signalling.IntroductionTransfer, ToAgent: signalling.AgentID(ben.id),
		Comment: "knows printers", Rights: protocol.PermissionSee | protocol.PermissionControl,
	})
	must(t, err)
	offer := awaitPush(ben, "the transfer", func(signalling.IntroductionOffer) bool { return true })
	if offer.ID != id || offer.Kind != signalling.IntroductionTransfer || offer.FromName != "Ada" || offer.Comment != "knows printers" ||
		offer.Customer != "Bea" || offer.PortalName != "The box" || offer.AlertLeft <= 0 || offer.Request != rid(r) ||
		offer.Rights != protocol.PermissionSee|protocol.PermissionControl {
		t.Errorf("told %+v", offer)
	}
	second := o.come(ada, ben, id)
	second.echo()
	s.echo() // the first agent leaves when they like
	ben.wait(func() bool { q, _ := ben.request(r.ID); return q.Session == second.agent.Session })
	ada.wait(func() bool { _, listed := ada.request(r.ID); return !listed })
	if at := o.now(r); at.Agent != ben.id || at.State != support.RequestInSession {
		t.Errorf("the request is %+v", at)
	}
	if err := ada.CloseRequest(t.Context(), rid(r), signalling.OutcomeResolved, ""); signalling.Fault(err) != protocol.FaultRequestTaken {
		t.Errorf("the first agent closes it: %v", err)
	}
}

// TestInvite invites the agents of a portal: the first Yes comes, the other's alert goes.
func TestInvite(t *testing.T) {
	o := newOffice(t, 0)
	ada, ben, cleo := o.hire("Ada"), o.hire("Ben"), o.hire("Cleo")
	r, s := o.helping(ada)
	id, err := ada.Introduce(t.Context(), signalling.Introduce{
		Session: s.agent.Session, Request: rid(r), Kind: signalling.IntroductionInvite, ToPortal: signalling.PortalID(o.portals[support.PortalQueue].ID),
	})
	must(t, err)
	for _, asked := range []*colleague{ben, cleo} {
		awaitPush(asked, "the invitation", func(m signalling.IntroductionOffer) bool { return m.ID == id })
	}
	o.come(ada, cleo, id).echo()
	awaitPush(ben, "that the invitation is over", func(m signalling.IntroductionWithdrawn) bool { return m.ID == id })
	if _, err := ben.AcceptIntroduction(t.Context(), id, nil); signalling.Fault(err) != protocol.FaultRequestTaken {
		t.Errorf("a second colleague: %v", err)
	}
	if at := o.now(r); at.Agent != ada.id {
		t.Errorf("the request is agent %d's", at.Agent)
	}
}

// TestAnswerWhileAway has a colleague say Yes while the first agent's app has no connection: it is told when it is back.
func TestAnswerWhileAway(t *testing.T) {
	o := newOffice(t, 0)
	ada, ben := o.hire("Ada"), o.hire("Ben")
	token, err := o.accounts.AddDevice(t.Context(), ada.id, "laptop")
	must(t, err)
	laptop := o.deskOf(o.here, ada.id, token)
	r, s := o.helping(laptop)
	id, err := laptop.Introduce(t.Context(), signalling.Introduce{
		Session: s.agent.Session, Request: rid(r), Kind: signalling.IntroductionInvite, ToAgent: signalling.AgentID(ben.id),
	})
	must(t, err)
	o.deskOf(o.here, ada.id, token) // takes the laptop's place
	if err := <-laptop.ended; signalling.Fault(err) != protocol.FaultSignInReplaced {
		t.Errorf("the laptop ends with %v", err)
	}
	public, _, err := ed25519.GenerateKey(nil)
	must(t, err)
	_, err = ben.AcceptIntroduction(t.Context(), id, public)
	must(t, err)
	back := o.deskOf(o.here, ada.id, token)
	if answer := awaitPush(back, "the answer", introduction(id)); !answer.Yes {
		t.Errorf("told %+v", answer)
	}
}

// TestIntroductionThatLeadsNowhere says No, says nothing, and asks whom one may not ask.
func TestIntroductionThatLeadsNowhere(t *testing.T) {
	o := newOffice(t, 2*time.Second)
	ada, ben := o.hire("Ada"), o.hire("Ben")
	r, s := o.helping(ada)
	ask := signalling.Introduce{Session: s.agent.Session, Request: rid(r), Kind: signalling.IntroductionInvite, ToAgent: signalling.AgentID(ben.id)}
	no, err := ada.Introduce(t.Context(), ask)
	must(t, err)
	awaitPush(ben, "the invitation", func(m signalling.IntroductionOffer) bool { return m.ID == no })
	must(t, ben.DeclineIntroduction(t.Context(), no))
	if answer := awaitPush(ada, "the No", introduction(no)); answer.Yes {
		t.Errorf("told %+v", answer)
	}
	nothing, err := ada.Introduce(t.Context(), ask)
	must(t, err)
	if answer := awaitPush(ada, "that the time ran out", introduction(nothing)); answer.Yes {
		t.Errorf("told %+v", answer)
	}
	awaitPush(ben, "that the time ran out", func(m signalling.IntroductionWithdrawn) bool { return m.ID == nothing })
	for what, bad := range map[string]struct {
		change func(*signalling.Introduce)
		fault  protocol.Fault
	}{
		"a colleague who is not there": {func(m *signalling.Introduce) { m.ToAgent = 4711 }, protocol.FaultColleagueGone},
		"oneself":                      {func(m *signalling.Introduce) { m.ToAgent = signalling.AgentID(ada.id) }, protocol.FaultRelayRefused},
		"nobody":                       {func(m *signalling.Introduce) { m.ToAgent = 0 }, protocol.FaultRelayRefused},
		"somebody's session":           {func(m *signalling.Introduce) { m.Session[0]++ }, protocol.FaultRequestGone},
		"no kind":                      {func(m *signalling.Introduce) { m.Kind = 9 }, protocol.FaultNotAllowed},
	} {
		m := ask
		bad.change(&m)
		if _, err := ada.Introduce(t.Context(), m); signalling.Fault(err) != bad.fault {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := ben.Introduce(t.Context(), ask); signalling.Fault(err) == 0 {
		t.Error("a colleague introduces in somebody else's session")
	}
}

// TestColleagues tells agents who is there, and of every change within about a second.
func TestColleagues(t *testing.T) {
	o := newOffice(t, 0)
	ada, ben := o.hire("Ada"), o.hire("Ben")
	status := func(want signalling.Status) func() bool {
		return func() bool {
			all := ada.Colleagues()
			return len(all) == 1 && all[0].Agent == signalling.AgentID(ben.id) && all[0].Name == "Ben" && all[0].Team == "Desk" &&
				all[0].Status == want && len(all[0].Portals) == len(o.portals)
		}
	}
	ada.wait(status(signalling.StatusAvailable))
	must(t, ben.SetStatus(t.Context(), signalling.StatusBusy))
	ada.wait(status(signalling.StatusBusy))
	must(t, ben.SetStatus(t.Context(), signalling.StatusAway))
	ada.wait(status(signalling.StatusAway))
	must(t, ben.SignOut(t.Context()))
	ada.wait(func() bool { return len(ada.Colleagues()) == 0 })
}
