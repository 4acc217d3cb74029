package support_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

func TestRequestFromFormToEnd(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := d.Context()
		r, token := d.submit(support.PortalBox)
		if d.listed(0, r.ID) {
			t.Error("a request is listed before it is posted")
		}
		found, err := d.requests.Find(ctx, token)
		must(t, err)
		if found.ID != r.ID || found.Customer != "Noor" || found.Question != "It beeps" || found.Language != "fr" {
			t.Errorf("the browser's request is %+v", found)
		}
		for range 2 { // the second changes nothing
			_, err = d.requests.Post(ctx, r.ID)
			must(t, err)
		}
		if alerted := d.alerts(r.ID); !slices.Equal(alerted, []int{0, 1, 2}) {
			t.Errorf("agents %v are alerted", alerted)
		}
		d.accept(1, r.ID)
		d.accept(1, r.ID) // asks again after the answer was lost
		_, err = d.requests.Accept(ctx, d.agents[0], r.ID)
		d.wantErr(err, support.ErrTaken)
		if d.listed(0, r.ID) || !d.listed(1, r.ID) || len(d.alerts(r.ID)) > 0 {
			t.Error("an accepted request is not its agent's alone")
		}
		said, err := d.requests.Say(ctx, r.ID, support.ByCustomer(), " Hello\u202e\nthere ")
		must(t, err)
		if said.Seq == 0 || said.Text != "Hello\nthere" {
			t.Errorf("said %+v", said)
		}
		_, err = d.requests.Say(ctx, r.ID, support.ByAgent(d.agents[0].Agent.ID), "Me too")
		d.wantErr(err, support.ErrDenied)
		_, err = d.requests.OfferApp(ctx, d.agents[0], r.ID)
		d.wantErr(err, support.ErrTaken)
		offered, err := d.requests.OfferApp(ctx, d.agents[1], r.ID)
		must(t, err)
		old := offered.App.Code
		offered, err = d.requests.OfferApp(ctx, d.agents[1], r.ID)
		must(t, err)
		if offered.App.Code != old {
			t.Error("an app that asks again has the customer type another code")
		}
		elsewhere := d.agents[1]
		elsewhere.Device.ID++
		offered, err = d.requests.OfferApp(ctx, elsewhere, r.ID)
		must(t, err)
		_, err = d.requests.FindCode(ctx, old)
		d.wantErr(err, support.ErrNotFound)
		old = offered.App.Code
		offered, err = d.requests.OfferApp(ctx, d.agents[1], r.ID)
		must(t, err)
		_, err = d.requests.FindCode(ctx, old)
		d.wantErr(err, support.ErrNotFound)
		place, err := d.requests.FindCode(ctx, offered.App.Code)
		must(t, err)
		if place.Device != d.agents[1].Device.ID || place.Request != r.ID {
			t.Errorf("the code stands for %+v", place)
		}
		_, err = d.requests.Begin(ctx, d.agents[0], offered.App.Code)
		d.wantErr(err, support.ErrDenied)
		grant, err := d.requests.Begin(ctx, d.agents[1], offered.App.Code)
		must(t, err)
		_, err = d.requests.Begin(ctx, d.agents[1], offered.App.Code)
		d.wantErr(err, support.ErrGone)
		if now := d.request(r.ID); now.State != support.RequestInSession || now.Session != grant.Session.ID || now.App.Code != "" {
			t.Errorf("in session %+v", now)
		}
		session, err := support.NewSessions(d.store).Authorise(ctx, grant.Session.ID, 0, grant.Secrets[0])
		must(t, err)
		if session.Request != r.ID || session.Code != 0 || session.Customer != "Noor" {
			t.Errorf("session %+v", session)
		}
		closed, err := d.requests.Close(ctx, d.agents[1], r.ID, support.OutcomeResolved, "was the fan")
		must(t, err)
		if closed.State != support.RequestResolved || closed.Notes != "was the fan" {
			t.Errorf("closed %+v", closed)
		}
		again, err := d.requests.Close(ctx, d.agents[1], r.ID, support.OutcomeResolved, "was the fan") // the answer was lost
		must(t, err)
		if again.State != closed.State || again.Notes != closed.Notes {
			t.Errorf("closed again %+v", again)
		}
		_, err = d.requests.Close(ctx, d.agents[1], r.ID, support.OutcomeUnresolved, "was not")
		d.wantErr(err, support.ErrGone)
		_, err = d.requests.Say(ctx, r.ID, support.ByCustomer(), "Thanks")
		d.wantErr(err, support.ErrGone)
		_, err = d.requests.Accept(ctx, d.agents[0], r.ID)
		d.wantErr(err, support.ErrTaken)
		d.wantEvents(r.ID, support.EventSubmitted, support.EventPosted, support.EventAccepted, support.EventSaid, support.EventAppOffered,
			support.EventAppOffered, support.EventAppOffered, support.EventSessionBegun, support.EventEnded)
	})
}

func TestDecline(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := d.Context()
		box := d.post(support.PortalBox)
		for agent := range d.agents {
			d.wantState(box, support.RequestPosted)
			_, err := d.requests.Decline(ctx, d.agents[agent], box)
			must(t, err)
		}
		d.wantState(box, support.RequestDeclined)
		_, err := d.requests.Accept(ctx, d.agents[0], box)
		d.wantErr(err, support.ErrGone)

		match := d.post(support.PortalMatch)
		if alerted := d.alerts(match); !slices.Equal(alerted, []int{0}) || d.listed(1, match) {
			t.Errorf("agents %v are alerted of a customer who picked the first", alerted)
		}
		_, err = d.requests.Accept(ctx, d.agents[1], match)
		d.wantErr(err, support.ErrDenied)
		_, err = d.requests.Decline(ctx, d.agents[0], match)
		must(t, err)
		d.wantState(match, support.RequestDeclined)
		d.wantEvents(match, support.EventSubmitted, support.EventPosted, support.EventDeclined, support.EventEnded)
	})
}

func TestAlertsEnd(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		box := d.post(support.PortalBox)
		_, err := d.requests.Decline(d.Context(), d.agents[2], box)
		must(t, err)
		if alerted := d.alerts(box); !slices.Equal(alerted, []int{0, 1}) {
			t.Errorf("agents %v are alerted", alerted)
		}
		if d.requests.Alert(d.request(box), d.agents[0], support.StatusBusy, time.Now()) != 0 {
			t.Error("a busy agent is alerted")
		}
		d.pass(d.requests.Settings().AlertTime, box)
		if alerted := d.alerts(box); len(alerted) > 0 || !d.listed(0, box) {
			t.Errorf("after the alert's time, %v are alerted and the list shows it: %v", alerted, d.listed(0, box))
		}
	})
}

func TestCustomerLeaves(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := d.Context()
		soon, late, queued := d.post(support.PortalBox), d.post(support.PortalButton), d.post(support.PortalQueue)
		_, err := d.requests.Leave(ctx, soon)
		must(t, err)
		d.wantState(soon, support.RequestAbandoned)
		d.wantEvents(soon, support.EventSubmitted, support.EventPosted, support.EventLeft, support.EventEnded)
		d.pass(d.requests.Settings().AlertTime+time.Second, late, queued)
		for id, want := range map[support.RequestID]support.RequestState{late: support.RequestNoResponse, queued: support.RequestAbandoned} {
			for range 2 {
				_, err = d.requests.Leave(ctx, id)
				must(t, err)
			}
			d.wantState(id, want)
		}
		failed := d.post(support.PortalBox)
		_, err = d.requests.Fail(ctx, failed, support.RequestResolved)
		d.wantErr(err, support.ErrInvalid)
		_, err = d.requests.Fail(ctx, failed, support.RequestDownloadError)
		must(t, err)
		d.wantState(failed, support.RequestDownloadError)
		_, err = d.requests.Fail(ctx, failed, support.RequestConnectionError)
		d.wantErr(err, support.ErrGone)
	})
}

func TestSilentPages(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		d.pass(time.Minute)
		settings := d.requests.Settings()
		gone, back, offered := d.post(support.PortalBox), d.post(support.PortalBox), d.post(support.PortalBox)
		d.accept(0, offered)
		_, err := d.requests.OfferApp(d.Context(), d.agents[0], offered)
		must(t, err)
		d.pass(settings.SilentAfter + time.Second)
		if r := d.request(back); !r.Silent {
			t.Errorf("a silent page is not noticed: %+v", r)
		}
		d.pass(time.Second, back)
		d.wantEvents(back, support.EventSubmitted, support.EventPosted, support.EventReconnecting, support.EventReturned)
		d.pass(settings.AbandonAfter-settings.SilentAfter-3*time.Second, back)
		d.wantState(gone, support.RequestPosted)
		d.pass(3*time.Second, back)
		d.wantState(gone, support.RequestAbandoned)
		d.wantState(back, support.RequestPosted)
		d.wantState(offered, support.RequestAccepted) // the customer is fetching the app
		d.pass(settings.CodeLifetime, back)
		d.wantState(offered, support.RequestAbandoned)
		d.pass(settings.MaxWait, back)
		d.wantState(back, support.RequestNoResponse)
	})
}

// TestSilentInQueue bothers nobody with a customer whose page tells nothing, and keeps the place for when it is back.
func TestSilentInQueue(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		d.pass(time.Minute)
		first, second := d.post(support.PortalQueue), d.post(support.PortalQueue)
		d.pass(time.Second, first, second)
		offered := d.request(first).Offer.To
		if offered == 0 {
			t.Fatal("the first in the queue is offered to nobody")
		}
		d.pass(d.requests.Settings().SilentAfter+time.Second, second)
		if r := d.request(first); !r.Silent || r.Offer.To != 0 || d.requests.Alert(r, d.agents[0], support.StatusAvailable, time.Now()) != 0 {
			t.Errorf("an agent is bothered with a silent page: %+v", r)
		}
		d.pass(2*time.Second, first, second)
		if r := d.request(first); r.Silent || r.State != support.RequestPosted || r.Place != 1 {
			t.Errorf("back in the queue: %+v", r)
		}
	})
}

// TestRelayAway lets the relay stop for longer than a page may be silent: everyone keeps the place and has the whole time again.
func TestRelayAway(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		box := d.post(support.PortalBox)
		d.pass(time.Second, box)
		time.Sleep(5 * time.Minute)
		d.pass(20 * time.Second)
		d.wantState(box, support.RequestPosted)
		d.pass(20*time.Second, box)
		d.wantState(box, support.RequestPosted)
		d.pass(d.requests.Settings().AbandonAfter + 2*time.Second)
		d.wantState(box, support.RequestAbandoned)
	})
}

// TestAgentSaysNothing ends a session without a word about the request.
func TestAgentSaysNothing(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := d.Context()
		box := d.post(support.PortalBox)
		d.accept(0, box)
		offered, err := d.requests.OfferApp(ctx, d.agents[0], box)
		must(t, err)
		grant, err := d.requests.Begin(ctx, d.agents[0], offered.App.Code)
		must(t, err)
		d.pass(5 * time.Minute) // the page is long closed
		d.wantState(box, support.RequestInSession)
		must(t, support.NewSessions(d.store).End(ctx, d.agents[0].Agent.ID, grant.Session.ID, time.Now(), time.Now(), support.OutcomeUnresolved))
		d.pass(d.requests.Settings().EndAfter + 2*time.Second)
		d.wantState(box, support.RequestUnresolved)
		closed, err := d.requests.Close(ctx, d.agents[0], box, support.OutcomeResolved, "late note")
		must(t, err)
		if closed.State != support.RequestUnresolved || closed.Notes != "late note" {
			t.Errorf("closed late: %+v", closed)
		}
	})
}

func TestSubmitRefuses(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := d.Context()
		portal := d.portals[support.PortalBox]
		portal.Page.Fields = []support.Field{
			{Key: "order", Kind: support.FieldLine, Required: true},
			{Key: "mail", Kind: support.FieldMail},
			{Key: "phone", Kind: support.FieldPhone},
		}
		submit := func(form support.Form) error {
			_, _, err := d.requests.Submit(ctx, portal, form, netip.MustParseAddr("192.0.2.9"))
			return err
		}
		for _, c := range []struct {
			fields  map[string]string
			field   string
			problem support.FormProblem
		}{
			{nil, "order", support.FormMissing},
			{map[string]string{"order": "\u202e "}, "order", support.FormMissing},
			{map[string]string{"order": "7", "mail": "me"}, "mail", support.FormNoMail},
			{map[string]string{"order": "7", "phone": "call me"}, "phone", support.FormNoPhone},
		} {
			var refused *support.FormError
			err := submit(support.Form{Fields: c.fields})
			d.wantErr(err, support.ErrInvalid)
			if !asError(err, &refused) || refused.Field != c.field || refused.Problem != c.problem {
				t.Errorf("%v: %v", c.fields, err)
			}
		}
		full := map[string]string{"order": strings.Repeat("x", 9000), "mail": "me@here.example", "phone": "+33 1 23", "other": "no"}
		r, _, err := d.requests.Submit(ctx, portal, support.Form{Fields: full}, customerAddress)
		must(t, err)
		if len(r.Fields["order"]) != support.MaxLineAnswer || r.Fields["other"] != "" || len(r.Fields) != 3 {
			t.Errorf("fields %v", r.Fields)
		}
		_, _, err = d.requests.Submit(ctx, d.portals[support.PortalPin], support.Form{}, customerAddress)
		d.wantErr(err, support.ErrInvalid)
		_, _, err = d.requests.Submit(ctx, d.portals[support.PortalMatch], support.Form{}, customerAddress)
		d.wantErr(err, support.ErrInvalid)

		var flood *support.TooManyError
		for range d.requests.Settings().PerAddress {
			must(t, submit(support.Form{Fields: full}))
		}
		if err := submit(support.Form{Fields: full}); !asError(err, &flood) || flood.RetryAfter <= 0 {
			t.Errorf("a flood: %v", err)
		}
	})
}
