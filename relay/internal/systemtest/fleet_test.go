package systemtest

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"beside.example/internal/join"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/store/postgrestest"
	"beside.example/relay/internal/support"
)

// fleetName is what apps call the relays of a fleet.
const fleetName = "help.test:443"

// fleet is two relays, in processes of their own, on one PostgreSQL, and an office that both serve.
type fleet struct {
	*office
	nodes [2]*process
	store *store.Store
}

func newFleet(t testing.TB) *fleet {
	t.Helper()
	dsn := postgrestest.Start(t).NewDatabase(t)
	certificate := newCertificate(t)
	f := &fleet{}
	for n := range f.nodes {
		f.nodes[n] = newProcess(t, certificate, dsn)
	}
	var err error
	f.store, err = store.Open(context.Background(), dsn)
	must(t, err)
	t.Cleanup(func() { must(t, f.store.Close()) })
	logs := &logBook{}
	here := machine{t: t, relay: fleetName, trust: certificate.trust, logger: logs.logger()}
	settings := support.DefaultRequestSettings()
	settings.PerAddress = 10_000
	f.office = furnish(logs, f.store, here, settings)
	return f
}

// at returns a machine whose way leads to a node.
func (f *fleet) at(node int) machine {
	m := f.here
	m.route = func(string) string { return f.nodes[node].config.Listen }
	return m
}

// TestFleetMeets brings apps together that are at different relays: with nine digits, with a portal code, and a colleague.
func TestFleetMeets(t *testing.T) {
	f := newFleet(t)
	hire := func(name string, node int) *colleague {
		t.Helper()
		f.here = f.at(node)
		return f.hire(name)
	}
	ada, ben := hire("Ada", 0), hire("Ben", 1)
	typed, _ := ada.newCode(0)
	nine := meet(&ada.agent, f.at(1).customer(), typed)
	nine.echo()
	began := time.Now()
	r := f.ask(support.PortalBox, support.Form{Customer: "Bea"})
	ada.alerted(r.ID)
	ben.alerted(r.ID)
	t.Logf("alerts after %v", time.Since(began))
	accepted := time.Now()
	_, _, err := ben.AcceptRequest(t.Context(), rid(r))
	must(t, err)
	ada.wait(func() bool { _, listed := ada.request(r.ID); return !listed })
	if gone := time.Since(accepted); gone > vanishWithin {
		t.Errorf("the alert at the other relay is gone after %v", gone)
	}
	shown, _, err := ben.OfferApp(t.Context(), rid(r))
	must(t, err)
	began = time.Now()
	s := meetPortal(ben, f.at(0).customer(), join.Meeting{Request: rid(r)}, shown)
	s.echo()
	t.Logf("joined across relays after %v", time.Since(began))
	id, err := ben.Introduce(t.Context(), signalling.Introduce{
		Session: s.agent.Session, Request: rid(r), Kind: signalling.IntroductionTransfer, ToAgent: signalling.AgentID(ada.id),
	})
	must(t, err)
	awaitPush(ada, "the transfer", func(m signalling.IntroductionOffer) bool { return m.ID == id })
	f.here = f.at(1) // where the customer's app is
	f.come(ben, ada, id).echo()
}

// TestFleetLosesRelay kills a relay at which everyone is, in the middle of their work. All come to the other one, and nothing that was
// acknowledged is lost; a session goes on.
func TestFleetLosesRelay(t *testing.T) {
	f := newFleet(t)
	var node atomic.Int32
	f.here.route = func(string) string { return f.nodes[node.Load()].config.Listen }
	agents := []*colleague{f.hire("Ada"), f.hire("Ben"), f.hire("Cleo"), f.hire("Dan")}
	r, s := f.helping(agents[0])
	s.agent.Conn.SetLively(true)
	s.customer.Conn.SetLively(true)
	s.echo()
	work := newWork(f.office, agents[1:3])
	work.until(40)
	killed := time.Now()
	node.Store(1)
	f.nodes[0].kill()
	work.until(80)
	t.Logf("work goes on %v after the kill", time.Since(killed))
	s.echo()
	t.Logf("the session goes on %v after the kill", time.Since(killed))
	work.check()
	if at := f.now(r); at.State != support.RequestInSession {
		t.Errorf("the request in session is %+v", at)
	}
	queued := f.ask(support.PortalQueue, support.Form{Customer: "Bea"})
	f.keepOpen(queued.ID) // a queue asks nobody for a silent page
	// Dan is free at least: the others may hold a request whose acceptance the killed relay did not tell them.
	agents[0].waitAny(agents, func() bool {
		for _, a := range agents {
			if q, _ := a.request(queued.ID); q.Alert != signalling.AlertNone {
				return true
			}
		}
		return false
	})
}
