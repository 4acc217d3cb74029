package leg

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"net/netip"
	"time"
)

// When the app binds again. None of these is agreed with the relay.
const (
	// KeepAlive is how often a bound leg is bound again: the shortest idle time-outs of home routers are 30 s.
	KeepAlive = 15 * time.Second
	// Silence is how long packets may stay unanswered before the leg is bound again: the address may have changed unnoticed.
	Silence = time.Second

	firstRetry = 200 * time.Millisecond // longer than most round trips to a relay
	lastRetry  = time.Second            // what a leg that the relay has forgotten waits at most once an outage is over
	lostAfter  = 3                      // unanswered BINDs until a bound leg counts as lost
)

// State says where a [Binder] stands.
type State uint8

// The states of a Binder.
const (
	StateBinding State = iota // the relay has not answered, or no longer does
	StateBound                // the relay forwards
	StateRefused              // the relay does not honour the ticket; see [Binder.Reason] and [Binder.Renew]
)

// Binder is the app's part of binding one leg on one way (UDP or TLS): it is fed packets and times, and says what to send
// when. It has no socket, no clock and no goroutine, and it is not safe for concurrent use.
//
// Use one Binder per way as long as the session lasts, since the relay honours only rising sequences. The owner calls
// [Binder.Packet] after every other call and at [Binder.Next].
type Binder struct {
	ticket   []byte
	key      ed25519.PrivateKey
	sequence uint64
	cookie   Cookie
	state    State
	bound    Bound
	boundAt  time.Time
	reason   Reason

	due        time.Time // when the next BIND is to be sent; zero: never
	retry      time.Duration
	unanswered uint64    // BINDs since the last answer
	waiting    time.Time // since when forwarded packets of ours are unanswered; zero: none is
}

// NewBinder returns a Binder that wants to bind at once. The ticket names key's public half.
func NewBinder(ticket []byte, key ed25519.PrivateKey, now time.Time) *Binder {
	var start [8]byte
	rand.Read(start[:])
	return &Binder{
		ticket:   ticket,
		key:      key,
		sequence: binary.BigEndian.Uint64(start[:]) >> 1, // so that it can rise for ever
		due:      now,
		retry:    firstRetry,
	}
}

// State returns where the leg stands.
func (b *Binder) State() State { return b.state }

// Reason returns why the relay refused the ticket, in [StateRefused].
func (b *Binder) Reason() Reason { return b.reason }

// PublicAddress returns the address that the relay last saw us at; the zero value before the first BOUND.
func (b *Binder) PublicAddress() netip.AddrPort { return b.bound.Address }

// LeaseEnd returns when the relay said that the leg ends; the zero time before the first BOUND.
func (b *Binder) LeaseEnd() time.Time {
	if b.boundAt.IsZero() {
		return time.Time{}
	}
	return b.boundAt.Add(b.bound.Lease)
}

// Rebind binds again at once: the network has changed, or the way's socket or connection is a new one.
func (b *Binder) Rebind(now time.Time) {
	if b.state == StateRefused {
		return
	}
	b.ask(now)
}

// Renew goes on with a new ticket for the same key.
func (b *Binder) Renew(ticket []byte, now time.Time) {
	b.ticket = ticket
	b.state = StateBinding
	b.ask(now)
}

func (b *Binder) ask(now time.Time) {
	b.due = now
	b.retry = firstRetry
	b.unanswered = 0
}

// Sent tells that a forwarded packet went out on this leg.
func (b *Binder) Sent(now time.Time) {
	if b.state == StateBound && b.waiting.IsZero() {
		b.waiting = now
	}
}

// Received tells that a forwarded packet came in on this leg.
func (b *Binder) Received(time.Time) { b.waiting = time.Time{} }

// Next returns when [Binder.Packet] will have something to send; the zero time when it will not by itself.
func (b *Binder) Next() time.Time {
	if b.due.IsZero() || b.waiting.IsZero() || b.unanswered > 0 {
		return b.due
	}
	if silent := b.waiting.Add(Silence); silent.Before(b.due) {
		return silent
	}
	return b.due
}

// Packet returns the BIND that is due, or nil.
func (b *Binder) Packet(now time.Time) []byte {
	next := b.Next()
	if next.IsZero() || now.Before(next) {
		return nil
	}
	if b.unanswered++; b.unanswered > lostAfter && b.state == StateBound {
		b.state = StateBinding
	}
	b.due = now.Add(b.retry)
	b.retry = min(2*b.retry, lastRetry)
	b.sequence++
	m := Bind{Sequence: b.sequence, Cookie: b.cookie, Ticket: b.ticket}
	if b.cookie != (Cookie{}) {
		m.Sign(b.key)
	}
	return m.Append(nil)
}

// Handle takes a control packet from the relay. What answers no BIND that is still unanswered is ignored.
func (b *Binder) Handle(packet []byte, now time.Time) {
	if b.state == StateRefused {
		return
	}
	switch kind, _ := KindOf(packet); kind {
	case KindChallenge:
		if m, err := ParseChallenge(packet); err == nil && b.answers(m.Sequence) {
			if m.Cookie != b.cookie { // else its BIND is on the way already
				b.cookie = m.Cookie
				b.due = now
			}
		}
	case KindBound:
		if m, err := ParseBound(packet); err == nil && b.answers(m.Sequence) {
			b.state = StateBound
			b.bound = m
			b.boundAt = now
			b.due = now.Add(KeepAlive)
			b.retry = firstRetry
			b.unanswered = 0
			b.waiting = time.Time{}
		}
	case KindRefused:
		if m, err := ParseRefused(packet); err == nil && b.answers(m.Sequence) {
			b.state = StateRefused
			b.reason = m.Reason
			b.due = time.Time{}
		}
	}
}

// answers reports whether a reply with this sequence is awaited; when round trips are longer than the first retry, several are.
func (b *Binder) answers(sequence uint64) bool {
	return sequence <= b.sequence && b.sequence-sequence < b.unanswered
}
