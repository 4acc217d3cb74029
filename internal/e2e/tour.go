package e2e

import (
	"context"
	"slices"

	"beside.example/internal/words"
)

// A Tour is a day and what no day comes by: pictures of every window and every kind of page, and of the states that are rare.
type Tour struct {
	*Day
	waiting []*visitor
}

// NewTour begins a tour with a day that is open.
func NewTour(d *Day) *Tour { return &Tour{Day: d} }

// Run lives the day and goes around afterwards; the first failure ends it, with the step's name.
func (t *Tour) Run(ctx context.Context) error {
	defer t.sendAway()
	return t.play(ctx, slices.Concat(t.scenes(), t.queueing(), t.several(), t.app(), t.policy(), t.french(), t.frenchPages(), t.center()))
}

// sendAway closes the pages of visitors who are still there.
func (t *Tour) sendAway() {
	for _, v := range t.waiting {
		v.close()
	}
	t.waiting = nil
}

// comes has a visitor ask at a portal.
func (t *Tour) comes(slug, name, asks string) act {
	return func(ctx context.Context) error {
		v, err := t.Claire.visit(ctx, slug, name, asks)
		if err == nil {
			t.waiting = append(t.waiting, v)
		}
		return err
	}
}

// allLeave has all visitors give up.
func (t *Tour) allLeave(ctx context.Context) error {
	for len(t.waiting) > 0 {
		v := t.waiting[0]
		t.waiting = t.waiting[1:]
		if err := v.leave(ctx); err != nil {
			return err
		}
	}
	return nil
}

// opensStatuses opens the choice above the list of pages.
func (j *Journey) opensStatuses() act {
	acts := []act{j.clicks(Named("availability"))}
	for _, status := range statuses {
		acts = append(acts, j.shows(Text(j.Texts.T(status))))
	}
	return inOrder(acts...)
}

// statuses are the words for whether an agent is there.
var statuses = []string{"agent.available", "agent.busy", "agent.away"}

// choosesStatus has an agent say whether they are there; the choice is open.
func (j *Journey) choosesStatus(chosen string) act {
	acts := []act{j.clicks(Text(j.Texts.T(chosen)))}
	for _, status := range statuses {
		if status != chosen {
			acts = append(acts, j.loses(Text(j.Texts.T(status))))
		}
	}
	return inOrder(acts...)
}

// queueing: everybody is busy, several wait, and an agent looks for one of them in the list.
func (t *Tour) queueing() []scene {
	claire, tom, priya := t.Claire, t.Tom, t.Priya
	return []scene{
		{claire, "Claire opens the choice of her status", claire.opensStatuses()},
		{claire, "Claire is busy", claire.choosesStatus("agent.busy")},
		{tom, "Tom is busy", inOrder(tom.opensStatuses(), tom.choosesStatus("agent.busy"))},
		{priya, "Priya is away", inOrder(priya.opensStatuses(), priya.choosesStatus("agent.away"))},
		{claire, "two others queue", inOrder(t.comes(queuePortal, "Anna Fischer", "My mail does not open."), t.comes(queuePortal, "Ben Carter", "Which printer is ours?"))},
		{claire, "customer is the third in the queue", inOrder(t.opens(queuePortal, portalForm), claire.asks, func(ctx context.Context) error { return claire.Page.See(ctx, "3rd") })},
		{claire, "Claire sees who waits", claire.looksAt("agent.nav.requests", Containing("Ben Carter"))},
		{claire, "Claire opens further filters", inOrder(claire.clicks(Named("list-further")), claire.shows(Named("list-status")))},
		{claire, "Claire looks for a customer", inOrder(claire.fills(Named("list-find"), "printer"), claire.loses(Text("Anna Fischer")), claire.shows(Text("Ben Carter")))},
		{claire, "Claire opens the menu of a request", inOrder(claire.clicks(Named("list-acts")), claire.shows(Text(claire.Texts.T("agent.list.copyname"))))},
		{claire, "Claire sees all requests again", inOrder(claire.presses(KeyEscape), claire.loses(Text(claire.Texts.T("agent.list.copyname"))),
			claire.fills(Named("list-find"), ""), claire.shows(Text("Anna Fischer")))},
		{claire, "Claire is available, and asked about the first", inOrder(claire.opensStatuses(), claire.choosesStatus("agent.available"), claire.shows(alertYes.Enabled()), claire.shows(Containing("My mail does not open.")))},
		{claire, "all leave the queue", inOrder(t.allLeave, t.customerLeaves, claire.loses(alertYes))},
	}
}

// customerLeaves has the customer give up waiting.
func (t *Tour) customerLeaves(ctx context.Context) error {
	if err := t.Claire.Page.Click(ctx, `form[action="/request/leave"] button`); err != nil {
		return err
	}
	return t.Claire.Page.See(ctx, pageText("relay.ended.left.title"))
}

// several alerts stand above each other; the one who is alone gets them all.
func (t *Tour) several() []scene {
	claire := t.Claire
	return []scene{
		{claire, "four ask at once", inOrder(
			t.comes(boxPortal, "Chloé Dubois", "The camera stays black."), claire.shows(alertYes),
			t.comes(boxPortal, "Dan Brown", "Where is my drive?"), claire.shows(Named("alert-1-yes")),
			t.comes(boxPortal, "Eva Lindt", "How do I print on both sides?"), claire.shows(Named("alert-2-yes")),
			t.comes(boxPortal, "Finn Olsen", "The mouse jumps."), claire.shows(Text(claire.Texts.N("agent.alert.more", 1))))},
		{claire, "the four leave", inOrder(t.allLeave, claire.loses(alertYes))},
	}
}

// app: the rest of the agent's app, and what a customer finds in menus.
func (t *Tour) app() []scene {
	claire := t.Claire
	report := Text(claire.Texts.T("customer.chat.report"))
	return []scene{
		{claire, "Claire looks at her sessions", claire.looksAt("agent.nav.sessions", Text(claire.Texts.T("agent.list.empty.sessions")))},
		{claire, "Claire looks at the history", claire.looksAt("agent.nav.history", Text(customerName))},
		{claire, "Claire looks at the settings", claire.looksAt("agent.nav.settings", Named("settings-signout"))},
		{claire, "Claire makes a code", inOrder(claire.looksAt("agent.nav.codes", Named("codes-new")), claire.makesCode)},
		{claire, "customer looks up the code's page", t.opensPage("/me?n=", func() string { return claire.digits[:4] }, pageText("relay.me.waiting.title"))},
		{claire, "customer starts the app", claire.customerStarts},
		{claire, "customer confirms the relay", claire.customerConfirms},
		{claire, "customer types a wrong code", claire.wrongCode},
		{claire, "customer types the code", claire.rightCode},
		{claire, "customer consents", claire.consents},
		{claire, "Claire sees the screen", claire.sees},
		{claire, "customer opens the menu", inOrder(t.customerClicks(Named("chat-more")), t.customerShows(report))},
		{claire, "customer looks at what is allowed", inOrder(t.customerClicks(Text(claire.Texts.T("customer.pane.allowed"))), t.customerShows(Text(claire.Texts.T("customer.allowed.title"))))},
		{claire, "customer is about to report the session", inOrder(t.customerClicks(Named("sheet-done")), t.customerClicks(Named("chat-more")), t.customerClicks(report),
			t.customerShows(Named("report-end")))},
		{claire, "customer reports the session, which ends it", inOrder(t.customerClicks(Named("report-end")), t.customerShows(Named("ended-close")))},
		{claire, "Claire says how it ended", claire.files},
		{claire, "customer closes", claire.closes},
	}
}

// opensPage goes to a page of the relay, whose address is known only then.
func (t *Tour) opensPage(path string, rest func() string, says string) act {
	return func(ctx context.Context) error {
		if err := t.Claire.Page.Open(ctx, t.Claire.center(path+rest())); err != nil {
			return err
		}
		return t.Claire.Page.See(ctx, says)
	}
}

func (t *Tour) customerClicks(m Match) act {
	return func(ctx context.Context) error { return t.Claire.Customer.Click(ctx, m) }
}

func (t *Tour) customerShows(m Match) act {
	return func(ctx context.Context) error { return t.Claire.Customer.See(ctx, m) }
}

// french: a session in French and in the dark look.
func (t *Tour) french() []scene {
	claire := t.Claire
	var scenes []scene
	add := func(steps ...step) {
		for _, s := range steps {
			scenes = append(scenes, scene{claire, "in French and dark: " + s.name, s.take})
		}
	}
	add(step{"agent starts again", t.startsInFrench},
		step{"agent looks at the history", later(func() act { return claire.looksAt("agent.nav.history", Text(customerName)) })},
		step{"agent makes a code", inOrder(later(func() act { return claire.looksAt("agent.nav.codes", Named("codes-new")) }), claire.makesCode)})
	add(claire.codeSteps()[1:]...)
	add(claire.consent()...)
	for _, s := range slices.Concat(claire.together(), claire.departure()) {
		switch s.name {
		case "input echo":
		case "agent ends":
			scenes = append(scenes, scene{claire, "manager sees the session live", claire.managerOpens("/center/live")})
			add(s)
		default:
			add(s)
		}
	}
	return scenes
}

// later is an act that is chosen when it is time for it, such as by the language then.
func later(choose func() act) act {
	return func(ctx context.Context) error { return choose()(ctx) }
}

// startsInFrench starts Claire's app again.
func (t *Tour) startsInFrench(ctx context.Context) error {
	j := t.Claire
	if err := j.Agent.Stop(); err != nil {
		return err
	}
	j.Texts, j.Dark = words.MustLoad(words.French), true
	if err := j.StartAgent(ctx); err != nil {
		return err
	}
	return j.Agent.See(ctx, Named("nav"))
}

// frenchPages are portals in French, for who wants dark pages.
func (t *Tour) frenchPages() []scene {
	claire := t.Claire
	none := func() string { return "" }
	french := func(key string) string { return words.MustLoad(words.French).T(key) }
	var scenes []scene
	for _, p := range []struct{ name, path, says string }{
		{"box", "/p/" + boxPortal, french("relay.portal.title")},
		{"queue", "/p/" + queuePortal, french("relay.portal.queue.lead")},
		{"agents", "/p/" + matchPortal, french("relay.portal.match.title")},
		{"button", "/p/" + buttonPortal, french("relay.portal.button.title")},
		{"page for codes", "/me", french("relay.me.title")},
	} {
		scenes = append(scenes, scene{claire, "in French and dark: the " + p.name, inOrder(claire.wantsDark, t.opensPage(p.path+"?lang=fr", none, p.says))})
	}
	return scenes
}

// wantsDark sets the customer's browser to dark pages.
func (j *Journey) wantsDark(ctx context.Context) error { return j.Page.dark(ctx) }
