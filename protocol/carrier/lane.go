package carrier

import (
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"beside.example/protocol/leg"
)

// lane is one kind of way to the relay with its binding. Its binding lasts as long as the carrier, since relays honour only
// rising sequences; ways come and go under it.
type lane struct {
	kind    Kind
	carrier *Carrier

	opened  time.Time // when the way was opened; belongs to the carrier's loop, as the next
	opening time.Time // no way is opened before

	mu     sync.Mutex // guards the following
	way    way        // nil while none is open
	usable bool       // the way can send
	failed error      // why the way must be closed; nil while it need not
	binder *leg.Binder
	asked  time.Time // when the first unanswered BIND went out; zero while none is unanswered
}

var _ events = (*attempt)(nil)

// attempt is a lane's way from its opening to its close; what it tells after that is not heard.
type attempt struct {
	lane *lane
	over atomic.Bool
}

// opened binds the way that has just opened.
func (a *attempt) opened() {
	a.lane.mu.Lock()
	if !a.over.Load() {
		a.lane.usable = true
		a.lane.binder.Rebind(time.Now())
	}
	a.lane.mu.Unlock()
	a.lane.carrier.poke()
}

// failed has the loop close the way.
func (a *attempt) failed(err error) {
	a.lane.mu.Lock()
	if !a.over.Load() {
		a.lane.failed = err
	}
	a.lane.mu.Unlock()
	a.lane.carrier.poke()
}

// received tells packets of the session from those for the leg itself.
func (a *attempt) received(packet []byte) {
	if a.over.Load() {
		return
	}
	now := time.Now()
	switch {
	case leg.IsForwarded(packet):
		a.lane.mu.Lock()
		a.lane.binder.Received(now)
		a.lane.mu.Unlock()
		a.lane.carrier.deliver(packet, now)
	case leg.IsControl(packet):
		a.lane.mu.Lock()
		a.lane.binder.Handle(packet, now)
		a.lane.asked = time.Time{}
		a.lane.mu.Unlock()
		a.lane.carrier.arrived(now)
		a.lane.carrier.poke()
	}
}

// running is a lane's open way with the events that it reports to.
type running struct {
	way
	attempt *attempt
}

// close stops listening to the way and closes it.
func (r running) close() {
	r.attempt.over.Store(true)
	r.way.close()
}

// status is what the loop needs to know of a lane.
type status struct {
	open   bool // there is a way
	usable bool
	state  leg.State
	reason leg.Reason
	public netip.AddrPort
	lease  time.Time
	doubt  bool // a BIND is unanswered for longer than round trips take
	failed error
}

// rest returns how long nothing is due on the lane unless something happens.
func (l *lane) rest(now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.way == nil:
		return calm
	case !l.usable || l.failed != nil || l.binder.State() != leg.StateBound || !l.asked.IsZero():
		return tick
	}
	return min(max(l.binder.Next().Sub(now), 0), calm)
}

// doubtAfter is how long a BIND may stay unanswered until other ways are tried beside this one, whose binding may well hold.
const doubtAfter = 500 * time.Millisecond

func (l *lane) status(now time.Time) status {
	l.mu.Lock()
	defer l.mu.Unlock()
	return status{
		open: l.way != nil, usable: l.usable, failed: l.failed,
		doubt: !l.asked.IsZero() && now.Sub(l.asked) >= doubtAfter,
		state: l.binder.State(), reason: l.binder.Reason(),
		public: l.binder.PublicAddress(), lease: l.binder.LeaseEnd(),
	}
}

// bound reports whether the relay forwards on this lane, for all we know.
func (s status) bound() bool {
	return s.usable && s.failed == nil && s.state == leg.StateBound && !s.doubt
}

// send sends a packet of the session.
func (l *lane) send(packet []byte) {
	l.mu.Lock()
	way := l.way
	if way != nil {
		l.binder.Sent(time.Now())
	}
	l.mu.Unlock()
	if way != nil {
		way.send(packet)
	}
}

// bind sends the BIND that is due, if one is.
func (l *lane) bind(now time.Time) {
	l.mu.Lock()
	way := l.way
	var packet []byte
	if l.usable {
		if packet = l.binder.Packet(now); packet != nil && l.asked.IsZero() {
			l.asked = now
		}
		if l.binder.State() == leg.StateBound {
			way.settle()
		} else {
			way.unsettle()
		}
	}
	l.mu.Unlock()
	if packet == nil {
		return
	}
	if pad := fullSize - len(packet); pad > 0 && l.kind == KindUDP {
		packet = append(packet, make([]byte, pad)...)
	}
	way.send(packet)
}

// fullSize is the size of QUIC's packets. BINDs by UDP are filled up to it, which relays ignore: a way that loses large packets
// is of no use and must not win.
const fullSize = 1200

// newLane returns a lane without a way.
func newLane(c *Carrier, kind Kind, ticket []byte, now time.Time) *lane {
	return &lane{kind: kind, carrier: c, binder: leg.NewBinder(ticket, c.key, now)}
}

// rebind binds again at once.
func (l *lane) rebind(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.binder.Rebind(now)
}

// remote returns the relay's address, if the open way knows it.
func (l *lane) remote() netip.AddrPort {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.way == nil {
		return netip.AddrPort{}
	}
	return l.way.remote()
}

// renew goes on with a new ticket.
func (l *lane) renew(ticket []byte, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.binder.Renew(ticket, now)
}

// open puts a new way under the lane. What it tells from the start waits for the lock, and so finds the way in its place.
func (l *lane) open(opener func(events) (way, error)) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := &attempt{lane: l}
	way, err := opener(a)
	if err != nil {
		return err
	}
	l.way, l.usable, l.failed, l.asked = running{way, a}, false, nil, time.Time{}
	return nil
}

// close closes the lane's way, if one is open.
func (l *lane) close() {
	l.mu.Lock()
	way := l.way
	l.way, l.usable, l.failed = nil, false, nil
	l.mu.Unlock()
	if way != nil {
		way.close()
	}
}
