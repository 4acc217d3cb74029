package signalhub

import (
	"context"
	"time"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// What we may tune of the courier.
const (
	// outboxLength is how many letters may wait for the store: many exchanges at once. Beyond it letters are lost, and their
	// exchanges end by their timers.
	outboxLength = 1024
	// lettersAtOnce is how many letters are taken from the store at once.
	lettersAtOnce = 64
	// lookEvery is how late a letter is when no wake-up tells of it.
	lookEvery = time.Second
)

// parcel is a letter with its address.
type parcel struct {
	to     support.NodeID
	letter letter
}

// courier carries letters between the hubs of a fleet, through the store. A customer's app at one relay is so brought together with an
// agent's app at another; sending the app to the other relay would need a name, a certificate and trust for each relay of a fleet.
// The customer's secret of a granted session lies in the store until the other relay reads it; it opens a leg, and no packet.
type courier struct {
	hub    *Hub
	outbox chan parcel
}

func newCourier(h *Hub) *courier { return &courier{hub: h, outbox: make(chan parcel, outboxLength)} }

// send never waits: it is called with hub.mu held.
func (k *courier) send(p parcel) {
	select {
	case k.outbox <- p:
	default:
		k.hub.config.Logger.Warn("a letter to another relay is lost: too many wait")
	}
}

// run carries letters until ctx ends.
func (k *courier) run(ctx context.Context) {
	if k.hub.config.Fleet == nil {
		return
	}
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		select {
		case p := <-k.outbox:
			k.deliver(ctx, p)
		case <-k.hub.config.Fleet.Wake():
			k.fetch(ctx)
		case <-ticker.C:
			k.fetch(ctx)
		case <-ctx.Done():
			return
		}
	}
}

func (k *courier) deliver(ctx context.Context, p parcel) {
	ctx, cancel := context.WithTimeout(ctx, requestWithin)
	defer cancel()
	p.letter.from = k.hub.config.Fleet.Node()
	if err := k.hub.config.Fleet.Send(ctx, p.to, p.letter.append(nil)); err != nil && ctx.Err() == nil {
		k.hub.config.Logger.WarnContext(ctx, "leave a letter for another relay", "error", err) // the exchange's timer ends it
	}
}

func (k *courier) fetch(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, requestWithin)
	defer cancel()
	for {
		letters, err := k.hub.config.Fleet.Take(ctx, lettersAtOnce)
		if err != nil {
			if ctx.Err() == nil {
				k.hub.config.Logger.WarnContext(ctx, "look for letters of other relays", "error", err)
			}
			return
		}
		for _, body := range letters {
			l, err := parseLetter(body)
			if err != nil {
				k.hub.config.Logger.WarnContext(ctx, "read a letter of another relay", "error", err)
				continue
			}
			k.read(ctx, l)
		}
		if len(letters) < lettersAtOnce {
			return
		}
	}
}

// read does what a letter says.
func (k *courier) read(ctx context.Context, l letter) {
	from := remote{hub: k.hub, node: l.from, exchange: l.exchange}
	switch m := l.message.(type) {
	case signalling.ExchangeOpened:
		k.opened(ctx, from, l, m)
	case signalling.PortalJoin:
		k.joined(ctx, from, l, m)
	case signalling.ExchangeData:
		k.hub.forward(from, m)
	case signalling.ExchangeEnd:
		k.hub.breakOff(from, m)
	case signalling.SessionGranted:
		k.hub.grantedElsewhere(from, m)
	}
}

// opened begins an exchange whose customer is at another relay, with an agent's nine-digit code.
func (k *courier) opened(ctx context.Context, from remote, l letter, m signalling.ExchangeOpened) {
	codes, err := k.hub.config.Codes.Active(ctx, l.agent)
	if err != nil {
		k.hub.config.Logger.WarnContext(ctx, "look up a code for another relay", "error", err)
	}
	for _, c := range codes {
		if c.ID == support.CodeID(m.Code) {
			k.hub.openFor(from, purpose{code: c}, m.SID)
			return
		}
	}
	from.push(signalling.ExchangeEnd{Exchange: l.exchange, Reason: signalling.EndGone})
}

// joined begins an exchange whose customer is at another relay, with a portal code.
func (k *courier) joined(ctx context.Context, from remote, l letter, m signalling.PortalJoin) {
	found, err := k.hub.config.Desk.Requests.FindCode(ctx, m.Code)
	if err != nil || found.Agent != l.agent {
		from.push(signalling.ExchangeEnd{Exchange: l.exchange, Reason: signalling.EndGone})
		return
	}
	k.hub.openFor(from, purpose{rendezvous: found}, m.SID)
}
