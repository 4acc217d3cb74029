package signalhub

import (
	"fmt"

	"beside.example/protocol/signalling"
	"beside.example/protocol/wire"
	"beside.example/relay/internal/support"
)

// letter is what one relay's hub tells another's about a key exchange whose two apps are at different relays.
//
//	from u64, exchange u64, agent u64, message as in signalling
//
// ExchangeOpened and PortalJoin open the exchange at the relay where the agent's apps are; ExchangeData, ExchangeEnd and
// SessionGranted then mean what they mean to the apps.
type letter struct {
	from     support.NodeID
	exchange signalling.ExchangeID
	// agent is whose apps may take it, in a letter that opens an exchange.
	agent   support.AgentID
	message signalling.Message
}

func (l letter) append(b []byte) []byte {
	b = wire.AppendU64(b, uint64(l.from))
	b = wire.AppendU64(b, uint64(l.exchange))
	b = wire.AppendU64(b, uint64(l.agent))
	return signalling.Envelope{Message: l.message}.Append(b)
}

func parseLetter(b []byte) (letter, error) {
	r := wire.NewReader(b)
	l := letter{from: support.NodeID(r.U64()), exchange: signalling.ExchangeID(r.U64()), agent: support.AgentID(r.U64())}
	e, err := signalling.Parse(r.Rest())
	if err != nil {
		return letter{}, fmt.Errorf("parse a letter: %w", err)
	}
	if e.Request != 0 {
		return letter{}, fmt.Errorf("parse a letter: %w", wire.ErrValue) // nobody answers letters
	}
	l.message = e.Message
	return l, nil
}
