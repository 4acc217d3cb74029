package cpace

import (
	"crypto/hmac"

	"github.com/gtank/ristretto255"
)

// Initiator is the agent's side of one exchange.
type Initiator struct {
	sid    []byte
	scalar *ristretto255.Scalar // nil once used
	offer  Offer
}

// NewInitiator begins an exchange for a customer who sent their half of the session ID, and returns the OFFER to send.
func NewInitiator(p Params, customer SID) (*Initiator, Offer, error) {
	if err := p.check(); err != nil {
		return nil, Offer{}, exchangeError("offer", err)
	}
	own := NewSID()
	i := &Initiator{sid: sessionID(customer, own), scalar: newScalar()}
	i.offer = Offer{
		SID:        own,
		Share:      shareOf(i.scalar, generator(p.password(), p.channel(), i.sid)),
		Associated: p.Associated,
	}
	return i, i.offer, nil
}

// Verify takes the customer's ANSWER. Only when its confirmation holds does it return the keys and the CONFIRM to send. An
// exchange has one try: whatever the outcome, a second call returns ErrUsed.
func (i *Initiator) Verify(a Answer) (*Keys, Confirm, error) {
	scalar := i.scalar
	if scalar == nil {
		return nil, Confirm{}, exchangeError("verify answer", ErrUsed)
	}
	i.scalar = nil
	if a.Share == i.offer.Share {
		return nil, Confirm{}, exchangeError("verify answer", ErrReflected)
	}
	point, err := secretPoint(scalar, a.Share)
	if err != nil {
		return nil, Confirm{}, exchangeError("verify answer", err)
	}
	t := newTranscript(i.offer, a)
	isk := sessionKey(i.sid, point, t)
	own, expected := confirmations(i.sid, isk, t)
	if !hmac.Equal(expected[:], a.Confirmation[:]) {
		return nil, Confirm{}, exchangeError("verify answer", ErrConfirmation)
	}
	return newKeys(isk, a.Associated), Confirm{Confirmation: own}, nil
}

// newTranscript takes the associated data as they were sent, from which they were parsed without loss.
func newTranscript(o Offer, a Answer) transcript {
	return transcript{shareA: o.Share, adA: o.Associated.append(nil), shareB: a.Share, adB: a.Associated.append(nil)}
}
