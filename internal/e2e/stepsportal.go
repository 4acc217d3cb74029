package e2e

import (
	"context"
	"fmt"
	"image"
	"strings"
	"time"

	"beside.example/internal/words"
)

// Slugs of the portals that a relay on trial makes, by their kinds.
const (
	boxPortal    = "ask"
	buttonPortal = "call"
	queuePortal  = "queue"
	matchPortal  = "agent"
	pinPortal    = "phone"
)

// What can be used on portals' pages: the button that asks for help, the field for a code, the way to look again at a closed one.
const (
	portalForm  = "form.ask button"
	codeField   = `input[name="n"]`
	closedAgain = "main.single p.row a.btn"
)

// What the customer of these steps asks, what both then write in the page's chat, and what the customer wishes in the end.
const (
	question    = "The scanner is not found since the update."
	pageGreeted = "Good morning Hannah, which scanner is it?"
	pageAnswer  = "The one beside the window."
	surveyText  = "A map of the scanners."
)

// browsers speak English whatever the apps do.
func pageText(key string, args ...words.Args) string {
	return words.MustLoad(words.English).T(key, args...)
}

// portal returns the address of a portal.
func (j *Journey) portal(slug string) string { return "https://" + j.Relay.Address() + "/p/" + slug }

// customerBrowser is the folder and the log of the customer's browser.
const customerBrowser = "customer-browser"

// browses opens a page in the customer's browser.
func (j *Journey) browses(ctx context.Context, page string) (err error) {
	j.Page, err = StartBrowser(ctx, j.logs, j.Home, j.customer, customerBrowser, page, image.Rect(860, 120, 1860, 920))
	return err
}

// finds waits until the page can be used.
func (j *Journey) finds(ctx context.Context, selector string) error {
	_, err := j.Page.Find(ctx, selector)
	return err
}

// opensPortal goes to a portal that is open.
func (j *Journey) opensPortal(ctx context.Context) error {
	if err := j.browses(ctx, j.portal(boxPortal)); err != nil {
		return err
	}
	return j.finds(ctx, portalForm)
}

// findsClosed comes to a portal before any agent is there.
func (j *Journey) findsClosed(ctx context.Context) error {
	if err := j.browses(ctx, j.portal(boxPortal)); err != nil {
		return err
	}
	return j.Page.See(ctx, pageText("relay.closed.nobody.title"))
}

// looksAgain finds the portal open, now that an agent is there.
func (j *Journey) looksAgain(ctx context.Context) error {
	if err := j.Page.Leave(ctx, closedAgain); err != nil {
		return err
	}
	return j.finds(ctx, portalForm)
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
	if err := j.Page.Leave(ctx, portalForm); err != nil {
		return err
	}
	return j.Page.See(ctx, pageText("relay.request.keep"))
}

// alerted waits until the agent's pop-up shows who asks what.
func (j *Journey) alerted(ctx context.Context) error {
	if err := j.Agent.See(ctx, alertYes.Enabled()); err != nil {
		return err
	}
	j.figure("ask_to_alert_ms", j.asked)
	_, err := j.Agent.Find(ctx, Containing(question))
	return err
}

// accepts says Yes in the pop-up: the chat box opens, and the page tells the customer who is there.
func (j *Journey) accepts(ctx context.Context) error {
	j.accepted.after = time.Now()
	if err := j.Agent.Click(ctx, alertYes.Enabled()); err != nil {
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
	j.accepted.before = time.Now()
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
	if err := j.Customer.See(ctx, Named("consent-start")); err != nil {
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
	if err := j.Page.Fill(ctx, ".survey textarea", surveyText); err != nil {
		return err
	}
	if err := j.Page.Leave(ctx, ".survey button"); err != nil {
		return err
	}
	return j.Page.See(ctx, pageText("relay.ended.survey.thanks"))
}

func (j *Journey) portalSteps() []step {
	return []step{
		{"customer looks again", j.looksAgain},
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
