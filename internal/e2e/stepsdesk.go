package e2e

import (
	"context"
	"fmt"
	"image"
	"strings"

	"beside.example/internal/look"
)

// The buttons of an agent's first alert.
var alertYes, alertNo = Named("alert-0-yes"), Named("alert-0-no")

// alertReads waits until a pop-up says of what kind it is, on that kind's colour as the display shows it.
func (j *Journey) alertReads(kind string, fill look.Token) act {
	return func(ctx context.Context) error {
		words := Text(j.Texts.T("agent.alert." + kind))
		want := fill.Colour(j.Dark)
		return await(ctx, fmt.Sprintf("an alert on %v", fill), func() (bool, error) {
			head, err := j.Agent.Find(ctx, words)
			if err != nil {
				return false, err
			}
			const beside = 3 // pixels: between the icon and the words there are a few of the head alone
			got, err := j.Desk.Pixel(image.Pt(head.Area.Min.X-beside, head.Centre().Y))
			if err != nil {
				return false, err
			}
			if got.R != want.R || got.G != want.G || got.B != want.B {
				return false, fmt.Errorf("it stands on %v, should be %v", got, want)
			}
			return true, nil
		})
	}
}

// Two of the prepared replies of a relay on trial.
const (
	replyTitle = "Good morning"
	otherTitle = "When we are here"
)

// looksForReply searches among the prepared replies as one types: all are offered at first, then those that fit.
func (j *Journey) looksForReply(ctx context.Context) error {
	return inOrder(j.fills(Named("chat-box"), "/"), j.shows(Text(otherTitle)), j.shows(Text(replyTitle)),
		j.fills(Named("chat-box"), "/good m"), j.loses(Text(otherTitle)), j.shows(Text(replyTitle)))(ctx)
}

// sendsReply takes the reply that is offered, whose placeholders are filled in before it goes, and sends it to the page.
func (j *Journey) sendsReply(ctx context.Context) error {
	reply := fmt.Sprintf("Hello %s, this is %s of %s. How can I help?", customerName, j.Name, trialOrganisation)
	return inOrder(j.presses(KeyReturn), j.shows(Containing(reply)), j.presses(KeyReturn), func(ctx context.Context) error {
		return j.Page.See(ctx, reply)
	})(ctx)
}

// pageAway takes the network away while both chat in the page, until the page says so.
func (j *Journey) pageAway(ctx context.Context) error {
	j.Relay.Network.Blackout(true)
	return j.Page.See(ctx, pageText("relay.request.lost"))
}

// pageBack gives the network back, and the page goes on where it was.
func (j *Journey) pageBack(ctx context.Context) error {
	j.Relay.Network.Blackout(false)
	err := await(ctx, "the page to have the relay again", func() (bool, error) {
		text, err := j.Page.Text(ctx)
		return err == nil && !strings.Contains(text, pageText("relay.request.lost")), err
	})
	if err != nil {
		return err
	}
	return j.Page.See(ctx, pageAnswer)
}

// cannotPush tries to send addresses that are no web pages.
func (j *Journey) cannotPush(addresses ...string) act {
	acts := []act{j.clicks(Named("page-open").Enabled())}
	for _, address := range addresses {
		acts = append(acts, j.fills(Named("page-address"), address), j.clicks(Named("page-send")), j.shows(Text(j.Texts.T("agent.page.wrong"))))
	}
	return inOrder(acts...)
}

// pushes sends the address of a page, and waits until the customer is asked about it.
func (j *Journey) pushes(address string) act {
	return inOrder(j.clicks(Named("page-open").Enabled()), j.fills(Named("page-address"), address), j.clicks(Named("page-send")), j.loses(Named("page-address")),
		func(ctx context.Context) error { return j.Customer.See(ctx, Containing(address)) })
}
