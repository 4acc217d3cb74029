package company

import (
	"context"
	"errors"
	"slices"
	"time"

	"beside.example/internal/chat"
	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/text"
)

// maxWaiting is how many introductions may wait for the customer: as many as could still come in.
const maxWaiting = protocol.MaxAgents - 1

// lastNumber is the last number that an agent may have; after so many comings nobody is introduced any more.
const lastNumber = 250

// card is an introduction that waits for the customer's word.
type card struct {
	from  *member
	asked protocol.Introduce
	since time.Time // when it was shown; zero while others are before it
}

// asked takes an agent's wish to introduce somebody.
func (c *Company) asked(ctx context.Context, from *member, m protocol.Introduce) {
	m.Name = text.Clean(m.Name, protocol.MaxName)
	switch {
	case m.Kind == protocol.IntroductionMonitor:
		c.monitor(ctx, from, m)
		return
	case c.full(), len(c.cards) >= maxWaiting,
		slices.ContainsFunc(c.cards, func(w *card) bool { return w.from == from && w.asked.ID == m.ID }):
		from.session.Result(protocol.Introduced{ID: m.ID, Result: protocol.IntroductionFailed})
		return
	case !from.refused.IsZero() && time.Since(from.refused) < session.AskAgainAfter:
		from.session.Result(protocol.Introduced{ID: m.ID, Result: protocol.IntroductionDeclined})
		return
	}
	c.cards = append(c.cards, &card{from: from, asked: m})
	c.showNext(time.Now())
}

// full reports whether nobody else can come in.
func (c *Company) full() bool {
	return c.cfg.Meet == nil || len(c.members)+c.meeting+len(c.cards) >= protocol.MaxAgents || c.next > lastNumber
}

// showNext shows the first card that waits.
func (c *Company) showNext(now time.Time) {
	if len(c.cards) > 0 && c.cards[0].since.IsZero() {
		c.cards[0].since = now
	}
}

// withdraw takes back the cards of a member who has gone.
func (c *Company) withdraw(gone *member) {
	c.cards = slices.DeleteFunc(c.cards, func(w *card) bool { return w.from == gone })
	c.showNext(time.Now())
}

// answered takes a card away and tells who asked.
func (c *Company) answered(result protocol.IntroductionResult, now time.Time) *card {
	w := c.cards[0]
	c.cards = slices.Delete(c.cards, 0, 1)
	if result != protocol.IntroductionAgreed {
		w.from.refused = now
	}
	w.from.session.Result(protocol.Introduced{ID: w.asked.ID, Result: result})
	c.showNext(now)
	return w
}

// AnswerIntroduction is the customer's word about the introduction that is shown. A Yes does not count before protocol.ArmAfter: it is
// consent to another agent.
func (c *Company) AnswerIntroduction(id uint64, yes bool) {
	c.post(func(ctx context.Context) {
		now := time.Now()
		switch {
		case len(c.cards) == 0 || c.cards[0].asked.ID != id:
		case !yes:
			c.answered(protocol.IntroductionDeclined, now)
		case now.Sub(c.cards[0].since) >= protocol.ArmAfter:
			c.meet(ctx, c.answered(protocol.IntroductionAgreed, now))
		}
	})
}

// tick ends a card that nobody answered.
func (c *Company) tick(now time.Time) {
	if len(c.cards) > 0 && !now.Before(c.cards[0].until()) {
		c.answered(protocol.IntroductionUnanswered, now)
	}
}

// deadline returns when tick is due.
func (c *Company) deadline() time.Time {
	if len(c.cards) > 0 {
		return c.cards[0].until()
	}
	const never = time.Hour // of nothing to do
	return time.Now().Add(never)
}

func (w *card) until() time.Time { return w.since.Add(protocol.AskFor) }

// meet goes to an introduced agent's app.
func (c *Company) meet(ctx context.Context, w *card) {
	monitors := w.asked.Kind == protocol.IntroductionMonitor
	c.count(monitors, 1)
	c.work.Go(func() {
		cfg, err := c.cfg.Meet(ctx, w.asked)
		c.post(func(ctx context.Context) {
			c.count(monitors, -1)
			c.met(ctx, w, cfg, err)
		})
	})
}

// met begins a session with an introduced agent, with the consent as it is for who introduced: an agent who takes over gets control as
// well, which two have at a time only where the customer wants it.
func (c *Company) met(ctx context.Context, w *card, cfg session.Config, err error) {
	if err != nil {
		if !errors.Is(err, context.Canceled) {
			c.cfg.Logger.Warn("an introduced agent was not reached", "error", err)
		}
		w.from.session.Result(protocol.Introduced{ID: w.asked.ID, Result: protocol.IntroductionFailed})
		c.unreached(w.from.id, w.asked)
		return
	}
	if w.asked.Kind == protocol.IntroductionMonitor {
		c.metMonitor(ctx, w, cfg)
		return
	}
	granted := w.from.session.Snapshot().Granted()
	if w.asked.Kind != protocol.IntroductionTransfer {
		granted &^= protocol.PermissionControl
	}
	cfg.Earlier = talk(c.log.Entries())
	cfg.Peer.Withheld = cfg.Peer.Withheld.And(w.from.withheld)
	m := c.newMember(cfg, &session.Introduced{Granted: granted & w.asked.Rights, Rights: w.asked.Rights, Keeps: w.from.session.Snapshot().Keeps})
	m.by, m.asked = w.from.id, w.asked
	c.enter(ctx, m)
}

// talk returns what a newcomer may read of the log.
func talk(log []chat.Entry) []chat.Entry {
	return slices.DeleteFunc(slices.Clone(log), func(e chat.Entry) bool { return e.IsStatus() || e.Private })
}

// arrived tells everybody that an introduced agent is here.
func (c *Company) arrived(m *member) {
	if m.monitors {
		c.result(m, protocol.IntroductionJoined)
		return
	}
	if introducer := c.by(m.by); introducer != nil && m.session.Snapshot().Granted().Has(protocol.PermissionControl) {
		introducer.session.Revoke(protocol.PermissionControl)
	}
	c.acquaint(m)
	c.result(m, protocol.IntroductionJoined)
}

// result tells whoever introduced an agent what became of it, once.
func (c *Company) result(m *member, result protocol.IntroductionResult) {
	if m.by == 0 || m.told {
		return
	}
	m.told = true
	if introducer := c.by(m.by); introducer != nil {
		introducer.session.Result(protocol.Introduced{ID: m.asked.ID, Result: result})
	}
	if result == protocol.IntroductionFailed {
		c.unreached(m.by, m.asked)
	}
}

// unreached tells everybody that the customer's Yes came to nothing. To a manager who would watch nobody said Yes.
func (c *Company) unreached(by protocol.AttendeeID, m protocol.Introduce) {
	if m.Kind == protocol.IntroductionMonitor {
		return
	}
	name := m.Name
	line := protocol.StatusLine{Kind: protocol.StatusUnreached, From: by, Name: name}
	c.log.Add(chat.Entry{At: time.Now(), From: by, Name: name, Status: line.Kind})
	c.pass(nil, line)
}
