package signalling_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// joining answers Join with Joined after a while and hands everything else to then.
func joining(after time.Duration, then func(s *signalling.Socket, e signalling.Envelope)) func(s *signalling.Socket, e signalling.Envelope) {
	return func(s *signalling.Socket, e signalling.Envelope) {
		if _, ok := e.Message.(signalling.Join); !ok {
			then(s, e)
			return
		}
		if after > 0 {
			pass(after)
		}
		_ = s.Send(signalling.Envelope{Request: e.Request, Message: signalling.Joined{Exchange: 11}})
	}
}

func endOf(err error) signalling.EndReason {
	var ended *signalling.EndedError
	if errors.As(err, &ended) {
		return ended.Reason
	}
	return 0
}

// TestExchangeOverflow shows that a relay cannot fill an app's memory through an exchange.
func TestExchangeOverflow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		relay := newScripted(t)
		relay.start(welcome(joining(0, func(s *signalling.Socket, e signalling.Envelope) {
			if m, ok := e.Message.(signalling.ExchangeData); ok {
				for range signalling.MaxExchangeMessages + 1 {
					_ = s.Send(signalling.Envelope{Message: m})
				}
			}
		})))
		client, _ := relay.client(t, protocol.RoleCustomer)
		x, err := client.Join(t.Context(), "0042", testSID())
		if err != nil {
			t.Fatal(err)
		}
		if err := x.Send(make([]byte, signalling.MaxExchangeData+1)); !errors.Is(err, signalling.ErrTooLarge) {
			t.Errorf("too long: %v", err)
		}
		if err := x.Send([]byte("echo")); err != nil {
			t.Fatal(err)
		}
		<-x.Done()
		for range signalling.MaxExchangeMessages {
			if got, err := x.Receive(t.Context()); err != nil || string(got) != "echo" {
				t.Fatalf("what came before the end: %q, %v", got, err)
			}
		}
		if _, err := x.Receive(t.Context()); endOf(err) != signalling.EndFailed {
			t.Errorf("receive: %v", err)
		}
		if err := x.Send(nil); endOf(err) != signalling.EndFailed {
			t.Errorf("send: %v", err)
		}
		if _, err := x.Granted(t.Context()); endOf(err) != signalling.EndFailed || signalling.Fault(err) != protocol.FaultCodeWrong {
			t.Errorf("granted: %v", err)
		}
	})
}

// TestJoinGivenUp shows that a customer who gives up while the relay thinks leaves no exchange behind.
func TestJoinGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ends := make(chan signalling.ExchangeEnd, 1)
		relay := newScripted(t)
		relay.start(welcome(joining(5*time.Second, func(_ *signalling.Socket, e signalling.Envelope) {
			if m, ok := e.Message.(signalling.ExchangeEnd); ok {
				ends <- m
			}
		})))
		client, _ := relay.client(t, protocol.RoleCustomer)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := client.Join(ctx, "0042", testSID()); signalling.Fault(err) != protocol.FaultRelayUnreachable {
			t.Errorf("join: %v", err)
		}
		if end := <-ends; end != (signalling.ExchangeEnd{Exchange: 11, Reason: signalling.EndCancelled}) {
			t.Errorf("the relay hears %+v", end)
		}
	})
}

// TestAgentAnswersNotMine shows that exchanges which nobody accepts do not pile up, and that a customer's app accepts none.
func TestAgentAnswersNotMine(t *testing.T) {
	for _, role := range []protocol.Role{protocol.RoleAgent, protocol.RoleCustomer} {
		synctest.Test(t, func(t *testing.T) {
			const offered = 40
			refused := make(chan signalling.EndReason, offered)
			relay := newScripted(t)
			relay.start(welcome(func(s *signalling.Socket, e signalling.Envelope) {
				switch m := e.Message.(type) {
				case signalling.Availability:
					for i := range offered {
						_ = s.Send(signalling.Envelope{Message: signalling.ExchangeOpened{Exchange: signalling.ExchangeID(i + 1)}})
					}
					done(s, e)
				case signalling.ExchangeEnd:
					refused <- m.Reason
				}
			}))
			client, _ := relay.client(t, role)
			await(t, client, "connected", in(signalling.PhaseConnected))
			if err := client.SetStatus(t.Context(), signalling.StatusAvailable); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			want := 0
			if role == protocol.RoleAgent {
				want = offered - 16
			}
			if len(refused) != want {
				t.Errorf("%v: %d refused, want %d", role, len(refused), want)
			}
			for range want {
				if reason := <-refused; reason != signalling.EndNotMine {
					t.Errorf("refused with %v", reason)
				}
			}
		})
	}
}
