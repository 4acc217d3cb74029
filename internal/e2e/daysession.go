package e2e

import (
	"context"
	"fmt"
	"slices"

	"beside.example/internal/look"
)

// What the agents of the day write to each other and to themselves, which no customer may see.
const (
	inviteComment   = "Certificate error 13"
	transferComment = "The driver is installed"
	privateQuestion = "Shall we restart it?"
	privateAnswer   = "Not before noon."
	priyasNotes     = "The scanner has no address."
	tomsNotes       = "Driver 4.2, address by hand."
)

// box: all are alerted, one says No, the first Yes takes the alert away from the others; chat first, then the app.
func (d *Day) box() []scene {
	claire, tom, priya := d.Claire, d.Tom, d.Priya
	scenes := []scene{
		{claire, "customer opens the box", claire.opensPortal},
		{claire, "customer asks", claire.asks},
	}
	for _, j := range d.agents() {
		scenes = append(scenes, scene{j, j.first() + " is alerted", inOrder(j.alerted, j.alertReads("new", look.Yellow))})
	}
	return append(scenes, []scene{
		{tom, "Tom says No", inOrder(tom.clicks(alertNo.Enabled()), tom.loses(alertYes), claire.shows(alertYes))},
		{priya, "Priya accepts", inOrder(priya.accepts, claire.loses(alertYes))},
		{priya, "Priya looks for a canned reply", priya.looksForReply},
		{priya, "Priya sends the canned reply", priya.sendsReply},
		{priya, "both chat in the page", priya.chatsInPage},
		{priya, "the page has no network", priya.pageAway},
		{priya, "the page has its network back", priya.pageBack},
		{priya, "Priya asks for the screen", priya.offersApp},
		{claire, "customer starts the app", claire.customerStarts},
		{claire, "customer confirms the relay", claire.customerConfirms},
		{priya, "customer types the portal code", priya.typesPortalCode},
		{priya, "customer consents", priya.consents},
		{priya, "Priya sees the screen", priya.sees},
		{priya, "the same chat goes on", priya.sameChat},
	}...)
}

// pushes: only web addresses can be sent, and the customer decides about each.
func (d *Day) pushes() []scene {
	priya := d.Priya
	return []scene{
		{priya, "Priya cannot send what is no web page", priya.cannotPush("javascript:alert(1)", "file:///etc/passwd", "ftp://127.0.0.1/")},
		{priya, "Priya gives up", inOrder(priya.clicks(Named("page-cancel")), priya.loses(Named("page-address")))},
		{priya, "Priya sends a page", priya.pushes(d.pages.address + wantedPage)},
		{priya, "customer opens the page", inOrder(d.answersPage("ask-yes"), d.pageOpens, priya.shows(Containing(priya.Texts.T("chat.status.opened"))))},
		{priya, "customer closes the page", func(ctx context.Context) error { return d.Claire.Home.closeWindow(ctx, pushedTitle) }},
		{priya, "Priya sends another page", priya.pushes(d.pages.address + "/unwanted")},
		{priya, "customer says No to the page", inOrder(d.answersPage("ask-no"), priya.shows(Containing(priya.Texts.T("chat.status.not_opened"))), d.onlyWanted)},
		{priya, "Priya writes notes", priya.fills(Named("notes"), priyasNotes)},
	}
}

// wantedPage is the path of the page that the customer opens.
const wantedPage = "/scanner"

// answersPage has the customer answer whether a page may be opened.
func (d *Day) answersPage(answer string) act {
	return func(ctx context.Context) error { return d.Claire.Customer.ClickAway(ctx, Named(answer).Enabled()) }
}

// pageOpens waits until the page that the customer wanted is on their display.
func (d *Day) pageOpens(ctx context.Context) error {
	if err := await(ctx, "the page in the customer's browser", func() (bool, error) { return d.Claire.Home.Active(pushedTitle) }); err != nil {
		return err
	}
	return d.onlyWanted(ctx)
}

// onlyWanted makes sure that no page was opened but the one that the customer wanted.
func (d *Day) onlyWanted(context.Context) error {
	if opened := d.pages.opened(); !slices.Equal(opened, []string{wantedPage}) {
		return fmt.Errorf("the pages %v were opened", opened)
	}
	return nil
}

// introduces has one agent bring another one into the session or hand it over, with a comment that the customer never sees.
func (d *Day) introduces(from, to *Journey, tool string, colour look.Token, comment string) []scene {
	opens := inOrder(from.clicks(Named("tool-"+tool).Enabled()), from.shows(Named("introduce-comment")), from.clicks(Text(to.Name)),
		from.fills(Named("introduce-comment"), comment), from.shows(Named("introduce-send").Enabled()))
	asked := inOrder(from.clicks(Named("introduce-send").Enabled()), to.alertReads(tool, colour), to.shows(Containing(comment)))
	letsIn := func(ctx context.Context) error { return d.Claire.Customer.ClickAway(ctx, Named("ask-yes").Enabled()) }
	return []scene{
		{from, fmt.Sprintf("%s chooses %s to %s", from.first(), to.first(), tool), opens},
		{to, to.first() + " is asked", asked},
		{to, to.first() + " says Yes", inOrder(to.clicks(alertYes.Enabled()), func(ctx context.Context) error { return d.Claire.Customer.See(ctx, Named("ask-yes").Enabled()) })},
		{to, "customer lets " + to.first() + " in", inOrder(letsIn, to.sees)},
	}
}

// writes has an agent write to everyone, and waits until the customer reads it.
func (d *Day) writes(j *Journey, text string) act {
	return inOrder(j.fills(Named("chat-box"), text), j.presses(KeyReturn), func(ctx context.Context) error {
		return d.Claire.Customer.See(ctx, Containing(text))
	})
}

// invitation: Claire comes into Priya's session, all three chat, the agents among themselves too, Priya leaves and the session lives.
func (d *Day) invitation() []scene {
	claire, priya := d.Claire, d.Priya
	return append(d.introduces(priya, claire, "invite", look.Blue, inviteComment), []scene{
		{claire, "Claire writes to everyone", inOrder(d.writes(claire, "Hello from Claire."), priya.shows(Containing("Hello from Claire.")))},
		{priya, "Priya writes to agents only", d.whispers(priya, claire, privateQuestion)},
		{claire, "Claire answers agents only", d.whispers(claire, priya, privateAnswer)},
		{claire, "Claire points", d.points},
		{claire, "Claire points no longer", d.pointsNoLonger},
		{priya, "Priya leaves", priya.clicks(Named("tool-end"))},
		{priya, "Priya says how it ended", priya.clicks(Named("outcome-unresolved"))},
		{claire, "the session lives", inOrder(d.writes(claire, "Priya has left."), d.neverTold(inviteComment), d.neverTold(privateQuestion), d.neverTold(privateAnswer))},
		{priya, "Priya finds her notes", inOrder(priya.looksAt("agent.nav.history", Containing(priyasNotes)), priya.shows(Text(priya.Texts.T("agent.outcome.unresolved"))))},
	}...)
}

// whispers has an agent write a private message, which a colleague reads.
func (d *Day) whispers(from, to *Journey, text string) act {
	readers := func(key string) Match { return Text(from.Texts.T(key)).OfKind("*ui.Segmented") }
	return inOrder(
		from.clicks(Named("chat-box")), from.presses(KeyControl, KeyShift, 'p'), from.shows(readers("agent.chat.agentsonly")),
		from.fills(Named("chat-box"), text), from.presses(KeyReturn), to.shows(Containing(text)),
		from.presses(KeyControl, KeyShift, 'p'), from.shows(readers("agent.chat.everyone")))
}

// transfer: Claire hands over to Tom, which ends her part; Tom ends the session.
func (d *Day) transfer() []scene {
	claire, tom := d.Claire, d.Tom
	return append(d.introduces(claire, tom, "transfer", look.Orange, transferComment), []scene{
		{claire, "Claire's part is over", claire.shows(Named("outcome-resolved"))},
		{claire, "Claire says how it ended", inOrder(claire.files, claire.loses(Named("viewer-display")))},
		{tom, "Tom writes to everyone", inOrder(d.writes(tom, "Tom here."), d.neverTold(transferComment))},
		{tom, "Tom writes notes", tom.fills(Named("notes"), tomsNotes)},
		{tom, "Tom ends", tom.ends},
		{tom, "Tom says how it ended", tom.files},
	}...)
}

// survey: the customer says how it was, and the agent finds it all in the history.
func (d *Day) survey() []scene {
	claire, tom := d.Claire, d.Tom
	return []scene{
		{claire, "customer answers the survey", claire.surveyed},
		{tom, "session stands in Tom's history", inOrder(tom.history, tom.shows(Containing(tomsNotes)))},
		{claire, "customer closes", claire.closes},
	}
}
