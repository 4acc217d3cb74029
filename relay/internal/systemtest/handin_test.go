package systemtest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"slices"
	"testing"
	"time"

	apps "beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/identity"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// talk is a whole session over a real connection: the agent's side notes facts, the customer's side is a person who has read the page.
type talk struct {
	t               *testing.T
	device          ed25519.PrivateKey
	agent, customer *apps.Session
	ended           chan struct{}
}

// newTalk begins the session of two apps that have met: the customer sees what the agent's credential says that is kept, and says Yes.
func newTalk(t *testing.T, a *colleague, met *session, granted protocol.Permission) *talk {
	t.Helper()
	k := &talk{t: t, ended: make(chan struct{})}
	var err error
	_, k.device, err = ed25519.GenerateKey(nil)
	must(t, err)
	public := k.device.Public().(ed25519.PublicKey)
	credential, err := a.Credential(t.Context(), public)
	must(t, err)
	own, err := identity.Open(credential, a.State().Welcome.SignedIn.OrganisationKey, time.Now())
	must(t, err)
	k.agent = apps.New(apps.Config{
		Role: protocol.RoleAgent, Conn: met.agent.Conn, Peer: apps.Peer{Name: "Bea"}, Identity: met.agent.Identity(credential, k.device), Keeps: own.Keeps,
	})
	k.customer = apps.New(apps.Config{
		Role: protocol.RoleCustomer, Conn: met.customer.Conn,
		Verify: func(shown protocol.Identity) (apps.Verified, error) {
			who, err := met.customer.Verify(shown, time.Now())
			return apps.Verified{Name: who.Agent, Organisation: who.Organisation, Keeps: who.Keeps}, err
		},
	})
	customerEnded := make(chan struct{})
	go func() { defer close(customerEnded); k.customer.Run(context.Background()) }()
	go func() { defer close(k.ended); k.agent.Run(context.Background()); <-customerEnded }()
	k.until(func() bool { return k.customer.Start(granted) })
	k.until(func() bool { return k.agent.Snapshot().Phase == apps.PhaseLive })
	return k
}

// until waits for a state of the session.
func (k *talk) until(state func() bool) {
	k.t.Helper()
	changes, stop := k.agent.Watch()
	defer stop()
	deadline := time.After(patience)
	ticker := time.NewTicker(pollEvery)
	defer ticker.Stop()
	for !state() {
		select {
		case <-changes:
		case <-ticker.C:
		case <-deadline:
			k.t.Fatalf("the session stays as %+v", k.agent.Snapshot())
		}
	}
}

// heard waits until so many lines of chat are noted in the agent's app.
func (k *talk) heard(lines int) {
	k.t.Helper()
	k.until(func() bool {
		n := 0
		for _, e := range k.agent.Snapshot().Facts {
			if e.Fact.Kind() == handin.KindSaid {
				n++
			}
		}
		return n >= lines
	})
}

// pollEvery is how often a state is looked at that announces itself at the other side.
const pollEvery = 20 * time.Millisecond

// end ends the session and returns what the agent's app hands in of it, page by page.
func (k *talk) end(met *session) [][]byte {
	k.t.Helper()
	k.customer.End()
	<-k.ended
	s := k.agent.Snapshot()
	var pages [][]byte
	for _, part := range []handin.Part{handin.PartFacts, handin.PartChat} {
		entries := slices.DeleteFunc(slices.Clone(s.Facts), func(e handin.Entry) bool { return e.Fact.Kind().Part() != part })
		if part == handin.PartChat && !s.Keeps.Has(protocol.KeepsChat) {
			continue
		}
		head := handin.Head{Session: met.agent.Session, Part: part, Made: time.Now(), You: s.You, Kept: s.Keeps}
		pages = append(pages, handin.Build(head, entries)...)
	}
	return pages
}

func (k *talk) signed(page []byte) signalling.HandIn {
	return signalling.HandIn{DeviceKey: k.device.Public().(ed25519.PublicKey), Signature: handin.Sign(k.device, page), Page: page}
}

// decide has the organisation decide whether chats are handed in.
func (o *office) decide(handIn bool) {
	o.t.Helper()
	settings := support.DefaultSettings()
	settings.HandIn = handIn
	must(o.t, o.store.PutSettings(context.Background(), o.organisation, settings))
}

// review is what a manager sees of a request.
func (o *office) review(r support.Request) support.Review {
	o.t.Helper()
	manager := support.Agent{Organisation: o.organisation, Team: o.team, Name: "Elena", Mail: r.ID.String() + "@southfield.example", Role: support.RoleOrganisationManager}
	id, err := o.store.CreateAgent(context.Background(), manager, nil)
	must(o.t, err)
	manager.ID = id
	v, err := support.NewReviews(o.store).Request(context.Background(), support.Manager{Agent: manager, Organisation: support.Organisation{ID: o.organisation}}, r.ID)
	must(o.t, err)
	return v
}

// TestHandIn goes from the policy to the review: what the customer was told is what the agent's app hands in, and nothing else is kept.
func TestHandIn(t *testing.T) {
	for _, wanted := range []bool{false, true} {
		o := newOffice(t, 0)
		o.decide(wanted)
		ada := o.hire("Ada")
		r, s := o.helping(ada)
		k := newTalk(t, ada, s, 0)
		if told := k.customer.Snapshot().Keeps.Has(protocol.KeepsChat); told != wanted || k.agent.Snapshot().Keeps != k.customer.Snapshot().Keeps {
			t.Errorf("wanted %t: the customer is told %v, the agent's app may hand in %v", wanted, k.customer.Snapshot().Keeps, k.agent.Snapshot().Keeps)
		}
		k.agent.SendChat("hello Bea", false)
		k.customer.SendChat("it beeps", false)
		k.heard(2)
		pages := k.end(s)
		must(t, ada.EndSession(t.Context(), signalling.SessionEnd{Session: s.agent.Session, Outcome: signalling.OutcomeResolved, Ended: time.Now()}))
		for range 2 { // the first answer may have been lost
			for _, page := range pages {
				must(t, ada.HandIn(t.Context(), k.signed(page)))
			}
		}
		account := o.review(r).Account
		if len(account.Reports) != 1 || !account.Reports[0].Facts.Holds() || account.Reports[0].Chat.There != wanted || len(account.Missing) != 0 {
			t.Errorf("wanted %t: %+v", wanted, account.Reports)
		}
		var said []string
		for _, line := range account.Said {
			said = append(said, line.Text)
		}
		if wanted && !slices.Equal(said, []string{"hello Bea", "it beeps"}) || !wanted && said != nil {
			t.Errorf("wanted %t: said %q", wanted, said)
		}
	}
}

// TestHandInOfLiars: what was changed, is not signed by the session's device, or comes from somebody who was not in the session is refused,
// and the review shows nothing of it.
func TestHandInOfLiars(t *testing.T) {
	o := newOffice(t, 0)
	o.decide(true)
	ada, ben := o.hire("Ada"), o.hire("Ben")
	r, s := o.helping(ada)
	k := newTalk(t, ada, s, 0)
	pages := k.end(s)
	liar := &talk{t: t, device: ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))}
	_, err := ben.Credential(t.Context(), liar.device.Public().(ed25519.PublicKey))
	must(t, err)
	laptop := o.desk(o.here, ada.id) // another device of the same agent
	_, err = laptop.Credential(t.Context(), liar.device.Public().(ed25519.PublicKey))
	must(t, err)
	changed := k.signed(bytes.Clone(pages[0]))
	changed.Page[len(changed.Page)-1] ^= 1
	for name, try := range map[string]struct {
		by   *colleague
		page signalling.HandIn
	}{
		"changed":               {ada, changed},
		"signed by a stranger":  {ada, liar.signed(pages[0])},
		"by another agent":      {ben, k.signed(pages[0])},
		"by the agent's laptop": {laptop, liar.signed(pages[0])},
		"of no session":         {ben, liar.signed(handin.Build(handin.Head{Part: handin.PartFacts}, nil)[0])},
		"no page":               {ada, k.signed([]byte("none"))},
	} {
		if err := try.by.HandIn(t.Context(), try.page); signalling.Fault(err) != protocol.FaultRelayRefused {
			t.Errorf("%s: %v", name, err)
		}
	}
	if v := o.review(r); len(v.Account.Reports) != 0 || len(v.Account.Missing) != 1 {
		t.Errorf("the review shows %+v", v.Account)
	}
	must(t, laptop.HandIn(t.Context(), k.signed(pages[0]))) // what the session's device signed counts, whichever app brings it
}

// TestPolicyChangesInASession: whoever was not told before consent has nothing handed in of what they write, whatever is decided later;
// and what is not wanted any more is not kept.
func TestPolicyChangesInASession(t *testing.T) {
	for _, wanted := range []bool{false, true} {
		o := newOffice(t, 0)
		o.decide(wanted)
		ada := o.hire("Ada")
		r, s := o.helping(ada)
		k := newTalk(t, ada, s, 0)
		o.decide(!wanted)
		k.agent.SendChat("hello", false)
		k.heard(1)
		for _, page := range k.end(s) {
			must(t, ada.HandIn(t.Context(), k.signed(page)))
		}
		account := o.review(r).Account
		if len(account.Reports) != 1 || account.Reports[0].Chat.There || len(account.Said) != 0 {
			t.Errorf("wanted at first %t: %+v", wanted, account)
		}
	}
}

// TestHandInFleet: pages may be handed in at another relay than the session's, and twice.
func TestHandInFleet(t *testing.T) {
	f := newFleet(t)
	f.here = f.at(0)
	ada := f.hire("Ada")
	r, s := f.helping(ada)
	k := newTalk(t, ada, s, 0)
	pages := k.end(s)
	must(t, ada.HandIn(t.Context(), k.signed(pages[0])))
	f.nodes[0].kill()
	elsewhere := f.desk(f.at(1), ada.id) // a new sign-in of the same app
	for _, page := range pages {
		must(t, elsewhere.HandIn(t.Context(), k.signed(page)))
	}
	if account := f.review(r).Account; len(account.Reports) != 1 || !account.Reports[0].Facts.Holds() {
		t.Errorf("the review shows %+v", account)
	}
}
