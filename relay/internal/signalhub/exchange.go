package signalhub

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"slices"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// exchange is a key exchange under way between a customer's app and an agent's. All fields are guarded by hub.mu.
type exchange struct {
	id       signalling.ExchangeID
	purpose  purpose
	customer peer
	// agent is the app that took it, nil until one has; offered are those that may.
	agent   peer
	offered []peer
	sent    [leg.Sides]int // messages of each side
	until   time.Time
	timer   *time.Timer
	// redeeming says that the code is being redeemed: from then on only the connections' ends break the exchange off.
	redeeming bool
}

// openExchange offers an exchange to the agent's apps and answers the customer's request.
func (h *Hub) openExchange(ctx context.Context, customer *conn, request uint32, p purpose, sid signalling.SID) error {
	elsewhere, err := h.elsewhere(ctx, p)
	if err != nil {
		return err
	}
	organisation, err := h.organisation(ctx, p, elsewhere)
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	id := newExchangeID()
	agents := h.answering(p)
	for _, node := range elsewhere.nodes {
		agents = append(agents, remote{hub: h, node: node, exchange: id})
	}
	switch busy := h.joining[p.key()]; {
	case customer.finished || customer.exchange != nil:
		return &refusal{fault: protocol.FaultRelayRefused}
	case busy != nil:
		return &refusal{fault: protocol.FaultRelayBusy, wait: max(time.Until(busy.until), time.Second)}
	case len(agents) == 0, organisation.ID == 0:
		return &refusal{fault: protocol.FaultAgentAway}
	}
	x := h.newExchange(id, p, customer, agents)
	customer.exchange = x
	joined := signalling.Joined{Exchange: x.id, Organisation: organisation.Name, OrganisationKey: organisation.PublicKey()}
	if err := customer.answer(request, joined); err != nil {
		h.end(x, customer, signalling.EndGone)
		return err
	}
	for _, agent := range agents {
		agent.open(p, x.id, sid)
	}
	return nil
}

// newExchange enters an exchange into the books. The caller holds mu.
func (h *Hub) newExchange(id signalling.ExchangeID, p purpose, customer peer, agents []peer) *exchange {
	x := &exchange{
		id: id, purpose: p, customer: customer, offered: agents, until: time.Now().Add(signalling.ExchangeWithin),
	}
	x.timer = time.AfterFunc(signalling.ExchangeWithin, func() { h.timeOut(x) })
	h.exchanges[x.id], h.joining[p.key()] = x, x
	h.metrics.exchanges.Inc()
	return x
}

// openFor offers an exchange to the agent's apps here, for a customer at another relay, who was answered there.
func (h *Hub) openFor(customer remote, p purpose, sid signalling.SID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	agents := h.answering(p)
	if len(agents) == 0 || h.joining[p.key()] != nil || h.exchanges[customer.exchange] != nil {
		customer.push(signalling.ExchangeEnd{Exchange: customer.exchange, Reason: signalling.EndGone})
		return
	}
	x := h.newExchange(customer.exchange, p, customer, agents)
	for _, agent := range agents {
		agent.open(p, x.id, sid)
	}
}

// organisation returns whose agent an exchange is with; the zero value when no app of the agent is there.
func (h *Hub) organisation(ctx context.Context, p purpose, elsewhere away) (support.Organisation, error) {
	h.mu.Lock()
	here := h.reachable(p.agent())
	h.mu.Unlock()
	switch {
	case len(here) > 0:
		return here[0].who.Organisation, nil
	case elsewhere.organisation != 0:
		return h.config.Desk.Directory.Organisation(ctx, elsewhere.organisation)
	}
	return support.Organisation{}, nil
}

// newExchangeID draws a name: one that was counted would tell strangers how busy the relay is.
func newExchangeID() signalling.ExchangeID {
	var b [8]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program rather than return weak bytes
	return signalling.ExchangeID(binary.BigEndian.Uint64(b[:]))
}

// side returns which side of x a connection is. The caller holds mu.
func (x *exchange) side(c peer) (side leg.Side, ok bool) {
	switch {
	case c == x.customer:
		return leg.SideCustomer, true
	case c == x.agent, x.agent == nil && slices.Contains(x.offered, c):
		return leg.SideAgent, true
	}
	return 0, false
}

// forward takes a step of an exchange to the other app. The first step of an agent's app makes the exchange that app's.
func (h *Hub) forward(from peer, m signalling.ExchangeData) {
	h.mu.Lock()
	defer h.mu.Unlock()
	x := h.exchanges[m.Exchange]
	if x == nil {
		return // ended meanwhile, as the app was told
	}
	side, ok := x.side(from)
	if !ok {
		return
	}
	if x.sent[side]++; x.sent[side] > signalling.MaxExchangeMessages {
		h.end(x, nil, signalling.EndFailed)
		return
	}
	if side == leg.SideAgent {
		h.take(x, from)
		x.customer.push(m)
		return
	}
	if x.agent != nil { // the agent's side speaks first; what comes before is not part of any exchange
		x.agent.push(m)
	}
}

// take makes the exchange agent's, and tells the agent's other apps. The caller holds mu.
func (h *Hub) take(x *exchange, agent peer) {
	if x.agent != nil {
		return
	}
	x.agent = agent
	for _, other := range x.offered {
		if other != agent {
			other.push(signalling.ExchangeEnd{Exchange: x.id, Reason: signalling.EndNotMine})
		}
	}
	x.offered = nil
}

// breakOff ends an exchange because one of its apps says so.
func (h *Hub) breakOff(from peer, m signalling.ExchangeEnd) {
	h.mu.Lock()
	defer h.mu.Unlock()
	x := h.exchanges[m.Exchange]
	if x == nil || x.redeeming {
		return
	}
	side, ok := x.side(from)
	switch {
	case !ok:
	case side == leg.SideAgent && x.agent == nil && (m.Reason == signalling.EndNotMine || isRemote(from)):
		h.withdrawOffer(x, from) // a relay that ends what none of its apps took has nobody left who might
	default:
		h.end(x, from, m.Reason)
	}
}

// withdrawOffer takes an app of the agent off the list; when none is left the exchange ends. The caller holds mu.
func (h *Hub) withdrawOffer(x *exchange, agent peer) {
	x.offered = slices.DeleteFunc(x.offered, func(p peer) bool { return p == agent })
	if len(x.offered) == 0 {
		h.end(x, nil, signalling.EndGone)
	}
}

func (h *Hub) timeOut(x *exchange) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !x.redeeming {
		h.end(x, nil, signalling.EndTimeout)
	}
}

// endAllOf ends the exchanges of a connection that is gone. The caller holds mu.
func (h *Hub) endAllOf(c *conn) {
	if c.exchange != nil {
		h.end(c.exchange, c, signalling.EndGone)
	}
	for _, x := range h.exchanges {
		switch {
		case x.agent == peer(c):
			h.end(x, c, signalling.EndGone)
		case slices.Contains(x.offered, peer(c)):
			h.withdrawOffer(x, c)
		}
	}
}

// end forgets an exchange that was broken off and tells its apps, except the one that did it. Every such end counts as a failed
// attempt: a guesser can look like anything. The caller holds mu.
func (h *Hub) end(x *exchange, by peer, reason signalling.EndReason) {
	if !h.forget(x) {
		return
	}
	h.metrics.ended.WithLabelValues(reason.String()).Inc()
	if !isRemote(x.customer) { // the relay that the customer is at counts
		h.noteFailure(context.Background())
	}
	told := append([]peer{x.customer, x.agent}, x.offered...)
	for _, p := range told {
		if p != nil && p != by {
			p.push(signalling.ExchangeEnd{Exchange: x.id, Reason: reason})
		}
	}
}

// forget takes an exchange out of the books; it reports whether it was there. The caller holds mu.
func (h *Hub) forget(x *exchange) bool {
	if h.exchanges[x.id] != x {
		return false
	}
	x.timer.Stop()
	delete(h.exchanges, x.id)
	delete(h.joining, x.purpose.key())
	if c, ok := x.customer.(*conn); ok {
		c.exchange = nil
	}
	h.metrics.exchanges.Dec()
	return true
}

// redeem makes a session of an exchange that the agent's app found good, and tells both sides.
func (c *conn) redeem(ctx context.Context, m signalling.CodeRedeem) (signalling.Message, error) {
	x, ok := c.hub.beginRedeem(c, m.Exchange)
	if !ok {
		return nil, &refusal{fault: protocol.FaultExchange}
	}
	grant, withheld, err := c.begin(ctx, x.purpose)
	if err != nil {
		c.hub.mu.Lock()
		c.hub.end(x, c, signalling.EndDead)
		c.hub.mu.Unlock()
		return nil, err
	}
	c.hub.granted(x, grant, withheld)
	c.log.InfoContext(ctx, "session granted", "code", x.purpose.code.ID, "request", grant.Session.Request, "session", grant.Session.ID)
	return signalling.SessionGranted{
		Exchange: x.id, Session: grant.Session.ID, Secret: signalling.Secret(grant.Secrets[leg.SideAgent]),
		Withheld: withheld,
	}, nil
}

// beginRedeem finds the exchange that the app has taken.
func (h *Hub) beginRedeem(c *conn, id signalling.ExchangeID) (*exchange, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	x := h.exchanges[id]
	if x == nil || x.agent != peer(c) || x.redeeming {
		return nil, false
	}
	x.redeeming = true
	return x, true
}

// granted tells the customer's app and the agent's apps that the code became a session.
func (h *Hub) granted(x *exchange, grant support.Grant, withheld signalling.Features) {
	h.metrics.sessions.Inc()
	h.mu.Lock()
	if h.forget(x) {
		if c, ok := x.customer.(*conn); ok {
			h.config.Limits.Succeeded(c.addr)
		}
		x.customer.push(signalling.SessionGranted{
			Exchange: x.id, Session: grant.Session.ID, Secret: signalling.Secret(grant.Secrets[leg.SideCustomer]),
			Withheld: withheld,
		})
	}
	h.mu.Unlock()
	if redeemed := x.purpose.code; redeemed.ID != 0 {
		redeemed.State = support.CodeRedeemed
		h.tell(redeemed.Agent, signalling.CodeChanged{Code: wireCode(redeemed)})
	}
}

// grantedElsewhere tells a customer's app here that the agent's relay has made the session.
func (h *Hub) grantedElsewhere(from remote, m signalling.SessionGranted) {
	h.mu.Lock()
	defer h.mu.Unlock()
	x := h.exchanges[m.Exchange]
	if x == nil || x.agent != peer(from) || !h.forget(x) {
		return
	}
	if c, ok := x.customer.(*conn); ok {
		h.config.Limits.Succeeded(c.addr)
	}
	x.customer.push(m)
}

func isRemote(p peer) bool {
	_, ok := p.(remote)
	return ok
}

// joinFailed notes that an attempt led nowhere.
func (h *Hub) joinFailed(ctx context.Context) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.noteFailure(ctx)
}

// noteFailure counts a failed attempt and raises the alarm in the log when there are too many. The caller holds mu.
func (h *Hub) noteFailure(ctx context.Context) {
	h.config.Limits.Failed()
	alarmed := h.config.Limits.Alarmed()
	if alarmed && !h.alarmed {
		h.config.Logger.ErrorContext(ctx, "so many joins fail that someone seems to be guessing codes: every join is slowed now")
	}
	h.alarmed = alarmed
}
