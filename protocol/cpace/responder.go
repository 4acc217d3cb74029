package cpace

import "crypto/hmac"

// Responder is the customer's side of one exchange.
type Responder struct {
	keys     *Keys // nil once used
	expected Tag
}

// NewResponder takes the agent's OFFER to the customer who asked to join with the half own, and returns the ANSWER to send.
func NewResponder(p Params, own SID, o Offer) (*Responder, Answer, error) {
	if err := p.check(); err != nil {
		return nil, Answer{}, exchangeError("answer", err)
	}
	sid := sessionID(own, o.SID)
	scalar := newScalar()
	a := Answer{
		Share:      shareOf(scalar, generator(p.password(), p.channel(), sid)),
		Associated: p.Associated,
	}
	point, err := secretPoint(scalar, o.Share)
	if err != nil {
		return nil, Answer{}, exchangeError("answer", err)
	}
	t := newTranscript(o, a)
	isk := sessionKey(sid, point, t)
	r := &Responder{keys: newKeys(isk, o.Associated)}
	r.expected, a.Confirmation = confirmations(sid, isk, t)
	return r, a, nil
}

// Verify takes the agent's CONFIRM and returns the keys when it holds. An exchange has one try: whatever the outcome, a second
// call returns ErrUsed.
func (r *Responder) Verify(c Confirm) (*Keys, error) {
	keys := r.keys
	if keys == nil {
		return nil, exchangeError("verify confirmation", ErrUsed)
	}
	r.keys = nil
	if !hmac.Equal(r.expected[:], c.Confirmation[:]) {
		return nil, exchangeError("verify confirmation", ErrConfirmation)
	}
	return keys, nil
}
