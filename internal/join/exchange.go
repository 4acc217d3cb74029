package join

import (
	"context"
	"crypto/tls"
	"fmt"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/cpace"
	"beside.example/protocol/signalling"
	"beside.example/protocol/transport"
)

// party is one side of one exchange: what it brings in, and the certificate behind the key that it pins.
type party struct {
	params      cpace.Params
	certificate tls.Certificate
}

// password is what an exchange is on: a nine-digit code or a portal code, never both. The kinds cannot be mixed up: which one it is
// comes from what a person typed or an agent's app expects, never from the relay, and the exchange binds it.
type password struct {
	code   code.Code
	portal code.PortalCode
}

// newParty makes a fresh key for one exchange on a code.
func newParty(relay string, on password, capabilities protocol.Capabilities) (party, error) {
	certificate, spki, err := transport.NewIdentity()
	if err != nil {
		return party{}, err
	}
	return party{
		certificate: certificate,
		params: cpace.Params{
			Secret: on.code.Secret, Portal: on.portal,
			Context:    cpace.Context{Relay: relay, Nameplate: on.code.Nameplate},
			Associated: cpace.Associated{SPKI: spki, Capabilities: uint64(capabilities)},
		},
	}, nil
}

// agree runs the customer's side of an exchange. Guessed is called before the message goes out that lets the other side
// try a guess.
func (p party) agree(ctx context.Context, x exchange, own cpace.SID, guessed func()) (*cpace.Keys, error) {
	message, err := x.Receive(ctx)
	if err != nil {
		return nil, fmt.Errorf("wait for the agent's offer: %w", err)
	}
	offer, err := cpace.ParseOffer(message)
	if err != nil {
		return nil, err
	}
	responder, answer, err := cpace.NewResponder(p.params, own, offer)
	if err != nil {
		return nil, err
	}
	guessed()
	if err := x.Send(answer.Append(nil)); err != nil {
		return nil, err
	}
	message, err = x.Receive(ctx)
	if err != nil {
		return nil, fmt.Errorf("wait for the agent's confirmation: %w", err)
	}
	confirm, err := cpace.ParseConfirm(message)
	if err != nil {
		return nil, err
	}
	return responder.Verify(confirm)
}

// offer runs the agent's side of an exchange.
func (p party) offer(ctx context.Context, x exchange, customer signalling.SID) (*cpace.Keys, error) {
	initiator, offer, err := cpace.NewInitiator(p.params, cpace.SID(customer))
	if err != nil {
		return nil, err
	}
	if err := x.Send(offer.Append(nil)); err != nil {
		return nil, err
	}
	message, err := x.Receive(ctx)
	if err != nil {
		return nil, fmt.Errorf("wait for the customer's answer: %w", err)
	}
	answer, err := cpace.ParseAnswer(message)
	if err != nil {
		return nil, err
	}
	keys, confirm, err := initiator.Verify(answer)
	if err != nil {
		return nil, err
	}
	if err := x.Send(confirm.Append(nil)); err != nil {
		return nil, err
	}
	return keys, nil
}
