package e2e

import (
	"context"
	"errors"
	"testing"

	"beside.example/internal/words"
)

// TestMonitor has a manager watch a session of an agent's, from the live page to the audit log: the customer read before that this may be,
// everybody sees that it is, and the customer ends it.
func TestMonitor(t *testing.T) {
	r := rehearse(t)
	d := &Day{Claire: r.Journey}
	r.endsAfter(d)
	err := r.furnish(r.ctx)
	if err == nil {
		d.Tom, err = d.seat(r.ctx, "tom", "Tom Okafor")
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := d.play(r.ctx, d.watching()); err != nil {
		t.Fatal(err)
	}
}

// watching are the scenes of a session that Claire, who manages everything, watches and Tom helps in.
func (d *Day) watching() []scene {
	claire, tom := d.Claire, d.Tom
	return append(d.arrival(), []scene{
		{claire, "manager opens the management center", claire.opensCenter},
		{claire, "manager signs in", claire.entersCenter},
		{claire, "manager lets managers watch", claire.managerDecides("monitoring")},
		{claire, "customer opens the box", claire.opensPortal},
		{claire, "customer asks", claire.asks},
		{tom, "Tom accepts", inOrder(tom.alerted, tom.accepts)},
		{tom, "Tom asks for the screen", tom.offersApp},
		{claire, "customer starts the app", claire.customerStarts},
		{claire, "customer confirms the relay", claire.customerConfirms},
		{tom, "customer reads that managers may watch", inOrder(tom.typesPortalCode, d.customerSees(Named("consent-watch")))},
		{tom, "customer consents", tom.consents},
		{tom, "Tom sees the screen", tom.sees},
		{claire, "manager asks to watch", inOrder(claire.managerOpens("/center/live"), claire.inCenter(func(ctx context.Context, m *manager) error {
			return m.Press(ctx, `form[action$="/monitor"] button`, pageText("monitor.done.asked"))
		}))},
		{claire, "the manager's app asks", claire.shows(Containing(claire.Texts.T("monitor.alert.note")))},
		{claire, "manager says Yes", claire.clicks(alertYes.Enabled())},
		{claire, "manager sees the screen", claire.sees},
		{tom, "everybody sees who watches", inOrder(tom.shows(Named("chat-watched")), d.customerSees(Named("chat-watched")), d.customerSees(Containing(claire.Name)))},
		{tom, "Tom writes, and the manager reads", inOrder(d.writes(tom, "Good, I see it."), claire.shows(Containing("Good, I see it.")))},
		{tom, "customer ends the watching", inOrder(func(ctx context.Context) error {
			return claire.Customer.ClickAway(ctx, Named("chat-watch-end").Enabled())
		},
			tom.loses(Named("chat-watched")), claire.loses(Named("viewer-display")), claire.shows(Containing(claire.Texts.T("monitor.ended.bycustomer", words.Args{"Name": customerName}))))},
		{tom, "the session goes on", inOrder(d.writes(tom, "Still here."), tom.sees)},
		{claire, "manager closes what is over", claire.clicks(Named("web-close"))},
		{tom, "Tom ends", tom.ends},
		{tom, "Tom says how it ended", tom.files},
		{claire, "manager reviews the session", inOrder(claire.managerOpens(sessionsPath), claire.managerFollows("table td a.b"),
			claire.inCenter(func(ctx context.Context, m *manager) error {
				return m.See(ctx, pageText("chat.status.watching", words.Args{"Name": claire.Name}))
			}))},
		{claire, "manager reads the audit log", inOrder(claire.managerOpens("/center/audit"), claire.inCenter(func(ctx context.Context, m *manager) error {
			return errors.Join(m.See(ctx, pageText("center.audit.act.monitoringbegun")), m.See(ctx, pageText("center.audit.act.monitoringended")))
		}))},
	}...)
}

// inCenter does something in the management center.
func (j *Journey) inCenter(take func(ctx context.Context, m *manager) error) act {
	return func(ctx context.Context) error { return take(ctx, j.manager) }
}

// customerSees waits until the customer's app shows something.
func (d *Day) customerSees(m Match) act {
	return func(ctx context.Context) error { return d.Claire.Customer.See(ctx, m) }
}
