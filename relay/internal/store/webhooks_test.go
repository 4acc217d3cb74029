package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

// testWebhooks holds the outbox against what happens, and what managers do with it.
func testWebhooks(t *testing.T, f *fixture) {
	ctx := t.Context()
	must(t, f.UpdateAgent(ctx, support.Agent{ID: f.agent.ID, Name: "Claire", Team: f.team, Role: support.RoleOrganisationManager}))
	maker, err := f.Agent(ctx, f.agent.ID)
	must(t, err)
	who, manage := support.Manager{Agent: maker, Organisation: f.organisation}, support.NewManage(f)
	all, err := manage.CreateWebhook(ctx, who, support.WebhookEntry{Name: "All", URL: "https://desk.example/hook", Events: support.WebhookEventsAll})
	must(t, err)
	some, err := manage.CreateWebhook(ctx, who, support.WebhookEntry{Name: "Ends", URL: "http://127.0.0.1:9/hook", Events: 1 << (support.WebhookRequestEnded - 1)})
	must(t, err)
	f.somethingHappens(t)
	deliveries, err := manage.Deliveries(ctx, who, all.ID, 0, 100)
	must(t, err)
	slices.Reverse(deliveries)
	var events []string
	messages := map[string]bool{}
	for _, d := range deliveries {
		events = append(events, d.Event.String())
		messages[d.Message] = true
		if d.At.IsZero() || d.Status != support.DeliveryWaiting || len(d.Message) != 36 {
			t.Errorf("a delivery is %+v", d)
		}
		switch d.Event {
		case support.WebhookRequestAccepted, support.WebhookRequestEnded, support.WebhookSurveyAnswered, support.WebhookSessionBegun, support.WebhookAgentSignedIn:
			if d.Agent != f.agent.ID {
				t.Errorf("%v is of agent %d", d.Event, d.Agent)
			}
		}
	}
	want := []string{"request.posted", "request.accepted", "session.begun", "session.ended", "request.ended", "survey.answered", "agent.signed_in"}
	if !slices.Equal(events, want) || len(messages) != len(want) {
		t.Errorf("the outbox has %v with %d messages", events, len(messages))
	}
	ends, err := manage.Deliveries(ctx, who, some.ID, 0, 100)
	must(t, err)
	if len(ends) != 1 || ends[0].Event != support.WebhookRequestEnded || ends[0].Outcome != uint8(support.RequestResolved) || ends[0].Request == (support.RequestID{}) {
		t.Errorf("the other outbox has %+v", ends)
	}
	testClaims(t, f, all, len(want)+1)
	testWebhookActs(t, f, who, all)
}

// somethingHappens is a request that is answered, helped, ended and judged by an agent who signs in afterwards, twice.
func (f *fixture) somethingHappens(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	r := support.Request{
		ID: support.RequestID{7}, Organisation: f.organisation.ID, Portal: f.portal, Kind: support.PortalBox, Form: support.Form{Customer: "Aiko"},
		RequestTimes: support.RequestTimes{Created: now, Seen: now}, Token: support.NewSecret().Hash(),
	}
	event := func(kind support.EventKind, state support.RequestState, by support.Actor) support.Event {
		return support.Event{Request: r.ID, Organisation: r.Organisation, Portal: r.Portal, Kind: kind, State: state, Actor: by, At: now}
	}
	must(t, f.CreateRequest(ctx, r, event(support.EventSubmitted, support.RequestSubmitted, support.ByCustomer())))
	session := support.Session{ID: leg.SessionID{8}, Request: r.ID, Agent: f.agent.ID, Portal: f.portal, Customer: "Aiko", Granted: now}
	change := func(kind support.EventKind, state support.RequestState, by support.Actor, with *support.Session) {
		t.Helper()
		_, _, err := f.ChangeRequest(ctx, r.ID, func(r *support.Request) (support.Step, error) {
			r.State = state
			if state >= support.RequestAccepted {
				r.Agent = f.agent.ID
			}
			return support.Step{Events: []support.Event{event(kind, state, by)}, Session: with, At: now}, nil
		})
		must(t, err)
	}
	claire := support.ByAgent(f.agent.ID)
	change(support.EventPosted, support.RequestPosted, support.ByCustomer(), nil)
	change(support.EventAccepted, support.RequestAccepted, claire, nil)
	change(support.EventSessionBegun, support.RequestInSession, claire, &session)
	for range 2 { // an end that is told again is no other one
		must(t, f.EndSession(ctx, f.agent.ID, session.ID, now, now.Add(time.Minute), support.OutcomeResolved))
	}
	change(support.EventEnded, support.RequestResolved, claire, nil)
	change(support.EventSurveyed, support.RequestResolved, support.ByCustomer(), nil)
	device, _ := f.newDevice(t)
	node, err := f.RegisterNode(ctx, now)
	must(t, err)
	visit := support.Visit{Device: device, Agent: f.agent.ID}
	must(t, f.Arrive(ctx, node, visit, support.StatusAvailable, now))
	must(t, f.Arrive(ctx, node, visit, support.StatusBusy, now.Add(time.Hour)))
}

// testClaims takes everything out of the outbox as relays do.
func testClaims(t *testing.T, f *fixture, all support.Webhook, want int) {
	ctx := t.Context()
	clock := time.Now()
	until := clock.Add(time.Minute)
	first, w, err := f.ClaimDelivery(ctx, clock, until)
	must(t, err)
	if first.Event != support.WebhookRequestPosted || w.ID != all.ID || w.Secret != all.Secret || w.URL != all.URL {
		t.Errorf("the first claim is %+v of %+v", first, w.WebhookEntry)
	}
	second, other, err := f.ClaimDelivery(ctx, clock, until)
	must(t, err)
	if other.ID == all.ID {
		t.Errorf("two are at one webhook: %+v", second)
	}
	if _, _, err := f.ClaimDelivery(ctx, clock, until); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("a third claim: %v", err)
	}
	// Whoever claimed it is no more: it is claimed again when that time is over, and what the first one writes then counts for nothing.
	later := until.Add(time.Second)
	again, _, err := f.ClaimDelivery(ctx, later, later.Add(time.Minute))
	must(t, err)
	if again.ID != first.ID || again.Message != first.Message {
		t.Errorf("claimed again: %+v", again)
	}
	first.DeliveryResult = support.DeliveryResult{Status: support.DeliveryGivenUp, Tries: 9, Tried: later}
	_, err = f.FinishDelivery(ctx, first, time.Time{}, false)
	must(t, err)
	again.DeliveryResult = support.DeliveryResult{Status: support.DeliveryWaiting, Tries: 1, Tried: later, Next: later.Add(time.Hour), Code: 503, Error: "later"}
	if givenUp, err := f.FinishDelivery(ctx, again, later.Add(-time.Hour), false); givenUp || err != nil {
		t.Errorf("given up %v, %v", givenUp, err)
	}
	if hook, err := f.Webhook(ctx, all.ID); err != nil || !hook.Failing.Equal(later.Truncate(time.Millisecond)) {
		t.Errorf("failing since %v, %v", hook.Failing, err)
	}
	count := 0
	for ; count < 20; count++ {
		later = later.Add(2 * time.Hour)
		d, _, err := f.ClaimDelivery(ctx, later, later.Add(time.Minute))
		if errors.Is(err, support.ErrNotFound) {
			break
		}
		must(t, err)
		d.DeliveryResult = support.DeliveryResult{Status: support.DeliveryTaken, Tries: d.Tries + 1, Tried: later, Code: 204}
		_, err = f.FinishDelivery(ctx, d, later, false)
		must(t, err)
	}
	if hook, err := f.Webhook(ctx, all.ID); err != nil || !hook.Failing.IsZero() || count != want {
		t.Errorf("%d were taken, failing since %v, %v", count, hook.Failing, err)
	}
}

// testWebhookActs does with a webhook what managers do, and has it fail for too long.
func testWebhookActs(t *testing.T, f *fixture, who support.Manager, w support.Webhook) {
	ctx, manage := t.Context(), support.NewManage(f)
	must(t, manage.TestWebhook(ctx, who, w.ID))
	log, err := manage.Deliveries(ctx, who, w.ID, 0, 2)
	must(t, err)
	if log[0].Event != support.WebhookTest || log[1].Status != support.DeliveryTaken {
		t.Fatalf("the log begins with %+v", log)
	}
	must(t, manage.Redeliver(ctx, who, w.ID, log[1].ID))
	if box, err := f.DeliveriesWaiting(ctx); box.Waiting != 2 || !box.Oldest.Equal(log[1].At) || err != nil {
		t.Errorf("the outbox: %+v, %v", box, err)
	}
	if err := manage.Redeliver(ctx, who, w.ID, log[0].ID); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("what waits is sent again: %v", err)
	}
	clock := time.Now()
	for i, since := range []time.Time{clock.Add(-time.Hour), clock.Add(time.Hour)} {
		d, _, err := f.ClaimDelivery(ctx, clock, clock.Add(time.Minute))
		must(t, err)
		d.DeliveryResult = support.DeliveryResult{Status: support.DeliveryWaiting, Tries: 1, Tried: clock, Next: clock, Code: 500}
		if givenUp, err := f.FinishDelivery(ctx, d, since, false); givenUp != (i == 1) || err != nil {
			t.Errorf("try %d: given up %v, %v", i, givenUp, err)
		}
	}
	if box, err := f.DeliveriesWaiting(ctx); box != (support.Outbox{}) || err != nil {
		t.Errorf("the outbox of a webhook that was given up: %+v, %v", box, err)
	}
	if _, _, err := f.ClaimDelivery(ctx, clock.Add(time.Hour), clock.Add(2*time.Hour)); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("something is due for a webhook that was given up: %v", err)
	}
	must(t, manage.EnableWebhook(ctx, who, w.ID))
	renewed, err := manage.NewWebhookSecret(ctx, who, w.ID, false)
	must(t, err)
	seen := support.SeenOf(w.WebhookEntry)
	must(t, manage.ChangeWebhook(ctx, who, w.ID, seen, support.WebhookEntry{Name: "Other", URL: "https://other.example/", Events: 1}))
	if err := manage.DeleteWebhook(ctx, who, w.ID, seen); !errors.Is(err, support.ErrChanged) {
		t.Errorf("deleted what was changed meanwhile: %v", err)
	}
	now, err := manage.WebhookFor(ctx, who, w.ID)
	must(t, err)
	if now.Name != "Other" || !slices.Equal(now.Secrets(clock), []support.Secret{renewed.Secret, w.Secret}) || now.Secret == w.Secret || !now.Disabled.IsZero() || !now.Failing.IsZero() {
		t.Errorf("the webhook is %+v", now)
	}
	stranger := support.Manager{Agent: who.Agent, Organisation: support.Organisation{ID: who.Organisation.ID + 1}}
	if _, err := manage.Deliveries(ctx, stranger, w.ID, 0, 1); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("another organisation sees it: %v", err)
	}
	must(t, f.ForgetDeliveries(ctx, clock.Add(time.Hour)))
	must(t, manage.DeleteWebhook(ctx, who, w.ID, support.SeenOf(now.WebhookEntry)))
	for name, e := range map[string]support.WebhookEntry{
		"plain http": {Name: "x", URL: "http://desk.example/", Events: 1}, "no host": {Name: "x", URL: "https:///x", Events: 1}, "a user": {Name: "x", URL: "https://a:b@desk.example/", Events: 1},
		"a file": {Name: "x", URL: "file:///etc/passwd", Events: 1}, "no event": {Name: "x", URL: "https://desk.example/"}, "no name": {URL: "https://desk.example/", Events: 1},
		"an octal address": {Name: "x", URL: "http://0177.0.0.1/", Events: 1}, "another port's http": {Name: "x", URL: "http://127.0.0.1.desk.example/", Events: 1},
	} {
		if _, err := manage.CreateWebhook(ctx, who, e); !errors.Is(err, support.ErrInvalid) {
			t.Errorf("a webhook with %s: %v", name, err)
		}
	}
}
