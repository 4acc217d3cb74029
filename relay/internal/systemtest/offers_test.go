package systemtest

import (
	"slices"
	"testing"
	"time"

	"beside.example/internal/join"
	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// TestAgentsAppStartsAgain ends the agent's app while a customer reads the portal code, and starts it again: what the page shows is as
// good as before, and leads to the app that is there now.
func TestAgentsAppStartsAgain(t *testing.T) {
	o := newOffice(t, 0)
	ada := o.hire("Ada")
	token, err := o.accounts.AddDevice(t.Context(), ada.id, "desk")
	must(t, err)
	r := o.ask(support.PortalBox, support.Form{Customer: "Bea"})
	var shown code.PortalCode
	t.Run("before", func(t *testing.T) {
		here := o.here
		here.t = t // the app ends with this part of the test
		app := o.deskOf(here, ada.id, token)
		_, _, err := app.AcceptRequest(t.Context(), rid(r))
		must(t, err)
		shown, _, err = app.OfferApp(t.Context(), rid(r))
		must(t, err)
	})
	if j := <-o.here.customer().bring(shown); join.Fault(j.err) != protocol.FaultAgentAway {
		t.Errorf("while the app is not there the customer is told %v", j.err)
	}
	app := o.deskOf(o.here, ada.id, token)
	app.wait(func() bool { q, listed := app.request(r.ID); return listed && q.AppOffered })
	again, left, err := app.OfferApp(t.Context(), rid(r))
	must(t, err)
	if page := o.now(r); again != shown || page.App.Code != shown || left <= 0 {
		t.Errorf("after the restart it is another code, left %v", left)
	}
	meetPortal(app, o.here.customer(), join.Meeting{Request: rid(r)}, shown).echo()
}

// TestWithheldWebChat has an agent write to a customer whose portal, or whose agent's team, has no chat in the page: the relay takes no
// line, and offers the app instead.
func TestWithheldWebChat(t *testing.T) {
	const chat = support.FeatureWebChat
	for name, withhold := range map[string]func(o *office, p *support.Portal) error{
		"portal": func(_ *office, p *support.Portal) error { p.Features &^= chat; return nil },
		"team": func(o *office, _ *support.Portal) error {
			return o.store.UpdateTeam(t.Context(), support.Team{ID: o.team, Organisation: o.organisation, Name: "Desk", Features: support.FeaturesAll &^ chat})
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, 0)
			p := o.portals[support.PortalBox]
			p.ChatFirst = true
			must(t, o.store.UpdatePortal(t.Context(), p))
			ada := o.hire("Ada")
			r := o.ask(support.PortalBox, support.Form{Customer: "Bea"})
			q, _, err := ada.AcceptRequest(t.Context(), rid(r))
			must(t, err)
			if !q.WebChat {
				t.Error("the chat is not there at first")
			}
			must(t, ada.SayInRequest(t.Context(), rid(r), "Good morning"))
			must(t, withhold(o, &p))
			must(t, o.store.UpdatePortal(t.Context(), p))
			ada.wait(func() bool { // told anew
				q, listed := ada.request(r.ID)
				return listed && !q.WebChat
			})
			if err := ada.SayInRequest(t.Context(), rid(r), "Hello?"); signalling.Fault(err) != protocol.FaultNotAllowed {
				t.Errorf("the relay takes the line: %v", err)
			}
			if kept := o.now(r); kept.Lines != 1 {
				t.Errorf("%d lines were kept", kept.Lines)
			}
			_, _, err = ada.OfferApp(t.Context(), rid(r))
			must(t, err)
		})
	}
}

// TestCannedReplies has a manager change what agents send again and again: organisation, team and the agent's own replies come, and a
// running app knows of each change within the time that changes may take.
func TestCannedReplies(t *testing.T) {
	o := newOffice(t, 0)
	below, err := o.store.CreateTeam(t.Context(), support.Team{Organisation: o.organisation, Parent: o.team, Name: "Night", Features: support.FeaturesAll})
	must(t, err)
	ada := o.hire("Ada")
	put := func(c support.Canned) support.Canned {
		t.Helper()
		c.Organisation, c.Text = o.organisation, c.Title+", {customer}: {agent} of {portal}"
		c.ID, err = o.store.PutCanned(t.Context(), c)
		must(t, err)
		return c
	}
	// told waits until the app is told of a change, and reads the replies anew.
	told := func(what string, want ...string) {
		t.Helper()
		began := time.Now()
		awaitPush(ada, what, func(signalling.Canned) bool { return true })
		took := time.Since(began)
		replies, err := ada.CannedReplies(t.Context())
		must(t, err)
		var titles []string
		for _, r := range replies {
			titles = append(titles, r.Title)
		}
		if !slices.Equal(titles, want) || took > changesWithin {
			t.Errorf("%s: %q after %v, want %q", what, titles, took, want)
		}
	}
	all := put(support.Canned{Title: "Everyone"})
	told("the organisation's reply", "Everyone")
	put(support.Canned{Title: "Team", Scope: support.CannedTeam, Team: o.team})
	told("the team's reply", "Everyone", "Team")
	put(support.Canned{Title: "Own", Scope: support.CannedAgent, Agent: ada.id})
	told("the agent's reply", "Everyone", "Own", "Team")
	put(support.Canned{Title: "Others", Scope: support.CannedTeam, Team: below})
	all.Title = "Of all"
	put(all)
	told("a changed reply", "Of all", "Own", "Team")
	must(t, o.store.DeleteCanned(t.Context(), all.ID))
	told("a reply that is gone", "Own", "Team")
}

// changesWithin is how soon a change in the management center takes effect in an app that is running.
const changesWithin = 2 * time.Second
