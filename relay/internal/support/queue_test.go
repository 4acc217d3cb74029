package support_test

import (
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

// The agents of a helpDesk arrived in their order, so the first one has been idle longest.

func TestQueueOffers(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := d.Context()
		first := d.post(support.PortalQueue)
		second := d.post(support.PortalQueue)
		d.wantOffer(first, 0)
		d.wantOffer(second, 1)
		if alerted := d.alerts(first); len(alerted) != 1 || alerted[0] != 0 {
			t.Errorf("agents %v are alerted", alerted)
		}
		_, err := d.requests.Accept(ctx, d.agents[2], first)
		d.wantErr(err, support.ErrDenied) // it is offered to somebody else
		_, err = d.requests.Decline(ctx, d.agents[0], first)
		must(t, err)
		d.wantOffer(first, 2) // the first has declined, the second has another offer
		d.accept(1, second)
		d.pass(d.requests.Settings().AlertTime+time.Second, first, second)
		d.wantOffer(first, 2) // the third let it pass; nobody else is free, so the round begins anew
		d.accept(2, first)
		d.wantEvents(first, support.EventSubmitted, support.EventPosted, support.EventOffered, support.EventDeclined, support.EventOffered,
			support.EventOfferLapsed, support.EventOffered, support.EventAccepted)
	})
}

func TestQueueAsksWhoIsFree(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := d.Context()
		must(t, d.presence.SetStatus(ctx, d.visits[0], support.StatusAway))
		must(t, d.presence.SetStatus(ctx, d.visits[1], support.StatusBusy))
		box := d.post(support.PortalBox)
		d.accept(2, box)
		queued := d.post(support.PortalQueue)
		d.wantOffer(queued, -1) // one is away, one is busy, one is with a customer
		_, err := d.requests.Close(ctx, d.agents[2], box, support.OutcomeResolved, "")
		must(t, err)
		d.pass(time.Second, queued)
		d.wantOffer(queued, 2)
		must(t, d.presence.SetStatus(ctx, d.visits[0], support.StatusAvailable))
		d.pass(d.requests.Settings().AlertTime, queued)
		d.wantOffer(queued, 0) // the next one when the offer lapsed
	})
}

// TestQueueLongestIdle makes the one who ended work first the next.
func TestQueueLongestIdle(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		for _, agent := range []int{0, 2, 1} {
			box := d.post(support.PortalBox)
			d.accept(agent, box)
			_, err := d.requests.Close(d.Context(), d.agents[agent], box, support.OutcomeResolved, "")
			must(t, err)
			d.pass(time.Second)
		}
		for _, agent := range []int{0, 2, 1} {
			d.wantOffer(d.post(support.PortalQueue), agent)
		}
	})
}

func TestQueuePosition(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		ctx := d.Context()
		position := func(id support.RequestID, want int) (time.Duration, bool) {
			t.Helper()
			got, estimate, known, err := d.requests.Position(ctx, id)
			must(t, err)
			if got != want {
				t.Fatalf("position %d, want %d", got, want)
			}
			return estimate, known
		}
		// Three requests, each accepted a minute after the one before.
		var waiting []support.RequestID
		for range 3 {
			waiting = append(waiting, d.post(support.PortalQueue))
		}
		if _, known := position(waiting[2], 3); known {
			t.Error("an estimate of nothing")
		}
		for agent, id := range waiting {
			d.pass(time.Minute, waiting...)
			if r := d.request(id); r.Offer.To != d.agents[agent].Agent.ID && r.Offer.To != 0 {
				for i, who := range d.agents {
					if who.Agent.ID == r.Offer.To {
						agent = i
					}
				}
			}
			d.accept(agent, id)
			_, err := d.requests.Close(ctx, d.agents[agent], id, support.OutcomeResolved, "")
			must(t, err)
		}
		for _, v := range d.visits {
			must(t, d.presence.SetStatus(ctx, v, support.StatusBusy))
		}
		first, second := d.post(support.PortalQueue), d.post(support.PortalQueue)
		if estimate, known := position(second, 2); !known || estimate.Round(time.Second) != 2*time.Minute {
			t.Errorf("estimate %v, %v", estimate, known)
		}
		_, err := d.requests.Leave(ctx, first)
		must(t, err)
		if estimate, known := position(second, 1); !known || estimate.Round(time.Second) != time.Minute {
			t.Errorf("estimate %v, %v", estimate, known)
		}
		time.Sleep(time.Hour)
		third := d.post(support.PortalQueue)
		_, err = d.requests.Leave(ctx, second)
		must(t, err)
		if _, known := position(third, 1); known {
			t.Error("an estimate from what happened over an hour ago")
		}
		_, _, _, err = d.requests.Position(ctx, first)
		d.wantErr(err, support.ErrGone)
	})
}
