package pagetest

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web/browsertest"
)

// TestPortal asks at a portal and follows the page from the form to the survey, as an agent answers.
func TestPortal(t *testing.T) {
	o := newOffice(t)
	chromium := browsertest.Start(t)
	for name, look := range looks() {
		t.Run(name, func(t *testing.T) {
			p := &visit{office: o, t: t, tab: chromium.Tab(t, look), look: name}
			p.open("/p/queue", "closed", http.StatusOK)
			o.arrive(t)
			p.open("/p/queue", "form", http.StatusOK)
			p.open("/p/match", "match", http.StatusOK)
			p.ask()
			request := p.newest()
			_, err := o.requests.Accept(t.Context(), o.claire, request)
			must(t, err)
			_, err = o.requests.Say(t.Context(), request, support.ByAgent(o.claire.Agent.ID), "Hello, this is Claire.")
			must(t, err)
			p.until("[data-here=talking]", "talking")
			_, err = o.requests.OfferApp(t.Context(), o.claire, request)
			must(t, err)
			p.until("[data-here=app]", "app")
			_, err = o.requests.Close(t.Context(), o.claire, request, support.OutcomeResolved, "")
			must(t, err)
			p.until("form[action='/request/survey']", "survey")
			if landed := p.tab.Leave("document.querySelector(\"form[action='/request/survey']\").requestSubmit()"); landed != "/request" {
				t.Errorf("the survey leads to %s", landed)
			}
			p.inspect("thanks")
		})
	}
}

// TestOtherPages looks at the pages that belong to nobody's request.
func TestOtherPages(t *testing.T) {
	o := newOffice(t)
	chromium := browsertest.Start(t)
	for name, look := range looks() {
		t.Run(name, func(t *testing.T) {
			p := &visit{office: o, t: t, tab: chromium.Tab(t, look), look: name}
			p.open("/me", "me", http.StatusOK)
			p.open(signInPath, "center sign-in", http.StatusOK)
			p.open("/nowhere", "nowhere", http.StatusNotFound)
		})
	}
}

// visit is a customer's browser.
type visit struct {
	*office

	t    *testing.T
	tab  *browsertest.Tab
	look string
}

func (p *visit) open(path, name string, status int) {
	p.t.Helper()
	if got := p.tab.Open(p.base + path); got != status {
		p.t.Errorf("%s leads to %d, not %d", path, got, status)
	}
	if status != http.StatusOK {
		p.tab.Complaints() // Chromium complains of every page that is not there
	}
	p.inspect(name)
}

func (p *visit) inspect(name string) {
	p.t.Helper()
	inspect(p.t, p.tab, p.look, "portal "+name)
	accessible(p.t, p.tab, "portal "+name)
}

// until waits for a part of the page, and looks at it.
func (p *visit) until(selector, name string) {
	p.t.Helper()
	p.tab.Run(chromedp.WaitReady(selector))
	p.inspect(name)
}

// ask fills in the form of the queue.
func (p *visit) ask() {
	p.t.Helper()
	p.tab.Open(p.base + "/p/queue")
	p.tab.Run(chromedp.SendKeys("#customer", "Bea "+p.look), chromedp.SendKeys("#question", "It blinks."))
	if landed := p.tab.Leave("document.querySelector('#question').form.requestSubmit()"); landed != "/request" {
		p.t.Fatalf("the form leads to %s", landed)
	}
	p.until(".place", "waiting")
}

// newest is the request that was asked last.
func (p *visit) newest() support.RequestID {
	p.t.Helper()
	open, err := p.server.Store().OpenRequests(p.t.Context(), p.portalIDs()[:1], 0)
	must(p.t, err)
	for _, r := range open {
		if r.Customer == "Bea "+p.look {
			return r.ID
		}
	}
	p.t.Fatalf("nobody asked; %d are open", len(open))
	return support.RequestID{}
}

// arrive has the agent at the app be there until the test ends.
func (o *office) arrive(t *testing.T) {
	t.Helper()
	presence := support.NewPresence(o.server.Store())
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	ended := make(chan struct{})
	must(t, presence.Beat(ctx))
	go func() {
		defer close(ended)
		presence.Run(ctx, func(err error) { t.Error(err) })
	}()
	visit, err := presence.Arrive(ctx, o.claire, support.StatusAvailable)
	must(t, err)
	t.Cleanup(func() {
		must(t, presence.Leave(context.Background(), visit))
		cancel()
		<-ended
	})
}
