package systemtest

import (
	"context"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"beside.example/internal/company"
	"beside.example/internal/join"
	apps "beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/identity"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// watched is a session of Ada's with the customer's whole company, and a manager who would watch it.
type watched struct {
	*office
	request    support.Request
	met        *session
	ada, elena *colleague
	manager    support.Manager
	agent      *apps.Session
	customer   *company.Company
}

// letWatch sets the organisation's policy.
func (o *office) letWatch(may bool) {
	o.t.Helper()
	settings := support.DefaultSettings()
	settings.Monitoring = may
	must(o.t, o.store.PutSettings(context.Background(), o.organisation, settings))
}

// newWatched begins the session under a policy.
func newWatched(t *testing.T, may bool) *watched {
	t.Helper()
	w := &watched{office: newOffice(t, 0)}
	w.letWatch(may)
	w.ada = w.hire("Ada")
	elena := support.Agent{Organisation: w.organisation, Team: w.team, Name: "Elena", Mail: "elena@southfield.example", Role: support.RoleOrganisationManager}
	var err error
	elena.ID, err = w.store.CreateAgent(t.Context(), elena, nil)
	must(t, err)
	w.elena = w.desk(w.here, elena.ID)
	w.manager = support.Manager{Agent: elena, Organisation: support.Organisation{ID: w.organisation}}
	w.request, w.met = w.helping(w.ada)
	agent, credential := w.side(w.ada, w.met.agent, false)
	w.agent = agent
	w.customer = company.New(company.Config{First: w.customerSide(w.met.customer, nil), Meet: w.meet})
	run(t, func(ctx context.Context) { w.agent.Run(ctx) })
	run(t, func(ctx context.Context) { w.customer.Run(ctx) })
	w.until("the customer's Yes", func() bool { return w.customer.Start(0) })
	w.until("the session", func() bool { return w.agent.Snapshot().Phase == apps.PhaseLive })
	if told := w.customer.Snapshot().Keeps.Has(protocol.KeepsWatch); told != may || credential.Keeps.Has(protocol.KeepsWatch) != may {
		t.Errorf("the policy is %t, the customer is told %t", may, told)
	}
	return w
}

// side is an agent's side of two apps that have met, with what its credential says.
func (w *watched) side(a *colleague, met *join.Joined, monitors bool) (*apps.Session, identity.Credential) {
	w.t.Helper()
	public, device, err := ed25519.GenerateKey(nil)
	must(w.t, err)
	if monitors {
		public, device = w.elenasKey()
	}
	signed, err := a.Credential(context.Background(), public)
	must(w.t, err)
	credential, err := identity.Open(signed, a.State().Welcome.SignedIn.OrganisationKey, time.Now())
	must(w.t, err)
	return apps.New(apps.Config{
		Role: protocol.RoleAgent, Conn: met.Conn, Peer: apps.Peer{Name: "Bea"}, Identity: met.Identity(signed, device), Keeps: credential.Keeps, Monitors: monitors,
	}), credential
}

// elenasKey is that of the manager's device.
func (w *watched) elenasKey() (ed25519.PublicKey, ed25519.PrivateKey) {
	device := ed25519.NewKeyFromSeed([]byte(strings.Repeat("e", ed25519.SeedSize)))
	public, ok := device.Public().(ed25519.PublicKey)
	if !ok {
		w.t.Fatal("a key of another kind")
	}
	return public, device
}

// customerSide is the customer's side; introduced is nil for the first agent.
func (w *watched) customerSide(met *join.Joined, introduced *protocol.Introduce) apps.Config {
	return apps.Config{Role: protocol.RoleCustomer, Conn: met.Conn, Verify: func(shown protocol.Identity) (apps.Verified, error) {
		who, err := met.Verify(shown, time.Now())
		if err == nil && introduced != nil && who.Device != introduced.Device {
			err = errors.New("another device than the one that was introduced")
		}
		return apps.Verified{Name: who.Agent, Organisation: who.Organisation, Keeps: who.Keeps}, err
	}}
}

// meet is the customer's app that goes to whom an agent's introduced.
func (w *watched) meet(_ context.Context, m protocol.Introduce) (apps.Config, error) {
	j := <-w.here.customer().bring(m.Code)
	if j.err != nil {
		return apps.Config{}, j.err
	}
	return w.customerSide(j.Joined, &m), nil
}

// until waits until something is so in the apps.
func (w *watched) until(what string, state func() bool) {
	w.t.Helper()
	deadline := time.After(patience)
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	for !state() {
		select {
		case <-ticker.C:
		case <-deadline:
			w.t.Fatalf("there is no %s: %+v", what, w.agent.Snapshot())
		}
	}
}

// asked has the manager ask in the management center and say Yes in the own app, and returns what Ada's app is told.
func (w *watched) asked() (signalling.IntroductionAnswered, signalling.RendezvousExpect) {
	w.t.Helper()
	must(w.t, support.NewMonitoring(w.store, support.DefaultRequestSettings()).Ask(context.Background(), w.manager, support.CaseID{Request: w.request.ID}))
	offer := awaitPush(w.elena, "the wish to watch", func(signalling.IntroductionOffer) bool { return true })
	if offer.Kind != signalling.IntroductionMonitor || offer.FromName != "Ada" || offer.Customer != "Bea" || offer.Rights != protocol.PermissionSee {
		w.t.Errorf("Elena's app is told %+v", offer)
	}
	public, _ := w.elenasKey()
	expected, err := w.elena.AcceptIntroduction(context.Background(), offer.ID, public)
	must(w.t, err)
	answer := awaitPush(w.ada, "that a manager would watch", introduction(offer.ID))
	if !answer.Yes || answer.Session != w.met.agent.Session || answer.Name != "Elena" || expected.Kind != signalling.IntroductionMonitor {
		w.t.Errorf("Ada's app is told %+v, Elena's %+v", answer, expected)
	}
	return answer, expected
}

// introduce is what Ada's app does of itself.
func (w *watched) introduce(answer signalling.IntroductionAnswered) {
	w.t.Helper()
	vouched, err := identity.Open(answer.Credential, w.ada.State().Welcome.SignedIn.OrganisationKey, time.Now())
	must(w.t, err)
	w.agent.Introduce(protocol.Introduce{
		ID: uint64(answer.ID), Kind: protocol.IntroductionMonitor, Code: answer.Code, Device: vouched.Device, Name: vouched.Agent, Rights: protocol.PermissionSee,
	})
}

// acts lists what the audit log has of monitoring.
func (w *watched) acts() string {
	w.t.Helper()
	events, err := w.store.Audit(context.Background(), w.organisation, 0, 0, 100)
	must(w.t, err)
	out := ""
	for _, e := range events {
		out = e.Name + " " + string(e.Act) + ";" + out
	}
	return out
}

// TestMonitoring goes from the live page's act to the review: a manager's app watches over a connection of its own, everybody is told, and
// the relay notes when it began and ended.
func TestMonitoring(t *testing.T) {
	w := newWatched(t, true)
	answer, expected := w.asked()
	w.elena.door.ExpectPortal(join.Meeting{Request: expected.Request, Introduction: expected.ID}, expected.Code, time.Minute)
	w.introduce(answer)
	arrival := w.elena.arrival()
	must(t, arrival.Err)
	elena, _ := w.side(w.elena, arrival.Joined, true)
	over := make(chan struct{})
	go func() { defer close(over); elena.Run(context.Background()) }()
	w.until("manager who watches", func() bool { return elena.Snapshot().Phase == apps.PhaseLive })
	w.until("mark of who watches", func() bool {
		for _, p := range w.agent.Snapshot().People {
			if p.Watches() && p.Name == "Elena" {
				return true
			}
		}
		return false
	})
	if s := w.customer.Snapshot(); len(s.Members) != 2 || !s.Members[1].Monitors || s.Members[1].Session.Peer.Name != "Elena" || s.Card != nil {
		t.Errorf("the customer's app shows %+v", s.Members)
	}
	w.agent.SendChat("hello Bea", false)
	w.until("line for who watches", func() bool {
		chat := elena.Snapshot().Chat
		return len(chat) > 0 && chat[len(chat)-1].Text == "hello Bea"
	})
	w.customer.EndMonitoring()
	<-over
	s := elena.Snapshot()
	if s.Ended.Reason != protocol.CloseByCustomer || s.Keeps.Has(protocol.KeepsChat) {
		t.Errorf("the watching ended by %v, %v is handed in", s.Ended.Reason, s.Keeps)
	}
	must(t, w.elena.EndSession(t.Context(), signalling.SessionEnd{Session: arrival.Joined.Session, Started: s.Started, Ended: time.Now()}))
	public, device := w.elenasKey()
	for _, page := range handin.Build(handin.Head{Session: arrival.Joined.Session, Part: handin.PartFacts, Made: time.Now(), You: s.You, Kept: s.Keeps}, factsOf(s)) {
		must(t, w.elena.HandIn(t.Context(), signalling.HandIn{DeviceKey: public, Signature: handin.Sign(device, page), Page: page}))
	}
	if got := w.acts(); got != "Elena monitoring-begun;Elena monitoring-ended;" {
		t.Errorf("audit log: %s", got)
	}
	must(t, w.ada.CloseRequest(t.Context(), rid(w.request), signalling.OutcomeResolved, ""))
	if r := w.now(w.request); r.State != support.RequestResolved || r.Agent != w.ada.id {
		t.Errorf("the request is %+v", r)
	}
	review := w.review(w.request)
	if len(review.Sessions) != 2 || !review.Sessions[1].Monitor || len(review.Account.Reports) != 1 || !review.Account.Reports[0].Facts.Holds() {
		t.Errorf("the review has %+v, %+v", review.Sessions, review.Account.Reports)
	}
	told := false
	for _, h := range review.Account.Happened {
		status, ok := h.Fact.(handin.Status)
		told = told || ok && status.Status == protocol.StatusWatching && status.Name == "Elena"
		if h.Fact.Kind() == handin.KindBegan {
			t.Error("the review says that the customer agreed to who only watches")
		}
	}
	if !told {
		t.Errorf("the review does not say who watched: %+v", review.Account.Happened)
	}
}

func factsOf(s apps.Snapshot) []handin.Entry {
	var facts []handin.Entry
	for _, e := range s.Facts {
		if e.Fact.Kind().Part() == handin.PartFacts {
			facts = append(facts, e)
		}
	}
	return facts
}

// TestMonitoringOfTheUntold: a relay that says that managers may watch, of a session whose customer was told nothing of it, achieves
// nothing, and the manager is told why.
func TestMonitoringOfTheUntold(t *testing.T) {
	w := newWatched(t, false)
	w.letWatch(true)
	answer, _ := w.asked()
	w.introduce(answer)
	w.until("word that the customer was not told", func() bool {
		all := w.agent.Snapshot().Introductions
		return len(all) == 1 && all[0].Result == protocol.IntroductionUntold
	})
	if s := w.customer.Snapshot(); len(s.Members) != 1 || s.Card != nil {
		t.Errorf("the customer's app shows %+v", s.Members)
	}
	if err := w.elena.RefuseIntroduction(t.Context(), answer.ID, protocol.IntroductionUntold); signalling.Fault(err) != protocol.FaultRequestGone {
		t.Errorf("somebody else's app turns her away: %v", err)
	}
	must(t, w.ada.RefuseIntroduction(t.Context(), answer.ID, protocol.IntroductionUntold))
	why := awaitPush(w.elena, "why nothing comes of it", func(m signalling.IntroductionWithdrawn) bool { return m.ID == answer.ID && m.Fault != 0 })
	if why.Fault != protocol.FaultWatchUntold {
		t.Errorf("told %v", why.Fault)
	}
	if j := <-w.here.customer().bring(answer.Code); j.err == nil {
		t.Error("the code still leads to the manager")
	}
	if got := w.acts(); got != "" {
		t.Errorf("audit log: %s", got)
	}
}
