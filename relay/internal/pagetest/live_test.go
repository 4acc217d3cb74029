package pagetest

import (
	"fmt"
	"net/http"
	"net/netip"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web/browsertest"
)

// soon is within which time a live page shows what happened: well before it would look by itself.
const soon = 3 * time.Second

// shows waits until a part of the page reads a text and returns how long that took, in milliseconds; -1 when it took too long.
func shows(tab *browsertest.Tab, selector, text string, there bool) float64 {
	return browsertest.Evaluate[float64](tab, fmt.Sprintf(`new Promise(tell => {
		const began = performance.now();
		const look = () => {
			const took = performance.now() - began;
			if (document.querySelector(%q).innerText.includes(%q) === %t) tell(took);
			else if (took > %d) tell(-1);
			else setTimeout(look, 20);
		};
		look();
	})`, selector, text, there, soon.Milliseconds()))
}

// TestLive watches what happens on the live page: what comes and goes is there soon, nothing changes while it is held, and an agent who is
// signed out is gone.
func TestLive(t *testing.T) {
	o := newOffice(t)
	tab := browsertest.Start(t).Tab(t, looks()["en"])
	o.enter(t, tab, manager)
	if status := tab.Open(o.base + "/center/live"); status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	want := func(what, text string, there bool) {
		t.Helper()
		took := shows(tab, "#now", text, there)
		if took < 0 {
			t.Errorf("%s is not shown within %v", what, soon)
		}
		t.Logf("%s: %.0f ms", what, took)
	}
	ask := func(customer string) support.Request {
		r, _, err := o.requests.Submit(t.Context(), o.portals[0], support.Form{Customer: customer, Question: "Help"}, netip.IPv6Loopback())
		must(t, err)
		r, err = o.requests.Post(t.Context(), r.ID)
		must(t, err)
		return r
	}
	asked := ask("Daniel Fournier")
	want("a request", "Daniel Fournier", true)
	presence := support.NewPresence(o.server.Store())
	must(t, presence.Beat(t.Context()))
	_, err := presence.Arrive(t.Context(), o.claire, support.StatusAvailable)
	must(t, err)
	want("an agent", "Claire Moreau", true)
	_, err = o.requests.Leave(t.Context(), asked.ID)
	must(t, err)
	want("that a request is gone", "Daniel Fournier", false)

	tab.Run(chromedp.Click("#hold"))
	ask("Aiko Tanaka")
	if took := shows(tab, "#now", "Aiko Tanaka", true); took >= 0 {
		t.Errorf("the page changes after %.0f ms though it is held", took)
	}
	tab.Run(chromedp.Click("#hold"))
	want("what happened meanwhile", "Aiko Tanaka", true)

	must(t, presence.Beat(t.Context()))
	must(t, presence.Beat(t.Context()))
	want("the agent still", "Claire Moreau", true)
	tab.Leave(`document.querySelector("#now form[action$='/sign-out'] button").click()`)
	if devices, err := o.server.Store().Devices(t.Context(), o.people[letIn].ID); err != nil || len(devices) != 1 || !devices[0].Revoked {
		t.Errorf("the agent's apps are %+v, %v", devices, err)
	}
}

// TestLiveWithoutRelay says when the page is not refreshed any more.
func TestLiveWithoutRelay(t *testing.T) {
	o := newOffice(t)
	tab := browsertest.Start(t).Tab(t, looks()["en"])
	o.enter(t, tab, manager)
	tab.Open(o.base + "/center/live")
	if took := shows(tab, "main", "not refreshed", false); took != 0 && took < 0 {
		t.Error("a page that is refreshed says that it is not")
	}
	must(t, o.server.Store().EndCenterSignIns(t.Context(), o.people[manager].ID)) // somebody else signs the manager out
	const patience = 20 * time.Second                                             // until the relay looks again who is there
	if !browsertest.Evaluate[bool](tab, fmt.Sprintf(`new Promise(tell => {
		const end = performance.now() + %d;
		const look = () => document.getElementById("stale").hidden && performance.now() < end ? setTimeout(look, 50) : tell(!document.getElementById("stale").hidden);
		look();
	})`, patience.Milliseconds())) {
		t.Error("a page that is not refreshed any more does not say so")
	}
}
