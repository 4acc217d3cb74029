package systemtest

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"beside.example/relay/internal/server"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// TestKilledRelay kills a relay that is alone, in the middle of its agents' work and again, and starts it each time on what it
// left. Everything that was acknowledged is there, customers keep their place, and a session goes on.
func TestKilledRelay(t *testing.T) {
	certificate := newCertificate(t)
	p := newProcess(t, certificate, "")
	kept, err := store.Open(context.Background(), filepath.Join(p.config.Data, server.StoreFile))
	must(t, err)
	t.Cleanup(func() { must(t, kept.Close()) })
	logs := &logBook{}
	here := machine{t: t, relay: fleetName, trust: certificate.trust, logger: logs.logger()}
	here.route = func(string) string { return p.config.Listen }
	settings := support.DefaultRequestSettings()
	settings.PerAddress = 10_000
	o := furnish(logs, kept, here, settings)
	ada, ben, cleo := o.hire("Ada"), o.hire("Ben"), o.hire("Cleo")
	r, s := o.helping(cleo)
	s.agent.Conn.SetLively(true)
	s.customer.Conn.SetLively(true)
	var waiting []support.Request
	for range 5 {
		waiting = append(waiting, o.ask(support.PortalMatch, support.Form{Customer: "Bea", Wanted: cleo.id}))
	}
	places := o.places(waiting)
	work := newWork(o, []*colleague{ada, ben})
	for _, count := range []int{11, 40, 97, 150} {
		work.until(count)
		p.kill()
		gone := time.Now()
		p.start()
		work.until(count + 20)
		t.Logf("work goes on %v after the kill", time.Since(gone))
		work.check()
	}
	s.echo()
	cleo.wait(func() bool {
		for _, w := range waiting {
			if _, listed := cleo.request(w.ID); !listed {
				return false
			}
		}
		q, _ := cleo.request(r.ID)
		return q.Session == s.agent.Session
	})
	if now := o.places(waiting); !slices.Equal(now, places) {
		t.Errorf("who waited in the places %v is in %v", places, now)
	}
}

// places returns the places of those who wait.
func (o *office) places(waiting []support.Request) (places []int) {
	o.t.Helper()
	for _, w := range waiting {
		place, _, _, err := o.requests.Position(context.Background(), w.ID)
		must(o.t, err)
		places = append(places, place)
	}
	return places
}
