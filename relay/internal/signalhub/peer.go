package signalhub

import (
	"slices"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// peer is one end of a key exchange.
type peer interface {
	push(m signalling.Message)
	// organisation is an agent's.
	organisation() support.Organisation
}

var _ peer = (*conn)(nil)

func (c *conn) organisation() support.Organisation { return c.who.Organisation }

// answering returns the apps that may take an exchange. The caller holds mu.
func (h *Hub) answering(p purpose) []peer {
	var peers []peer
	for _, c := range h.reachable(p.agent()) {
		if p.expectedAt(c.who.Device.ID) {
			peers = append(peers, c)
		}
	}
	return slices.Clip(peers)
}
