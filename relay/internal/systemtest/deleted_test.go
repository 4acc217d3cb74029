package systemtest

import (
	"strings"
	"testing"
	"time"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// toldWithin is how soon apps know what a manager changed.
const toldWithin = 2 * time.Second

// TestDeletionsReachApps deletes a portal with a customer in it, and an agent: apps and the customer's page know within two seconds.
func TestDeletionsReachApps(t *testing.T) {
	o := newOffice(t, 0)
	ada, bea := o.hire("Ada"), o.hire("Bea")
	ctx := t.Context()
	manage := support.NewManage(o.store)
	boss := support.Manager{
		Agent: support.Agent{ID: 1 << 30, Organisation: o.organisation, Role: support.RoleOrganisationManager, Name: "Elena"}, Organisation: support.Organisation{ID: o.organisation},
	}
	customer := o.visit(t)
	customer.asks("box", everything())
	waiting := o.request(customer)
	ada.wait(func() bool { _, there := ada.request(waiting.ID); return there })

	helped := o.visit(t)
	helped.asks("button", everything())
	theirs := o.request(helped)
	_, _, err := ada.AcceptRequest(ctx, rid(theirs))
	must(t, err)

	before := len(ada.State().Welcome.SignedIn.Portals)
	portal, err := manage.PortalFor(ctx, boss, o.portals[support.PortalBox].ID)
	must(t, err)
	began := time.Now()
	must(t, manage.DeletePortal(ctx, boss, portal.ID, portal.Version))
	ada.wait(func() bool {
		s := ada.State()
		_, there := ada.request(waiting.ID)
		return s.Phase == signalling.PhaseConnected && len(s.Welcome.SignedIn.Portals) == before-1 && !there
	})
	if took := time.Since(began); took > toldWithin {
		t.Errorf("the app knows after %v", took)
	}
	button, err := manage.PortalFor(ctx, boss, o.portals[support.PortalButton].ID)
	must(t, err)
	must(t, manage.DeletePortal(ctx, boss, button.ID, button.Version))
	ada.wait(func() bool {
		s := ada.State()
		return s.Phase == signalling.PhaseConnected && len(s.Welcome.SignedIn.Portals) == before-2
	})
	if _, _, err := ada.OfferApp(ctx, rid(theirs)); err != nil {
		t.Errorf("who was being helped is not any more: %v", err)
	}
	if a := helped.get("/request"); a.StatusCode != 200 || !strings.Contains(a.body, "beside://") {
		t.Errorf("their page: status %d", a.StatusCode)
	}
	if r := o.now(waiting); r.State != support.RequestNoResponse {
		t.Errorf("the request is in state %d", r.State)
	}
	if a := customer.get("/request"); a.StatusCode != 200 {
		t.Errorf("the customer's page: status %d", a.StatusCode)
	}
	if a := o.visit(t).get(pageOf("box")); a.StatusCode != 404 {
		t.Errorf("the portal's page: status %d", a.StatusCode)
	}

	record, err := manage.AgentFor(ctx, boss, bea.id)
	must(t, err)
	began = time.Now()
	must(t, manage.DeleteAgent(ctx, boss, bea.id, support.SeenOf(record)))
	select {
	case <-bea.ended:
	case <-time.After(patience):
		t.Fatal("the app of who was deleted goes on")
	}
	if took := time.Since(began); took > toldWithin {
		t.Errorf("the app is out after %v", took)
	}
}
