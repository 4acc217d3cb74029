package join

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/cpace"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
	"beside.example/protocol/transport/transporttest"
)

func TestJoinPortal(t *testing.T) {
	b := newBoard()
	b.legs = transporttest.NewRelay(t)
	a := b.open(t)
	defer a.close()
	o := a.join(t, t.Context(), "k7mw-q2rt")
	if o.err != nil || o.arrival.Err != nil {
		t.Fatal(o.err, o.arrival.Err)
	}
	agent, customer := o.arrival.Joined, o.joined
	talk(t, agent.Conn, customer.Conn)
	if !agent.Vouched || !customer.Vouched || customer.Nameplate != "" || o.arrival.Meeting != meeting || o.arrival.Code != 0 {
		t.Errorf("agent %+v, customer %+v", o.arrival, customer)
	}
	if agent.CheckWords("fr") != customer.CheckWords("fr") || agent.Ends != customer.Ends || customer.Organisation != "Northfield Health" {
		t.Error("the sides do not agree")
	}
	if err := errors.Join(agent.Conn.Close(protocol.CloseGone, ""), customer.Conn.Close(protocol.CloseGone, "")); err != nil {
		t.Fatal(err)
	}
	if _, err := a.customer.JoinPortal(t.Context(), portalCode, nil); Fault(err) != protocol.FaultAgentAway {
		t.Errorf("the code once more: %v", err)
	}
}

// TestNineDigitsAreNotVouched has a session of the other kind.
func TestNineDigitsAreNotVouched(t *testing.T) {
	a := newBoard().open(t)
	defer a.close()
	p, err := newParty("help.northfield.example", password{code: typed(t, "1234 56789")}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if j := newJoined(Config{}, nil, leg.SideAgent, p, &cpace.Keys{}, signalling.SessionGranted{}); j.Vouched || j.Nameplate != nameplate {
		t.Errorf("%+v", j)
	}
}

// TestKindsNeverMix has a relay that brings a customer with a code of one kind to an agent's app that expects one of the other: it
// knows the portal code and would like to be let off the digits.
func TestKindsNeverMix(t *testing.T) {
	for name, c := range map[string]struct {
		typed   string
		instead expects
	}{
		"nine digits to a portal code": {"1234 56789", expects{meeting: meeting}},
		"portal code to nine digits":   {"K7MW Q2RT", expects{code: codeID}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBoard()
			b.instead = &c.instead
			a := b.open(t)
			defer a.close()
			o := a.join(t, t.Context(), c.typed)
			if o.joined != nil || Fault(o.err) == 0 {
				t.Errorf("customer: %v, %v", o.joined, o.err)
			}
			if !errors.Is(o.arrival.Err, cpace.ErrConfirmation) || o.arrival.Joined != nil || o.arrival.Left != MaxAttempts-1 {
				t.Errorf("agent: %+v", o.arrival)
			}
		})
	}
}

// TestRelayAnswersNineDigitsItself has a relay that runs the exchange itself, on a portal code of its own choice, with a customer who
// typed nine digits.
func TestRelayAnswersNineDigitsItself(t *testing.T) {
	l := &liar{t: t, from: leg.SideAgent}
	l.change = func(*liar, []byte) []byte {
		p := l.own()
		p.Secret, p.Context.Nameplate, p.Portal = code.Secret{}, "", portalCode
		_, o, err := cpace.NewInitiator(p, cpace.NewSID())
		if err != nil {
			t.Error(err)
		}
		return o.Append(nil)
	}
	b := newBoard()
	b.meddle = l.meddle
	a := b.open(t)
	defer a.close()
	if o := a.join(t, t.Context(), "1234 56789"); o.joined != nil || o.arrival.Joined != nil || Fault(o.err) == 0 {
		t.Errorf("customer %v, %v; agent %+v", o.joined, o.err, o.arrival)
	}
}

// TestPortalCodeDies counts failed exchanges as for nine digits; the relay needs no word of it, which asks nobody else.
func TestPortalCodeDies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBoard()
		a := b.open(t)
		defer a.close()
		for left := MaxAttempts - 1; left >= 0; left-- {
			if _, err := (face{b, leg.SideCustomer}).JoinPortal(t.Context(), portalCode, signalling.SID{}); err != nil {
				t.Fatal(err)
			}
			arrival, err := a.door.Next(t.Context())
			if err != nil || arrival.Left != left || arrival.Meeting != meeting || Fault(arrival.Err) != protocol.FaultAgentAway {
				t.Errorf("%+v, %v", arrival, err)
			}
		}
		synctest.Wait()
		if got := b.dead(); len(got) != 0 {
			t.Errorf("relay was told of %v", got)
		}
		if _, err := a.customer.JoinPortal(t.Context(), portalCode, nil); Fault(err) != protocol.FaultAgentAway {
			t.Errorf("once more: %v", err)
		}
	})
}

func TestPortalCodeIsForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newBoard().open(t)
		defer a.close()
		a.door.ForgetPortal(meeting)
		if _, err := a.customer.JoinPortal(t.Context(), portalCode, nil); Fault(err) != protocol.FaultAgentAway {
			t.Errorf("forgotten: %v", err)
		}
		a.door.ExpectPortal(meeting, portalCode, codeLife)
		<-time.After(codeLife + time.Second)
		if _, err := a.customer.JoinPortal(t.Context(), portalCode, nil); Fault(err) != protocol.FaultCodeExpired {
			t.Errorf("expired: %v", err)
		}
	})
}

// TestIntroductionIsAnotherMeeting: a code for an introduction lets nobody in who comes for the request itself.
func TestIntroductionIsAnotherMeeting(t *testing.T) {
	a := newBoard().open(t)
	defer a.close()
	a.door.ForgetPortal(meeting)
	a.door.ExpectPortal(Meeting{Request: meeting.Request, Introduction: 7}, portalCode, codeLife)
	if _, err := a.customer.JoinPortal(t.Context(), portalCode, nil); Fault(err) != protocol.FaultAgentAway {
		t.Errorf("got %v", err)
	}
}
