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
	codes map[signalling.CodeID]*expected
}

// expected is an active code.
type expected struct {
	code  code.Code
	until time.Time // by this computer's clock, for a relay might let a code live longer
	open  int       // exchanges under way
	lost  int       // exchanges that failed or were not finished
}

// Arrival is what came of a customer's attempt.
type Arrival struct {
	// Code is the code that was tried.
	Code signalling.CodeID
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
	return &Door{config: cfg, relay: r, arrivals: make(chan Arrival), codes: map[signalling.CodeID]*expected{}}
}

// Expect tells the secret of a code that the relay gave. What is left of its life counts from now.
func (d *Door) Expect(c signalling.Code, secret code.Secret) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.codes[c.ID] = &expected{code: code.Code{Nameplate: c.Nameplate, Secret: secret}, until: time.Now().Add(c.Left)}
}

// Forget tells that a code is over: withdrawn or expired.
func (d *Door) Forget(id signalling.CodeID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.codes, id)
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
	e, reason := d.enter(x.code)
	if e == nil {
		x.End(reason)
		return
	}
	a, died := d.admit(ctx, x, e)
	if died {
		// The person is told at once, the relay as soon as it can be reached.
		defer d.withdraw(ctx, x.code)
	}
	if a.Err != nil {
		d.config.logger().InfoContext(ctx, "attempt on a code failed", "code", x.code, "left", a.Left, "error", a.Err)
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
func (d *Door) enter(id signalling.CodeID) (*expected, signalling.EndReason) {
	d.mu.Lock()
	defer d.mu.Unlock()
	e := d.codes[id]
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
	joined, agreed, err := d.exchange(ctx, x, e.code)
	left := d.leave(x.code, e, agreed, err == nil)
	if err != nil {
		return Arrival{Code: x.code, Err: err, Left: left}, left == 0 && !agreed
	}
	if joined.Conn, err = joined.Redial(ctx); err != nil {
		return Arrival{Code: x.code, Err: err}, false
	}
	return Arrival{Code: x.code, Joined: joined}, false
}

// exchange runs the key exchange and redeems the code. Agreed reports that the customer has proved to know the secret.
func (d *Door) exchange(ctx context.Context, x opened, c code.Code) (j *Joined, agreed bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, signalling.ExchangeWithin)
	defer cancel()
	p, err := newParty(d.relay.HostPort(), c, d.config.Capabilities)
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
func (d *Door) leave(id signalling.CodeID, e *expected, agreed, redeemed bool) (left int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	e.open--
	if !agreed {
		e.lost++
	}
	left = MaxAttempts - e.lost
	if d.codes[id] == e && (redeemed || left == 0) {
		delete(d.codes, id)
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
