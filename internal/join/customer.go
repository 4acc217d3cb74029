package join

import (
	"context"
	"sync"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/cpace"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// Stage is how far a join is.
type Stage uint8

// The stages, in their order.
const (
	StageRelay      Stage = iota // asking the relay for the agent
	StageChecking                // proving the code to the agent's app
	StageConnecting              // opening the sealed connection
	StageConnected
)

// triesFor is how long tries on a nameplate are remembered: afterwards the relay may have given it to another agent.
const triesFor = time.Hour

// Customer joins agents' codes of both kinds. It remembers how often each nameplate was tried, so that an app has one.
type Customer struct {
	config Config
	relay  relay

	mu    sync.Mutex // guards the following
	tries map[code.Nameplate]tries
}

type tries struct {
	n    int
	last time.Time
}

// NewCustomer returns a Customer at the config's relay.
func NewCustomer(cfg Config) *Customer { return newCustomer(cfg, client{cfg.Client}) }

func newCustomer(cfg Config, r relay) *Customer {
	return &Customer{config: cfg, relay: r, tries: map[code.Nameplate]tries{}}
}

// Join redeems a code and returns when the connection to the agent's app is there, or an error of which [Fault] says what
// to show. Progress, if not nil, is told each stage, from this goroutine.
func (c *Customer) Join(ctx context.Context, typed code.Code, progress func(Stage)) (*Joined, error) {
	if progress == nil {
		progress = func(Stage) {}
	}
	if c.tried(typed.Nameplate) >= MaxAttempts {
		return nil, &Error{Fault: protocol.FaultCodeTries, Err: errTries}
	}
	joined, err := c.join(ctx, attempt{
		password: password{code: typed},
		ask: func(ctx context.Context, sid signalling.SID) (opened, error) {
			return c.relay.Join(ctx, typed.Nameplate, sid)
		},
		guessed: func() { c.count(typed.Nameplate) },
		agreed:  func() { c.forget(typed.Nameplate) },
	}, progress)
	if Fault(err) == protocol.FaultCodeWrong && c.tried(typed.Nameplate) >= MaxAttempts { // reading it again would not help
		err = &Error{Fault: protocol.FaultCodeTries, Err: err}
	}
	return joined, err
}

// JoinPortal is Join for a portal code. The relay knows such a code and vouches for who answers, so there is no guess at it to
// count; [Joined.Vouched] tells the two kinds of sessions apart.
func (c *Customer) JoinPortal(ctx context.Context, typed code.PortalCode, progress func(Stage)) (*Joined, error) {
	if progress == nil {
		progress = func(Stage) {}
	}
	nothing := func() {}
	return c.join(ctx, attempt{
		password: password{portal: typed},
		ask: func(ctx context.Context, sid signalling.SID) (opened, error) {
			return c.relay.JoinPortal(ctx, typed, sid)
		},
		guessed: nothing, agreed: nothing,
	}, progress)
}

// attempt is one try to redeem a code of either kind.
type attempt struct {
	password password
	// ask asks the relay for the agent's app.
	ask func(ctx context.Context, sid signalling.SID) (opened, error)
	// guessed is called before the other side can try a guess, agreed when it has proved to know the password.
	guessed, agreed func()
}

// join runs the exchange and connects.
func (c *Customer) join(ctx context.Context, a attempt, progress func(Stage)) (*Joined, error) {
	progress(StageRelay)
	joined, err := c.exchange(ctx, a, progress)
	if err != nil {
		c.config.logger().InfoContext(ctx, "joining failed", "error", err)
		return nil, err
	}
	progress(StageConnecting)
	if joined.Conn, err = joined.Redial(ctx); err != nil {
		c.config.logger().InfoContext(ctx, "connecting failed", "session", joined.Session.String(), "error", err)
		return nil, err
	}
	progress(StageConnected)
	return joined, nil
}

// exchange runs the key exchange and waits for the session.
func (c *Customer) exchange(ctx context.Context, a attempt, progress func(Stage)) (*Joined, error) {
	ctx, cancel := context.WithTimeout(ctx, signalling.ExchangeWithin)
	defer cancel()
	p, err := newParty(c.relay.HostPort(), a.password, c.config.Capabilities)
	if err != nil {
		return nil, &Error{Fault: protocol.FaultInternal, Err: err}
	}
	own := cpace.NewSID()
	x, err := a.ask(ctx, signalling.SID(own))
	if err != nil {
		return nil, err
	}
	progress(StageChecking)
	keys, err := p.agree(ctx, x, own, a.guessed)
	if err != nil {
		x.End(endReason(ctx))
		return nil, exchangeFault(err, protocol.FaultNotPrivate)
	}
	a.agreed()
	granted, err := x.Granted(ctx)
	if err != nil {
		x.End(endReason(ctx))
		return nil, exchangeFault(err, protocol.FaultNotPrivate)
	}
	j := newJoined(c.config, c.relay, leg.SideCustomer, p, keys, granted)
	j.Organisation, j.OrganisationKey = x.organisation, x.organisationKey
	return j, nil
}

// endReason tells the other app whether a person gave up or the exchange failed.
func endReason(ctx context.Context) signalling.EndReason {
	switch ctx.Err() {
	case context.Canceled:
		return signalling.EndCancelled
	case context.DeadlineExceeded:
		return signalling.EndTimeout
	}
	return signalling.EndFailed
}

// tried returns how many guesses the other side may have had at this nameplate's secret.
func (c *Customer) tried(n code.Nameplate) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t := c.tries[n]; time.Since(t.last) < triesFor {
		return t.n
	}
	delete(c.tries, n)
	return 0
}

// count counts a guess before it can be made: an exchange that breaks off counts like one that failed.
func (c *Customer) count(n code.Nameplate) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tries[n] = tries{n: c.tries[n].n + 1, last: time.Now()}
}

// forget takes back the guesses at a nameplate whose agent has proved to know the secret.
func (c *Customer) forget(n code.Nameplate) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.tries, n)
}
