package e2e

import (
	"context"
	"fmt"
	"strings"
	"time"

	"beside.example/internal/words"
)

// boxPortal is the slug of the portal of kind Box that a relay on trial makes.
const boxPortal = "ask"

// What the customer of these steps asks, and what both then write in the page's chat.
const (
	question    = "The scanner is not found since the update."
	pageGreeted = "Good morning Hannah, which scanner is it?"
	pageAnswer  = "The one beside the window."
)

// browsers speak English whatever the apps do.
func pageText(key string, args ...words.Args) string {
	return words.MustLoad(words.English).T(key, args...)
}

// visit opens a portal in the customer's browser.
func (j *Journey) visit(ctx context.Context, slug string) (err error) {
	page := "https://" + j.Relay.Address() + "/p/" + slug
	if j.Page, err = StartBrowser(ctx, j.logs, j.Home, j.customer, "customer-browser", page); err != nil {
		return err
	}
	_, err = j.Page.Find(ctx, "form.ask button")
	return err
}

// asks fills the portal's form and sends it.
func (j *Journey) asks(ctx context.Context) error {
	if err := j.Page.Fill(ctx, "#customer", customerName); err != nil {
		return err
	}
	if err := j.Page.Fill(ctx, "#question", question); err != nil {
		return err
	}
	j.asked = time.Now()
	if err := j.Page.Click(ctx, "form.ask button"); err != nil {
		return err
	}
	return j.Page.See(ctx, pageText("relay.request.keep"))
}

// alerted waits until the agent's pop-up shows who asks what.
func (j *Journey) alerted(ctx context.Context) error {
	if _, err := j.Agent.Find(ctx, Named("alert-0-yes").Enabled()); err != nil {
		return err
	}
	j.figure("ask_to_alert_ms", j.asked)
	_, err := j.Agent.Find(ctx, Containing(question))
	return err
}

// accepts says Yes in the pop-up: the chat box opens, and the page tells the customer who is there.
func (j *Journey) accepts(ctx context.Context) error {
	if err := j.Agent.Click(ctx, Named("alert-0-yes").Enabled()); err != nil {
		return err
	}
	clicked := time.Now()
	if _, err := j.Agent.Find(ctx, Named("tool-offer")); err != nil {
		return err
	}
	if err := j.Page.See(ctx, pageText("relay.chat.open")); err != nil {
		return err
	}
	err := await(ctx, "the agent on the page", func() (bool, error) {
		_, err := j.Page.Find(ctx, "#text")
		return err == nil, err
	})
	j.figure("yes_to_page_ms", clicked)
	return err
}

// chatsInPage is the chat before there is any app: agent's window and customer's page.
func (j *Journey) chatsInPage(ctx context.Context) error {
	if err := j.Agent.Fill(ctx, Named("chat-box"), pageGreeted); err != nil {
		return err
	}
	if err := j.Desk.Hand.Chord(KeyReturn); err != nil {
		return err
	}
	if err := j.Page.See(ctx, pageGreeted); err != nil {
		return err
	}
	if err := j.Page.Fill(ctx, "#text", pageAnswer); err != nil {
		return err
	}
	if err := j.Page.Click(ctx, "#say button"); err != nil {
		return err
	}
	_, err := j.Agent.Find(ctx, Containing(pageAnswer))
	return err
}

// offersApp asks for the screen and reads the portal code off the customer's page.
func (j *Journey) offersApp(ctx context.Context) error {
	if err := j.Agent.Click(ctx, Named("tool-offer").Enabled()); err != nil {
		return err
	}
	if _, err := j.Page.Find(ctx, ".tiles.code"); err != nil {
		return err
	}
	code, err := evaluate[string](ctx, j.Page, `document.querySelector(".tiles.code").textContent`)
	if err != nil {
		return err
	}
	j.portalCode = strings.Join(strings.Fields(code), "")
	shown, err := j.Agent.Find(ctx, Named("portal-code"))
	if err != nil {
		return err
	}
	if agents := strings.NewReplacer(" ", "", "-", "").Replace(shown.Text); agents != j.portalCode {
		return fmt.Errorf("the page shows the portal code %q, the agent's app %q", j.portalCode, agents)
	}
	return nil
}

// typesPortalCode is the customer's way from the page into the app.
func (j *Journey) typesPortalCode(ctx context.Context) error {
	if err := j.Customer.Fill(ctx, Named("code-entry"), j.portalCode); err != nil {
		return err
	}
	if err := j.Customer.Click(ctx, Named("code-continue").Enabled()); err != nil {
		return err
	}
	began := time.Now()
	if _, err := j.Customer.Find(ctx, Named("consent-start")); err != nil {
		return err
	}
	j.figure("continue_to_consent_ms", began)
	return nil
}

// sameChat makes sure that what was written in the page stands in both apps.
func (j *Journey) sameChat(ctx context.Context) error {
	for _, line := range []string{pageGreeted, pageAnswer} {
		if _, err := j.Customer.Find(ctx, Containing(line)); err != nil {
			return err
		}
		if _, err := j.Agent.Find(ctx, Containing(line)); err != nil {
			return err
		}
	}
	return j.Page.See(ctx, pageText("relay.request.session.title"))
}

// surveyed answers the survey that the page shows at the end.
func (j *Journey) surveyed(ctx context.Context) error {
	if _, err := j.Page.Find(ctx, ".survey .choice:nth-child(5) input"); err != nil {
		return err
	}
	best, err := evaluate[string](ctx, j.Page, `document.querySelector(".survey .choice:nth-child(5) input").id`)
	if err != nil {
		return err
	}
	if err := j.Page.Choose(ctx, best); err != nil {
		return err
	}
	if err := j.Page.Click(ctx, ".survey button"); err != nil {
		return err
	}
	return j.Page.See(ctx, pageText("relay.ended.survey.thanks"))
}

func (j *Journey) portalSteps() []step {
	return []step{
		{"customer opens the portal", func(ctx context.Context) error { return j.visit(ctx, boxPortal) }},
		{"customer asks", j.asks},
		{"agent is alerted", j.alerted},
		{"agent accepts", j.accepts},
		{"both chat in the page", j.chatsInPage},
		{"agent asks for the screen", j.offersApp},
		{"customer starts the app", j.customerStarts},
		{"customer confirms the relay", j.customerConfirms},
		{"customer types the portal code", j.typesPortalCode},
	}
}
