package e2e

import (
	"context"
	"fmt"
	"slices"

	"beside.example/internal/look"
)

// opens goes to another portal in the same browser, and waits for what can be used there.
func (d *Day) opens(slug, selector string) act {
	return func(ctx context.Context) error {
		if err := d.Claire.Page.Open(ctx, d.Claire.portal(slug)); err != nil {
			return err
		}
		return d.Claire.finds(ctx, selector)
	}
}

// offered waits until exactly one agent is alerted, none of those before.
func (d *Day) offered(ctx context.Context) error {
	next := func() (bool, error) {
		one, err := d.theAlerted()
		if one == nil || slices.Contains(d.asked, one) {
			return false, err
		}
		d.asked = append(d.asked, one)
		return true, err
	}
	err := await(ctx, "one agent to be alerted", next)
	if err != nil { // an alert that nobody answers stands for as long as a step may take
		err = await(ctx, "the next agent to be alerted", next)
	}
	if err != nil {
		return err
	}
	return d.last().alertReads("new", look.Yellow)(ctx)
}

// last is the agent who was alerted last.
func (d *Day) last() *Journey { return d.asked[len(d.asked)-1] }

// theAlerted returns the only agent who is alerted now, nil where there is none.
func (d *Day) theAlerted() (one *Journey, err error) {
	for _, j := range d.agents() {
		things, err := j.Agent.Things()
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(things, alertYes.holds) {
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
func (d *Day) queue() []scene {
	claire := d.Claire
	return []scene{
		{claire, "customer opens the queue", d.opens(queuePortal, portalForm)},
		{claire, "customer waits in the queue", inOrder(claire.asks, d.offered)},
		{claire, "the first agent says No", func(ctx context.Context) error {
			if err := d.last().Agent.Click(ctx, alertNo.Enabled()); err != nil {
				return err
			}
			return d.offered(ctx)
		}},
		{claire, "the second agent does not answer", d.offered}, // for thirty seconds
		{claire, "the third agent accepts", func(ctx context.Context) error { return d.last().accepts(ctx) }},
		{claire, "customer leaves", func(ctx context.Context) error {
			if err := claire.Page.Click(ctx, `form[action="/request/leave"] button`); err != nil {
				return err
			}
			return claire.Page.See(ctx, pageText("relay.ended.left.title"))
		}},
		{claire, "the third agent closes the box", func(ctx context.Context) error { return d.last().Agent.Click(ctx, Named("web-close")) }},
	}
}

// match: the customer picks Claire, and nobody else hears of it.
func (d *Day) match() []scene {
	claire := d.Claire
	return []scene{
		{claire, "customer sees who is there", d.opens(matchPortal, ".pick input")},
		{claire, "customer picks Claire", inOrder(d.picksClaire, claire.asks)},
		{claire, "Claire is asked for", func(ctx context.Context) error {
			if err := claire.alertReads("match", look.Green)(ctx); err != nil {
				return err
			}
			if one, err := d.theAlerted(); one != claire {
				return fmt.Errorf("an agent was alerted whom the customer did not pick, %w", err)
			}
			return nil
		}},
		{claire, "Claire accepts", claire.accepts},
		{claire, "Claire ends the chat", inOrder(claire.clicks(Named("tool-end")), claire.shows(Named("outcome-resolved")))},
		{claire, "Claire says how the chat ended", inOrder(claire.clicks(Named("outcome-resolved")), d.over)},
	}
}

// picksClaire chooses Claire on the page.
func (d *Day) picksClaire(ctx context.Context) error {
	id, err := evaluate[string](ctx, d.Claire.Page, `[...document.querySelectorAll(".pick label")].find(l => l.innerText.includes("Claire")).htmlFor`)
	if err != nil {
		return err
	}
	return d.Claire.Page.Choose(ctx, id)
}

// over waits until the page says that the conversation has ended.
func (d *Day) over(ctx context.Context) error {
	return d.Claire.Page.See(ctx, pageText("relay.ended.close"))
}

// button: one click, no question; the app is offered as soon as somebody answers.
func (d *Day) button() []scene {
	claire, priya := d.Claire, d.Priya
	return []scene{
		{claire, "customer opens the button", d.opens(buttonPortal, portalForm)},
		{priya, "customer presses the button", inOrder(func(ctx context.Context) error { return claire.Page.Leave(ctx, portalForm) }, priya.alertReads("new", look.Yellow))},
		{priya, "Priya says Yes, and the page offers the app", inOrder(priya.clicks(alertYes.Enabled()), func(ctx context.Context) error { return claire.finds(ctx, ".tiles.code") })},
		{priya, "Priya ends it", inOrder(priya.clicks(Named("tool-end")), priya.clicks(Named("outcome-unknown")), d.over)},
	}
}

// pin: the portal for codes told on the phone takes the part that the relay may see.
func (d *Day) pin() []scene {
	return []scene{{d.Claire, "the page asks for a code", d.opens(pinPortal, codeField)}}
}
