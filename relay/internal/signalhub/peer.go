package signalhub

import (
	"context"
	"slices"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// peer is one end of a key exchange: an app here, or a relay at which the app is.
type peer interface {
	// push sends one of the exchange's messages.
	push(m signalling.Message)
	// open tells an agent's end that a customer has come.
	open(p purpose, id signalling.ExchangeID, sid signalling.SID)
}

var (
	_ peer = (*conn)(nil)
	_ peer = remote{}
)

func (c *conn) open(p purpose, id signalling.ExchangeID, sid signalling.SID) {
	c.push(p.opened(id, sid))
}

// remote is another relay's end of an exchange. Two of the same values are the same end.
type remote struct {
	hub      *Hub
	node     support.NodeID
	exchange signalling.ExchangeID
}

func (r remote) push(m signalling.Message) {
	r.hub.courier.send(parcel{to: r.node, letter: letter{exchange: r.exchange, message: m}})
}

func (r remote) open(p purpose, id signalling.ExchangeID, sid signalling.SID) {
	l := letter{exchange: id, agent: p.agent()}
	if p.code.ID != 0 {
		l.message = signalling.ExchangeOpened{Exchange: id, Code: signalling.CodeID(p.code.ID), SID: sid}
	} else {
		l.message = signalling.PortalJoin{Code: p.rendezvous.Code, SID: sid}
	}
	r.hub.courier.send(parcel{to: r.node, letter: l})
}

// answering returns the apps here that may take an exchange. The caller holds mu.
func (h *Hub) answering(p purpose) []peer {
	var peers []peer
	for _, c := range h.reachable(p.agent()) {
		if p.expectedAt(c.who.Device.ID) {
			peers = append(peers, c)
		}
	}
	return slices.Clip(peers)
}

// away is where else in the fleet an exchange may be taken.
type away struct {
	nodes        []support.NodeID
	organisation support.OrganisationID
}

// elsewhere asks the fleet. The caller does not hold mu.
func (h *Hub) elsewhere(ctx context.Context, p purpose) (away, error) {
	var a away
	if h.config.Fleet == nil {
		return a, nil
	}
	apps, err := h.config.Fleet.Elsewhere(ctx, p.agent())
	if err != nil {
		return a, err
	}
	for _, app := range apps {
		if p.expectedAt(app.Device) && !slices.Contains(a.nodes, app.Node) {
			a.nodes = append(a.nodes, app.Node)
			a.organisation = app.Organisation
		}
	}
	return a, nil
}
