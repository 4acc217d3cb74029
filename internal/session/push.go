package session

import (
	"time"

	"beside.example/protocol"
	"beside.example/protocol/handin"
)

// Push is a web address that waits for the customer's word.
type Push struct {
	// URL is the whole of it.
	URL string
	// Since is when it came, Until when no answer is a No.
	Since, Until time.Time
}

// push brings web addresses from the agent to the customer. It belongs to the loop.
type push struct {
	core     *core
	apply    func()
	withheld bool // every address is refused, and nobody is asked

	number  uint32 // of the last one, sent here or received
	waiting *Push
	refused time.Time // when the customer last said No, or nothing: as it was said there, and as it was heard here
}

// PushURL asks the customer to open a web address; ok is false for one that may not be pushed. The log tells what came of it. Nobody is asked
// so soon after a No: wait is then how long until somebody may be, and nothing is sent, since the customer's app would refuse it unseen.
func (s *Session) PushURL(address string) (wait time.Duration, ok bool) {
	s.do(func() {
		if !s.helps() || s.link.conn() == nil || !protocol.Pushable(address) {
			return
		}
		ok = true
		now := time.Now()
		if wait = s.push.peace(now); wait > 0 {
			return
		}
		s.push.number++
		s.facts.add(handin.WebPage{Number: s.push.number, URL: address}, now)
		s.core.send(protocol.PushURL{Number: s.push.number, URL: address})
	})
	return wait, ok
}

// peace is for how long the customer is not asked again.
func (p *push) peace(now time.Time) time.Duration {
	if p.refused.IsZero() {
		return 0
	}
	return max(0, AskAgainAfter-now.Sub(p.refused))
}

// heard takes the customer's word about an address that was sent. The one about an address that gave way to another is no No.
func (p *push) heard(m protocol.PushAnswer, now time.Time) {
	if m.Number == p.number && m.Answer != protocol.AnswerYes {
		p.refused = now
	}
}

// AnswerPush is the customer's word about the web address that waits. It returns the address to open after a Yes that counts: not before
// protocol.CardArmAfter, and not for another address than the one that was shown.
func (s *Session) AnswerPush(shown string, yes bool) (open string) {
	s.decides(func(now time.Time) {
		p := s.push.waiting
		switch {
		case p == nil || p.URL != shown || yes && now.Sub(p.Since) < protocol.CardArmAfter:
		case yes:
			open = p.URL
			s.push.answer(protocol.AnswerYes, protocol.StatusOpened)
		default:
			s.push.refused = now
			s.push.answer(protocol.AnswerNo, protocol.StatusNotOpened)
		}
	})
	return open
}

// received takes an address of the agent's; one that waits gives way.
func (p *push) received(m protocol.PushURL, now time.Time) {
	if m.Number <= p.number {
		return // sent again
	}
	if p.waiting != nil {
		p.answer(protocol.AnswerNo, protocol.StatusNotOpened)
	}
	p.number = m.Number
	if p.withheld || p.peace(now) > 0 {
		p.core.send(protocol.PushAnswer{Number: m.Number, Answer: protocol.AnswerNo})
		return
	}
	p.waiting = &Push{URL: m.URL, Since: now, Until: now.Add(protocol.AskFor)}
	p.apply() // input is suspended before anything is shown
	p.core.status(protocol.StatusPushed, p.core.agent, 0)
}

func (p *push) answer(answer protocol.Answer, status protocol.StatusKind) {
	p.waiting = nil
	p.apply()
	p.core.send(protocol.PushAnswer{Number: p.number, Answer: answer})
	p.core.status(status, protocol.CustomerID, 0)
}

// tick ends a question that nobody answered.
func (p *push) tick(now time.Time) {
	if p.waiting != nil && !now.Before(p.waiting.Until) {
		p.refused = now
		p.answer(protocol.AnswerTimeout, protocol.StatusNotOpened)
	}
}

// deadline returns when tick is due, or zero.
func (p *push) deadline() time.Time {
	if p.waiting == nil {
		return time.Time{}
	}
	return p.waiting.Until
}
