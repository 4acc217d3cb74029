package join

import (
	"context"
	"sync"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// withdrawWithin is how long a dead code's withdrawal waits for the relay. In this app the code is dead at once.
const withdrawWithin = time.Minute

// Door lets customers in who know one of the agent's codes. It is the only place where the secrets of active codes are kept.
type Door struct {
	config   Config
	relay    relay
	arrivals chan Arrival

	mu    sync.Mutex // guards the following
	codes map[expects]*expected
}

// Meeting is what the relay calls a portal code: the request that it was offered for or, where Introduction is not 0, the introduction
// of a colleague.
type Meeting struct {
	Request      signalling.RequestID
	Introduction signalling.IntroductionID
}

// expects is what the relay calls an active code: by its number, or by the meeting that a portal code is for. The kinds never meet,
// so a relay cannot have a customer of one kind answered with a code of the other.
type expects struct {
	code    signalling.CodeID
	meeting Meeting
}

// expected is an active code.
type expected struct {
	on    password
	until time.Time // by this computer's clock, for a relay might let a code live longer
	open  int       // exchanges under way
	lost  int       // exchanges that failed or were not finished
}

// Arrival is what came of a customer's attempt.
type Arrival struct {
	// Code is the code that was tried; 0 for a portal code.
	Code signalling.CodeID
	// Meeting is what the portal code that was tried is for; zero for a nine-digit code.
	Meeting Meeting
	// Joined is the new session; nil when the attempt failed. Whoever receives it closes its conn.
	Joined *Joined
	// Err says why the attempt failed; see [Fault].
	Err error
	// Left is how many attempts the code still has after this one failed; at none it is over.
	Left int
}

// NewDoor returns a Door at the config's relay, which does nothing until Run.
func NewDoor(cfg Config) *Door { return newDoor(cfg, client{cfg.Client}) }

func newDoor(cfg Config, r relay) *Door {
	return &Door{config: cfg, relay: r, arrivals: make(chan Arrival), codes: map[expects]*expected{}}
}

// Expect tells the secret of a code that the relay gave. What is left of its life counts from now.
func (d *Door) Expect(c signalling.Code, secret code.Secret) {
	d.expect(expects{code: c.ID}, password{code: code.Code{Nameplate: c.Nameplate, Secret: secret}}, c.Left)
}

// ExpectPortal lets in who comes to a meeting with its portal code, once, within left. Another code for the same meeting takes the
// place of the one before.
func (d *Door) ExpectPortal(m Meeting, c code.PortalCode, left time.Duration) {
	d.expect(expects{meeting: m}, password{portal: c}, left)
}

func (d *Door) expect(what expects, on password, left time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.codes[what] = &expected{on: on, until: time.Now().Add(left)}
}

// Forget tells that a code is over: withdrawn or expired.
func (d *Door) Forget(id signalling.CodeID) { d.forget(expects{code: id}) }

// ForgetPortal tells that a meeting's portal code is over.
func (d *Door) ForgetPortal(m Meeting) { d.forget(expects{meeting: m}) }

func (d *Door) forget(what expects) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.codes, what)
}

// Next waits for the next arrival, until ctx ends.
func (d *Door) Next(ctx context.Context) (Arrival, error) {
	select {
	case a := <-d.arrivals:
		return a, nil
	case <-ctx.Done():
		return Arrival{}, ctx.Err()
	}
}

// Run answers customers until ctx ends, and returns ctx's error when all exchanges have ended. Somebody must call Next meanwhile.
func (d *Door) Run(ctx context.Context) error {
	var serving sync.WaitGroup
	defer serving.Wait()
	for {
		x, err := d.relay.AcceptExchange(ctx)
		if err != nil {
			return err
		}
		serving.Go(func() { d.serve(ctx, x) })
	}
}

// serve answers one customer.
func (d *Door) serve(ctx context.Context, x opened) {
	e, reason := d.enter(x.expects)
	if e == nil {
		x.End(reason)
		return
	}
	a, died := d.admit(ctx, x, e)
	if died && x.code != 0 { // a dead portal code has no use for the relay either, which asks nobody else with it
		// The person is told at once, the relay as soon as it can be reached.
		defer d.withdraw(ctx, x.code)
	}
	if a.Err != nil {
		d.config.logger().InfoContext(ctx, "attempt on a code failed", "code", x.code, "request", x.meeting.Request, "introduction", x.meeting.Introduction, "left", a.Left, "error", a.Err)
	}
	select {
	case d.arrivals <- a:
	case <-ctx.Done():
		if a.Joined != nil {
			_ = a.Joined.Conn.Close(protocol.CloseGone, "") // nobody wants it any more; the app ends
		}
	}
}

// enter takes one of a code's attempts. Attempts under way count, or many at once would be more guesses than one after the other.
func (d *Door) enter(what expects) (*expected, signalling.EndReason) {
	d.mu.Lock()
	defer d.mu.Unlock()
	e := d.codes[what]
	switch {
	case e == nil:
		return nil, signalling.EndNotMine
	case time.Now().After(e.until):
		return nil, signalling.EndExpired
	case e.lost+e.open >= MaxAttempts:
		return nil, signalling.EndDead
	}
	e.open++
	return e, 0
}

// admit runs the exchange and connects. Died reports that this attempt was the code's last.
func (d *Door) admit(ctx context.Context, x opened, e *expected) (a Arrival, died bool) {
	a = Arrival{Code: x.code, Meeting: x.meeting}
	joined, agreed, err := d.exchange(ctx, x, e.on)
	left := d.leave(x.expects, e, agreed, err == nil)
	if err != nil {
		a.Err, a.Left = err, left
		return a, left == 0 && !agreed
	}
	if joined.Conn, a.Err = joined.Redial(ctx); a.Err == nil {
		a.Joined = joined
	}
	return a, false
}

// exchange runs the key exchange and redeems the code. Agreed reports that the customer has proved to know the secret.
func (d *Door) exchange(ctx context.Context, x opened, on password) (j *Joined, agreed bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, signalling.ExchangeWithin)
	defer cancel()
	p, err := newParty(d.relay.HostPort(), on, d.config.Capabilities)
	if err != nil {
		x.End(signalling.EndFailed)
		return nil, true, &Error{Fault: protocol.FaultInternal, Err: err} // nobody has guessed anything
	}
	keys, err := p.offer(ctx, x, x.sid)
	if err != nil {
		x.End(endReason(ctx))
		return nil, false, exchangeFault(err, protocol.FaultCodeWrong)
	}
	granted, err := x.Redeem(ctx)
	if err != nil {
		x.End(endReason(ctx))
		return nil, true, exchangeFault(err, protocol.FaultCodeWrong)
	}
	return newJoined(d.config, d.relay, leg.SideAgent, p, keys, granted), true, nil
}

// leave gives an attempt back, or counts it as lost, and returns how many are left. A code that was redeemed or has died
// is forgotten.
func (d *Door) leave(what expects, e *expected, agreed, redeemed bool) (left int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	e.open--
	if !agreed {
		e.lost++
	}
	left = MaxAttempts - e.lost
	if d.codes[what] == e && (redeemed || left == 0) {
		delete(d.codes, what)
	}
	return left
}

// withdraw tells the relay that a code is dead.
func (d *Door) withdraw(ctx context.Context, id signalling.CodeID) {
	ctx, cancel := context.WithTimeout(ctx, withdrawWithin)
	defer cancel()
	if err := d.relay.WithdrawCode(ctx, id, true); err != nil {
		d.config.logger().WarnContext(ctx, "relay was not told of a dead code", "code", id, "error", err)
	}
}
