package session

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/transport"
)

const (
	// greetWithin is how long hello, identity and, on a later conn, consent may take: all are sent by programs.
	greetWithin = 30 * time.Second
	// consentWithin is how long the consent page waits for the customer.
	consentWithin = 5 * time.Minute
	// replaceAfter is how long a silent conn may hope before another is dialled: an outage that long has usually changed the
	// network, and a new conn finds its own way.
	replaceAfter = 45 * time.Second
	// redialFirst and redialMost bound the wait between two tries, which doubles.
	redialFirst = time.Second
	redialMost  = 15 * time.Second
	// measureEvery is how often the round trip time is read while someone may look at it.
	measureEvery = time.Second
	// steadyFor is how long a round trip time is shown at least, unless what it means for a person changes: on a busy computer it goes to
	// and fro all the time, and each figure has a window painted anew.
	steadyFor = 30 * time.Second
)

// link is the session's way to its peer: one conn after the other. It belongs to the loop.
type link struct {
	core   *core
	events attachmentEvents
	redial func(ctx context.Context) (Conn, error)
	adopt  func(conn Conn) // runs on the loop
	over   func()          // runs on the loop: the peer is gone for good
	// tellWay tells how packets travel; it may be nil.
	tellWay func() string

	current *attachment // nil between two conns
	up      bool        // messages arrive
	since   time.Time   // when up changed last
	dialing *task       // nil when none is
	rtt     time.Duration
	shown   time.Time // since when rtt is what it is
	way     string
	measure time.Time // when to read rtt next
}

// attach makes conn the current one.
func (l *link) attach(conn Conn, now time.Time) *attachment {
	a := newAttachment(conn, l.events, now)
	ctx, cancel := l.core.derive()
	a.cancel = cancel
	l.current = a
	l.core.tasks.Go(func() { a.run(ctx) })
	return a
}

// conn returns the conn over which everything may be sent, or nil.
func (l *link) conn() Conn {
	if l.current == nil || !l.current.open {
		return nil
	}
	return l.current.conn
}

// setUp notes whether messages arrive, and reports whether that changed.
func (l *link) setUp(up bool, now time.Time) bool {
	if up == l.up {
		return false
	}
	l.up, l.since, l.measure = up, now, now
	return true
}

// state takes the phase that the transport reports.
func (l *link) state(s transport.State, now time.Time) bool {
	return l.setUp(s.Phase == transport.Connected && l.conn() != nil, now)
}

// lose gives the current conn up and dials another.
func (l *link) lose(code protocol.CloseCode, now time.Time) {
	if l.current != nil {
		l.current.stop(code)
		l.current = nil
	}
	l.setUp(false, now)
	l.dialing = l.core.spawn(l.dialing, l.dial)
}

// dial calls redial until it succeeds or ctx ends.
func (l *link) dial(ctx context.Context) {
	wait := redialFirst
	for ctx.Err() == nil {
		conn, err := l.redial(ctx)
		if err == nil {
			if !l.core.post(func() { l.adopt(conn) }) {
				_ = conn.Close(protocol.CloseGone, "session is over") // it was never used
			}
			return
		}
		if errors.Is(err, ErrOver) {
			l.core.post(l.over)
			return
		}
		l.core.log.Info("another conn failed", "error", err)
		timer := time.NewTimer(wait/2 + rand.N(wait/2))
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
		wait = min(2*wait, redialMost)
	}
}

// tick reads the round trip time, and reports whether it changed.
func (l *link) tick(now time.Time) bool {
	if !l.up || now.Before(l.measure) {
		return false
	}
	l.measure = now.Add(measureEvery)
	before, wayBefore := l.rtt, l.way
	if l.rtt = steady(l.rtt, l.current.conn.Stats().SmoothedRTT, now.Sub(l.shown)); l.rtt != before {
		l.shown = now
	}
	if l.tellWay != nil {
		l.way = l.tellWay()
	}
	return l.rtt != before || l.way != wayBefore
}

// steady returns the round trip time to show: the one that is shown already while it means the same for a person and either has not been
// shown for long or is about the same, so that windows are not painted each second for the sake of some milliseconds.
func steady(shown, measured, since time.Duration) time.Duration {
	const (
		unit    = time.Millisecond
		same    = 5 * unit
		portion = 5 // a fifth: what nobody feels
	)
	if measured <= 0 {
		return 0 // not known yet
	}
	measured = max(unit, measured.Round(unit))
	if qualityOf(shown) == qualityOf(measured) && (since < steadyFor || (measured-shown).Abs() <= max(same, shown/portion)) {
		return shown
	}
	return measured
}

// deadline returns when tick or a time limit is due next.
func (l *link) deadline() time.Time {
	switch {
	case l.up:
		return l.measure
	case l.current != nil && !l.current.open:
		return l.current.since.Add(greetWithin)
	case l.current != nil && l.redial != nil:
		return earliest(l.since.Add(replaceAfter), l.giveUp())
	}
	return l.giveUp()
}

// giveUp returns when the session ends if nothing arrives until then.
func (l *link) giveUp() time.Time { return l.since.Add(protocol.ResumeWithin) }

// snapshot returns the state for windows.
func (l *link) snapshot() Link {
	s := Link{Up: l.up, Since: l.since, RTT: l.rtt, Quality: qualityOf(l.rtt), Way: l.way}
	if !l.up {
		s.GiveUp = l.giveUp()
	}
	return s
}
