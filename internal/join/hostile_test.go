package join

import (
	"errors"
	"testing"
	"testing/synctest"

	"beside.example/protocol"
	"beside.example/protocol/cpace"
	"beside.example/protocol/leg"
)

// liar is a relay that changes one message of an exchange, and remembers what came before it.
type liar struct {
	t             *testing.T
	from          leg.Side
	message       int // which of that side's
	change        func(l *liar, m []byte) []byte
	offer, answer []byte
}

func (l *liar) meddle(from leg.Side, n int, m []byte) []byte {
	switch {
	case from == leg.SideAgent && n == 0:
		l.offer = m
	case from == leg.SideCustomer:
		l.answer = m
	}
	if from == l.from && n == l.message {
		return l.change(l, m)
	}
	return m
}

// own is what the relay brings into an exchange of its own: it has not the digits.
func (l *liar) own() cpace.Params {
	return cpace.Params{
		Secret:     typed(l.t, "1234 00000").Secret,
		Context:    cpace.Context{Relay: "help.northfield.example", Nameplate: nameplate},
		Associated: cpace.Associated{SPKI: [32]byte{6, 6, 6}},
	}
}

func (l *liar) parsedOffer() cpace.Offer {
	o, err := cpace.ParseOffer(l.offer)
	if err != nil {
		l.t.Error(err)
	}
	return o
}

func (l *liar) ownAnswer([]byte) []byte {
	_, a, err := cpace.NewResponder(l.own(), cpace.NewSID(), l.parsedOffer())
	if err != nil {
		l.t.Error(err)
	}
	return a.Append(nil)
}

func (l *liar) ownOffer([]byte) []byte {
	_, o, err := cpace.NewInitiator(l.own(), cpace.NewSID())
	if err != nil {
		l.t.Error(err)
	}
	return o.Append(nil)
}

// reflectOffer sends the agent's share back, with the customer's confirmation.
func (l *liar) reflectOffer(m []byte) []byte {
	o := l.parsedOffer()
	return cpace.Answer{Share: o.Share, Associated: o.Associated, Confirmation: confirmationIn(m)}.Append(nil)
}

// reflectConfirmation sends the customer's own confirmation back.
func (l *liar) reflectConfirmation([]byte) []byte {
	return cpace.Confirm{Confirmation: confirmationIn(l.answer)}.Append(nil)
}

// confirmationIn returns the last field of an answer.
func confirmationIn(answer []byte) cpace.Tag { return cpace.Tag(answer[len(answer)-len(cpace.Tag{}):]) }

func flip(at int) func(*liar, []byte) []byte {
	return func(_ *liar, m []byte) []byte { m[at] ^= 1; return m }
}

func cut(_ *liar, m []byte) []byte { return m[:len(m)-1] }

// TestHostileRelay lets the one in between do what it likes with the messages. No side may end up with a session.
func TestHostileRelay(t *testing.T) {
	for name, l := range map[string]*liar{
		"agent's key swapped":            {from: leg.SideAgent, change: flip(1 + 16 + 32)},
		"customer's key swapped":         {from: leg.SideCustomer, change: flip(1 + 32)},
		"offer cut":                      {from: leg.SideAgent, change: cut},
		"answer cut":                     {from: leg.SideCustomer, change: cut},
		"confirmation cut":               {from: leg.SideAgent, message: 1, change: cut},
		"confirmation changed":           {from: leg.SideAgent, message: 1, change: flip(20)},
		"offer longer":                   {from: leg.SideAgent, change: func(_ *liar, m []byte) []byte { return append(m, 0) }},
		"offer emptied":                  {from: leg.SideAgent, change: func(*liar, []byte) []byte { return []byte{} }},
		"own exchange with the agent":    {from: leg.SideCustomer, change: (*liar).ownAnswer},
		"own exchange with the customer": {from: leg.SideAgent, change: (*liar).ownOffer},
		"reflection to the agent":        {from: leg.SideCustomer, change: (*liar).reflectOffer},
		"reflection to the customer":     {from: leg.SideAgent, message: 1, change: (*liar).reflectConfirmation},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l.t = t
				b := newBoard()
				b.meddle = l.meddle
				a := b.open(t)
				defer a.close()
				o := a.join(t, t.Context(), "1234 56789")
				if f := Fault(o.err); o.joined != nil || f == 0 || f == protocol.FaultInternal {
					t.Errorf("customer: %v, %v", o.joined, o.err)
				}
				if f := Fault(o.arrival.Err); o.arrival.Joined != nil || f == 0 || f == protocol.FaultInternal {
					t.Errorf("agent: %+v", o.arrival)
				}
			})
		})
	}
}

// TestReplayedAnswer sends the agent an answer of an earlier exchange on the same code.
func TestReplayedAnswer(t *testing.T) {
	b := newBoard()
	var old []byte
	b.meddle = func(from leg.Side, n int, m []byte) []byte {
		if from != leg.SideCustomer {
			return m
		}
		if old == nil {
			old = append([]byte(nil), m...)
			m[len(m)-1] ^= 1 // the first exchange fails, the answer is still unused
			return m
		}
		return old
	}
	a := b.open(t)
	defer a.close()
	for left := MaxAttempts - 1; left >= 1; left-- {
		if o := a.join(t, t.Context(), "1234 56789"); !errors.Is(o.arrival.Err, cpace.ErrConfirmation) || o.arrival.Left != left {
			t.Errorf("agent %v, left %d", o.arrival.Err, o.arrival.Left)
		}
	}
}
