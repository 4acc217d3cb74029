package e2e

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestDay is a help desk's day in miniature: three agents at their own displays, one customer after the other at the same
// computer, a portal of every kind; alerts, a No, an invitation, a session that outlives its first agent, a transfer, a queue.
func TestDay(t *testing.T) {
	d := openDesk(t)
	d.box()
	d.invitation()
	d.transfer()
	d.survey()
	d.queue()
	d.match()
	d.button()
	d.pin()
}

// A helpDesk is a day under test.
type helpDesk struct {
	*rehearsal
	claire, tom, priya *Journey
}

// openDesk has three agents sign in and furnishes the customer's display.
func openDesk(t *testing.T) *helpDesk {
	t.Helper()
	r := rehearse(t)
	d := &helpDesk{rehearsal: r, claire: r.Journey}
	d.must("furnish the customer's display", r.furnish)
	d.tom, d.priya = d.seat("tom", "Tom Okafor"), d.seat("priya", "Priya Nair")
	for _, j := range d.agents() {
		for _, s := range j.arrival()[1:] { // the customer's display is furnished
			d.must(s.name, s.take)
		}
	}
	return d
}

func (d *helpDesk) agents() []*Journey { return []*Journey{d.claire, d.tom, d.priya} }

// seat adds an agent with a display of their own.
func (d *helpDesk) seat(account, name string) *Journey {
	d.t.Helper()
	mail := account + "@trial.example"
	password, err := d.Relay.AddAgent(d.ctx, name, mail)
	if err != nil {
		d.t.Fatal(err)
	}
	stage, err := d.Colleague(d.ctx, account, mail, password)
	d.t.Cleanup(func() {
		if d.t.Failed() {
			if err := stage.Desk.Save(fmt.Sprintf("%s/failed-%s.png", d.logs, account)); err != nil {
				d.t.Log(err)
			}
		}
		if err := stage.Close(); err != nil {
			d.t.Error(err)
		}
	})
	if err != nil {
		d.t.Fatal(err)
	}
	j := NewJourney(stage)
	j.typed = d.typed
	return j
}

// share gives every agent's journey the customer's page and app.
func (d *helpDesk) share() {
	for _, j := range d.agents() {
		j.Page, j.Customer, j.asked = d.claire.Page, d.claire.Customer, d.claire.asked
	}
}

const alertYes, alertNo = "alert-0-yes", "alert-0-no"

// see waits until an agent's app shows something.
func (d *helpDesk) see(j *Journey, m Match) {
	d.t.Helper()
	if _, err := j.Agent.Find(d.ctx, m); err != nil {
		d.t.Fatal(err)
	}
}

// lose waits until an agent's app shows something no longer.
func (d *helpDesk) lose(j *Journey, m Match) {
	d.t.Helper()
	if err := j.Agent.Vanish(d.ctx, m); err != nil {
		d.t.Fatal(err)
	}
}

// click clicks something in an agent's app.
func (d *helpDesk) click(j *Journey, m Match) {
	d.t.Helper()
	if err := j.Agent.Click(d.ctx, m); err != nil {
		d.t.Fatal(err)
	}
}

// box: all are alerted, one says No, the first Yes takes the alert away from the others; chat first, then the app.
func (d *helpDesk) box() {
	d.t.Helper()
	d.must("customer opens the box", d.opensPortal)
	d.must("customer asks", d.asks)
	d.share()
	for _, j := range d.agents() {
		d.must("agent is alerted", j.alerted)
	}
	d.click(d.tom, Named(alertNo).Enabled())
	d.lose(d.tom, Named(alertYes))
	d.see(d.claire, Named(alertYes))
	d.must("Priya accepts", d.priya.accepts)
	d.lose(d.claire, Named(alertYes))
	d.must("both chat in the page", d.priya.chatsInPage)
	d.must("Priya asks for the screen", d.priya.offersApp)
	d.must("customer starts the app", d.customerStarts)
	d.must("customer confirms the relay", d.customerConfirms)
	d.share()
	d.must("customer types the portal code", d.priya.typesPortalCode)
	d.must("customer consents", d.priya.consents)
	d.must("Priya sees the screen", d.priya.sees)
	d.must("the same chat goes on", d.priya.sameChat)
}

// introduces has one agent bring another one into the session or hand it over, with a comment that the customer never sees.
func (d *helpDesk) introduces(from, to *Journey, tool, name, comment string) {
	d.t.Helper()
	d.click(from, Named("tool-"+tool).Enabled())
	d.see(from, Named("introduce-comment"))
	d.click(from, Text(name))
	d.must("the comment is written", func(ctx context.Context) error {
		return from.Agent.Fill(ctx, Named("introduce-comment"), comment)
	})
	d.click(from, Named("introduce-send").Enabled())
	d.see(to, Containing(comment))
	d.click(to, Named(alertYes).Enabled())
	d.must("customer lets "+name+" in", func(ctx context.Context) error { return d.Customer.Click(ctx, Named("ask-yes").Enabled()) })
	d.must(name+" sees the screen", to.sees)
}

// writes has an agent write to everyone, and waits until the customer reads it.
func (d *helpDesk) writes(j *Journey, text string) {
	d.t.Helper()
	d.must("an agent writes", func(ctx context.Context) error {
		if err := j.Agent.Fill(ctx, Named("chat-box"), text); err != nil {
			return err
		}
		if err := j.Desk.Hand.Chord(KeyReturn); err != nil {
			return err
		}
		_, err := d.Customer.Find(ctx, Containing(text))
		return err
	})
}

// invitation: Claire comes into Priya's session, all three chat, Priya leaves and the session lives.
func (d *helpDesk) invitation() {
	d.t.Helper()
	const comment = "Certificate error 13"
	d.introduces(d.priya, d.claire, "invite", "Claire Moreau", comment)
	d.writes(d.claire, "Hello from Claire.")
	d.see(d.priya, Containing("Hello from Claire."))
	d.points()
	d.click(d.priya, Named("tool-end"))
	d.click(d.priya, Named("outcome-unresolved"))
	d.writes(d.claire, "Priya has left.")
	d.neverTold(comment)
}

// transfer: Claire hands over to Tom, which ends her part; Tom ends the session.
func (d *helpDesk) transfer() {
	d.t.Helper()
	const comment = "The driver is installed"
	d.introduces(d.claire, d.tom, "transfer", "Tom Okafor", comment)
	d.click(d.claire, Named("outcome-resolved")) // her part has ended by itself
	d.lose(d.claire, Named("viewer-display"))
	d.writes(d.tom, "Tom here.")
	d.neverTold(comment)
	d.must("Tom ends", d.tom.ends)
}

// neverTold makes sure that the customer's app has never shown a comment among colleagues.
func (d *helpDesk) neverTold(comment string) {
	d.t.Helper()
	if slices.ContainsFunc(d.Customer.Said(), func(said string) bool { return strings.Contains(said, comment) }) {
		d.t.Errorf("the customer's app has shown the comment %q", comment)
	}
}

func (d *helpDesk) survey() {
	d.t.Helper()
	d.must("customer answers the survey", d.surveyed)
	d.must("session stands in Tom's history", d.tom.history)
	d.closed()
}

// open goes to another portal in the same browser.
func (d *helpDesk) open(slug string) {
	d.t.Helper()
	d.must("customer opens the portal "+slug, func(ctx context.Context) error {
		return d.Page.Open(ctx, d.portal(slug))
	})
}

// alertedOne waits until exactly one agent is alerted, none of those before, and returns who that is.
func (d *helpDesk) alertedOne(before ...*Journey) *Journey {
	d.t.Helper()
	var one *Journey
	next := func() (bool, error) {
		var err error
		one, err = d.theAlerted()
		return one != nil && !slices.Contains(before, one), err
	}
	err := await(d.ctx, "one agent to be alerted", next)
	if err != nil { // an alert that nobody answers stands for as long as a step may take
		err = await(d.ctx, "the next agent to be alerted", next)
	}
	if err != nil {
		d.t.Fatal(err)
	}
	return one
}

// theAlerted returns the only agent who is alerted now, nil where there is none.
func (d *helpDesk) theAlerted() (one *Journey, err error) {
	for _, j := range d.agents() {
		things, err := j.Agent.Things()
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(things, Named(alertYes).holds) {
			continue
		}
		if one != nil {
			return nil, fmt.Errorf("two agents are alerted at once")
		}
		one = j
	}
	return one, nil
}

// queue: one agent is asked and says No, the next does not answer in time, the third says Yes; the customer gives up.
func (d *helpDesk) queue() {
	d.t.Helper()
	d.open(queuePortal)
	d.must("customer asks", d.asks)
	first := d.alertedOne()
	d.click(first, Named(alertNo).Enabled())
	second := d.alertedOne(first)
	third := d.alertedOne(first, second) // thirty seconds later
	d.must("the third agent accepts", third.accepts)
	d.must("customer leaves", func(ctx context.Context) error {
		if err := d.Page.Click(ctx, `form[action="/request/leave"] button`); err != nil {
			return err
		}
		return d.Page.See(ctx, pageText("relay.ended.left.title"))
	})
	d.click(third, Named("web-close"))
}

// match: the customer picks Claire, and nobody else hears of it.
func (d *helpDesk) match() {
	d.t.Helper()
	d.open(matchPortal)
	d.must("customer picks Claire", func(ctx context.Context) error {
		if _, err := d.Page.Find(ctx, ".pick input"); err != nil {
			return err
		}
		claire, err := evaluate[string](ctx, d.Page, `[...document.querySelectorAll(".pick label")].find(l => l.innerText.includes("Claire")).htmlFor`)
		if err != nil {
			return err
		}
		if err := d.Page.Choose(ctx, claire); err != nil {
			return err
		}
		return d.asks(ctx)
	})
	if one := d.alertedOne(); one != d.claire {
		d.t.Error("an agent was alerted whom the customer did not pick")
	}
	d.see(d.claire, Text(d.Texts.T("agent.alert.match")))
	d.must("Claire accepts", d.claire.accepts)
	d.click(d.claire, Named("tool-end"))
	d.click(d.claire, Named("outcome-resolved"))
	d.over()
}

// over waits until the page says that the conversation has ended.
func (d *helpDesk) over() {
	d.t.Helper()
	d.must("the page says that it is over", func(ctx context.Context) error { return d.Page.See(ctx, pageText("relay.ended.close")) })
}

// button: one click, no question; the app is offered as soon as somebody answers.
func (d *helpDesk) button() {
	d.t.Helper()
	d.open(buttonPortal)
	d.must("customer presses the button", func(ctx context.Context) error { return d.Page.Leave(ctx, portalForm) })
	d.see(d.priya, Named(alertYes).Enabled())
	d.click(d.priya, Named(alertYes).Enabled())
	d.must("the page offers the app", func(ctx context.Context) error { return d.finds(ctx, ".tiles.code") })
	d.click(d.priya, Named("tool-end"))
	d.click(d.priya, Named("outcome-unknown"))
	d.over()
}

// pin: the portal for codes told on the phone takes the part that the relay may see.
func (d *helpDesk) pin() {
	d.t.Helper()
	d.open(pinPortal)
	d.must("the page asks for a code", func(ctx context.Context) error { return d.finds(ctx, codeField) })
}
